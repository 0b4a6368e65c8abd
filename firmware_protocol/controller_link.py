"""The controller's end of the link, without input or output: bytes and instants in, bytes and obeyed commands out.

Everything that must not happen twice is decided here: a command is carried out when its session is open and its
sequence is the next one, and at no other time.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from firmware_protocol import layouts
from firmware_protocol.frames import FrameDecoder, encode_frame
from firmware_protocol.layouts import MalformedMessage
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
    Goodbye,
    Heartbeat,
    HeartbeatAnswer,
    Hello,
    Reply,
    SessionRefused,
    Welcome,
)
from firmware_protocol.packets import Packet, datagram_packet, parse_command, parse_datagram, reply_payload
from firmware_protocol.vocabulary import CommandId, FrameKind, ResetCause, Result
from firmware_protocol.windows import Arrival, Backoff, Inbox, Outbox

__all__ = ["BOOT_ANNOUNCEMENT_US", "ControllerLink", "Machine"]

BOOT_ANNOUNCEMENT_US = 500_000
EVENT_BACKOFF = Backoff(first_us=60_000, most_us=500_000, attempts=None)
CLOCK_ROUND = 1 << 32


class Machine(Protocol):
    """What the link asks of the controller behind it."""

    def carry_out(self, command: Command, sequence: int, now_us: int) -> Reply:
        """Obey or refuse a command that has never been seen before."""
        ...

    def state(self) -> ControllerState: ...

    def welcome(self, nonce: int, now_us: int) -> Welcome: ...

    def stop_by_host(self, now_us: int) -> None: ...

    def host_came(self) -> None:
        """A new session is open."""
        ...

    def host_left(self, now_us: int) -> None:
        """The session was closed in good order."""
        ...


class ControllerLink:
    """Sessions, duplicates, acknowledgements and the event queue of one boot of the controller."""

    def __init__(self, machine: Machine, boot_count: int, cause: ResetCause, now_us: int) -> None:
        self._machine = machine
        self._boot_count = boot_count
        self._cause = cause
        self._decoder = FrameDecoder()
        self._out = bytearray()
        self._session = NO_SESSION
        self._opened = 0
        self._nonce: int | None = None
        self._announce_us: int | None = now_us
        self.last_heard_us = now_us
        self.events_dropped = False
        self._begin_sequences()

    @property
    def session(self) -> int:
        """The open session, NO_SESSION when there is none."""
        return self._session

    @property
    def due_us(self) -> int | None:
        """When `advance` next has something to send."""
        return self._announce_us if self._session == NO_SESSION else self._events.due_us

    def take_output(self) -> bytes:
        """The bytes to put on the wire, once."""
        out = bytes(self._out)
        self._out.clear()
        return out

    def receive(self, data: bytes, now_us: int) -> None:
        """Take bytes from the wire. Whatever is not a well-formed message is dropped in silence."""
        for body in self._decoder.feed(data):
            try:
                self._receive_packet(Packet.from_body(body), now_us)
            except MalformedMessage:
                continue

    def advance(self, now_us: int) -> None:
        """Send what is due: the boot announcement, or events that nobody has acknowledged."""
        if self._session == NO_SESSION:
            if self._announce_us is not None and now_us >= self._announce_us:
                self._announce_us = now_us + BOOT_ANNOUNCEMENT_US
                self._send(datagram_packet(Booted(self._boot_count, self._cause)))
            return
        for packet in self._events.again(now_us):
            self._send(packet)

    def tell(self, event: Event, now_us: int) -> None:
        """Queue an event for the host. Without a session there is nobody to tell: stale presses must not come later."""
        if self._session == NO_SESSION:
            return
        if len(self._events) >= EVENT_QUEUE:
            self.events_dropped = True
            return
        packet = Packet(FrameKind.EVENT, self._session, 0, event.ID, layouts.pack(event))
        self._send(self._events.post(packet, now_us))

    def close_session(self) -> None:
        """The host is gone, and unacknowledged events with it; the state it asks for on its return has the truth."""
        self._session = NO_SESSION
        self._nonce = None
        self._announce_us = None
        self._begin_sequences()

    def _begin_sequences(self) -> None:
        self._commands = Inbox(WINDOW)
        self._replies: deque[Packet] = deque(maxlen=WINDOW)
        self._events = Outbox(EVENT_BACKOFF)
        self.events_dropped = False

    def _receive_packet(self, packet: Packet, now_us: int) -> None:
        if packet.kind is FrameKind.DATAGRAM:
            self._receive_datagram(parse_datagram(packet), packet, now_us)
        elif packet.kind in (FrameKind.COMMAND, FrameKind.EVENT_ACK):
            if not self._in_session(packet, now_us):
                return
            if packet.kind is FrameKind.EVENT_ACK:
                self._events.acknowledge_through(packet.sequence, now_us)
            else:
                self._receive_command(packet, now_us)

    def _in_session(self, packet: Packet, now_us: int) -> bool:
        if self._session != NO_SESSION and packet.session == self._session:
            self.last_heard_us = now_us
            return True
        self._send(datagram_packet(SessionRefused(self._boot_count), packet.session, packet.sequence))
        return False

    def _receive_datagram(self, message: Datagram, packet: Packet, now_us: int) -> None:
        match message:
            case Hello():
                self._greet(message, now_us)
            case Heartbeat() if self._in_session(packet, now_us):
                answer = HeartbeatAnswer(now_us % CLOCK_ROUND, self._machine.state())
                self._send(datagram_packet(answer, self._session, packet.sequence))
            case EmergencyStop():
                self._machine.stop_by_host(now_us)
                answered = EmergencyStopAnswer(self._machine.state())
                self._send(datagram_packet(answered, packet.session, packet.sequence))
            case Goodbye() if self._session != NO_SESSION and packet.session == self._session:
                self._machine.host_left(now_us)
                self.close_session()
            case _:
                pass

    def _greet(self, hello: Hello, now_us: int) -> None:
        if hello.protocol_major != PROTOCOL_MAJOR:
            self._send(datagram_packet(self._machine.welcome(hello.nonce, now_us)))
            return
        if self._session == NO_SESSION or hello.nonce != self._nonce:
            self.close_session()
            self._opened = self._opened % 0xFF + 1
            self._session = (self._boot_count % 0x100) << 8 | self._opened
            self._nonce = hello.nonce
            self._machine.host_came()
        self.last_heard_us = now_us
        self._send(datagram_packet(self._machine.welcome(hello.nonce, now_us), self._session))

    def _receive_command(self, packet: Packet, now_us: int) -> None:
        match self._commands.take(packet.sequence):
            case Arrival.NEXT:
                reply = self._obey(packet, now_us)
                self._replies.append(reply)
                self._send(reply)
            case Arrival.REPEATED:
                for reply in self._replies:
                    if reply.sequence == packet.sequence:
                        self._send(reply)
            case Arrival.OUT_OF_ORDER:
                pass

    def _obey(self, packet: Packet, now_us: int) -> Packet:
        try:
            command_id = CommandId(packet.id)
        except ValueError:
            payload = bytes([Result.UNKNOWN_COMMAND])
        else:
            try:
                command = parse_command(packet)
            except MalformedMessage:
                payload = reply_payload(Reply(command_id, Result.MALFORMED))
            else:
                payload = reply_payload(self._machine.carry_out(command, packet.sequence, now_us))
        return Packet(FrameKind.REPLY, self._session, packet.sequence, packet.id, payload)

    def _send(self, packet: Packet) -> None:
        self._out += encode_frame(packet.to_body())
