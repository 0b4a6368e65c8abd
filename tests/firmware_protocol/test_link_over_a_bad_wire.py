"""Host and controller against each other over a wire that loses, garbles, repeats, splits and delays.

Whatever the wire does: no motion happens twice, no acknowledged command is lost, no turn is repeated by a reset.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_protocol.controller_effects import Cued, LeavesTurned, MotionKind, MotionStarted
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.link import Link
from firmware_protocol.link_failures import CommandRefused, LinkFailure, MotionHalted
from firmware_protocol.messages import (
    AskTurn,
    Command,
    Event,
    GiveCue,
    Home,
    LowerPlaten,
    PedalDown,
    RaisePlaten,
    Release,
    Reply,
    TurnEnded,
    TurnPage,
    TurnReport,
)
from firmware_protocol.testing import ModelBoard, VirtualTimeLoop, WireFaults, run_virtually
from firmware_protocol.vocabulary import CueSound, ParameterId, Result, Switch, TurnState

chance = st.sampled_from([0.0, 0.05, 0.2, 0.35])
wires = st.builds(
    WireFaults,
    loss=chance,
    corruption=chance,
    duplication=chance,
    split=chance,
    delay_ms=st.sampled_from([0.0, 3.0, 40.0]),
)
steps = st.lists(
    st.one_of(
        st.sampled_from(["lower", "raise", "cue", "reset", "outage", "pedal", "stop", "same turn", "pause"]),
        st.just("turn"),
    ),
    min_size=1,
    max_size=14,
)


@dataclass
class Host:
    """A careful host: after trouble it greets, asks, has a person release, and homes; it never repeats a motion."""

    board: ModelBoard
    link: Link = field(init=False)
    issued: Counter[MotionKind] = field(default_factory=Counter)
    accepted: Counter[MotionKind] = field(default_factory=Counter)
    cues_issued: int = 0
    cues_accepted: int = 0
    presses_made: int = 0
    presses: list[int] = field(default_factory=list)
    reports: dict[int, TurnReport] = field(default_factory=dict)
    turn_id: int = 0

    def __post_init__(self) -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualTimeLoop)
        nonces = iter(range(1, 10_000))
        self.link = Link(
            on_event=self.hear,
            on_state=lambda _: None,
            on_down=lambda _: None,
            monotonic_ns=loop.monotonic_ns,
            new_nonce=lambda: next(nonces),
        )
        self.board.open(self.link)

    def hear(self, event: Event, _at_ns: int) -> None:
        if isinstance(event, PedalDown):
            self.presses.append(event.at_us)

    async def recover(self) -> bool:
        """A new session, a person's release, and home; False when the wire was too bad for that."""
        try:
            await self.link.greet(3.0)
            await self.link.ask(Release(), 3.0)
            self.issued[MotionKind.HOME] += 1
            await self.link.move(Home(), 3.0)
            self.accepted[MotionKind.HOME] += 1
        except (LinkFailure, MotionHalted, CommandRefused):
            return False
        return True

    async def move(self, kind: MotionKind, command: Command) -> None:
        self.issued[kind] += 1
        exchange = await self.link.post(command)
        reply = await exchange.reply
        if reply.result is Result.OK:
            self.accepted[kind] += 1
            async with asyncio.timeout(5.0):
                await exchange.arrival
        exchange.arrival.cancel()

    async def turn(self, turn_id: int) -> None:
        # What was told before counts no longer: from here on the leaf may turn, told or not.
        self.reports.pop(turn_id, None)
        exchange = await self.link.post(TurnPage(turn_id))
        reply: Reply = await exchange.reply
        if isinstance(reply.report, TurnReport):
            report = reply.report
            if report.state is TurnState.RUNNING:
                async with asyncio.timeout(5.0):
                    event, _ = await exchange.arrival
                assert isinstance(event, TurnEnded)
                report = event.report
            self.reports[turn_id] = report
        exchange.arrival.cancel()

    async def ask(self, turn_id: int) -> None:
        reply = await self.link.ask(AskTurn(turn_id), 3.0)
        assert isinstance(reply.report, TurnReport)
        self.reports[turn_id] = reply.report

    async def take(self, step: str) -> None:
        match step:
            case "lower":
                await self.move(MotionKind.LOWER, LowerPlaten())
            case "raise":
                await self.move(MotionKind.RAISE, RaisePlaten())
            case "turn":
                self.turn_id += 1
                await self.turn(self.turn_id)
            case "same turn" if self.turn_id:
                await self.turn(self.turn_id)
            case "cue":
                self.cues_issued += 1
                await self.link.ask(GiveCue(CueSound.ARMED), 3.0)
                self.cues_accepted += 1
            case "reset":
                asyncio.get_running_loop().call_later(0.03, self.board.reset)
                self.turn_id += 1
                await self.turn(self.turn_id)
            case "outage":
                loop = asyncio.get_running_loop()
                loop.call_later(0.02, self.board.cut, True)
                loop.call_later(2.5, self.board.cut, False)
                self.turn_id += 1
                await self.turn(self.turn_id)
            case "pedal":
                self.presses_made += 1
                self.board.press_pedal(Switch.FIRE)
                await asyncio.sleep(0.05)
            case "stop":
                asyncio.get_running_loop().call_later(0.04, self.board.press_emergency_stop, True)
                asyncio.get_running_loop().call_later(0.30, self.board.press_emergency_stop, False)
                await self.move(MotionKind.LOWER, LowerPlaten())
            case _:
                await asyncio.sleep(0.1)


