"""`bookcradle daemon`: run the rig until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import signal
import sys
from datetime import UTC, datetime

import typer

from scanner_daemon.cli.console import SettingsOption, console
from scanner_daemon.settings import Settings
from scanner_daemon.settings_file import load_settings

__all__ = ["register"]

NICENESS = -10
"""Children inherit it: the camera processes want it as much; whatever is in no hurry takes it back."""
SWITCH_INTERVAL_S = 0.0005


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def daemon(settings: SettingsOption = None) -> None:
        """Run the rig: cameras, cradle, pedal, library and API, until SIGTERM or Ctrl-C."""
        loaded = load_settings(settings)
        _log_as_json_lines()
        _be_prompt()
        asyncio.run(_run(loaded))


def _be_prompt() -> None:
    """Before anything is started: run ahead of what else this machine does, where that is permitted.

    And let no thread of ours keep the interpreter for Python's usual 5 ms while the event loop owes somebody a signal:
    the library's thread commits a landed spread at the very moment at which the leaf may go.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    sys.setswitchinterval(SWITCH_INTERVAL_S)


def _settle() -> None:
    """After everything is there: what was imported stays for ever, so that the collector need not look at it again."""
    gc.collect()
    gc.freeze()


async def _run(settings: Settings) -> None:
    from scanner_daemon.app import run_daemon

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)

    def ready() -> None:
        _settle()
        console().print(f"listening on {settings.api.socket}")

    await run_daemon(settings, stop, ready=ready)


class _JsonLines(logging.Formatter):
    """One JSON object a line, so that a journal can be searched by machine."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
        }
        spread = getattr(record, "spread_id", None)
        if spread is not None:
            told["spread_id"] = spread
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told)


def _log_as_json_lines() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("uvicorn.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
