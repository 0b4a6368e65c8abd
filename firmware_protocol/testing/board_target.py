"""A builder's own board as a target of the behaviour suite. It moves; nobody's hands are in it.

What needs a hand at a switch, a sagging supply or a fault in the mechanics cannot be played: HandNeeded says so.
"""

from __future__ import annotations

import asyncio

import serial
from serial_asyncio_fast import SerialTransport

from firmware_protocol.controller_effects import Injection
from firmware_protocol.link import Link
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import Event, TurnEnded
from firmware_protocol.testing.target import Behaviour, HandNeeded
from firmware_protocol.vocabulary import FaultReason, Switch, TurnState

__all__ = ["BoardTarget", "play_on_board"]

_DEADLINE_S = 180.0


class BoardTarget:
    """The board at one tty, in real time."""

    def __init__(self, port: str, baud: int = 115_200) -> None:
        self.events: list[Event] = []
        self.link = Link(
            on_event=lambda event, _: self.events.append(event),
            on_state=lambda _: None,
            on_down=lambda _: None,
            timing=LinkTiming(),
        )
        self._tty = serial.Serial(port, baud, timeout=0, write_timeout=0, exclusive=True)
        self._is_cut = False
        self._gate = _Gate(self.link, self)
        self._transport = SerialTransport(asyncio.get_running_loop(), self._gate, self._tty)

    @property
    def is_cut(self) -> bool:
        """No byte passes."""
        return self._is_cut

    def reset(self) -> None:
        """A hand would be needed: pulling DTR resets only boards whose auto-reset is not disabled."""
        raise HandNeeded("to reset it")

    def cut(self, is_cut: bool) -> None:
        """Let no byte pass, or let them pass again."""
        self._is_cut = is_cut

    def feed(self, data: bytes) -> None:
        """Raw bytes into its UART."""
        self._transport.write(data)

    def press_pedal(self, switch: Switch) -> None:
        raise HandNeeded(f"to press {switch.name}")

    def press_emergency_stop(self, pressed: bool) -> None:
        raise HandNeeded(f"at the red button, down: {pressed}")

    def open_lid(self, is_open: bool) -> None:
        raise HandNeeded(f"at the lid, open: {is_open}")

    def pinch(self, pinched: bool) -> None:
        raise HandNeeded(f"at the platen's edge, pressed: {pinched}")

    def inject(self, injection: Injection) -> None:
        raise HandNeeded(f"to make it meet {injection.value}")

    def leaves_turned(self) -> list[int]:
        """As the board's own counter saw it: here is no other witness."""
        ends = [event.report for event in self.events if isinstance(event, TurnEnded)]
        went = [end for end in ends if end.state is TurnState.DONE or end.reason is FaultReason.TWO_LEAVES]
        return [end.turn_id for end in went]


class _Gate(asyncio.Protocol):
    """Between the tty and the link, so that the line can be cut in both directions."""

    def __init__(self, link: Link, target: BoardTarget) -> None:
        self._link = link
        self._target = target

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.WriteTransport):
            raise TypeError("a tty can be written to")
        self._link.connection_made(_GatedTransport(transport, self._target))

    def data_received(self, data: bytes) -> None:
        if not self._target.is_cut:
            self._link.data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._link.connection_lost(exc)


class _GatedTransport(asyncio.WriteTransport):
    def __init__(self, transport: asyncio.WriteTransport, target: BoardTarget) -> None:
        super().__init__()
        self._transport = transport
        self._target = target

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._target.is_cut:
            self._transport.write(data)

    def abort(self) -> None:
        self._transport.abort()

    def close(self) -> None:
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._transport.is_closing()


def play_on_board(behaviour: Behaviour, port: str) -> None:
    """Play one behaviour on the board. Raises HandNeeded where it cannot be played, OSError without a board."""

    async def play() -> None:
        target = BoardTarget(port)
        await target.link.opened
        try:
            async with asyncio.timeout(_DEADLINE_S):
                await behaviour(target)
        finally:
            target.link.close()
            await target.link.closed

    asyncio.run(play())
