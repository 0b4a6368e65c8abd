"""One session of the host's end: commands sent again until answered, events taken in order, and signs of life."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from firmware_protocol import layouts
from firmware_protocol.link_failures import ControllerSilent
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import EVENT_QUEUE, WINDOW, Command, Heartbeat
from firmware_protocol.packets import Packet, datagram_packet
from firmware_protocol.vocabulary import FrameKind
from firmware_protocol.windows import Arrival, Inbox, Outbox

__all__ = ["LinkSession"]


class LinkSession:
    """From WELCOME to the first failure. ``on_silent`` is told when the controller has not answered for too long."""

    def __init__(
        self,
        number: int,
        timing: LinkTiming,
        *,
        send: Callable[[Packet], None],
        on_silent: Callable[[ControllerSilent], None],
        monotonic_ns: Callable[[], int],
    ) -> None:
        self.number = number
        """In the header of every packet; NO_SESSION before the first."""
        self._timing = timing
        self._send = send
        self._on_silent = on_silent
        self._monotonic_ns = monotonic_ns
        self._loop = asyncio.get_running_loop()
        self._outbox = Outbox(timing.backoff)
        self._room = asyncio.Event()
        self._events = Inbox(EVENT_QUEUE)
        self._token = 0
        self._sent_ns: dict[int, int] = {}
        self._heard_us = self._now_us()
        self._resend_timer: asyncio.TimerHandle | None = None
        self._heartbeat_timer: asyncio.TimerHandle | None = None
        self.resent = 0
        """Commands that had to be sent again."""

    def end(self) -> None:
        """Send nothing any more by itself, and let whoever waits for room find out that there is no use in it."""
        for timer in (self._resend_timer, self._heartbeat_timer):
            if timer is not None:
                timer.cancel()
        self._room.set()

    # -------------------------------------------------------------------------------------------------------- commands

    @property
    def has_room(self) -> bool:
        """One more command may be on its way."""
        return len(self._outbox) < WINDOW

    async def room_or_end(self) -> None:
        """Wait until a command was answered, or the session has ended."""
        self._room.clear()
        await self._room.wait()

    def post(self, command: Command) -> tuple[int, int]:
        """Number and send a command; its sequence, and when it was sent."""
        unnumbered = Packet(FrameKind.COMMAND, self.number, 0, command.ID, layouts.pack(command))
        packet = self._outbox.post(unnumbered, self._now_us())
        sent_at_ns = self._monotonic_ns()
        self._send(packet)
        self._set_resend_timer()
        return packet.sequence, sent_at_ns

    def acknowledge(self, sequence: int) -> bool:
        """A reply came. False when it had come before."""
        if not self._outbox.acknowledge(sequence, self._now_us()):
            return False
        self._room.set()
        self._set_resend_timer()
        return True

    def _resend(self) -> None:
        packets = self._outbox.again(self._now_us())
        if self._outbox.exhausted:
            self._on_silent(ControllerSilent("a command was sent in vain"))
            return
        self.resent += len(packets)
        for packet in packets:
            self._send(packet)
        self._set_resend_timer()

    def _set_resend_timer(self) -> None:
        if self._resend_timer is not None:
            self._resend_timer.cancel()
        due_us = self._outbox.due_us
        if due_us is not None:
            after_s = max(0, due_us - self._now_us()) / 1e6
            self._resend_timer = self._loop.call_later(after_s, self._resend)

    # ---------------------------------------------------------------------------------------------------------- events

    def take_event(self, sequence: int) -> bool:
        """Whether the event with this sequence is the next, and so to be told."""
        return self._events.take(sequence) is Arrival.NEXT

    def acknowledge_events(self) -> None:
        """Acknowledge all that were taken, behind whoever an event has just woken: it is in more of a hurry."""
        if self._events.last:
            acknowledgement = Packet(FrameKind.EVENT_ACK, self.number, self._events.last, 0)
            self._loop.call_soon(self._send, acknowledgement)

    # --------------------------------------------------------------------------------------------------- signs of life

    def heard(self) -> None:
        """A packet of this session came."""
        self._heard_us = self._now_us()

    def beat(self) -> None:
        """Send a heartbeat now, and again in a while, unless nothing has been heard for too long."""
        silent_ms = (self._now_us() - self._heard_us) / 1000
        if silent_ms > self._timing.silent_after_ms:
            self._on_silent(ControllerSilent(f"nothing heard for {silent_ms:.0f} ms"))
            return
        self._token = (self._token + 1) % 0x100
        self._sent_ns[self._token] = self._monotonic_ns()
        self._send(datagram_packet(Heartbeat(), self.number, self._token))
        if self._heartbeat_timer is not None:
            self._heartbeat_timer.cancel()
        self._heartbeat_timer = self._loop.call_later(self._timing.heartbeat_ms / 1000, self.beat)

    def beat_answered(self, token: int) -> int | None:
        """When the heartbeat with this token was sent; None when it was answered before."""
        return self._sent_ns.pop(token, None)

    def _now_us(self) -> int:
        return round(self._loop.time() * 1e6)
