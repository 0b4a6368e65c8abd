"""The cradle with the firmware itself at the other end of the line: the ELF on a simulated chip, in real time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner

from firmware_protocol.controller_effects import LeavesTurned, OutputSet, PlatenMoved
from firmware_protocol.vocabulary import Output, PlatenPosition
from scanner_daemon.capture.ports import CradleEventKind, TurnResult
from scanner_daemon.cli.main import build
from scanner_daemon.cradle import errors
from scanner_daemon.simulation.controller import Pace, SimavrController
from scanner_daemon.simulation.controller.simavr import AvrToolsMissing
from tests.cradle.conftest import Open

Kind = TypeVar("Kind")

PACE = Pace(platen_travel_ms=800, platen_settle_ms=50, home_ms=400, turn_ms=1_200, boot_ms=20)


@pytest.fixture(params=[True, False], ids=["reset by the host", "no reset by the host"])
def resets(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def firmware(tty: Path, resets: bool) -> Iterator[SimavrController]:
    controller = SimavrController(tty, pace=PACE, resets_on_open=resets)
    try:
        controller.__enter__()
    except AvrToolsMissing as missing:
        pytest.skip(f"the firmware is not tested here: {missing.sentence}")
    try:
        yield controller
    finally:
        controller.__exit__(None, None, None)


def happened(firmware: SimavrController, kind: type[Kind]) -> list[Kind]:
    return [logged.effect for logged in firmware.log() if isinstance(logged.effect, kind)]


def vacuum(firmware: SimavrController) -> int:
    values = [effect.value for effect in happened(firmware, OutputSet) if effect.output is Output.VACUUM]
    return values[-1] if values else 0


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_spread_is_pressed_and_its_leaf_turned_once(firmware: SimavrController, opened: Open) -> None:
    async with opened() as cradle:
        await cradle.lower_platen()
        assert cradle.status.platen == "down"
        await cradle.raise_platen()
        assert await cradle.turn_page(5) is TurnResult.DONE
        assert await cradle.turn_page(5) is TurnResult.DONE
        assert firmware.leaves_turned() == [(5, 1)]
        assert vacuum(firmware) == 0


async def test_a_cable_pulled_in_mid_turn_ends_in_the_safe_state_and_a_person_is_asked(
    firmware: SimavrController, opened: Open
) -> None:
    async with opened() as cradle:
        turn = asyncio.create_task(cradle.turn_page(6))
        await until(lambda: vacuum(firmware) > 0)
        firmware.cut_link()
        await until(lambda: vacuum(firmware) == 0)
        firmware.restore_link()
        assert await turn is TurnResult.UNKNOWN
        went = happened(firmware, LeavesTurned)
        with pytest.raises(errors.CradleError):
            await cradle.lower_platen()
        assert cradle.status.fault_code is not None or cradle.status.needs_operator
        await cradle.release()
        assert await cradle.turn_result(6) is TurnResult.UNKNOWN
        assert happened(firmware, LeavesTurned) == went


async def test_a_reset_in_mid_travel_stops_it_and_a_person_is_asked(firmware: SimavrController, opened: Open) -> None:
    async with opened() as cradle:
        events = cradle.events()
        lowering = asyncio.create_task(cradle.lower_platen())
        moves = len(happened(firmware, PlatenMoved))
        await until(lambda: len(happened(firmware, PlatenMoved)) > moves)
        firmware.brown_out()
        with pytest.raises(errors.CradleError):
            await lowering
        async with asyncio.timeout(20):
            while (await anext(events)).kind is not CradleEventKind.CONTROLLER_RESET:
                continue
        await until(lambda: cradle.status.connected)
        assert cradle.status.needs_operator
        with pytest.raises(errors.OperatorNeeded):
            await cradle.lower_platen()
        await cradle.release()
        await cradle.lower_platen()
        assert cradle.status.platen == "down"


async def test_a_daemon_that_dies_in_mid_turn_leaves_nothing_on(firmware: SimavrController, opened: Open) -> None:
    async with opened() as cradle:
        turn = asyncio.create_task(cradle.turn_page(7))
        await until(lambda: vacuum(firmware) > 0)
        firmware.silence(30_000)
        await until(lambda: vacuum(firmware) == 0)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
    assert happened(firmware, PlatenMoved)[-1].position is PlatenPosition.UP


@pytest.mark.parametrize("resets", [True], indirect=True, ids=["reset by the host"])
def test_a_builder_sets_it_up_from_a_terminal(firmware: SimavrController, tty: Path) -> None:
    def run(*words: str) -> str:
        outcome = CliRunner().invoke(build(), ["cradle", *words, "--port", str(tty)])
        assert outcome.exit_code == 0, outcome.output
        return outcome.stdout

    told = json.loads(run("info", "--json"))
    assert told["firmware"] == "1.2.0"
    assert told["outputs"]["vacuum"]["pin"] == 6
    guards = {"emergency_stop": False, "pinch_strip": False, "lid": False}
    assert told["state"] == {**guards, "platen": "unknown", "homed": False, "latched": None}
    firmware.emergency_stop()
    firmware.open_lid()
    told = json.loads(run("info", "--json"))
    assert told["state"] == {**told["state"], "emergency_stop": True, "lid": True, "latched": "emergency stop"}
    firmware.emergency_stop(False)
    firmware.open_lid(False)
    run("configure", "turn_ms=1500", "platen_travel_steps=4000")
    assert json.loads(run("info", "--json"))["parameters"]["turn_ms"]["value"] == 1500
    run("home", "--yes")
    run("jog", "down", "50", "--yes")
    assert PlatenPosition.UP in {effect.position for effect in happened(firmware, PlatenMoved)}
    refused = CliRunner().invoke(build(), ["cradle", "configure", "dead_man_ms=1", "--port", str(tty)])
    assert isinstance(refused.exception, errors.CradleError)
    unknown = CliRunner().invoke(build(), ["cradle", "configure", "colour=blue", "--port", str(tty)])
    assert "sets nothing" in str(unknown.exception)
