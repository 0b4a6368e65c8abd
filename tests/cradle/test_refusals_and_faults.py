"""Every refusal and every fault is a sentence for the person at the cradle, with what to do next."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from firmware_protocol.controller_effects import Injection
from firmware_protocol.controller_model import ALL_FITTED
from firmware_protocol.link_failures import CommandRefused
from firmware_protocol.vocabulary import BuildOption, CommandId, FaultReason, Result
from scanner_daemon.capture.ports import CradleEvent, CradleEventKind, TurnResult
from scanner_daemon.cradle import SerialCradle, errors
from scanner_daemon.cradle.translation import error_of_fault, error_of_refusal
from scanner_daemon.simulation.controller import SimulatedController

Open = Callable[..., AbstractAsyncContextManager[SerialCradle]]
Until = Callable[[AsyncIterator[CradleEvent], CradleEventKind], asyncio.Future[CradleEvent]]


async def test_motion_before_homing_is_refused(controller: SimulatedController, opened: Open) -> None:
    async with opened(home=False) as cradle:
        assert cradle.status.homed is False
        with pytest.raises(errors.CradleNotHomed):
            await cradle.lower_platen()


async def test_an_open_lid_is_named(controller: SimulatedController, opened: Open, until: Until) -> None:
    async with opened() as cradle:
        opening, closing = (until(cradle.events(), k) for k in (CradleEventKind.LID_OPENED, CradleEventKind.LID_CLOSED))
        controller.open_lid()
        assert (await opening).status.lid_closed is False
        with pytest.raises(errors.LidOpen, match="Close the lid"):
            await cradle.lower_platen()
        controller.open_lid(False)
        assert (await closing).status.lid_closed is True
        await cradle.lower_platen()


@pytest.mark.parametrize(
    ("injection", "code"),
    [
        (Injection.JAM_TURNER, "cradle_jam_turner"),
        (Injection.NO_LEAF, "cradle_no_leaf"),
        (Injection.TWO_LEAVES, "cradle_two_leaves"),
        (Injection.VACUUM_NOT_REACHED, "cradle_vacuum_not_reached"),
    ],
)
async def test_a_failed_turn_latches_its_reason(
    controller: SimulatedController, opened: Open, until: Until, injection: Injection, code: str
) -> None:
    async with opened() as cradle:
        latched = until(cradle.events(), CradleEventKind.FAULT_LATCHED)
        controller.fault(injection)
        assert await cradle.turn_page(1) is TurnResult.FAILED
        event = await latched
        assert event.status.fault_code == code
        with pytest.raises(errors.CradleError) as refused:
            await cradle.turn_page(2)
        assert refused.value.code == code
        assert event.status.fault_reason == refused.value.sentence
        await cradle.release()
        assert await cradle.turn_page(2) is TurnResult.DONE


@pytest.mark.parametrize(("injection", "expected"), [("pinch", errors.Pinched), ("jam_platen", errors.PlatenJammed)])
async def test_a_platen_that_is_stopped_says_why(
    controller: SimulatedController, opened: Open, injection: str, expected: type[errors.CradleError]
) -> None:
    async with opened() as cradle:
        controller.fault(injection)
        with pytest.raises(expected):
            await cradle.lower_platen()
        await cradle.release()
        await cradle.lower_platen()
        assert cradle.status.platen == "down"


async def test_a_motion_that_never_ends_has_a_deadline(slow_controller: SimulatedController, opened: Open) -> None:
    async with opened(settle_deadline_s=0.2) as cradle:
        with pytest.raises(errors.MotionNotFinished, match=r"Lowering the platen did not finish within 0.2 s"):
            await cradle.lower_platen()


async def test_two_motions_at_once_are_refused(slow_controller: SimulatedController, opened: Open) -> None:
    async with opened() as cradle:
        lowering = asyncio.create_task(cradle.lower_platen())
        await asyncio.sleep(0.1)
        with pytest.raises(errors.CradleBusy):
            await cradle.raise_platen()
        await lowering


@pytest.mark.parametrize("turn_id", [0, -1, 1 << 32])
async def test_a_turn_number_that_does_not_fit_is_refused_here(
    controller: SimulatedController, opened: Open, turn_id: int
) -> None:
    async with opened() as cradle:
        with pytest.raises(errors.TurnIdOutOfRange, match="Nothing was turned"):
            await cradle.turn_page(turn_id)


async def test_what_the_controller_was_built_without_is_not_fitted(tty: Path, opened: Open) -> None:
    bare = ALL_FITTED & ~(BuildOption.PLATEN | BuildOption.TURNER | BuildOption.LID_SWITCH | BuildOption.PEDAL)
    with SimulatedController(tty, options=bare):
        async with opened() as cradle:
            assert (cradle.has_platen_motor, cradle.has_turner, cradle.pedal.fitted) == (False, False, False)
            assert cradle.status.lid_closed is None
            assert cradle.status.platen is None
            settled = await cradle.lower_platen()
            assert settled.at_ns == settled.commanded_at_ns
            await cradle.raise_platen()
            with pytest.raises(errors.CradlePartNotFitted, match="no page turner"):
                await cradle.turn_page(1)


def test_every_fault_of_the_protocol_has_a_sentence() -> None:
    for reason in FaultReason:
        error = error_of_fault(reason)
        assert (error is None) == (reason is FaultReason.NONE)


def test_every_refusal_of_the_protocol_has_a_sentence() -> None:
    for result in Result:
        assert error_of_refusal(CommandRefused(CommandId.HOME, result), None).sentence


def test_every_error_has_a_code_of_its_own_and_a_remedy() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.CradleError)]
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.what and kind.remedy for kind in kinds)
    assert set(errors.__all__) == {kind.__name__ for kind in kinds}
