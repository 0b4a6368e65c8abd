"""Finding the controller without disturbing it, and moving its parts by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmware_protocol.controller_effects import MotionStarted
from firmware_protocol.vocabulary import JogDirection
from scanner_daemon.cradle.probing import find_controllers, fitted_parts
from scanner_daemon.simulation.controller import SimulatedController
from tests.cradle.conftest import BRISK, Open

BAUD = 115_200


@pytest.fixture
def stranger() -> Iterator[str]:
    """A serial port at which nobody speaks our language."""
    ours, theirs = os.openpty()
    yield os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


async def answers(*ports: Path | str, leave_alone: tuple[str, ...] = ()) -> dict[str, bool]:
    wanted = [str(port) for port in ports]
    found = await find_controllers(wanted, BAUD, leave_alone=leave_alone, patience_s=1.0)
    return {port.port: port.welcome is not None for port in found if port.port in wanted}


async def test_a_controller_is_told_from_a_stranger_and_from_nothing(
    controller: SimulatedController, tty: Path, stranger: str, tmp_path: Path
) -> None:
    assert await answers(tty, stranger, tmp_path / "nothing") == {str(tty): True, stranger: False}
    assert not [entry for entry in controller.log() if isinstance(entry.effect, MotionStarted)]


async def test_looking_leaves_a_connected_controller_as_it_is(opened: Open, tty: Path) -> None:
    with SimulatedController(tty, pace=BRISK, resets_on_open=False):
        async with opened() as cradle:
            assert await answers(tty, leave_alone=(str(tty),)) == {str(tty): False}
            [held] = [
                port for port in await find_controllers([str(tty)], BAUD, patience_s=0.5) if port.port == str(tty)
            ]
            assert held.problem  # it is ours alone, so another look at it is refused and does no harm
            assert cradle.status.connected
            assert cradle.status.homed
            assert cradle.link_health.connections == 1


async def test_a_jogged_platen_is_between_and_still_homed(controller: SimulatedController, opened: Open) -> None:
    async with opened() as cradle:
        await cradle.jog(JogDirection.DOWN, 10)
        assert (cradle.status.platen, cradle.status.homed) == ("between", True)
        await cradle.jog(JogDirection.DOWN, 500)
        assert cradle.status.platen == "down"
        await cradle.raise_platen()
        assert cradle.status.platen == "up"


async def test_lamps_are_set_and_told(controller: SimulatedController, opened: Open) -> None:
    async with opened() as cradle:
        await cradle.set_lamps(90)
        assert cradle.lamps == 90
        await cradle.set_lamps(0)
        assert cradle.lamps == 0


async def test_the_line_is_counted(controller: SimulatedController, opened: Open) -> None:
    async with opened() as cradle:
        before = cradle.link_health
        assert (before.connections, before.resets) == (1, 0)
        assert cradle.uptime_us is not None
        controller.silence(200)
        await cradle.lower_platen()
        assert cradle.link_health.retries > before.retries


def test_parts_are_named_in_words() -> None:
    assert fitted_parts(0b1001) == ("platen", "vacuum sensor")
