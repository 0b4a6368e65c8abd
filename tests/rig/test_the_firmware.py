"""The daemon as a process, the firmware that ships at the other end of its line: one of them dies in mid-move.

What is looked at are the steps that the simulated motors made. A motion ends within the dead-man time, with vacuum and
blower off; then nothing moves, whoever comes back, until the operator has looked; and no page is lost or turned twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from firmware_protocol.controller_effects import OutputSet
from firmware_protocol.vocabulary import Output
from scanner_daemon.api.schemas import RigSnapshot
from scanner_daemon.simulation.controller import Axes, Pace, SimavrController
from scanner_daemon.simulation.controller.simavr import AvrToolsMissing
from scanner_daemon.simulation.rig import RigPlan

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]

DEAD_MAN_US = 1_000_000
ON_ITS_WAY_STEPS = 150
PLATEN_DOWN = 3_900
LEAF_OVER = 760
STRETCHED = Pace(platen_travel_ms=2_000, platen_settle_ms=20, home_ms=500, turn_ms=3_000, boot_ms=20)
"""Far longer than the dead-man: what ends before its end was stopped."""


UNO, AUTO_RESET_DISABLED = True, False
"""Whether the controller is reset, and forgets what it latched, each time that its port is opened."""


@pytest.fixture
def bench(resets: bool, bench_of: BenchOf, plan_of: PlanOf) -> Bench:
    """A book lies on the cradle, and nothing of it is captured."""
    try:
        made = bench_of(plan_of(controller="simavr", pace=STRETCHED, resets_on_open=resets))
    except AvrToolsMissing as missing:
        pytest.skip(f"the firmware is not tested here: {missing.sentence}")
    made.begin()
    return made


def firmware(bench: Bench) -> SimavrController:
    controller = bench.rig.controller
    assert isinstance(controller, SimavrController)
    return controller


def on_its_way(bench: Bench, motion: str) -> Axes:
    """Press, and wait until the platen goes down, or the arm carries the leaf."""
    bench.press()
    deadline = time.monotonic() + 60
    while True:
        now = firmware(bench).axes()
        at = now.platen_at if motion == "lowering" else now.arm_at
        if at > ON_ITS_WAY_STEPS:
            return now
        assert time.monotonic() < deadline, f"nothing moved: {now}"
        time.sleep(0.005)


def stopped(bench: Bench) -> Axes:
    """Where it stands when it has not moved for a while."""
    deadline = time.monotonic() + 60
    while True:
        now = firmware(bench).axes()
        if now.at_us - now.last_step_us > 200_000:
            return now
        assert time.monotonic() < deadline, f"it never stopped: {now}"
        time.sleep(0.02)


def check_stopped_on_its_way(bench: Bench, motion: str) -> Axes:
    """Neither axis came to its end, and nothing sucks or blows; a host that is back may have lit the lamps again."""
    now = stopped(bench)
    if motion == "lowering":
        assert now.platen_at < PLATEN_DOWN
    else:
        assert now.arm_at < LEAF_OVER
    assert now.last_step_us - now.last_heard_us <= DEAD_MAN_US * 1.1
    outputs = {
        logged.effect.output: logged.effect.value
        for logged in firmware(bench).log()
        if isinstance(logged.effect, OutputSet)
    }
    assert not any(outputs.get(output) for output in (Output.VACUUM, Output.BLOWER))
    return now


def asks(now: RigSnapshot) -> bool:
    return now.cradle.connected and bool(now.cradle.needs_operator or now.cradle.fault_code)


def check_asked_before_anything_moves(bench: Bench, at_rest: Axes) -> None:
    """Whatever is pressed: not a step until the operator has looked."""
    told = bench.until(asks, "the operator was never asked")
    bench.press()
    bench.until(lambda now: now.refused_presses > told.refused_presses)
    # The controller is heard to ask before the motion that it ended is given up, and a press is refused in either.
    bench.until(lambda now: now.why and now.remedy, "a press was refused without a reason and a remedy")
    time.sleep(0.5)
    assert firmware(bench).axes().steps == at_rest.steps


def look_and_release(bench: Bench) -> None:
    """What the remedies ask for; the leaf lies where the world says."""
    bench.api.act("/v1/rig/release", {"looked": True})
    now = bench.until(lambda now: not asks(now) and now.cradle.homed)
    if now.confirm_turn is not None:
        turned = bench.rig.world.opening >= now.confirm_turn.position
        bench.api.act("/v1/rig/confirm-turn", {"turned": turned})


def go_on(bench: Bench) -> None:
    bench.scan(2)
    bench.rest()
    bench.end()
    bench.check_whole_book(2)


@pytest.mark.parametrize("resets", [UNO, AUTO_RESET_DISABLED], ids=["uno", "auto-reset disabled"])
def test_the_daemon_is_killed_in_mid_move(bench: Bench) -> None:
    """First as the platen goes down on the first spread, then as its leaf is carried over."""
    for motion in ("lowering", "turning"):
        on_its_way(bench, motion)
        bench.kill()
        at_rest = check_stopped_on_its_way(bench, motion)
        bench.start()
        bench.check_nothing_lost()
        told = bench.until(lambda now: now.faults, "nobody who comes to the rig is told")
        assert {fault.code for fault in told.faults} & {"cradle_needs_operator", "cradle_fault"}
        bench.lay_on()
        check_asked_before_anything_moves(bench, at_rest)
        look_and_release(bench)
    go_on(bench)


@pytest.mark.parametrize("resets", [UNO], ids=["uno"])
def test_the_cable_is_pulled_and_the_controller_starts_again_in_mid_move(bench: Bench) -> None:
    on_its_way(bench, "lowering")
    firmware(bench).brown_out()
    at_rest = check_stopped_on_its_way(bench, "lowering")
    check_asked_before_anything_moves(bench, at_rest)
    look_and_release(bench)
    on_its_way(bench, "turning")
    bench.rig.link(up=False)
    at_rest = check_stopped_on_its_way(bench, "turning")
    bench.rig.link(up=True)
    check_asked_before_anything_moves(bench, at_rest)
    look_and_release(bench)
    go_on(bench)
