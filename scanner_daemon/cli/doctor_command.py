"""`bookcradle doctor`: what is missing on this machine before a book can be scanned, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table

from scanner_daemon.cli.console import JsonOption, SettingsOption, console, print_json
from scanner_daemon.cli.doctor_checks import CHECKS, Finding
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import Settings
from scanner_daemon.settings_file import load_settings

__all__ = ["register"]

MARKS = {"ok": "[green]✓ ok[/]", "warning": "[yellow]▲ look[/]", "bad": "[red]✗ mend[/]"}
NEEDS_A_PERSON = 3


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def doctor(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
        """Look at this machine: packages, cameras, controller, pedal, rights, disk. Exit 3: look at it."""
        findings = examine(load_settings(settings))
        if as_json:
            print_json({"findings": [asdict(finding) for finding in findings]})
        else:
            _print(findings)
        if any(finding.level == "bad" for finding in findings):
            raise typer.Exit(NEEDS_A_PERSON)


def examine(settings: Settings) -> list[Finding]:
    """Run every check; one that fails with an error of ours becomes a finding of its own."""
    findings = []
    for check in CHECKS:
        try:
            findings.append(check(settings))
        except BookcradleError as error:
            name = check.__name__.replace("_", " ").capitalize()
            findings.append(Finding(name, "bad", error.what_happened, error.what_to_do))
    return findings


def _print(findings: list[Finding]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        table.add_row(MARKS[finding.level], finding.name, finding.saw)
        if finding.remedy:
            table.add_row("", "", f"[dim]→ {finding.remedy}[/]")
    console().print(table)
