"""The firmware is compiled with the ids, layouts and limits that the host uses."""

from __future__ import annotations

import re

from firmware_protocol.c_header import HEADER, header_text
from firmware_protocol.controller_mechanics import PINS
from firmware_protocol.messages import COMMANDS
from firmware_protocol.vocabulary import Output


def test_the_header_is_not_stale() -> None:
    """If this fails: `python -m firmware_protocol.c_header`."""
    assert HEADER.read_text("utf-8") == header_text()


def test_every_command_has_its_layout_in_the_header() -> None:
    for command in COMMANDS:
        assert f"{{0x{int(command):02x}, " in header_text()


def test_the_pins_that_are_told_are_the_pins_that_are_driven_and_wired() -> None:
    """Port D begins at the board's D0, port B at its D8."""
    pins = (HEADER.parent / "board" / "pins.h").read_text("utf-8")
    wiring = (HEADER.parent / "README.md").read_text("utf-8")
    first = {"D": 0, "B": 8}
    for output, pin in PINS.items():
        driven = re.search(rf"PIN_{output.name}S? = P([BD])(\d)", pins)
        assert driven is not None
        assert first[driven[1]] + int(driven[2]) == pin
    assert f"| D{PINS[Output.VACUUM]} | pump MOSFET" in wiring
    assert f"| D{PINS[Output.BLOWER]} | blower MOSFET" in wiring
    assert f"| D{PINS[Output.LAMPS]} | lamps MOSFET" in wiring
