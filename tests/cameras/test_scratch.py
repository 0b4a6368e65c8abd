"""The folders that camera processes keep their settings in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scanner_daemon.cameras.process import sweep_scratch


def test_what_a_killed_daemon_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    mine = f"bookcradle-body-{os.getpid()}-b"
    for name in (f"bookcradle-body-{int(dead.stdout)}-a", mine, "bookcradle-body-x", "other"):
        (tmp_path / name / "gphoto").mkdir(parents=True)
    sweep_scratch(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([mine, "bookcradle-body-x", "other"])
