"""Which command lives in which module."""

from __future__ import annotations

import typer

from scanner_daemon.cli import (
    daemon_command,
    db_command,
    demo_command,
    doctor_command,
    export_command,
    import_command,
    rig_commands,
    simulate_command,
    work_commands,
)

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Hang every command on the tree."""
    modules = (
        demo_command,
        simulate_command,
        daemon_command,
        import_command,
        work_commands,
        export_command,
        rig_commands,
        db_command,
        doctor_command,
    )
    for module in modules:
        module.register(app)
