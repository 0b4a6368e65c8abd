"""The link is cut, the controller resets, the button is hit: nothing turns twice, and a person is told what to do."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from firmware_protocol.controller_effects import MotionEnded, MotionKind, MotionStarted
from firmware_protocol.vocabulary import FaultReason
from scanner_daemon.capture.ports import CradleEvent, CradleEventKind, CradleStatus, TurnResult
from scanner_daemon.cradle import SerialCradle, errors
from scanner_daemon.simulation.controller import SimulatedController

Open = Callable[..., AbstractAsyncContextManager[SerialCradle]]
Until = Callable[[AsyncIterator[CradleEvent], CradleEventKind], asyncio.Future[CradleEvent]]


def status(cradle: SerialCradle) -> CradleStatus:
    """As it is now: the type checker must not remember what it was."""
    return cradle.status


def started(controller: SimulatedController, kind: MotionKind) -> int:
    effects = [logged.effect for logged in controller.log()]
    return sum(isinstance(effect, MotionStarted) and effect.kind is kind for effect in effects)


async def moving(controller: SimulatedController, kind: MotionKind) -> None:
    """Wait until it moves."""
    async with asyncio.timeout(10):
        while not started(controller, kind):
            await asyncio.sleep(0.005)


async def test_a_cable_pulled_in_mid_turn_is_asked_about_and_not_repeated(
    slow_controller: SimulatedController, opened: Open, until: Until
) -> None:
    async with opened() as cradle:
        lost = until(cradle.events(), CradleEventKind.LINK_LOST)
        reset = until(cradle.events(), CradleEventKind.CONTROLLER_RESET)
        turn = asyncio.create_task(cradle.turn_page(1))
        await moving(slow_controller, MotionKind.TURN)
        slow_controller.cut_link()
        event = await lost
        assert not event.status.connected
        assert event.status.fault_code == "cradle_link_lost"
        with pytest.raises(errors.CradleError):
            await cradle.raise_platen()
        slow_controller.restore_link()

        assert await turn is TurnResult.UNKNOWN
        await reset
        assert status(cradle).needs_operator
        with pytest.raises(errors.OperatorNeeded, match="press Release"):
            await cradle.turn_page(2)
        await cradle.release()
        assert not status(cradle).needs_operator
        assert await cradle.turn_result(1) is TurnResult.UNKNOWN
        assert await cradle.turn_page(2) is TurnResult.DONE
        assert slow_controller.leaves_turned() == [(2, 1)]
        assert started(slow_controller, MotionKind.TURN) == 2


async def test_a_silence_shorter_than_the_dead_man_time_is_waited_out(tty: Path, opened: Open) -> None:
    with SimulatedController(tty, dead_man_ms=5_000, resets_on_open=False) as controller:
        async with opened() as cradle:
            turn = asyncio.create_task(cradle.turn_page(1))
            await moving(controller, MotionKind.TURN)
            controller.silence(1_500)
            assert await turn is TurnResult.DONE
            assert not status(cradle).needs_operator
            assert controller.leaves_turned() == [(1, 1)]


async def test_a_brown_out_in_mid_turn_needs_the_operator(
    slow_controller: SimulatedController, opened: Open, until: Until
) -> None:
    async with opened() as cradle:
        turn = asyncio.create_task(cradle.turn_page(1))
        await moving(slow_controller, MotionKind.TURN)
        slow_controller.brown_out()
        assert await turn is TurnResult.UNKNOWN
        assert status(cradle).needs_operator
        for motion in (cradle.lower_platen, cradle.raise_platen, cradle.home):
            with pytest.raises(errors.OperatorNeeded):
                await motion()
        await cradle.release()
        await cradle.lower_platen()
        assert slow_controller.leaves_turned() == []


async def test_a_reset_while_the_platen_moves_fails_the_motion(
    slow_controller: SimulatedController, opened: Open
) -> None:
    async with opened() as cradle:
        lowering = asyncio.create_task(cradle.lower_platen())
        await moving(slow_controller, MotionKind.LOWER)
        slow_controller.brown_out()
        with pytest.raises(errors.CradleLinkLost):
            await lowering
        await cradle.connected(10)
        assert status(cradle).needs_operator
        assert started(slow_controller, MotionKind.LOWER) == 1


async def test_a_turn_done_while_nobody_listened_is_known_afterwards(
    slow_controller: SimulatedController, opened: Open
) -> None:
    async with opened() as cradle:
        assert await cradle.turn_page(1) is TurnResult.DONE
    async with opened(home=False) as cradle:
        assert await cradle.turn_result(1) is TurnResult.DONE
        assert await cradle.turn_result(2) is TurnResult.NEVER_STARTED
        await cradle.home()
        assert await cradle.turn_page(1) is TurnResult.DONE
    assert slow_controller.leaves_turned() == [(1, 1)]


async def test_the_red_button_latches_until_it_is_up_and_released(
    slow_controller: SimulatedController, opened: Open, until: Until
) -> None:
    async with opened() as cradle:
        pressed = until(cradle.events(), CradleEventKind.EMERGENCY_STOP_PRESSED)
        released = until(cradle.events(), CradleEventKind.EMERGENCY_STOP_RELEASED)
        lowering = asyncio.create_task(cradle.lower_platen())
        await moving(slow_controller, MotionKind.LOWER)
        slow_controller.emergency_stop(True)
        with pytest.raises(errors.EmergencyStopLatched, match="if the red button is down, twist it"):
            await lowering
        assert (await pressed).status.emergency_stop_latched
        with pytest.raises(errors.EmergencyStopLatched):
            await cradle.raise_platen()
        with pytest.raises(errors.ReleaseNotPossible):
            await cradle.release()
        slow_controller.emergency_stop(False)
        await cradle.release()
        assert not (await released).status.emergency_stop_latched
        assert status(cradle).homed
        assert status(cradle).platen == "up"


async def test_the_program_stops_a_turn(slow_controller: SimulatedController, opened: Open) -> None:
    async with opened() as cradle:
        turn = asyncio.create_task(cradle.turn_page(1))
        await moving(slow_controller, MotionKind.TURN)
        await cradle.emergency_stop("the operator pressed Stop")
        assert await turn is TurnResult.UNKNOWN
        assert status(cradle).emergency_stop_latched
        assert status(cradle).needs_operator
        await cradle.release()
        assert not status(cradle).emergency_stop_latched
        assert slow_controller.leaves_turned() == []


HOST = """
import asyncio, sys
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import open_cradle
from scanner_daemon.settings import CradleSettings

