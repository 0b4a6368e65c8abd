"""The host's end of the link: an asyncio protocol over any byte transport.

Commands are numbered, sent again with backoff until answered, and answered once. A failure is latched: after a lost
port, a silent controller, a lost session or a controller that started again, everything under way fails and nothing is
sent until `Link.greet` opens a new session. What was under way is never sent again by the link; whoever asked must ask
the controller what became of it.

    CLOSED --connection_made--> FAILED --greet--> GREETING --WELCOME--> UP --any failure--> FAILED
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from firmware_protocol import layouts
from firmware_protocol.controller_clock import ControllerClock
from firmware_protocol.frames import FrameDecoder, encode_frame
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.link_failures import (
    CommandRefused,
    ControllerReset,
    ControllerSilent,
    LinkFailure,
    LinkNotOpen,
    MotionHalted,
    PortLost,
    SessionLost,
    WrongProtocol,
)
from firmware_protocol.link_terms import Exchange, LinkPhase, LinkTiming
from firmware_protocol.link_waits import Waits, arrival_key, turn_key
from firmware_protocol.messages import (
    EVENT_QUEUE,
    NO_SESSION,
    PROTOCOL_MAJOR,
    WINDOW,
    Booted,
    Command,
    ControllerState,
    Datagram,
    EmergencyStop,
    EmergencyStopAnswer,
    Event,
    FaultLatched,
    Goodbye,
    Heartbeat,
    HeartbeatAnswer,
    Hello,
    Homed,
    PlatenSettled,
    Reply,
    SessionRefused,
    StopChanged,
    TurnEnded,
    Welcome,
)
from firmware_protocol.packets import Packet, datagram_packet, parse_datagram, parse_event, parse_reply
from firmware_protocol.vocabulary import DatagramId, FrameKind, Result
from firmware_protocol.windows import Arrival, Inbox, Outbox

__all__ = ["Exchange", "Link", "LinkPhase", "LinkTiming"]


def _monotonic_ns() -> int:
    return time.monotonic_ns()


class Link(asyncio.Protocol):
    """One tty. ``on_event`` gets each event once, in order; ``on_down`` the reason, once for each time it goes down."""

    def __init__(
        self,
        *,
        on_event: Callable[[Event, int], None],
        on_state: Callable[[ControllerState], None],
        on_down: Callable[[LinkFailure], None],
        timing: LinkTiming | None = None,
        monotonic_ns: Callable[[], int] = _monotonic_ns,
        new_nonce: Callable[[], int] = lambda: secrets.randbits(32),
    ) -> None:
        self._on_event = on_event
        self._on_state = on_state
        self._on_down = on_down
        self._timing = timing or LinkTiming()
        self._monotonic_ns = monotonic_ns
        self._new_nonce = new_nonce
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.WriteTransport | None = None
        self._decoder = FrameDecoder()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._greeting: asyncio.Future[Welcome] | None = None
        self._waits = Waits()
        self._nonce = 0
        self._token = 0
        self._heartbeats: dict[int, int] = {}
        self.opened: asyncio.Future[None] = self._loop.create_future()
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self.phase = LinkPhase.CLOSED
        self.welcome: Welcome | None = None
        self.clock = ControllerClock()
        self.resent = 0
        """Commands that had to be sent again, over all sessions of this tty."""
        self._room = asyncio.Event()
        self._begin_session(NO_SESSION)

    # --------------------------------------------------------------------------------------------- asyncio's callbacks

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The tty is open; a session is not."""
        if not isinstance(transport, asyncio.WriteTransport):
            raise TypeError("the link needs a transport that can be written to")
        self._transport = transport
        self.phase = LinkPhase.FAILED
        if not self.opened.done():
            self.opened.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Bytes, split anyhow."""
        at_ns = self._monotonic_ns()
        for body in self._decoder.feed(data):
            try:
                self._receive(Packet.from_body(body), at_ns)
            except MalformedMessage:
                continue

    def connection_lost(self, exc: Exception | None) -> None:
        """The tty is gone."""
        self._transport = None
        self._fail(PortLost(str(exc) if exc else "the port was closed"))
        self.phase = LinkPhase.CLOSED
        if not self.closed.done():
            self.closed.set_result(None)

    # ------------------------------------------------------------------------------------------------- what callers do

    @property
    def refused_frames(self) -> int:
        """How many runs of bytes were no frame: bad CRC, bad stuffing, too long."""
        return self._decoder.refused

    @property
    def pending(self) -> int:
        """How many replies, arrivals, states and stops are waited for."""
        return len(self._waits)

    async def greet(self, deadline_s: float) -> Welcome:
        """Open a new session; the only way out of FAILED. Raises ControllerSilent, WrongProtocol or PortLost."""
        self._require_port()
        self._fail(SessionLost("a new session is wanted"))
        self.phase = LinkPhase.GREETING
        self._nonce = self._new_nonce()
        self._greeting = self._loop.create_future()
        try:
            self._say_hello()
            async with asyncio.timeout(deadline_s):
                return await self._greeting
        except TimeoutError:
            raise ControllerSilent(f"no answer to HELLO within {deadline_s:g} s") from None
        finally:
            self._greeting = None
            self._cancel_timer("hello")
            if self.phase is LinkPhase.GREETING:
                self.phase = LinkPhase.FAILED

    async def post(self, command: Command) -> Exchange:
        """Write a command to the wire, waiting only while the window is full. Raises LinkNotOpen."""
        self._require_session()
        session = self._session
        while len(self._outbox) >= WINDOW:
            self._room.clear()
            await self._room.wait()
            self._require_session()
            if session != self._session:
                raise LinkNotOpen("the session ended before the command could be sent")
        return self._post_now(command)

    def post_if_room(self, command: Command) -> Exchange | None:
        """Write a command at once, or not at all (None) when the link is down or the window full."""
        if self.phase is not LinkPhase.UP or len(self._outbox) >= WINDOW:
            return None
        return self._post_now(command)

    def _post_now(self, command: Command) -> Exchange:
        unnumbered = Packet(FrameKind.COMMAND, self._session, 0, command.ID, layouts.pack(command))
        packet = self._outbox.post(unnumbered, self._now_us())
        sent_at_ns = self._monotonic_ns()
        self._send(packet)
        self._set_resend_timer()
        reply = self._waits.for_reply(packet.sequence)
        arrival = self._waits.for_arrival(arrival_key(command, packet.sequence))
        return Exchange(packet.sequence, sent_at_ns, reply, arrival)

    def arrival_of_turn(self, turn_id: int) -> asyncio.Future[tuple[Event, int]]:
        """The end of a turn that an earlier session began; cancel it when it is not wanted. Raises LinkNotOpen."""
        self._require_session()
        return self._waits.for_arrival(turn_key(turn_id))

    async def ask(self, command: Command, deadline_s: float) -> Reply:
        """Send a command and wait for its answer. Raises CommandRefused, ControllerSilent or another LinkFailure."""
        async with _within(deadline_s):
            exchange = await self.post(command)
            exchange.arrival.cancel()
            try:
                return _accepted(await exchange.reply)
            finally:
                exchange.reply.cancel()

    async def move(self, command: Command, deadline_s: float) -> tuple[Exchange, Event | None, int]:
        """Send a motion and wait until it has arrived: the exchange, the event (None: it was there), its instant.

        Raises CommandRefused when nothing moved, MotionHalted, ControllerSilent (no arrival in time) or a LinkFailure.
        """
        async with _within(deadline_s):
            exchange = await self.post(command)
            try:
                reply = _accepted(await exchange.reply)
                if reply.result is Result.ALREADY_THERE:
                    return exchange, None, self._monotonic_ns()
                event, at_ns = await exchange.arrival
                return exchange, event, at_ns
            finally:
                exchange.abandon()

    async def refresh(self, deadline_s: float) -> ControllerState:
        """The controller's state as it is now. Raises LinkNotOpen, ControllerSilent or another LinkFailure."""
        self._require_session()
        refreshed = self._waits.for_state()
        try:
            async with _within(deadline_s):
                self._beat()
                return await refreshed
        finally:
            refreshed.cancel()

    async def emergency_stop(self, deadline_s: float) -> None:
        """Stop everything, in whatever phase, and wait until the controller says that it is latched."""
        self._require_port()
        stopped = self._waits.for_stop()
        try:
            async with _within(deadline_s):
                while not stopped.done():
                    self._require_port()
                    self._send(datagram_packet(EmergencyStop(), self._session))
                    await asyncio.wait({stopped}, timeout=self._timing.first_retry_ms / 1000)
        finally:
            stopped.cancel()

    def close(self) -> None:
        """Leave in good order: say goodbye, and let the tty go. `closed` is done when it has gone."""
        if self._transport is not None and not self._transport.is_closing():
            if self.phase is LinkPhase.UP:
                self._send(datagram_packet(Goodbye(), self._session))
            self._transport.abort()

    # -------------------------------------------------------------------------------------------------------- receiving

    def _receive(self, packet: Packet, at_ns: int) -> None:
        match packet.kind:
            case FrameKind.DATAGRAM:
                self._receive_datagram(packet, at_ns)
            case FrameKind.REPLY if self._is_ours(packet):
                self._receive_reply(packet)
            case FrameKind.EVENT if self._is_ours(packet):
                self._receive_event(packet, at_ns)
            case _:
                pass

    def _is_ours(self, packet: Packet) -> bool:
        ours = self.phase is LinkPhase.UP and packet.session == self._session
        if ours:
            self._heard_us = self._now_us()
        return ours

    def _receive_reply(self, packet: Packet) -> None:
        reply = parse_reply(packet)
        if self._outbox.acknowledge(packet.sequence, self._now_us()):
            self._room.set()
            self._set_resend_timer()
            self._waits.replied(packet.sequence, reply)

    def _receive_event(self, packet: Packet, at_ns: int) -> None:
        event = parse_event(packet)
        if self._events.take(packet.sequence) is Arrival.NEXT:
            self._deliver(event, at_ns)
        if self._events.last:
            # Behind whoever has just been woken by this event: it is in more of a hurry than the controller.
            acknowledgement = Packet(FrameKind.EVENT_ACK, self._session, self._events.last, 0)
            self._loop.call_soon(self._send, acknowledgement)

    def _deliver(self, event: Event, at_ns: int) -> None:
        match event:
            case PlatenSettled(command_sequence=sequence) | Homed(command_sequence=sequence):
                self._waits.arrived(sequence, event, at_ns)
            case TurnEnded(report=report):
                self._waits.arrived(turn_key(report.turn_id), event, at_ns)
            case FaultLatched() | StopChanged(pressed=1):
                self._waits.halt(MotionHalted(event))
            case _:
                pass
        self._on_event(event, at_ns)

    def _receive_datagram(self, packet: Packet, at_ns: int) -> None:
        if packet.id == DatagramId.WELCOME and packet.payload[4:5] not in (b"", bytes([PROTOCOL_MAJOR])):
            self._end_greeting(WrongProtocol(packet.payload[4]))
            return
        message: Datagram = parse_datagram(packet)
        match message:
            case Welcome():
                self._receive_welcome(message, packet.session)
            case Booted():
                self._receive_booted(message)
            case HeartbeatAnswer() if self._is_ours(packet):
                sent_ns = self._heartbeats.pop(packet.sequence, None)
                if sent_ns is not None:
                    self.clock.sample(sent_ns, at_ns, message.uptime_us)
                self._on_state(message.state)
                self._waits.told_state(message.state)
            case EmergencyStopAnswer():
                self._on_state(message.state)
                self._waits.stopped()
            case SessionRefused() if self.phase is LinkPhase.UP and packet.session == self._session:
                again = self.welcome is not None and message.boot_count != self.welcome.boot_count
                self._fail(ControllerReset("boot count changed") if again else SessionLost("the controller closed it"))
            case _:
                pass

    def _receive_welcome(self, welcome: Welcome, session: int) -> None:
        if self._greeting is None or self._greeting.done() or welcome.nonce != self._nonce or session == NO_SESSION:
            return
        self._begin_session(session)
        self.welcome = welcome
        self.phase = LinkPhase.UP
        self._greeting.set_result(welcome)
        self._on_state(welcome.state)
        self._beat()

    def _receive_booted(self, booted: Booted) -> None:
        if self.phase is LinkPhase.GREETING:
            self._say_hello()
        elif self.phase is LinkPhase.UP and self.welcome is not None:
            later = (booted.boot_count - self.welcome.boot_count) % 0x1_0000
            if 0 < later < 0x8000:
                self._fail(ControllerReset(f"it started again: {booted.reset_cause.name.lower()}"))

    # ---------------------------------------------------------------------------------------------------------- sending

    def _say_hello(self) -> None:
        self._send(datagram_packet(Hello(self._nonce)))
        self._set_timer("hello", self._timing.hello_ms, self._say_hello)

    def _beat(self) -> None:
        silent_ms = (self._now_us() - self._heard_us) / 1000
        if silent_ms > self._timing.silent_after_ms:
            self._fail(ControllerSilent(f"nothing heard for {silent_ms:.0f} ms"))
            return
        self._token = (self._token + 1) % 0x100
        self._heartbeats[self._token] = self._monotonic_ns()
        self._send(datagram_packet(Heartbeat(), self._session, self._token))
        self._set_timer("heartbeat", self._timing.heartbeat_ms, self._beat)

    def _resend(self) -> None:
        packets = self._outbox.again(self._now_us())
        if self._outbox.exhausted:
            self._fail(ControllerSilent("a command was sent in vain"))
            return
        self.resent += len(packets)
        for packet in packets:
            self._send(packet)
        self._set_resend_timer()

    def _send(self, packet: Packet) -> None:
        if self._transport is not None:
            self._transport.write(encode_frame(packet.to_body()))

    # --------------------------------------------------------------------------------------------------------- sessions

    def _begin_session(self, session: int) -> None:
        self._session = session
        self._outbox = Outbox(self._timing.backoff)
        self._events = Inbox(EVENT_QUEUE)
        self._heartbeats.clear()
        self._token = 0
        self._heard_us = self._now_us()

    def _fail(self, failure: LinkFailure) -> None:
        was_up = self.phase is LinkPhase.UP
        for name in list(self._timers):
            self._cancel_timer(name)
        if isinstance(failure, PortLost):
            self._end_greeting(failure)
        self.phase = LinkPhase.FAILED
        self._waits.fail(failure)
        self._room.set()
        if was_up:
            self._on_down(failure)

    def _end_greeting(self, failure: LinkFailure) -> None:
        if self._greeting is not None and not self._greeting.done():
            self._greeting.set_exception(failure)

    def _require_port(self) -> None:
        if self._transport is None:
            raise LinkNotOpen("the port is closed")

    def _require_session(self) -> None:
        if self.phase is not LinkPhase.UP:
            raise LinkNotOpen("no session is open")

    # ----------------------------------------------------------------------------------------------------------- timers

    def _now_us(self) -> int:
        return round(self._loop.time() * 1e6)

    def _set_resend_timer(self) -> None:
        due_us = self._outbox.due_us
        if due_us is None:
            self._cancel_timer("resend")
        else:
            self._set_timer("resend", max(0.0, (due_us - self._now_us()) / 1000), self._resend)

    def _set_timer(self, name: str, after_ms: float, call: Callable[[], None]) -> None:
        self._cancel_timer(name)
        self._timers[name] = self._loop.call_later(after_ms / 1000, call)

    def _cancel_timer(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()


@asynccontextmanager
async def _within(deadline_s: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(deadline_s):
            yield
    except TimeoutError:
        raise ControllerSilent(f"not finished within {deadline_s:g} s") from None


def _accepted(reply: Reply) -> Reply:
    if reply.result not in (Result.OK, Result.ALREADY_THERE):
        raise CommandRefused(reply.command, reply.result)
    return reply
