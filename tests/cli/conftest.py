"""The command as a person or a script runs it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.workers.conftest import photograph_of

DEADLINE_S = 100


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*arguments: str | Path, **environment: str) -> Ran:
        command = [sys.executable, "-m", "scanner_daemon", *map(str, arguments)]
        ours = {name: value for name, value in os.environ.items() if not name.startswith("BOOKCRADLE_")}
        done = subprocess.run(
            command,
            env={**ours, "COLUMNS": "300", **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """A folder with the photographs of two pages and a note."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number, word in enumerate(("Monday", "Tuesday"), start=1):
        (folder / f"page_{number}.jpg").write_bytes(photograph_of(word))
    (folder / "notes.txt").write_text("shelf 4", "utf-8")
    return folder
