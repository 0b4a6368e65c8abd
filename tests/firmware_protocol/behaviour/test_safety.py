"""What a controller does when something goes wrong: the suite that every implementation passes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import pytest

from firmware_protocol.controller_effects import Injection
from firmware_protocol.link_failures import CommandRefused, LinkFailure, MotionHalted
from firmware_protocol.link_terms import LinkPhase
from firmware_protocol.messages import (
    AskOutput,
    AskTurn,
    Command,
    FaultLatched,
    Home,
    InputChanged,
    LowerPlaten,
    OutputReport,
    PedalDown,
    PlatenSettled,
    RaisePlaten,
    Release,
    SetOutput,
    SetParameter,
    StopChanged,
    TurnPage,
    TurnReport,
)
from firmware_protocol.testing.target import Behaviour, Target
from firmware_protocol.vocabulary import (
    FaultReason,
    Input,
    Output,
    ParameterId,
    PlatenPosition,
    Result,
    StateFlag,
    StopSource,
    Switch,
    TurnState,
)

Play = Callable[[Behaviour], None]


async def ready(target: Target) -> None:
    """Greeted, homed, with motions long enough to be disturbed in the middle."""
    await target.link.greet(3.0)
    for parameter, value in (
        (ParameterId.PLATEN_TRAVEL_MS, 2_000),
        (ParameterId.HOME_MS, 100),
        (ParameterId.TURN_MS, 2_000),
        (ParameterId.DEAD_MAN_MS, 500),
    ):
        await target.link.ask(SetParameter(parameter, value), 1.0)
    await target.link.move(Home(), 5.0)


async def refusal(target: Target, command: Command) -> Result:
    """How the controller says no."""
    with pytest.raises(CommandRefused) as refused:
        await target.link.ask(command, 1.0)
    return refused.value.result


async def turn_state(target: Target, turn_id: int) -> TurnState:
    report = (await target.link.ask(AskTurn(turn_id), 1.0)).report
    assert isinstance(report, TurnReport)
    return report.state


async def value_of(target: Target, output: Output) -> int:
    report = (await target.link.ask(AskOutput(output), 1.0)).report
    assert isinstance(report, OutputReport)
    return report.value


async def assert_released_by_a_person(target: Target) -> None:
    """Latched until released, and homed again before anything else moves."""
    await target.link.ask(Release(), 1.0)
    assert await refusal(target, LowerPlaten()) is Result.NOT_HOMED
    await target.link.move(Home(), 5.0)
    assert (await target.link.refresh(1.0)).fault is FaultReason.NONE
    assert (await target.link.ask(LowerPlaten(), 1.0)).result is Result.OK


def test_the_red_button_stops_a_motion_and_stays_latched(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(LowerPlaten())
        await asyncio.sleep(0.3)
        target.press_emergency_stop(True)
        with pytest.raises(MotionHalted):
            await exchange.arrival
        state = await target.link.refresh(1.0)
        assert state.flags & StateFlag.STOP_LATCHED
        assert not state.flags & StateFlag.MOVING
        assert state.platen is PlatenPosition.UNKNOWN
        for command in (Home(), LowerPlaten(), RaisePlaten(), TurnPage(1), SetOutput(Output.VACUUM, 9)):
            assert await refusal(target, command) is Result.STOP_LATCHED
        assert await refusal(target, Release()) is Result.STILL_PRESSED

        target.press_emergency_stop(False)
        await asyncio.sleep(0.1)
        assert [event.pressed for event in target.events if isinstance(event, StopChanged)] == [1, 0]
        assert await refusal(target, Home()) is Result.STOP_LATCHED
        await assert_released_by_a_person(target)

    play(behaviour)


def test_the_host_can_stop_without_a_session(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await target.link.emergency_stop(1.0)
        welcome = await target.link.greet(3.0)
        assert welcome.state.flags & StateFlag.STOP_LATCHED
        assert await refusal(target, Home()) is Result.STOP_LATCHED
        await target.link.ask(Release(), 1.0)
        await target.link.move(Home(), 5.0)

    play(behaviour)


def test_a_stop_ends_a_turn_with_its_end_unknown(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(TurnPage(8))
        await asyncio.sleep(0.7)
        await target.link.emergency_stop(1.0)
        await exchange.arrival
        assert await turn_state(target, 8) is TurnState.INTERRUPTED
        assert await value_of(target, Output.VACUUM) == 0
        stops = [event for event in target.events if isinstance(event, StopChanged)]
        assert [(stop.pressed, stop.source) for stop in stops] == [(1, StopSource.HOST)]
        await assert_released_by_a_person(target)
        assert target.leaves_turned() == []

    play(behaviour)


def test_a_button_that_is_down_at_power_up_is_obeyed(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        target.press_emergency_stop(True)
        target.reset()
        welcome = await target.link.greet(3.0)
        assert welcome.state.flags & StateFlag.STOP_LATCHED
        assert await refusal(target, Home()) is Result.STOP_LATCHED

    play(behaviour)


def test_an_open_lid_forbids_motion_and_ends_one(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.open_lid(True)
        assert await refusal(target, LowerPlaten()) is Result.LID_OPEN
        assert (await target.link.refresh(1.0)).fault is FaultReason.NONE
        target.open_lid(False)
        exchange = await target.link.post(LowerPlaten())
        await asyncio.sleep(0.3)
        target.open_lid(True)
        with pytest.raises(MotionHalted):
            await exchange.arrival
        seen = [(event.input, event.active) for event in target.events if isinstance(event, InputChanged)]
        assert seen == [(Input.LID, 1), (Input.LID, 0), (Input.LID, 1)]
        assert (await target.link.refresh(1.0)).fault is FaultReason.LID_OPENED
        target.open_lid(False)
        await assert_released_by_a_person(target)

    play(behaviour)


def test_a_pinch_stops_the_platen_and_backs_off(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(LowerPlaten())
        await asyncio.sleep(0.5)
        target.pinch(True)
        with pytest.raises(MotionHalted):
            await exchange.arrival
        assert (await target.link.refresh(1.0)).flags & StateFlag.MOVING
        target.pinch(False)
        assert await refusal(target, Release()) is Result.BUSY
        await asyncio.sleep(2.5)
        settled = [event for event in target.events if isinstance(event, PlatenSettled)]
        assert [(event.position, event.command_sequence) for event in settled] == [(PlatenPosition.UP, 0)]
        assert (await target.link.refresh(1.0)).fault is FaultReason.PINCH
        await assert_released_by_a_person(target)

    play(behaviour)


def test_while_the_edge_is_pressed_nothing_moves_and_nothing_is_released(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.pinch(True)
        assert await refusal(target, LowerPlaten()) is Result.PINCHED
        assert await refusal(target, TurnPage(1)) is Result.PINCHED
        assert await refusal(target, Release()) is Result.STILL_PRESSED
        target.pinch(False)
        assert (await target.link.ask(Release(), 1.0)).result is Result.OK

    play(behaviour)


def test_without_a_host_motion_stops_and_outputs_are_safe(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        await target.link.ask(SetOutput(Output.LAMPS, 255), 1.0)
        exchange = await target.link.post(TurnPage(6))
        await exchange.reply
        target.cut(True)
        await asyncio.sleep(2.0)
        assert target.link.phase is LinkPhase.FAILED
        assert target.leaves_turned() == []
        target.cut(False)
        welcome = await target.link.greet(3.0)
        assert welcome.state.fault is FaultReason.HOST_LOST
        assert welcome.state.lamps == 0
        assert not welcome.state.flags & StateFlag.MOVING
        assert await turn_state(target, 6) is TurnState.INTERRUPTED
        await assert_released_by_a_person(target)

    play(behaviour)


def test_a_host_that_is_lost_at_rest_costs_nothing(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.cut(True)
        await asyncio.sleep(3.0)
        target.cut(False)
        welcome = await target.link.greet(3.0)
        assert welcome.state.fault is FaultReason.NONE
        assert welcome.state.flags & StateFlag.HOMED
        await target.link.ask(LowerPlaten(), 1.0)

    play(behaviour)


def test_a_short_silence_does_not_disturb_a_turn(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(TurnPage(6))
        await exchange.reply
        target.cut(True)
        await asyncio.sleep(0.25)
        target.cut(False)
        await exchange.arrival
        assert await turn_state(target, 6) is TurnState.DONE
        assert target.leaves_turned() == [6]

    play(behaviour)


def test_the_first_fault_is_the_one_that_is_kept(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(LowerPlaten())
        await asyncio.sleep(0.3)
        target.open_lid(True)
        target.pinch(True)
        target.press_emergency_stop(True)
        with pytest.raises(MotionHalted):
            await exchange.arrival
        assert (await target.link.refresh(1.0)).fault is FaultReason.LID_OPENED
        latched = [event.reason for event in target.events if isinstance(event, FaultLatched)]
        assert latched == [FaultReason.LID_OPENED]

    play(behaviour)


@pytest.mark.parametrize("output", [Output.VACUUM, Output.BLOWER])
def test_an_output_left_on_is_put_back_and_reported(play: Play, output: Output) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        await target.link.ask(SetOutput(output, 255), 1.0)
        report = (await target.link.ask(AskOutput(output), 1.0)).report
        assert isinstance(report, OutputReport)
        await asyncio.sleep(report.max_on_ms / 1000 - 1)
        assert await value_of(target, output) == 255
        await asyncio.sleep(1.5)
        assert await value_of(target, output) == 0
        faults = [(event.reason, event.detail) for event in target.events if isinstance(event, FaultLatched)]
        assert faults == [(FaultReason.OUTPUT_TOO_LONG, output)]

    play(behaviour)


def test_a_reset_announces_itself_and_forgets_where_it_is(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        before = target.link.welcome
        assert before is not None
        await target.link.move(LowerPlaten(), 5.0)
        target.reset()
        await asyncio.sleep(0.5)
        assert target.link.phase is LinkPhase.FAILED
        with pytest.raises(LinkFailure):
            await target.link.ask(RaisePlaten(), 1.0)
        after = await target.link.greet(3.0)
        assert after.boot_count == before.boot_count + 1
        assert not after.state.flags & StateFlag.HOMED
        assert after.state.platen is PlatenPosition.UNKNOWN
        assert await refusal(target, RaisePlaten()) is Result.NOT_HOMED

    play(behaviour)


def test_a_pedal_press_is_told_once_with_its_instant(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        for switch in Switch:
            target.press_pedal(switch)
            target.press_pedal(switch)
            await asyncio.sleep(0.2)
        presses = [event for event in target.events if isinstance(event, PedalDown)]
        assert [press.switch for press in presses] == list(Switch)
        assert [press.at_us for press in presses] == sorted({press.at_us for press in presses})

    play(behaviour)


def test_presses_that_nobody_could_hear_are_not_told_later(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await target.link.greet(3.0)
        target.cut(True)
        await asyncio.sleep(2.0)
        target.press_pedal(Switch.FIRE)
        target.cut(False)
        await target.link.greet(3.0)
        await asyncio.sleep(0.5)
        assert target.events == []

    play(behaviour)


def test_more_events_than_the_queue_holds_are_owned_up_to(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await target.link.greet(3.0)
        target.cut(True)
        for _ in range(10):
            target.open_lid(True)
            target.open_lid(False)
        target.cut(False)
        await asyncio.sleep(0.5)
        assert len(target.events) == 8
        assert (await target.link.refresh(1.0)).flags & StateFlag.EVENTS_DROPPED

    play(behaviour)


def test_garbage_moves_nothing_and_the_next_hello_is_answered(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        noise = random.Random(20)
        for _ in range(200):
            target.feed(noise.randbytes(noise.randrange(1, 200)) + b"\0")
            await asyncio.sleep(0.02)
        state = await target.link.refresh(1.0)
        assert state.flags == StateFlag.HOMED
        assert state.platen is PlatenPosition.UP
        await target.link.greet(3.0)

    play(behaviour)


def test_an_injected_pinch_is_a_pinch(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.inject(Injection.PINCH)
        with pytest.raises(MotionHalted):
            await target.link.move(LowerPlaten(), 5.0)
        await asyncio.sleep(2.5)
        state = await target.link.refresh(1.0)
        assert (state.fault, state.platen) == (FaultReason.PINCH, PlatenPosition.UP)

    play(behaviour)
