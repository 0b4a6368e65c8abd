"""The desktop program as a process, killed between the press and the landing: nothing changes at the cradle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scanner_daemon.api.schemas import RigState
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming
from tests.rig.bench import Bench, quick_plan

DEADLINE_S = 60.0
SLOW = Pace(platen_travel_ms=300, platen_settle_ms=100, home_ms=40, turn_ms=400, boot_ms=20)


class Program:
    """One life of it, pressed from its own keyboard."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, order: str, **more: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": order, **more}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def until_it_shows(self, state: str) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while self.ask("told")["state"] != state:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(DEADLINE_S)


@contextmanager
def program(socket: Path, folder: Path) -> Iterator[Program]:
    command = [sys.executable, "-m", "operator_gui", "--socket", str(socket), "--screen", "capture", "--steered"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield Program(process)
        finally:
            if process.poll() is None:
                assert process.stdin is not None
                process.stdin.close()
            process.wait(DEADLINE_S)


def test_killed_between_press_and_landing_and_started_again_it_changes_nothing_at_the_cradle(
    bench_of: Callable[..., Bench], tmp_path: Path
) -> None:
    timing = BodyTiming(exposure_ms=120.0, live_view_fps=4.0)
    bench = bench_of(quick_plan(timing=timing, pace=SLOW))
    assert bench.daemon is not None
    book = bench.begin()
    bench.shoot()
    with program(bench.daemon.socket, tmp_path) as first:
        first.until_it_shows(RigState.READY.value)
        first.ask("key", keys=["Space"])
        bench.until(lambda now: now.state is not RigState.READY, "the key fired")
        first.kill()
    with program(bench.daemon.socket, tmp_path) as second:
        landed = bench.until(
            lambda now: (
                now.state is RigState.READY
                and now.last_spread is not None
                and now.last_spread.position == 2
                and now.last_spread.verdict is not None
            )
        )
        assert landed.book is not None
        assert (landed.book.book_id, landed.book.spreads, landed.position) == (book, 2, 3)
        second.until_it_shows(RigState.READY.value)
        second.ask("key", keys=["Space"])
        bench.until(lambda now: now.last_spread is not None and now.last_spread.position == 3)
        bench.rest()
    bench.end()
    bench.check_whole_book(3)
