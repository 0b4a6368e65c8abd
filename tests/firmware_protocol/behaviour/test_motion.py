"""What a controller does when it is asked to move: the suite that every implementation passes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from firmware_protocol.controller_effects import Injection
from firmware_protocol.link_failures import CommandRefused, MotionHalted
from firmware_protocol.messages import (
    MAX_TURN_ID,
    TURN_RING_SLOTS,
    AskOutput,
    AskParameter,
    AskTurn,
    Command,
    FaultLatched,
    Home,
    Homed,
    JogPlaten,
    LowerPlaten,
    OutputReport,
    ParameterReport,
    PlatenSettled,
    RaisePlaten,
    Release,
    SetOutput,
    SetParameter,
    TurnEnded,
    TurnPage,
    TurnReport,
)
from firmware_protocol.testing.target import Behaviour, Target
from firmware_protocol.vocabulary import (
    BuildOption,
    FaultReason,
    JogDirection,
    Output,
    ParameterId,
    PlatenPosition,
    Result,
    StateFlag,
    TurnState,
)

Play = Callable[[Behaviour], None]

PACE = {
    ParameterId.PLATEN_TRAVEL_MS: 100,
    ParameterId.PLATEN_SETTLE_MS: 20,
    ParameterId.HOME_MS: 100,
    ParameterId.TURN_MS: 200,
}


async def ready(target: Target) -> None:
    """Greeted, at a brisk pace, and homed."""
    await target.link.greet(3.0)
    for parameter, value in PACE.items():
        await target.link.ask(SetParameter(parameter, value), 1.0)
    await target.link.move(Home(), 5.0)


async def refusal(target: Target, command: Command) -> Result:
    """How the controller says no."""
    with pytest.raises(CommandRefused) as refused:
        await target.link.ask(command, 1.0)
    return refused.value.result


async def report_of(target: Target, turn_id: int) -> TurnReport:
    report = (await target.link.ask(AskTurn(turn_id), 1.0)).report
    assert isinstance(report, TurnReport)
    return report


async def turned(target: Target, turn_id: int) -> TurnReport:
    """Turn a leaf and wait for its end."""
    _, event, _ = await target.link.move(TurnPage(turn_id), 5.0)
    assert isinstance(event, TurnEnded)
    return event.report


def test_nothing_moves_before_homing(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await target.link.greet(3.0)
        for command in (LowerPlaten(), RaisePlaten(), TurnPage(1)):
            assert await refusal(target, command) is Result.NOT_HOMED
        assert (await report_of(target, 1)).state is TurnState.NEVER_STARTED

    play(behaviour)


def test_homing_brings_the_platen_up(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        assert isinstance(target.events[-1], Homed)
        state = await target.link.refresh(1.0)
        assert state.platen is PlatenPosition.UP
        assert state.flags == StateFlag.HOMED

    play(behaviour)


def test_the_platen_settles_down_and_up(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        for command, position in ((LowerPlaten(), PlatenPosition.DOWN), (RaisePlaten(), PlatenPosition.UP)):
            exchange, event, _ = await target.link.move(command, 5.0)
            assert isinstance(event, PlatenSettled)
            assert event.position is position
            assert event.command_sequence == exchange.sequence
            assert (await target.link.refresh(1.0)).platen is position

    play(behaviour)


def test_settled_is_told_after_travel_and_settling(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        homed = target.events[-1]
        assert isinstance(homed, Homed)
        exchange, event, at_ns = await target.link.move(LowerPlaten(), 5.0)
        assert at_ns - exchange.sent_at_ns >= 120_000_000
        assert isinstance(event, PlatenSettled)
        assert event.at_us - homed.at_us >= 120_000

    play(behaviour)


def test_a_platen_that_is_there_does_not_move(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        told = len(target.events)
        _, event, _ = await target.link.move(RaisePlaten(), 5.0)
        assert event is None
        await asyncio.sleep(0.5)
        assert len(target.events) == told

    play(behaviour)


def test_a_second_motion_is_refused_while_one_runs(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(LowerPlaten())
        for command in (LowerPlaten(), RaisePlaten(), Home(), TurnPage(1), SetParameter(ParameterId.TURN_MS, 5)):
            assert await refusal(target, command) is Result.BUSY
        await exchange.arrival

    play(behaviour)


def test_a_leaf_turns_once_for_its_id(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        report = await turned(target, 41)
        assert report == TurnReport(41, TurnState.DONE, FaultReason.NONE, 1)
        assert target.leaves_turned() == [41]

        again = (await target.link.ask(TurnPage(41), 1.0)).report
        assert again == report
        await asyncio.sleep(1.0)
        assert target.leaves_turned() == [41]

    play(behaviour)


def test_a_repeated_id_is_answered_while_the_turn_runs(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        first = await target.link.post(TurnPage(5))
        again = (await target.link.ask(AskTurn(5), 1.0)).report
        assert isinstance(again, TurnReport)
        assert again.state is TurnState.RUNNING
        await first.arrival
        assert target.leaves_turned() == [5]

    play(behaviour)


def test_an_earlier_result_is_remembered_after_a_reset(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        await turned(target, 7)
        target.reset()
        await target.link.greet(3.0)
        assert (await report_of(target, 7)).state is TurnState.DONE
        again = (await target.link.ask(TurnPage(7), 1.0)).report
        assert isinstance(again, TurnReport)
        assert again.state is TurnState.DONE
        await asyncio.sleep(1.0)
        assert target.leaves_turned() == [7]

    play(behaviour)


@pytest.mark.parametrize("after_ms", [5, 60, 110, 149, 160, 199])
def test_a_reset_in_the_middle_of_a_turn_never_repeats_it(play: Play, after_ms: int) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        exchange = await target.link.post(TurnPage(9))
        await exchange.reply
        await asyncio.sleep(after_ms / 1000)
        target.reset()
        await target.link.greet(3.0)
        before = target.leaves_turned()
        assert (await report_of(target, 9)).state is TurnState.INTERRUPTED
        await target.link.ask(Release(), 1.0)
        await target.link.move(Home(), 5.0)
        assert (await target.link.ask(TurnPage(9), 1.0)).report == await report_of(target, 9)
        await asyncio.sleep(1.0)
        assert target.leaves_turned() == before
        assert (await turned(target, 10)).state is TurnState.DONE

    play(behaviour)


def test_the_ring_forgets_only_what_is_old(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        await target.link.ask(SetParameter(ParameterId.TURN_MS, 0), 1.0)
        for turn_id in range(1, TURN_RING_SLOTS + 2):
            await turned(target, turn_id)
        assert (await report_of(target, 1)).state is TurnState.NEVER_STARTED
        assert (await report_of(target, 2)).state is TurnState.DONE
        assert (await report_of(target, TURN_RING_SLOTS + 1)).state is TurnState.DONE

    play(behaviour)


@pytest.mark.parametrize("turn_id", [0, MAX_TURN_ID])
def test_an_id_that_looks_like_an_empty_cell_is_refused(play: Play, turn_id: int) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        assert await refusal(target, TurnPage(turn_id)) is Result.OUT_OF_RANGE

    play(behaviour)


def test_no_leaf_turns_under_the_platen(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        await target.link.move(LowerPlaten(), 5.0)
        assert await refusal(target, TurnPage(1)) is Result.PLATEN_NOT_UP
        assert (await report_of(target, 1)).state is TurnState.NEVER_STARTED

    play(behaviour)


@pytest.mark.parametrize(
    ("injection", "reason", "leaves", "went_over"),
    [
        (Injection.VACUUM_NOT_REACHED, FaultReason.VACUUM_NOT_REACHED, 255, []),
        (Injection.JAM_TURNER, FaultReason.JAM_TURNER, 255, []),
        (Injection.NO_LEAF, FaultReason.NO_LEAF, 0, []),
        (Injection.TWO_LEAVES, FaultReason.TWO_LEAVES, 2, [3]),
    ],
)
def test_a_turn_that_fails_says_why_and_latches(
    play: Play, injection: Injection, reason: FaultReason, leaves: int, went_over: list[int]
) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.inject(injection)
        assert await turned(target, 3) == TurnReport(3, TurnState.FAILED, reason, leaves)
        await asyncio.sleep(0.1)
        assert [event.reason for event in target.events if isinstance(event, FaultLatched)] == [reason]
        assert await refusal(target, TurnPage(4)) is Result.FAULT_IS_LATCHED
        assert await refusal(target, LowerPlaten()) is Result.FAULT_IS_LATCHED
        assert target.leaves_turned() == went_over

        await target.link.ask(Release(), 1.0)
        assert await refusal(target, TurnPage(4)) is Result.NOT_HOMED
        await target.link.move(Home(), 5.0)
        assert (await turned(target, 4)).state is TurnState.DONE

    play(behaviour)


def test_without_a_leaf_counter_two_leaves_pass_for_one(
    play_without: Callable[[BuildOption, Behaviour], None],
) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.inject(Injection.TWO_LEAVES)
        assert await turned(target, 3) == TurnReport(3, TurnState.DONE, FaultReason.NONE, 255)
        assert target.leaves_turned() == [3]

    play_without(BuildOption.LEAF_SENSOR, behaviour)


@pytest.mark.parametrize(
    ("injection", "command", "reason"),
    [
        (Injection.JAM_PLATEN, LowerPlaten(), FaultReason.JAM_PLATEN),
        (Injection.HOME_NOT_FOUND, Home(), FaultReason.HOME_NOT_FOUND),
    ],
)
def test_a_motion_that_jams_latches_and_loses_its_place(
    play: Play, injection: Injection, command: Command, reason: FaultReason
) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.inject(injection)
        with pytest.raises(MotionHalted):
            await target.link.move(command, 5.0)
        state = await target.link.refresh(1.0)
        assert state.fault is reason
        assert state.platen is PlatenPosition.UNKNOWN
        assert not state.flags & StateFlag.HOMED

    play(behaviour)


def test_parameters_are_bounded_and_survive_a_reset(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await target.link.greet(3.0)
        for parameter in ParameterId:
            report = (await target.link.ask(AskParameter(parameter), 1.0)).report
            assert isinstance(report, ParameterReport)
            assert report.least <= report.default <= report.most
            assert await refusal(target, SetParameter(parameter, report.most + 1)) is Result.OUT_OF_RANGE
            unchanged = (await target.link.ask(AskParameter(parameter), 1.0)).report
            assert unchanged == report
        await target.link.ask(SetParameter(ParameterId.TURN_MS, 321), 1.0)
        target.reset()
        await target.link.greet(3.0)
        kept = (await target.link.ask(AskParameter(ParameterId.TURN_MS), 1.0)).report
        assert isinstance(kept, ParameterReport)
        assert kept.value == 321

    play(behaviour)


def test_every_output_declares_its_safe_value_and_can_be_switched(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        for output in Output:
            await target.link.ask(SetOutput(output, 200), 1.0)
            report = (await target.link.ask(AskOutput(output), 1.0)).report
            assert isinstance(report, OutputReport)
            assert (report.value, report.safe_value) == (200, 0)
            assert (report.max_on_ms > 0) == (output is not Output.LAMPS)
        assert (await target.link.refresh(1.0)).lamps == 200

    play(behaviour)


def test_parts_that_are_not_fitted_are_refused(play_without: Callable[[BuildOption, Behaviour], None]) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        for command in (LowerPlaten(), TurnPage(1), SetOutput(Output.VACUUM, 1), SetOutput(Output.LAMPS, 1)):
            assert await refusal(target, command) is Result.NOT_FITTED

    play_without(BuildOption.PLATEN | BuildOption.TURNER | BuildOption.LAMPS, behaviour)


async def jogged(target: Target, direction: JogDirection, travel_ms: int) -> PlatenPosition | None:
    """Nudge the platen; where it then is, None when it was at that end already."""
    _, event, _ = await target.link.move(JogPlaten(direction, travel_ms), 5.0)
    assert event is None or isinstance(event, PlatenSettled)
    return event.position if event is not None else None


def test_a_jog_stays_within_the_travel_and_stands_between(play: Play) -> None:
    """At the pace of these tests the whole travel is 100 ms."""

    async def behaviour(target: Target) -> None:
        await ready(target)
        assert await jogged(target, JogDirection.UP, 50) is None
        assert await jogged(target, JogDirection.DOWN, 40) is PlatenPosition.UNKNOWN
        state = await target.link.refresh(1.0)
        assert state.platen is PlatenPosition.UNKNOWN
        assert state.flags == StateFlag.HOMED
        assert await refusal(target, TurnPage(1)) is Result.PLATEN_NOT_UP
        assert await jogged(target, JogDirection.DOWN, 500) is PlatenPosition.DOWN
        assert await jogged(target, JogDirection.DOWN, 10) is None
        assert await jogged(target, JogDirection.UP, 30) is PlatenPosition.UNKNOWN
        assert await jogged(target, JogDirection.UP, 70) is PlatenPosition.UP
        await turned(target, 1)

    play(behaviour)


def test_a_jogged_platen_goes_on_to_either_end(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        for command, position in ((LowerPlaten(), PlatenPosition.DOWN), (RaisePlaten(), PlatenPosition.UP)):
            back = JogDirection.UP if position is PlatenPosition.UP else JogDirection.DOWN
            await jogged(target, back, 20)
            _, event, _ = await target.link.move(command, 5.0)
            assert isinstance(event, PlatenSettled)
            assert event.position is position

    play(behaviour)


@pytest.mark.parametrize("travel_ms", [0, 9, 501, 65_535])
def test_a_jog_of_another_length_is_refused(play: Play, travel_ms: int) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        assert await refusal(target, JogPlaten(JogDirection.DOWN, travel_ms)) is Result.OUT_OF_RANGE

    play(behaviour)


def test_a_jog_is_refused_before_homing_and_while_something_moves(play: Play) -> None:
    async def behaviour(target: Target) -> None:
        await target.link.greet(3.0)
        assert await refusal(target, JogPlaten(JogDirection.DOWN, 50)) is Result.NOT_HOMED
        await ready(target)
        lowering = await target.link.post(LowerPlaten())
        assert await refusal(target, JogPlaten(JogDirection.DOWN, 50)) is Result.BUSY
        await lowering.arrival

    play(behaviour)


def test_a_jog_that_pinches_stops_and_backs_off(
    play: Play,
) -> None:
    async def behaviour(target: Target) -> None:
        await ready(target)
        target.inject(Injection.PINCH)
        with pytest.raises(MotionHalted):
            await target.link.move(JogPlaten(JogDirection.DOWN, 50), 5.0)
        state = await target.link.refresh(1.0)
        assert state.fault is FaultReason.PINCH
        assert await refusal(target, JogPlaten(JogDirection.DOWN, 50)) in (Result.BUSY, Result.FAULT_IS_LATCHED)

    play(behaviour)
