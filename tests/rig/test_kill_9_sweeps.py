"""`kill -9` of the daemon at swept instants of the cycle: whatever it was doing, nothing is lost or moves twice.

One book goes through all of it: the daemon is killed in mid-spread, started again, and the operator goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

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


@pytest.mark.parametrize("rule", ["landed", "judged"])
def test_killed_at_swept_instants_of_the_cycle(bench_of: BenchOf, plan_of: PlanOf, rule: str) -> None:
    """From the press to well after the turn; what was told before the kill does not matter."""
    bench = bench_of(unhurried(plan_of))
    bench.begin(turn_after=rule)
    bench.scan(1)
    for delay_ms in range(15 if rule == "landed" else 320, 1000, 155):
        spreads = captured(bench)
        bench.press()
        time.sleep(delay_ms / 1000)
        bench.kill()
        go_on_after_a_kill(bench, max(spreads, captured_in(bench)) + 1)
    bench.end()
    bench.check_whole_book(len(bench.shown()))


def captured_in(bench: Bench) -> int:
    """What the library itself says, while no daemon runs."""
    return len(bench.shown())


def test_by_hand_killed_while_the_operator_turns(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(unhurried(plan_of, controller="none"))
    bench.begin()
    bench.scan(1)
    for delay_ms in (30, 70, 120, 200):
        spreads = captured(bench)
        bench.rig.world.open_at(spreads)
        bench.press()
        time.sleep(delay_ms / 1000)
        bench.kill()
        bench.operator = None
        bench.rig.world.open_at(max(0, captured_in(bench) - 1))
        go_on_after_a_kill(bench, captured_in(bench) + 1)
    bench.end()
    bench.check_whole_book(len(bench.shown()))
