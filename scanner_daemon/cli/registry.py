"""Which command lives in which module. A module is imported when its command is called for, and at no other time.

A daemon that must stay small would otherwise carry the simulator's pictures, and `--help` of one command would wait
for the libraries of all.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

__all__ = ["COMMANDS", "LazyCommands"]

PACKAGE = "scanner_daemon.cli"
COMMANDS = {
    "demo": "demo_command",
    "simulate": "simulate_command",
    "daemon": "daemon_command",
    "gui": "gui_command",
    "status": "rig_commands",
    "book": "rig_commands",
    "press": "rig_commands",
    "pause": "rig_commands",
    "resume": "rig_commands",
    "stop": "rig_commands",
    "release": "rig_commands",
    "tickets": "ticket_command",
    "queue": "queue_commands",
    "flatten": "flatten_command",
    "neural": "neural_command",
    "import": "import_command",
    "process": "work_commands",
    "night": "work_commands",
    "export": "export_command",
    "db": "db_command",
    "doctor": "doctor_command",
    "cradle": "cradle_command",
    "bench": "bench_command",
}


class LazyCommands(TyperGroup):
    """The top level of the command tree."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  the base class hands it over
        """All names, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import the command's module and let it register itself; None for a name that there is not."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        alone = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
        import_module(f"{PACKAGE}.{module}").register(alone)
        return get_group(alone).commands[cmd_name]
