"""The host's end of the link: one session at a time over a tty, and what callers wait for in it.

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

from firmware_protocol.controller_clock import ControllerClock
from firmware_protocol.link_failures import (
    ControllerReset,
    ControllerSilent,
    LinkFailure,
    LinkNotOpen,
    PortLost,
    SessionLost,
)
from firmware_protocol.link_greeting import Greeting
from firmware_protocol.link_session import LinkSession
from firmware_protocol.link_terms import Exchange, LinkPhase, LinkTiming
from firmware_protocol.link_waits import Waits, arrival_key, turn_key
from firmware_protocol.messages import (
    NO_SESSION,
    Booted,
    Command,
    ControllerState,
    EmergencyStop,
    EmergencyStopAnswer,
    Event,
    Goodbye,
    HeartbeatAnswer,
    Reply,
    SessionRefused,
    Welcome,
)
from firmware_protocol.packet_protocol import PacketProtocol
from firmware_protocol.packets import Packet, datagram_packet, parse_datagram, parse_event, parse_reply
from firmware_protocol.vocabulary import DatagramId, FrameKind, Result

__all__ = ["Link"]


class Link(PacketProtocol):
    """One tty. ``on_event`` gets each event once, in order; ``on_down`` the reason, once for each time it goes down."""

    def __init__(
        self,
        *,
        on_event: Callable[[Event, int], None],
        on_state: Callable[[ControllerState], None],
        on_down: Callable[[LinkFailure], None],
        timing: LinkTiming | None = None,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
        new_nonce: Callable[[], int] = lambda: secrets.randbits(32),
    ) -> None:
        super().__init__(monotonic_ns)
        self._on_event = on_event
        self._on_state = on_state
        self._on_down = on_down
        self._timing = timing or LinkTiming()
        self._new_nonce = new_nonce
        self._greeting: Greeting | None = None
        self._session = self._new_session(NO_SESSION)
        self._past_resent = 0
        self._waits = Waits()
        self.phase = LinkPhase.CLOSED
        self.welcome: Welcome | None = None
        self.clock = ControllerClock()

    @property
    def resent(self) -> int:
        """Commands that had to be sent again, over all sessions of this tty."""
        return self._past_resent + self._session.resent

    @property
    def pending(self) -> int:
        """How many replies, arrivals, states and stops are waited for."""
        return len(self._waits)

    # ------------------------------------------------------------------------------------------------- what callers do

    async def greet(self, deadline_s: float) -> Welcome:
        """Open a new session; the only way out of FAILED. Raises ControllerSilent, WrongProtocol or PortLost."""
        self._require_port()
        self._fail(SessionLost("a new session is wanted"))
        self.phase = LinkPhase.GREETING
        greeting = self._greeting = Greeting(self._new_nonce(), self._timing.hello_ms, self.send)
        try:
            greeting.say_hello()
            async with asyncio.timeout(deadline_s):
                return await greeting.welcomed
        except TimeoutError:
            raise ControllerSilent(f"no answer to HELLO within {deadline_s:g} s") from None
        finally:
            self._greeting = None
            greeting.end()
            if self.phase is LinkPhase.GREETING:
                self.phase = LinkPhase.FAILED

    async def post(self, command: Command) -> Exchange:
        """Write a command to the wire, waiting only while the window is full. Raises LinkNotOpen."""
        session = self._require_session()
        while not session.has_room:
            await session.room_or_end()
            if self._require_session() is not session:
                raise LinkNotOpen("the session ended before the command could be sent")
        return self._post_now(command)

    def post_if_room(self, command: Command) -> Exchange | None:
        """Write a command at once, or not at all (None) when the link is down or the window full."""
        if self.phase is not LinkPhase.UP or not self._session.has_room:
            return None
        return self._post_now(command)

    def _post_now(self, command: Command) -> Exchange:
        sequence, sent_at_ns = self._session.post(command)
        reply = self._waits.for_reply(sequence)
        arrival = self._waits.for_arrival(arrival_key(command, sequence))
        return Exchange(sequence, sent_at_ns, reply, arrival)

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
                return await exchange.accepted()
            finally:
                exchange.reply.cancel()

    async def move(self, command: Command, deadline_s: float) -> tuple[Exchange, Event | None, int]:
        """Send a motion and wait until it has arrived: the exchange, the event (None: it was there), its instant.

        Raises CommandRefused when nothing moved, MotionHalted, ControllerSilent (no arrival in time) or a LinkFailure.
        """
        async with _within(deadline_s):
            exchange = await self.post(command)
            try:
                reply = await exchange.accepted()
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
                self._session.beat()
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
                    self.send(datagram_packet(EmergencyStop(), self._session.number))
                    await asyncio.wait({stopped}, timeout=self._timing.first_retry_ms / 1000)
        finally:
            stopped.cancel()

    def close(self) -> None:
        """Leave in good order: say goodbye, and let the tty go. `closed` is done when it has gone."""
        self.let_go(datagram_packet(Goodbye(), self._session.number) if self.phase is LinkPhase.UP else None)

    # -------------------------------------------------------------------------------------------------- what comes in

    def port_opened(self) -> None:
        """The tty is open; a session is not."""
        self.phase = LinkPhase.FAILED

    def port_lost(self, reason: str) -> None:
        """The tty is gone."""
        lost = PortLost(reason)
        if self._greeting is not None:
            self._greeting.fail(lost)
        self._fail(lost)
        self.phase = LinkPhase.CLOSED

    def packet_received(self, packet: Packet, at_ns: int) -> None:
        """A packet, well-formed as far as its header."""
        match packet.kind:
            case FrameKind.DATAGRAM if packet.id == DatagramId.WELCOME:
                self._receive_welcome(packet)
            case FrameKind.DATAGRAM:
                self._receive_datagram(packet, at_ns)
            case FrameKind.REPLY if self._is_ours(packet):
                self._receive_reply(packet)
            case FrameKind.EVENT if self._is_ours(packet):
                self._receive_event(packet, at_ns)
            case _:
                pass

    def _is_open(self, packet: Packet) -> bool:
        return self.phase is LinkPhase.UP and packet.session == self._session.number

    def _is_ours(self, packet: Packet) -> bool:
        ours = self._is_open(packet)
        if ours:
            self._session.heard()
        return ours

    def _receive_reply(self, packet: Packet) -> None:
        reply = parse_reply(packet)
        if self._session.acknowledge(packet.sequence):
            self._waits.replied(packet.sequence, reply)

    def _receive_event(self, packet: Packet, at_ns: int) -> None:
        event = parse_event(packet)
        session = self._session
        if session.take_event(packet.sequence):
            self._waits.told(event, at_ns)
            self._on_event(event, at_ns)
        session.acknowledge_events()

    def _receive_datagram(self, packet: Packet, at_ns: int) -> None:
        match parse_datagram(packet):
            case Booted() as booted:
                self._receive_booted(booted)
            case HeartbeatAnswer(uptime_us=uptime_us, state=state) if self._is_ours(packet):
                sent_ns = self._session.beat_answered(packet.sequence)
                if sent_ns is not None:
                    self.clock.sample(sent_ns, at_ns, uptime_us)
                self._on_state(state)
                self._waits.told_state(state)
            case EmergencyStopAnswer(state=state):
                self._on_state(state)
                self._waits.stopped()
            case SessionRefused(boot_count=boots) if self._is_open(packet):
                again = self.welcome is not None and boots != self.welcome.boot_count
                self._fail(ControllerReset("boot count changed") if again else SessionLost("the controller closed it"))
            case _:
                pass

    def _receive_welcome(self, packet: Packet) -> None:
        greeting = self._greeting
        welcome = greeting.answers(packet) if greeting is not None else None
        if greeting is None or welcome is None:
            return
        self._past_resent += self._session.resent
        self._session = self._new_session(packet.session)
        self.welcome = welcome
        self.phase = LinkPhase.UP
        greeting.welcomed.set_result(welcome)
        self._on_state(welcome.state)
        self._session.beat()

    def _receive_booted(self, booted: Booted) -> None:
        if self._greeting is not None and self.phase is LinkPhase.GREETING:
            self._greeting.say_hello()
        elif self.phase is LinkPhase.UP and self.welcome is not None:
            later = (booted.boot_count - self.welcome.boot_count) % 0x1_0000
            if 0 < later < 0x8000:
                self._fail(ControllerReset(f"it started again: {booted.reset_cause.name.lower()}"))

    # ----------------------------------------------------------------------------------------------- what stands, fails

    def _new_session(self, number: int) -> LinkSession:
        return LinkSession(number, self._timing, send=self.send, on_silent=self._fail, monotonic_ns=self._monotonic_ns)

    def _fail(self, failure: LinkFailure) -> None:
        was_up = self.phase is LinkPhase.UP
        self.phase = LinkPhase.FAILED
        self._session.end()
        self._waits.fail(failure)
        if was_up:
            self._on_down(failure)

    def _require_port(self) -> None:
        if not self.is_open:
            raise LinkNotOpen("the port is closed")

    def _require_session(self) -> LinkSession:
        if self.phase is not LinkPhase.UP:
            raise LinkNotOpen("no session is open")
        return self._session


@asynccontextmanager
async def _within(deadline_s: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(deadline_s):
            yield
    except TimeoutError:
        raise ControllerSilent(f"not finished within {deadline_s:g} s") from None
