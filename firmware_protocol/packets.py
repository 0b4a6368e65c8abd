"""Packets: bodies with their header taken off, and messages put into them and taken out.

A body is ``kind u8, session u16, sequence u8, id u8, payload``, little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from firmware_protocol import layouts
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.messages import (
    COMMANDS,
    DATAGRAMS,
    EVENTS,
    HEADER_BYTES,
    MAX_PAYLOAD_BYTES,
    NO_SESSION,
    REPORTS,
    Command,
    Datagram,
    Event,
    Reply,
    Report,
)
from firmware_protocol.vocabulary import CommandId, DatagramId, EventId, FrameKind, Result

Id = TypeVar("Id", bound=IntEnum)
M = TypeVar("M")

_HEADER = struct.Struct("<BHBB")


@dataclass(frozen=True, slots=True)
class Packet:
    """One body, taken apart as far as its header."""

    kind: FrameKind
    session: int
    """0…65535; 0 is no session."""
    sequence: int
    """0…255, counted by each sender for itself; a heartbeat's is its token."""
    id: int
    payload: bytes = b""

    def to_body(self) -> bytes:
        """The body to frame. Raises MalformedMessage when a number or the payload does not fit."""
        if len(self.payload) > MAX_PAYLOAD_BYTES:
            raise MalformedMessage(f"a payload of {len(self.payload)} bytes does not fit")
        try:
            return _HEADER.pack(self.kind, self.session, self.sequence, self.id) + self.payload
        except struct.error as wrong:
            raise MalformedMessage(str(wrong)) from wrong

    @classmethod
    def from_body(cls, body: bytes) -> Packet:
        """Take a body apart. Raises MalformedMessage for a short one or an unknown kind."""
        if len(body) < HEADER_BYTES:
            raise MalformedMessage(f"a body of {len(body)} bytes has no header")
        kind, session, sequence, message_id = _HEADER.unpack_from(body)
        try:
            return cls(FrameKind(kind), session, sequence, message_id, body[HEADER_BYTES:])
        except ValueError as wrong:
            raise MalformedMessage(str(wrong)) from wrong


def datagram_packet(message: Datagram, session: int = NO_SESSION, sequence: int = 0) -> Packet:
    """A datagram ready to frame."""
    return Packet(FrameKind.DATAGRAM, session, sequence, message.ID, layouts.pack(message))


def parse_datagram(packet: Packet) -> Datagram:
    """The datagram in a packet. Raises MalformedMessage."""
    return _parse(DATAGRAMS, DatagramId, packet)


def parse_command(packet: Packet) -> Command:
    """The command in a packet. Raises MalformedMessage."""
    return _parse(COMMANDS, CommandId, packet)


def parse_event(packet: Packet) -> Event:
    """The event in a packet. Raises MalformedMessage."""
    return _parse(EVENTS, EventId, packet)


def reply_payload(reply: Reply) -> bytes:
    """Result byte, then the report where there is one."""
    return bytes([reply.result]) + (layouts.pack(reply.report) if reply.report is not None else b"")


def parse_reply(packet: Packet) -> Reply:
    """The reply in a packet. Raises MalformedMessage."""
    try:
        command = CommandId(packet.id)
        result = Result(packet.payload[0])
    except (ValueError, IndexError) as wrong:
        raise MalformedMessage(f"not a reply: {packet!r}") from wrong
    kind = REPORTS.get(command)
    if result is not Result.OK or kind is None:
        return Reply(command, result)
    report: Report = layouts.unpack(kind, packet.payload[1 : 1 + layouts.size_of(kind)])
    return Reply(command, result, report)


def _parse(kinds: Mapping[Id, type[M]], ids: type[Id], packet: Packet) -> M:
    try:
        kind = kinds[ids(packet.id)]
    except (ValueError, KeyError) as wrong:
        raise MalformedMessage(f"no message has id {packet.id:#04x}") from wrong
    return layouts.unpack(kind, packet.payload)
