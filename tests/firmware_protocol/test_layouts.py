"""Layouts: packed, little-endian, without gaps, and known well enough to write a C header from."""

import pytest

from firmware_protocol import layouts
from firmware_protocol.layouts import MalformedMessage, fields_of, size_of
from firmware_protocol.messages import (
    COMMANDS,
    DATAGRAMS,
    EVENTS,
    MAX_PAYLOAD_BYTES,
    REPORTS,
    AskTurn,
    SetOutput,
    TurnEnded,
    TurnPage,
    Welcome,
)
from firmware_protocol.packets import Packet, parse_command, parse_datagram, parse_reply
from firmware_protocol.vocabulary import CommandId, FaultReason, FrameKind, Output, TurnState

C_SIZES = {"uint8_t": 1, "uint16_t": 2, "uint32_t": 4}
MESSAGES = [*DATAGRAMS.values(), *COMMANDS.values(), *EVENTS.values(), *REPORTS.values()]


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
def test_every_field_follows_the_one_before_and_all_fit_a_frame(kind: type[object]) -> None:
    at = 0
    for part in fields_of(kind):
        assert part.offset_bytes == at
        at += C_SIZES[part.c_type]
    assert at == size_of(kind) < MAX_PAYLOAD_BYTES


def test_nested_parts_are_flattened_under_their_outer_name() -> None:
    told = [(part.name, part.c_type, part.offset_bytes, part.enum) for part in fields_of(TurnEnded)]
    assert told == [
        ("report_turn_id", "uint32_t", 0, None),
        ("report_state", "uint8_t", 4, TurnState),
        ("report_reason", "uint8_t", 5, FaultReason),
        ("report_leaves", "uint8_t", 6, None),
        ("at_us", "uint32_t", 7, None),
    ]


def test_numbers_travel_low_byte_first() -> None:
    assert layouts.pack(TurnPage(0x01020304)).hex() == "04030201"


@pytest.mark.parametrize("value", [-1, 1 << 32])
def test_a_number_that_does_not_fit_its_field_is_refused(value: int) -> None:
    with pytest.raises(MalformedMessage, match="does not fit"):
        layouts.pack(AskTurn(value))


def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="output has no value 9"):
        parse_command(Packet(FrameKind.COMMAND, 1, 1, SetOutput.ID, bytes([9, 0])))
    assert parse_command(Packet(FrameKind.COMMAND, 1, 1, SetOutput.ID, bytes([1, 7]))) == SetOutput(Output.BLOWER, 7)


def test_a_payload_of_another_size_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="4 bytes, not 3"):
        parse_command(Packet(FrameKind.COMMAND, 1, 1, TurnPage.ID, b"abc"))


@pytest.mark.parametrize("body", [b"", b"\x01\x02\x03\x04", b"\x63\x00\x00\x01\x10"])
def test_a_body_without_a_header_or_of_no_known_kind_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedMessage):
        Packet.from_body(body)


def test_ids_and_results_that_nobody_knows_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="0x77"):
        parse_datagram(Packet(FrameKind.DATAGRAM, 0, 0, 0x77))
    for payload in (b"", b"\xee"):
        with pytest.raises(MalformedMessage):
            parse_reply(Packet(FrameKind.REPLY, 1, 1, CommandId.HOME, payload))


def test_what_never_changes_in_the_welcome_comes_first() -> None:
    first, second = fields_of(Welcome)[:2]
    assert (first.name, first.offset_bytes) == ("nonce", 0)
    assert (second.name, second.offset_bytes) == ("protocol_major", 4)
