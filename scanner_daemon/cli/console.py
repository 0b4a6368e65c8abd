"""How commands speak: people get rich text on stderr, scripts get one JSON object on stdout and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

__all__ = ["JsonOption", "LibraryOption", "SettingsOption", "console", "print_json", "progress"]

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout, and nothing else there.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="Settings file (TOML).", show_default=False)]
LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="Folder of the library; else the one in the settings.", show_default=False),
]


def console() -> Console:
    """A console for people. It writes to stderr, so that stdout stays clean for scripts."""
    return Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One object on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, default=str) + "\n")
    sys.stdout.flush()


@contextmanager
def progress(show: bool = True) -> Iterator[Progress]:
    """Progress bars on stderr; silent where ``show`` is false."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console(), disable=not show) as bars:
        yield bars