async def play(faults: WireFaults, seed: int, script: list[str]) -> tuple[Host, ModelBoard]:
    eeprom = Eeprom(
        parameters={
            ParameterId.PLATEN_TRAVEL_MS: 60,
            ParameterId.PLATEN_SETTLE_MS: 10,
            ParameterId.HOME_MS: 20,
            ParameterId.TURN_MS: 120,
        }
    )
    board = ModelBoard(faults=faults, seed=seed, eeprom=eeprom)
    host = Host(board)
    await host.link.opened
    usable = await host.recover()
    for step in script:
        if not usable:
            usable = await host.recover()
            if usable and host.turn_id:
                try:
                    await host.ask(host.turn_id)
                except LinkFailure:
                    usable = False
            continue
        try:
            await host.take(step)
        except (LinkFailure, CommandRefused, MotionHalted, TimeoutError):
            usable = False
    # What is still on the wire, late copies of everything included, must change nothing any more.
    board.cut(False)
    await asyncio.sleep(1.0)
    host.link.close()
    await host.link.closed
    await asyncio.sleep(0.01)
    assert host.link.pending == 0
    return host, board


@given(wires, st.integers(0, 2**32), steps)
@settings(max_examples=80, deadline=None)
def test_nothing_moves_twice_and_nothing_acknowledged_is_lost(faults: WireFaults, seed: int, script: list[str]) -> None:
    host, board = run_virtually(play(faults, seed, script))

    started = Counter(effect.kind for effect in board.did(MotionStarted))
    for kind in (MotionKind.HOME, MotionKind.LOWER, MotionKind.RAISE):
        assert host.accepted[kind] <= started[kind] <= host.issued[kind]
    assert host.cues_accepted <= len(board.did(Cued)) <= host.cues_issued

    turned = Counter(board.leaves_turned())
    assert all(times == 1 for times in turned.values())
    for turn_id, report in host.reports.items():
        if report.state is TurnState.DONE:
            assert turned[turn_id] == 1
        if report.state is TurnState.NEVER_STARTED:
            assert turned[turn_id] == 0

    assert host.presses == sorted(set(host.presses))


@given(st.integers(0, 2**32), steps)
@settings(max_examples=30, deadline=None)
def test_on_a_good_wire_every_command_and_every_press_arrives(seed: int, script: list[str]) -> None:
    calm = [step for step in script if step not in ("reset", "outage", "stop")]
    host, board = run_virtually(play(WireFaults(split=0.5, delay_ms=2.0), seed, calm))
    assert host.cues_accepted == host.cues_issued == len(board.did(Cued))
    assert len(host.presses) == host.presses_made
    assert len(board.did(LeavesTurned)) == sum(report.state is TurnState.DONE for report in host.reports.values())
