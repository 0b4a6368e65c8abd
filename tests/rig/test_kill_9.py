"""`kill -9` of the daemon at every step of the cycle: rows and files agree, nothing is lost, nothing moves twice.

One book goes through all of it: the daemon is killed in mid-spread, started again, and the operator goes on.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.api.schemas import Change, RigState, SnapshotTold
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.rig import RigPlan

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]

UNHURRIED = Pace(platen_travel_ms=80, platen_settle_ms=20, home_ms=40, turn_ms=200, boot_ms=30)
WRITING_MS = 40.0
OPENINGS = 30


def unhurried(plan_of: PlanOf, **changes: object) -> RigPlan:
    """Every step takes long enough to be killed in."""
    timing = BodyTiming.instant(
        shutter_lag_ms=20.0, exposure_ms=20.0, write_to_buffer_ms=WRITING_MS, transfer_mb_s=4.0, live_view_fps=4.0
    )
    return plan_of(openings=OPENINGS, pace=UNHURRIED, timing=timing, **changes)


def go_on_after_a_kill(bench: Bench, spreads: int) -> None:
    """Start the daemon again, see that nothing was lost, and let the operator bring the book to ``spreads`` spreads."""
    bench.start()
    bench.check_nothing_lost()
    bench.check_no_page_turned_twice()
    bench.resume()
    bench.scan(spreads)
    bench.rest()


def captured(bench: Bench) -> int:
    book = bench.now().book
    return book.spreads if book is not None else 0


PHASES = ("intending", "lowering", "exposing", "landing", "turning", "ready")


def test_killed_in_each_phase_that_the_daemon_tells(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(unhurried(plan_of))
    bench.begin()
    bench.scan(1)
    bench.rest()
    for phase in PHASES:
        spreads = captured(bench)
        assert _kill_when(bench, phase)[-1] == phase
        go_on_after_a_kill(bench, spreads + 1)
    bench.end()
    bench.check_whole_book(len(bench.shown()))


def _kill_when(bench: Bench, phase: str) -> list[str]:
    """Press, follow the events, and kill the daemon when it says that it is in this phase; the phases told."""
    told: list[str] = []
    for event in bench.api.events():
        if isinstance(event, SnapshotTold):
            bench.press()
        elif isinstance(event, Change) and "phase" in event.fields:
            told.append(str(event.fields["phase"]))
            if told[-1] == phase:
                bench.kill()
                break
            if told[-1] in ("ready", "faulted", "confirm_turn", "turn_back"):
                break
    return told


KILLED_AFTER_MS = {"cameras.body": (60, 140, 200, 260), "inspection_process": (140, 260)}


@pytest.mark.parametrize("part", sorted(KILLED_AFTER_MS))
def test_a_child_process_is_killed_in_mid_spread(bench_of: BenchOf, plan_of: PlanOf, part: str) -> None:
    bench = bench_of(unhurried(plan_of))
    bench.begin()
    bench.scan(1)
    for spread, delay_ms in enumerate(KILLED_AFTER_MS[part], start=2):
        assert bench.daemon is not None
        children = [pid for pid, command in bench.daemon.children().items() if part in command]
        assert children, f"no {part} among {bench.daemon.children()}"
        bench.press()
        time.sleep(delay_ms / 1000)
        os.kill(children[0], signal.SIGKILL)
        bench.scan(spread)
        bench.rest()
    bench.end()
    bench.check_whole_book(1 + len(KILLED_AFTER_MS[part]))
    if part == "cameras.body":
        told = [fault for now in bench.heard for fault in now.faults]
        assert all(fault.what and fault.remedy for fault in told)


def test_a_turn_whose_end_nobody_wrote_down_is_asked_about(bench_of: BenchOf, plan_of: PlanOf) -> None:
    """Killed in mid-turn: the controller knows whether the leaf went; where it does not, a person is asked."""
    bench = bench_of(unhurried(plan_of))
    bench.begin()
    bench.scan(1)
    bench.rest()
    bench.press()
    bench.until(lambda now: now.phase == "turning" and now.cradle.platen == "up")
    time.sleep(0.05)
    bench.kill()
    turned = len(bench.truth["turned_ids"])
    time.sleep(0.5)
    bench.start()
    bench.resume()
    now = bench.now()
    if now.state is RigState.CONFIRM_TURN:
        assert now.confirm_turn is not None
        assert now.confirm_turn.position == 2
        assert now.why
        assert now.remedy
    else:
        assert len(bench.truth["turned_ids"]) >= turned
    bench.scan(4)
    bench.rest()
    bench.end()
    bench.check_whole_book(4)
