"""The night waits out a pause, and leaves a record however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import NightState
from scanner_daemon.library.nights import Nights
from scanner_daemon.library.pauses import Pauses
from tests.cli.conftest import Run

DEADLINE_S = 90.0


@pytest.fixture
def library(run: Run, photographs: Path, tmp_path: Path) -> Iterator[Library]:
    """Two photographs wait, and the queue is paused."""
    assert run("import", photographs, "--title", "Days", "--library", tmp_path / "library").code == 0
    with open_library(tmp_path / "library") as opened:
        Pauses(opened).pause(None, "Ada")
        yield opened


@pytest.fixture
def night(library: Library) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "scanner_daemon", "night", "--json", "--library", str(library.folders.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: Nights(library).last() is not None)
            yield process
        finally:
            process.kill()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def state(library: Library) -> NightState:
    last = Nights(library).last()
    assert last is not None
    return last.state


def test_a_paused_night_goes_on_when_somebody_resumes(library: Library, night: subprocess.Popen[bytes]) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        night.wait(timeout=3)
    assert state(library) is NightState.RUNNING
    Pauses(library).resume(None, "Ada")
    assert night.wait(timeout=DEADLINE_S) in (0, 3)
    assert state(library) is NightState.DONE
    last = Nights(library).last()
    assert last is not None
    assert last.report["done"]["page"] == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_night_says_so(library: Library, night: subprocess.Popen[bytes], number: signal.Signals) -> None:
    night.send_signal(number)
    assert night.wait(timeout=DEADLINE_S) != 0
    assert state(library) is NightState.INTERRUPTED
    last = Nights(library).last()
    assert last is not None
    assert last.ended_at is not None
