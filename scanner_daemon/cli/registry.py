"""Which command lives in which module."""

from __future__ import annotations

import typer

from scanner_daemon.cli import simulate_command

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Hang every command on the tree."""
    simulate_command.register(app)
