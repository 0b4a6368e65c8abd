"""What one life of the daemon leaves to the next: a cradle that nobody saw come to rest is looked at first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from firmware_protocol.controller_effects import MotionStarted
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import SerialCradle, UseMark, errors, open_cradle
from scanner_daemon.cradle.first_homing import home_at_start
from scanner_daemon.settings import CradleSettings
from scanner_daemon.simulation.controller import SimulatedController


class CrashedError(Exception):
    """What ends a daemon that has a bug."""


async def crash(settings: CradleSettings, mark: UseMark) -> None:
    with pytest.raises(CrashedError):
        await _crash(settings, mark)


async def _crash(settings: CradleSettings, mark: UseMark) -> None:
    async with open_cradle(settings, SystemClock(), mark=mark):
        raise CrashedError


def motions(controller: SimulatedController) -> int:
    return sum(isinstance(logged.effect, MotionStarted) for logged in controller.log())


@pytest.fixture
def mark(tmp_path: Path) -> UseMark:
    return UseMark(tmp_path)


@pytest.fixture
def settings(tty: Path) -> CradleSettings:
    return CradleSettings(port=str(tty))


async def test_a_cradle_left_at_rest_is_homed_at_the_next_start(
    controller: SimulatedController, settings: CradleSettings, mark: UseMark
) -> None:
    for _ in range(2):
        async with open_cradle(settings, SystemClock(), mark=mark) as cradle:
            assert isinstance(cradle, SerialCradle)
            assert mark.found
            await home_at_start(cradle)
            assert cradle.status.homed
        assert not mark.found


async def test_after_a_crash_nothing_moves_until_somebody_has_looked(
    controller: SimulatedController, settings: CradleSettings, mark: UseMark
) -> None:
    await crash(settings, mark)
    async with open_cradle(settings, SystemClock(), mark=mark) as cradle:
        assert isinstance(cradle, SerialCradle)
        assert cradle.status.connected
        assert cradle.status.needs_operator
        await home_at_start(cradle)
        for move in (cradle.home, cradle.lower_platen, cradle.raise_platen, lambda: cradle.turn_page(1)):
            with pytest.raises(errors.OperatorNeeded, match="come to rest"):
                await move()
        assert motions(controller) == 0
        await cradle.release()
        assert motions(controller) == 1
        assert cradle.status.homed
    assert not mark.found


async def test_one_who_stops_the_daemon_instead_of_looking_is_asked_again(
    controller: SimulatedController, settings: CradleSettings, mark: UseMark
) -> None:
    mark.set()
    for _ in range(2):
        async with open_cradle(settings, SystemClock(), mark=mark) as cradle:
            assert cradle.status.needs_operator
        assert mark.found


async def test_a_daemon_that_ends_in_mid_move_or_with_the_stop_latched_leaves_the_mark(
    slow_controller: SimulatedController, settings: CradleSettings, mark: UseMark
) -> None:
    async with open_cradle(settings, SystemClock(), mark=mark) as cradle:
        await cradle.home()
        lowering = asyncio.create_task(cradle.lower_platen())
        await asyncio.sleep(0.1)
        lowering.cancel()
    assert mark.found
    async with open_cradle(settings, SystemClock(), mark=mark) as cradle:
        await cradle.release()
        await cradle.emergency_stop("a test")
    assert mark.found


async def test_a_controller_that_never_came_and_a_cradle_without_motors_leave_none(
    settings: CradleSettings, mark: UseMark, tty: Path
) -> None:
    async with open_cradle(settings, SystemClock(), mark=mark):
        pass
    assert not mark.found
    still = CradleSettings(port=str(tty), has_platen_motor=False, has_turner=False)
    await crash(still, mark)
    assert not mark.found
