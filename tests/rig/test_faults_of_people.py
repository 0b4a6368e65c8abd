"""What people do: a hand in the picture, a book out of place, a leaf not turned; a cable pulled while nobody shoots."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.api.schemas import RigState
from scanner_daemon.library.library import open_library
from scanner_daemon.library.models import ShotState, Spread
from scanner_daemon.simulation.rig import RigPlan
from scanner_daemon.vocabulary import Level, Side

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]


def fault(spread: int, moment: str, kind: str, part: str = "operator") -> str:
    return f'[[fault]]\nspread = {spread}\nmoment = "{moment}"\npart = "{part}"\nkind = "{kind}"\n'


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "by a motor without a leaf sensor"])
def test_a_leaf_that_was_not_turned_is_seen_and_the_right_pages_are_taken(
    bench_of: BenchOf, plan_of: PlanOf, by_hand: bool
) -> None:
    if by_hand:
        bench = bench_of(plan_of(controller="none"), scenario=fault(3, "turning", "turns_nothing"))
    else:
        bench = bench_of(plan_of(leaf_sensor=False), scenario=fault(3, "turning", "no_leaf", "controller"))
    bench.begin()
    for spreads in range(1, 7):
        done = bench.scan(spreads)  # an operator who sees each verdict before the next press
    bench.rest()
    bench.end()
    assert done.turned_back == 1
    said = [now.turn_back for now in bench.heard if now.turn_back is not None]
    assert {target.position for target in said} == {4}
    told = [(now.why, now.remedy) for now in bench.heard if now.state is RigState.TURN_BACK]
    assert all("probably not turned" in why and "press" in remedy for why, remedy in told)
    bench.check_whole_book(6)
    with open_library(bench.library) as library, library.read() as session:
        spread = session.query(Spread).order_by(Spread.sort_key).all()[3]
        versions = {(shot.version, shot.side): shot.state for shot in spread.shots}
    assert versions == {
        (1, Side.LEFT): ShotState.SUPERSEDED,
        (1, Side.RIGHT): ShotState.SUPERSEDED,
        (2, Side.LEFT): ShotState.LANDED,
        (2, Side.RIGHT): ShotState.LANDED,
    }


def test_a_book_out_of_place_is_judged_red_and_shot_again(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of(), scenario=fault(3, "exposing", "out_of_place"))
    bench.begin(turn_after="judged")
    bench.scan(4)
    bench.rest()
    bench.end()
    red = [now for now in bench.heard if now.state is RigState.FAULT]
    assert red
    assert all(now.why and now.remedy for now in red)
    flags = {
        flag.check
        for now in red
        if now.last_spread and now.last_spread.verdict
        for flag in now.last_spread.verdict.flags
        if flag.level is Level.RED
    }
    assert "page_cut" in flags
    bench.check_whole_book(4)


def test_a_hand_in_the_picture_is_kept_and_a_re_shoot_takes_its_place(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of(), scenario=fault(2, "exposing", "hand_in_frame"))
    bench.begin()
    bench.scan(2)
    last = bench.rest().last_spread
    assert last is not None
    bench.api.act(f"/v1/spreads/{last.spread_id}/re-shoot")
    bench.until(lambda now: now.state is RigState.TURN_BACK)
    bench.rig.world.open_at(1)
    bench.press()
    bench.until(lambda now: now.last_spread and now.last_spread.version == 2 and now.last_spread.verdict)
    bench.rest()
    bench.end()
    bench.check_whole_book(2)
    assert len(bench.leaves.taken[Side.LEFT]) == 3


@pytest.mark.parametrize("brand", ["nikon", "canon"])
def test_a_cable_pulled_between_two_spreads(bench_of: BenchOf, plan_of: PlanOf, brand: str) -> None:
    bench = bench_of(plan_of(brand=brand))
    bench.begin()
    bench.scan(1)
    bench.rig.unplug(Side.LEFT)
    gone = bench.until(lambda now: not now.cameras[Side.LEFT].alive and now.why)
    assert {fault.code for fault in gone.faults} & {"camera_lost", "camera_not_found", "camera_unplugged"}
    assert "left" in gone.why
    assert gone.remedy
    bench.press()
    refused = bench.until(lambda now: now.refused_presses == gone.refused_presses + 1)
    assert refused.position == 2
    bench.rig.plug(Side.LEFT)
    bench.until(lambda now: now.cameras[Side.LEFT].alive)
    bench.scan(3)
    bench.rest()
    bench.end()
    bench.check_whole_book(3)
