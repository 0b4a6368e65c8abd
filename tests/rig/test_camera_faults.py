"""Cameras that fail, scripted by a scenario file, in the middle of a book: each says so, and the book goes on.

One book a brand has them all, a spread after the other, so that each fault also meets the traces of the last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.api.schemas import RigState
from scanner_daemon.simulation.rig import RigPlan

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]

SPREADS = 9
SCENARIO = """
[[fault]]
spread = 2
moment = "exposing"
part = "left"
kind = "unplug"
for_s = 1.0

[[fault]]
spread = 3
moment = "downloading"
part = "right"
kind = "unplug"
for_s = 1.0

[[fault]]
spread = 4
moment = "exposing"
part = "left"
kind = "hang"

[[fault]]
spread = 5
moment = "downloading"
part = "right"
kind = "stall"

[[fault]]
spread = 6
moment = "exposing"
part = "left"
kind = "busy"

[[fault]]
spread = 7
moment = "downloading"
part = "right"
kind = "short_data"

[[fault]]
spread = 8
moment = "exposing"
part = "left"
kind = "store_full"
for_s = 2.5
"""


@pytest.fixture(scope="module", params=["nikon", "canon"])
def story(
    request: pytest.FixtureRequest,
    module_bench_of: BenchOf,
    plan_of: PlanOf,
) -> Bench:
    """The book, scanned to its end."""
    bench = module_bench_of(plan_of(brand=request.param), scenario=SCENARIO)
    bench.begin()
    bench.scan(SPREADS)
    bench.rest()
    bench.end()
    return bench


def told_at(story: Bench, spread: int) -> dict[str, tuple[str, str]]:
    """What the operator was told while this spread was on the cradle: code to both sentences."""
    faults = [fault for now in story.heard if now.position == spread for fault in now.faults]
    return {fault.code: (fault.what, fault.remedy) for fault in faults}


@pytest.mark.parametrize(
    ("spread", "codes", "side"),
    [
        pytest.param(2, {"camera_silent", "camera_unplugged"}, "left", id="unplugged in mid-exposure"),
        pytest.param(3, {"camera_unplugged", "camera_not_found"}, "right", id="unplugged in mid-download"),
        pytest.param(4, {"camera_silent"}, "left", id="hangs"),
        pytest.param(8, {"camera_store_full"}, "left", id="card full"),
    ],
)
def test_the_operator_is_told_what_and_what_to_do(story: Bench, spread: int, codes: set[str], side: str) -> None:
    told = told_at(story, spread)
    assert codes & told.keys()
    for what, remedy in told.values():
        assert side in what
        assert remedy


@pytest.mark.parametrize("spread", [5, 6, 7], ids=["data stalls", "busy", "data too short"])
def test_what_mends_itself_asks_nothing_of_anybody(story: Bench, spread: int) -> None:
    assert told_at(story, spread) == {}
    assert not any(now.position == spread and now.state is RigState.FAULT for now in story.heard)


def test_no_picture_is_lost_and_the_book_is_whole(story: Bench) -> None:
    story.check_whole_book(SPREADS)


def test_every_exposure_of_a_spread_was_of_that_spread(story: Bench) -> None:
    """The leaf stayed until both sides were home, however long that took."""
    assert {seen["opening"] for seen in story.truth["exposures"]} == set(range(SPREADS))
    assert [leaves for _, leaves in story.truth["turned_ids"]] == [1] * SPREADS
