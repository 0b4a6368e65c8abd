"""The golden frames: what is written in vectors.json is what goes over the wire, here and on the controller."""

from __future__ import annotations

import dataclasses
import json
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest

import firmware_protocol
from firmware_protocol import layouts, messages
from firmware_protocol.frames import MAX_FRAME_BYTES, FrameDecoder, cobs_decode, cobs_encode, crc16, encode_frame
from firmware_protocol.messages import COMMANDS, DATAGRAMS, EVENTS, HEADER_BYTES, MAX_PAYLOAD_BYTES
from firmware_protocol.packets import Packet, parse_command, parse_datagram, parse_event, parse_reply
from firmware_protocol.vocabulary import FrameKind

VECTORS: dict[str, Any] = json.loads((Path(firmware_protocol.__file__).parent / "vectors.json").read_text())
FRAMES: list[dict[str, Any]] = VECTORS["frames"]


def by_hand_crc(data: bytes) -> int:
    """Bit by bit, from the polynomial: a second opinion on the library's table."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {member.name: plain(getattr(value, member.name)) for member in dataclasses.fields(value)}
    return value.name if isinstance(value, IntEnum) else value


def named(frame: dict[str, Any]) -> str:
    return str(frame["name"])


def test_the_limits_are_the_ones_in_force() -> None:
    limits = VECTORS["protocol"]
    assert limits["major"] == messages.PROTOCOL_MAJOR
    assert limits["minor"] == messages.PROTOCOL_MINOR
    assert limits["max_frame_bytes"] == MAX_FRAME_BYTES
    assert limits["header_bytes"] == HEADER_BYTES
    assert limits["max_payload_bytes"] == MAX_PAYLOAD_BYTES
    assert limits["window"] == messages.WINDOW
    assert limits["event_queue"] == messages.EVENT_QUEUE
    assert limits["turn_ring_slots"] == messages.TURN_RING_SLOTS


@pytest.mark.parametrize("vector", VECTORS["crc"], ids=lambda vector: vector["bytes"][:12] or "empty")
def test_crc(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["bytes"])
    assert crc16(data) == by_hand_crc(data) == vector["crc"]


@pytest.mark.parametrize("vector", VECTORS["cobs"], ids=lambda vector: vector["plain"][:12] or "empty")
def test_stuffing(vector: dict[str, Any]) -> None:
    assert cobs_encode(bytes.fromhex(vector["plain"])).hex() == vector["stuffed"]
    assert cobs_decode(bytes.fromhex(vector["stuffed"])).hex() == vector["plain"]


@pytest.mark.parametrize("vector", FRAMES, ids=named)
def test_a_frame_reads_as_its_message_and_is_written_again_to_the_byte(vector: dict[str, Any]) -> None:
    [body] = FrameDecoder().feed(bytes.fromhex(vector["frame"]))
    assert body.hex() == vector["body"]
    assert encode_frame(body).hex() == vector["frame"]

    packet = Packet.from_body(body)
    header = (packet.kind.name, packet.session, packet.sequence, packet.id)
    assert header == (vector["kind"], vector["session"], vector["sequence"], vector["id"])
    assert packet.to_body() == body

    message: Any = None
    match packet.kind:
        case FrameKind.DATAGRAM:
            message = parse_datagram(packet)
        case FrameKind.COMMAND if vector["message"] is not None:
            message = parse_command(packet)
        case FrameKind.EVENT:
            message = parse_event(packet)
        case FrameKind.REPLY:
            reply = parse_reply(packet)
            assert reply.result.name == vector["result"]
            message = reply.report
        case _:
            pass
    assert (plain(message) if message is not None else None) == vector["message"]
    if message is not None:
        assert packet.payload.endswith(layouts.pack(message))


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["why"])
def test_what_is_no_frame_is_refused_and_the_next_one_found(vector: dict[str, Any]) -> None:
    decoder = FrameDecoder()
    assert list(decoder.feed(bytes.fromhex(vector["bytes"]))) == []
    assert decoder.refused == 1
    assert [body.hex() for body in decoder.feed(bytes.fromhex(FRAMES[0]["frame"]))] == [FRAMES[0]["body"]]


def test_every_message_has_a_golden_frame() -> None:
    golden = {(frame["kind"], frame["id"]) for frame in FRAMES}
    wanted = {("DATAGRAM", int(number)) for number in DATAGRAMS}
    wanted |= {("COMMAND", int(number)) for number in COMMANDS}
    wanted |= {("EVENT", int(number)) for number in EVENTS}
    assert wanted <= golden
