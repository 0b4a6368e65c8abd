"""The firmware is compiled with the ids, layouts and limits that the host uses."""

from __future__ import annotations

from firmware_protocol.c_header import HEADER, header_text
from firmware_protocol.messages import COMMANDS


def test_the_header_is_not_stale() -> None:
    """If this fails: `python -m firmware_protocol.c_header`."""
    assert HEADER.read_text("utf-8") == header_text()


def test_every_command_has_its_layout_in_the_header() -> None:
    for command in COMMANDS:
        assert f"{{0x{int(command):02x}, " in header_text()
