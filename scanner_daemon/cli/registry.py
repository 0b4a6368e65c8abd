"""Which command lives in which module."""

from __future__ import annotations

import typer

from scanner_daemon.cli import daemon_command, doctor_command, export_command, import_command, work_commands

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Hang every command on the tree."""
    for module in (daemon_command, import_command, work_commands, export_command, doctor_command):
        module.register(app)
