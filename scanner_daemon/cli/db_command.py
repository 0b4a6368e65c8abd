"""`bookcradle db …`: look after the library: its revision, whether rows and files agree, a backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from scanner_daemon.cli.console import JsonOption, LibraryOption, SettingsOption, console, print_json, progress
from scanner_daemon.cli.where import library_settings
from scanner_daemon.library import health
from scanner_daemon.library.library import open_library
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.library.revisions import HEAD, current_revision

__all__ = ["register"]

NEEDS_A_PERSON = 3


def register(app: typer.Typer) -> None:
    """Hang the commands on the tree."""
    db = typer.Typer(no_args_is_help=True, help="Look after the library.")
    app.add_typer(db, name="db")

    @db.command()
    def upgrade(library: LibraryOption = None, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
        """Bring the library to this program's revision (opening it does the same)."""
        with open_library(library_settings(library, settings)) as opened:
            revision = current_revision(opened.engine)
        if as_json:
            print_json({"revision": revision, "head": HEAD})
        else:
            console().print(f"The library is at revision {revision}.")

    @db.command()
    def check(
        verify: Annotated[bool, typer.Option("--verify", help="Read every original and compare its SHA-256.")] = False,
        library: LibraryOption = None,
        settings: SettingsOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """See whether rows and files agree. Exit 3: something is lost, altered or unrecorded."""
        with open_library(library_settings(library, settings)) as opened, progress(not as_json) as bars:
            bar = bars.add_task("checking originals", total=None, note="")
            found = health.check(
                opened, verify=verify, progress=lambda done, total: bars.update(bar, completed=done, total=total)
            )
        told = asdict(found) | {"sound": found.sound}
        if as_json:
            print_json(told)
        else:
            for name, value in told.items():
                if value and name not in ("files_checked", "sound", "database"):
                    console().print(f"[yellow]{name.replace('_', ' ')}[/]: {', '.join(value)}")
            verdict = "sound" if found.sound else "[red]not sound[/]"
            console().print(f"{found.files_checked} originals checked, database {found.database}: {verdict}.")
        if not found.sound:
            raise typer.Exit(NEEDS_A_PERSON)

    @db.command()
    def backup(
        to: Annotated[Path, typer.Argument(help="Folder on another disk.")],
        library: LibraryOption = None,
        settings: SettingsOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Copy database and originals; running it again copies what is new."""
        with open_library(library_settings(library, settings)) as opened:
            made = health.backup(opened, to)
        if as_json:
            print_json(asdict(made))
        else:
            console().print(f"{made.originals_copied} originals copied to {made.folder}.")

    @db.command("retry")
    def retry(library: LibraryOption = None, settings: SettingsOption = None) -> None:
        """Give all jobs that were given up another round."""
        with open_library(library_settings(library, settings)) as opened:
            console().print(f"{JobQueue(opened).retry_dead()} jobs are queued again.")
