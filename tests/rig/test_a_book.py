"""A book through the unmodified daemon, the real libgphoto2 and the real serial protocol, on every kind of rig."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.simulation.rig import RigPlan

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]


@pytest.mark.parametrize("brand", ["nikon", "canon"])
def test_a_press_is_a_spread_and_the_motor_turns(bench_of: BenchOf, plan_of: PlanOf, brand: str) -> None:
    bench = bench_of(plan_of(brand=brand))
    bench.begin()
    done = bench.scan(4)
    assert done.spreads == done.presses == 4
    assert done.faults == []
    bench.rest()
    bench.end()
    bench.check_whole_book(4)
    assert [leaves for _, leaves in bench.truth["turned_ids"]] == [1, 1, 1, 1]
