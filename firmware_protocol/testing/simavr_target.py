"""The shipped ELF as a target of the behaviour suite: on a simulated chip, in its own time, with hands."""

from __future__ import annotations

import asyncio
from pathlib import Path

from firmware_protocol.controller_effects import Injection
from firmware_protocol.frames import FrameDecoder
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.link import Link
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import Event, TurnReport
from firmware_protocol.packets import Packet, parse_reply
from firmware_protocol.simavr import CYCLES_PER_US, Build, News, SimulatedChip, build_controller, build_simulator
from firmware_protocol.testing.stepped_time import SteppedTimeLoop, run_stepped
from firmware_protocol.testing.target import Behaviour
from firmware_protocol.vocabulary import FrameKind, Switch, TurnState

__all__ = ["SimavrTarget", "play_on_simavr"]

_CYCLES_PER_S = CYCLES_PER_US * 1_000_000
_HAND_S = 0.025
"""How long a hand is at a switch: nobody is quicker, and contacts are debounced."""
_BROWN_OUT = 4


class SimavrTarget:
    """One powered chip on the running loop, whose time is the chip's."""

    def __init__(self, chip: SimulatedChip) -> None:
        loop = asyncio.get_running_loop()
        if not isinstance(loop, SteppedTimeLoop):
            raise TypeError("the ELF is played in its own time")
        self._loop = loop
        self._origin = chip.cycle
        self._chip = chip
        self._cut = False
        self._turning: int | None = None
        self._turned: list[int] = []
        self._witness = FrameDecoder()
        self.news: list[News] = []
        """Everything that the cradle saw, in order."""
        self.events: list[Event] = []
        self.link = Link(
            on_event=lambda event, _: self.events.append(event),
            on_state=lambda _: None,
            on_down=lambda _: None,
            timing=LinkTiming(),
            monotonic_ns=loop.monotonic_ns,
        )
        self._cable = _Cable(self)
        loop.passes = self._pass
        loop.call_soon(self.link.connection_made, self._cable)

    @property
    def chip(self) -> SimulatedChip:
        """For what no board can do: hang, trace, tell its memory."""
        return self._chip

    def reset(self) -> None:
        """Let the supply sag."""
        self._chip.ask(f"reset {_BROWN_OUT}")
        self._look()

    def cut(self, is_cut: bool) -> None:
        """Let no byte pass, or let them pass again."""
        self._cut = is_cut
        self._chip.ask("forget")

    def feed(self, data: bytes) -> None:
        """Raw bytes into its UART, at the pace of the wire."""
        if not self._cut:
            self._chip.receive(data)

    def press_pedal(self, switch: Switch) -> None:
        """A foot, with a contact that chatters."""
        self._chip.ask(f"press {switch.name.lower()}")
        self._hand()

    def press_emergency_stop(self, pressed: bool) -> None:
        """The mushroom button."""
        self._hand(f"hand stop {int(pressed)}")

    def open_lid(self, is_open: bool) -> None:
        """The lid."""
        self._hand(f"hand lid {int(is_open)}")

    def pinch(self, pinched: bool) -> None:
        """A finger under the platen's edge."""
        self._hand(f"hand pinch {int(pinched)}")

    def inject(self, injection: Injection) -> None:
        """Let the next motion meet this."""
        self._chip.ask(f"inject {injection.value}")

    def leaves_turned(self) -> list[int]:
        """The turn ids for which leaves have gone over, as the cradle saw it."""
        return list(self._turned)

    def _hand(self, line: str | None = None) -> None:
        if line is not None:
            self._chip.ask(line)
        until_s = self._loop.time() + _HAND_S
        while self._loop.time() < until_s:
            self._loop.let_pass(until_s - self._loop.time())

    def _pass(self, seconds: float) -> float:
        before = self._chip.cycle
        self._chip.run(max(1, round(seconds * _CYCLES_PER_S)))
        self._look()
        return (self._chip.cycle - before) / _CYCLES_PER_S

    def _look(self) -> None:
        for news in self._chip.take_news():
            match news.words:
                case ("sent", frame):
                    self._hear(bytes.fromhex(frame))
                case ("leaf", _) if self._turning is not None:
                    self._turned.append(self._turning)
                case _:
                    pass
            if news.words[0] != "sent":
                self.news.append(news)

    def _hear(self, frame: bytes) -> None:
        for body in self._witness.feed(frame):
            try:
                packet = Packet.from_body(body)
                report = parse_reply(packet).report if packet.kind is FrameKind.REPLY else None
            except MalformedMessage:
                continue
            if isinstance(report, TurnReport) and report.state is TurnState.RUNNING:
                self._turning = report.turn_id
        if not self._cut and not self._cable.is_closing():
            self._loop.call_soon(self.link.data_received, frame)


class _Cable(asyncio.WriteTransport):
    """The transport that the link writes to."""

    def __init__(self, target: SimavrTarget) -> None:
        super().__init__()
        self._target = target
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._closing:
            self._target.feed(bytes(data))

    def abort(self) -> None:
        if not self._closing:
            self._closing = True
            asyncio.get_running_loop().call_soon(self._target.link.connection_lost, None)

    def close(self) -> None:
        self.abort()

    def is_closing(self) -> bool:
        return self._closing


def play_on_simavr(behaviour: Behaviour, build: Build, eeprom: Path | None = None) -> None:
    """Play one behaviour on a fresh chip with this variant of the firmware, and this memory if one is given.

    Raises ToolsMissing or BuildFailed of `firmware_protocol.simavr`.
    """
    with SimulatedChip(build_simulator(), build_controller(build)) as chip:
        if eeprom is not None:
            chip.ask(f"load {eeprom}")

        async def play() -> None:
            target = SimavrTarget(chip)
            await target.link.opened
            try:
                await behaviour(target)
            finally:
                target.link.close()
                await target.link.closed
            if target.link.pending:
                raise AssertionError("the link still waits for something")

        run_stepped(play())
