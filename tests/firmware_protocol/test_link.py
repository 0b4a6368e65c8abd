"""The host's end: what it does when answers do not come, come twice, or come from a controller that started again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from firmware_protocol.controller_effects import Cued, MotionKind, MotionStarted
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.frames import encode_frame
from firmware_protocol.link import Link
from firmware_protocol.link_failures import (
    CommandRefused,
    ControllerReset,
    ControllerSilent,
    LinkFailure,
    LinkNotOpen,
    PortLost,
    SessionLost,
    WrongProtocol,
)
from firmware_protocol.link_terms import LinkPhase
from firmware_protocol.messages import WINDOW, Booted, GiveCue, Hello, Home, LowerPlaten, Release, SessionRefused
from firmware_protocol.packets import datagram_packet
from firmware_protocol.testing import ModelBoard, VirtualTimeLoop, run_virtually
from firmware_protocol.vocabulary import CueSound, ResetCause, Result

CUE = GiveCue(CueSound.TURN)


@dataclass
class Bench:
    """A link on a good cable to a model."""

    board: ModelBoard
    downs: list[LinkFailure] = field(default_factory=list)

    def __post_init__(self) -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualTimeLoop)
        self.link = Link(
            on_event=lambda *_: None,
            on_state=lambda _: None,
            on_down=self.downs.append,
            monotonic_ns=loop.monotonic_ns,
        )
        self.board.open(self.link)

    def phase(self) -> LinkPhase:
        return self.link.phase


def virtually(test: Callable[[Bench], Coroutine[Any, Any, None]], **board: Any) -> None:
    async def play() -> None:
        bench = Bench(ModelBoard(**board))
        await bench.link.opened
        try:
            await test(bench)
        finally:
            bench.link.close()
            await bench.link.closed
        assert bench.link.pending == 0

    run_virtually(play())


def test_before_a_greeting_nothing_can_be_sent() -> None:
    async def test(bench: Bench) -> None:
        assert bench.phase() is LinkPhase.FAILED
        for asked in (bench.link.ask(CUE, 1.0), bench.link.move(Home(), 1.0), bench.link.refresh(1.0)):
            with pytest.raises(LinkNotOpen):
                await asked
        assert bench.link.post_if_room(CUE) is None

    virtually(test)


def test_a_greeting_tells_what_the_controller_is() -> None:
    async def test(bench: Bench) -> None:
        welcome = await bench.link.greet(1.0)
        assert bench.phase() is LinkPhase.UP
        assert (welcome.protocol_major, welcome.window, welcome.turn_slots) == (1, WINDOW, 128)
        assert welcome.boot_count == 1
        assert welcome.reset_cause is ResetCause.POWER_ON

    virtually(test)


def test_a_controller_that_says_nothing_is_silent_after_the_deadline() -> None:
    async def test(bench: Bench) -> None:
        bench.board.cut(True)
        with pytest.raises(ControllerSilent, match=r"HELLO within 2 s"):
            await bench.link.greet(2.0)
        assert bench.phase() is LinkPhase.FAILED

    virtually(test)


def test_another_major_version_is_refused() -> None:
    async def test(bench: Bench) -> None:
        with pytest.raises(WrongProtocol) as refused:
            await bench.link.greet(1.0)
        assert refused.value.theirs == 2

    virtually(test, protocol_major=2)


def test_a_controller_of_another_major_opens_no_session_for_us() -> None:
    async def test(bench: Bench) -> None:
        bench.board.feed(encode_frame(datagram_packet(Hello(5, protocol_major=9)).to_body()))
        with pytest.raises(LinkNotOpen):
            await bench.link.ask(CUE, 1.0)

    virtually(test)


def test_commands_go_out_without_waiting_for_each_other_as_far_as_the_window() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        bench.board.cut(True)
        posted = [bench.link.post_if_room(CUE) for _ in range(WINDOW + 1)]
        assert [exchange is not None for exchange in posted] == [True] * WINDOW + [False]
        late = asyncio.ensure_future(bench.link.ask(CUE, 1.0))
        await asyncio.sleep(0.1)
        bench.board.cut(False)
        assert (await late).result is Result.OK
        assert len(bench.board.did(Cued)) == WINDOW + 1

    virtually(test)


def test_a_command_in_vain_fails_the_link_and_leaves_nothing_waiting() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        bench.board.cut(True)
        with pytest.raises(ControllerSilent):
            await bench.link.ask(CUE, 10.0)
        assert bench.link.pending == 0
        assert bench.phase() is LinkPhase.FAILED
        assert [type(failure) for failure in bench.downs] == [ControllerSilent]

    virtually(test)


def test_a_deadline_that_passes_leaves_nothing_in_the_table() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        with pytest.raises(ControllerSilent, match=r"within 0.05 s"):
            await bench.link.move(Home(), 0.05)
        await asyncio.sleep(0)
        assert bench.link.pending == 0
        assert bench.phase() is LinkPhase.UP

    virtually(test)


def test_silence_while_idle_is_noticed_by_the_heartbeat() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        bench.board.cut(True)
        await asyncio.sleep(0.9)
        assert bench.phase() is LinkPhase.UP
        await asyncio.sleep(0.6)
        assert bench.phase() is LinkPhase.FAILED

    virtually(test)


def test_a_failure_stays_until_the_next_greeting() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        bench.board.cut(True)
        await asyncio.sleep(2.0)
        bench.board.cut(False)
        await asyncio.sleep(5.0)
        with pytest.raises(LinkNotOpen):
            await bench.link.ask(CUE, 1.0)
        await bench.link.greet(1.0)
        assert (await bench.link.ask(CUE, 1.0)).result is Result.OK

    virtually(test)


def test_a_motion_is_not_sent_again_after_a_reset() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        await bench.link.move(Home(), 2.0)
        lowering = asyncio.ensure_future(bench.link.move(LowerPlaten(), 5.0))
        await asyncio.sleep(0.1)
        bench.board.reset()
        with pytest.raises(ControllerReset, match="brown_out"):
            await lowering
        await bench.link.greet(1.0)
        await asyncio.sleep(5.0)
        lowered = [effect for effect in bench.board.did(MotionStarted) if effect.kind is MotionKind.LOWER]
        assert len(lowered) == 1
        with pytest.raises(CommandRefused):
            await bench.link.move(LowerPlaten(), 1.0)

    virtually(test)


def test_a_command_that_waited_for_room_dies_with_its_session() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        bench.board.cut(True)
        for _ in range(WINDOW):
            bench.link.post_if_room(CUE)
        waiting = asyncio.ensure_future(bench.link.ask(CUE, 30.0))
        await asyncio.sleep(3.0)
        bench.board.cut(False)
        with pytest.raises(LinkFailure):
            await waiting
        await bench.link.greet(1.0)
        await asyncio.sleep(1.0)
        assert bench.board.did(Cued) == []

    virtually(test)


def test_old_boot_announcements_and_refusals_of_other_sessions_disturb_nobody() -> None:
    async def test(bench: Bench) -> None:
        welcome = await bench.link.greet(1.0)
        for boot_count in (welcome.boot_count, welcome.boot_count - 1):
            old = datagram_packet(Booted(boot_count, ResetCause.POWER_ON))
            bench.link.data_received(encode_frame(old.to_body()))
        other = datagram_packet(SessionRefused(welcome.boot_count), session=77)
        bench.link.data_received(encode_frame(other.to_body()))
        assert bench.phase() is LinkPhase.UP

    virtually(test)


def test_another_host_that_greets_takes_the_session() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        bench.board.feed(encode_frame(datagram_packet(Hello(5)).to_body()))
        with pytest.raises(SessionLost):
            await bench.link.ask(CUE, 1.0)

    virtually(test)


def test_a_port_that_vanishes_fails_what_waits() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        homing = asyncio.ensure_future(bench.link.move(Home(), 5.0))
        await asyncio.sleep(0.01)
        bench.board.unplug()
        with pytest.raises(PortLost):
            await homing
        assert bench.phase() is LinkPhase.CLOSED
        with pytest.raises(LinkNotOpen):
            await bench.link.greet(1.0)
        with pytest.raises(LinkNotOpen):
            await bench.link.emergency_stop(1.0)

    virtually(test)


def test_an_emergency_stop_is_repeated_until_it_is_heard() -> None:
    async def test(bench: Bench) -> None:
        bench.board.cut(True)
        stopping = asyncio.ensure_future(bench.link.emergency_stop(1.0))
        await asyncio.sleep(0.5)
        assert not stopping.done()
        bench.board.cut(False)
        await stopping
        bench.board.cut(True)
        with pytest.raises(ControllerSilent):
            await bench.link.emergency_stop(1.0)

    virtually(test)


def test_the_controllers_clock_is_known_on_ours() -> None:
    async def test(bench: Bench) -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualTimeLoop)
        await asyncio.sleep(7.25)
        await bench.link.greet(1.0)
        await bench.link.refresh(1.0)
        now_ns = loop.monotonic_ns()
        at_us = round(loop.time() * 1e6)
        assert bench.link.clock.to_host_ns(at_us - 1_000, now_ns) == pytest.approx(now_ns - 1_000_000, abs=2_000)
        assert bench.link.clock.to_host_ns(at_us + 9_000_000, now_ns) == now_ns

    virtually(test)


def test_releasing_at_rest_keeps_the_place() -> None:
    async def test(bench: Bench) -> None:
        await bench.link.greet(1.0)
        await bench.link.move(Home(), 2.0)
        await bench.link.ask(Release(), 1.0)
        _, event, _ = await bench.link.move(LowerPlaten(), 2.0)
        assert event is not None

    virtually(test, eeprom=Eeprom())