async def main():
    async with open_cradle(CradleSettings(port=sys.argv[1]), SystemClock()) as cradle:
        await cradle.home()
        await cradle.turn_page(1)

asyncio.run(main())
"""


async def test_a_host_that_is_killed_stops_everything_through_the_dead_man(tty: Path, opened: Open) -> None:
    with SimulatedController(tty, dead_man_ms=300, resets_on_open=False) as controller:
        host = await asyncio.create_subprocess_exec(sys.executable, "-c", HOST, str(tty))
        await moving(controller, MotionKind.TURN)
        killed_ns = time.monotonic_ns()
        os.kill(host.pid, signal.SIGKILL)
        await host.wait()

        stopped: list[MotionEnded] = []
        async with asyncio.timeout(10):
            while not stopped:
                await asyncio.sleep(0.02)
                effects = [logged.effect for logged in controller.log()]
                stopped = [e for e in effects if isinstance(e, MotionEnded) and e.kind is MotionKind.TURN]
        assert stopped[0].stopped_by is FaultReason.HOST_LOST
        [ended_ns] = [logged.at_ns for logged in controller.log() if logged.effect == stopped[0]]
        assert ended_ns > killed_ns
        assert controller.leaves_turned() == []

        async with opened(home=False) as cradle:
            assert status(cradle).fault_code == "cradle_host_lost"
            assert await cradle.turn_result(1) is TurnResult.UNKNOWN
            assert status(cradle).needs_operator
            await cradle.release()
            assert status(cradle).fault_code is None
        assert controller.leaves_turned() == []


async def test_a_link_that_stays_down_ends_the_turn_with_an_error(
    slow_controller: SimulatedController, opened: Open
) -> None:
    async with opened(turn_deadline_s=0.8) as cradle:
        turn = asyncio.create_task(cradle.turn_page(1))
        await moving(slow_controller, MotionKind.TURN)
        slow_controller.cut_link()
        with pytest.raises(errors.CradleError, match="USB cable"):
            await turn
        with pytest.raises(errors.EmergencyStopUnconfirmed, match="red button"):
            await cradle.emergency_stop("nobody hears it")
    assert slow_controller.leaves_turned() == []
