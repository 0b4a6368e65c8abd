"""At the start home is found by itself, also over a link that breaks once; what is latched waits for a person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from firmware_protocol.controller_effects import MotionStarted
from scanner_daemon.capture.ports import CradleStatus
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import SerialCradle, open_cradle
from scanner_daemon.cradle.errors import CradleError, CradleLinkLost, CradleNotHomed, CradleSilent, HostWasLost
from scanner_daemon.cradle.first_homing import TRIES, home_at_start
from scanner_daemon.settings import CradleSettings
from scanner_daemon.simulation.controller import Pace, SimulatedController

AT_START = CradleStatus(connected=True, homed=False)
LOST = CradleLinkLost(detail="the controller closed it")
GONE = CradleStatus(connected=False, fault_code=CradleLinkLost.code)


@dataclass
class Cradle:
    """Ends each attempt as it is told; what became of the cradle by then is its new status."""

    ends: list[tuple[CradleError | None, CradleStatus]]
    status: CradleStatus = AT_START
    comes_back: bool = True
    back: CradleStatus | None = None
    asked: int = field(default=0)

    async def home(self) -> None:
        self.asked += 1
        error, self.status = self.ends.pop(0)
        if error is not None:
            raise error

    async def connected(self, deadline_s: float) -> None:
        if not self.comes_back:
            raise CradleSilent(port="/dev/bookcradle")
        self.status = self.back or AT_START


HOMED = replace(AT_START, homed=True)


async def test_home_is_found() -> None:
    cradle = Cradle([(None, HOMED)])
    await home_at_start(cradle)
    assert cradle.asked == 1


@pytest.mark.parametrize(
    "now",
    [
        HOMED,
        CradleStatus(connected=False, fault_code=CradleSilent.code),
        replace(AT_START, emergency_stop_latched=True),
        replace(AT_START, fault_code="host_lost"),
        replace(AT_START, needs_operator=True),
    ],
)
async def test_nothing_moves_that_need_not_or_must_not(now: CradleStatus) -> None:
    cradle = Cradle([], now)
    await home_at_start(cradle)
    assert cradle.asked == 0


async def test_a_link_that_broke_before_anything_moved_costs_nobody_a_release() -> None:
    cradle = Cradle([(LOST, GONE), (LOST, AT_START), (None, HOMED)])
    await home_at_start(cradle)
    assert cradle.asked == 3


async def test_a_link_that_is_gone_for_a_moment_is_waited_for() -> None:
    cradle = Cradle([(None, HOMED)], GONE)
    await home_at_start(cradle)
    assert cradle.asked == 1


@pytest.mark.parametrize(
    "after", [{"fault_code": "host_lost"}, {"needs_operator": True}, {"emergency_stop_latched": True}]
)
async def test_a_motion_that_was_interrupted_waits_for_a_person(after: dict[str, object]) -> None:
    cradle = Cradle([(LOST, GONE)], back=replace(AT_START, **after))  # type: ignore[arg-type]  # one field at a time
    await home_at_start(cradle)
    assert cradle.asked == 1


async def test_a_controller_that_says_no_is_not_asked_again() -> None:
    cradle = Cradle([(CradleNotHomed(), AT_START)])
    await home_at_start(cradle)
    assert cradle.asked == 1


async def test_it_does_not_go_on_for_ever() -> None:
    gone = Cradle([(LOST, GONE)], comes_back=False)
    await home_at_start(gone)
    assert gone.asked == 1
    shaky = Cradle([(LOST, AT_START)] * (TRIES + 1))
    await home_at_start(shaky)
    assert shaky.asked == TRIES


async def test_silence_in_the_first_homing_ends_in_a_connected_cradle_that_asks(tty: Path) -> None:
    """On a busy machine neither end hears the other for a second: the motion stops, and a release is all it takes."""
    pace = Pace(platen_travel_ms=0, platen_settle_ms=0, home_ms=900, turn_ms=0, boot_ms=20)

    def motions() -> int:
        return sum(isinstance(logged.effect, MotionStarted) for logged in controller.log())

    with SimulatedController(tty, pace=pace, dead_man_ms=300) as controller:
        async with open_cradle(CradleSettings(port=str(tty)), SystemClock()) as cradle, asyncio.timeout(30):
            assert isinstance(cradle, SerialCradle)
            homing = asyncio.create_task(home_at_start(cradle))
            while not motions():
                await asyncio.sleep(0.01)
            controller.silence(1_600)
            await homing
            while not cradle.status.connected:
                await asyncio.sleep(0.01)
            assert cradle.status.fault_code == HostWasLost.code
            assert motions() == 1
            await cradle.release()
            assert cradle.status.homed
            assert cradle.status.fault_code is None
