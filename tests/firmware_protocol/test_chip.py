"""What only a chip can show: hangs, power cuts between two bytes of EEPROM, noise by the hundred thousand."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import firmware_protocol
from firmware_protocol import layouts
from firmware_protocol.frames import encode_frame
from firmware_protocol.messages import AskTurn, Home, LowerPlaten, SetParameter, TurnPage, TurnReport
from firmware_protocol.packets import Packet
from firmware_protocol.simavr import (
    CYCLES_PER_US,
    News,
    PlainHost,
    SimulatedChip,
    ToolsMissing,
    build_controller,
    build_simulator,
)
from firmware_protocol.vocabulary import FrameKind, ParameterId, ResetCause, Result, StateFlag, TurnState

BROWN_OUT = 4
BYTE_US = 100
"""The simulated UART takes 94 us a byte: none waits when the next come."""
NOISE_BYTES = int(os.environ.get("BOOKCRADLE_NOISE_BYTES", "60000"))


@contextmanager
def powered() -> Iterator[PlainHost]:
    try:
        simulator, elf = build_simulator(), build_controller()
    except ToolsMissing as missing:
        pytest.skip(f"the ELF is not tested here: apt install {missing}")
    with SimulatedChip(simulator, elf) as chip:
        host = PlainHost(chip)
        host.greet()
        yield host


def home(host: PlainHost) -> None:
    host.do(SetParameter(ParameterId.HOME_MS, 0))
    host.do(Home())
    host.let_pass(3_000_000)


def moved(news: list[News]) -> list[News]:
    """Steps, and outputs that are not off."""
    return [each for each in news if each.words[0] == "step" or (each.words[0] == "output" and each.words[2] != "0")]


def test_a_program_that_hangs_is_ended_by_the_watchdog_and_nothing_moves_any_more() -> None:
    with powered() as host:
        home(host)
        host.do(SetParameter(ParameterId.PLATEN_TRAVEL_MS, 5_000))
        host.chip.ask("trace 1")
        host.do(LowerPlaten())
        host.let_pass(200_000)
        host.chip.ask("hang")
        hung_at = host.chip.cycle
        host.let_pass(600_000, alive=False)
        last_step = max(news.cycle for news in host.news if news.words[0] == "step")
        assert last_step - hung_at < 400_000 * CYCLES_PER_US
        welcome = host.greet()
        assert welcome.reset_cause is ResetCause.WATCHDOG
        assert not welcome.state.flags & StateFlag.HOMED


@pytest.mark.parametrize("instant", range(10))
def test_a_power_cut_while_a_turn_is_written_down_forgets_it_only_if_nothing_moved(instant: int) -> None:
    """The cell takes 3.4 ms a byte; the cut comes anywhere from before the first byte until the arm draws the leaf."""
    with powered() as host:
        home(host)
        host.do(SetParameter(ParameterId.TURN_MS, 1_000))
        host.chip.ask("trace 1")
        host.let_pass(50_000)
        host.news.clear()
        command = Packet(FrameKind.COMMAND, host.session, host.next_sequence, TurnPage.ID, layouts.pack(TurnPage(77)))
        host.chip.receive(encode_frame(command.to_body()))
        host.let_pass(1_000 + 4_000 * instant + random.Random(instant).randrange(4_000), alive=False)
        began = bool(moved(host.news))
        host.chip.ask(f"reset {BROWN_OUT}")
        welcome = host.greet()
        assert welcome.reset_cause is ResetCause.BROWN_OUT
        report = host.ask(AskTurn(77)).report
        assert isinstance(report, TurnReport)
        assert report.state is TurnState.INTERRUPTED if began else report.state is not TurnState.DONE
        home(host)
        again = host.ask(TurnPage(77))
        host.let_pass(2_500_000)
        over = [news for news in host.news if news.words[0] == "leaf"]
        assert again.result is Result.OK
        assert len(over) == (0 if report.state is TurnState.INTERRUPTED else 1)


def test_noise_moves_nothing_resets_nothing_and_the_next_hello_is_answered() -> None:
    """Random bytes, and golden frames with a byte changed. BOOKCRADLE_NOISE_BYTES=1000000 for the million by hand."""
    golden = json.loads((Path(firmware_protocol.__file__).parent / "vectors.json").read_text())["frames"]
    noise = random.Random(5)
    fed = 0
    with powered() as host:
        home(host)
        host.chip.ask("trace 1")
        host.news.clear()
        while fed < NOISE_BYTES:
            if noise.random() < 0.5:
                data = noise.randbytes(noise.randrange(1, 200))
            else:
                frame = bytearray.fromhex(noise.choice(golden)["frame"])
                frame[noise.randrange(len(frame) - 1)] ^= noise.randrange(1, 256)
                data = bytes(frame)
            host.chip.receive(data)
            host.let_pass(len(data) * BYTE_US, alive=False)
            fed += len(data)
        host.chip.receive(b"\0")
        host.let_pass(100_000, alive=False)
        assert moved(host.news) == []
        assert [news for news in host.news if news.words[0] == "reset"] == []
        assert host.greet().boot_count == 1
