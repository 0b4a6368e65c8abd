"""What the controller's firmware takes: the ELF that ships, on a simulated chip, measured in the chip's own cycles.

A cycle is 62.5 ns, so no figure depends on how busy this machine is.
"""

from __future__ import annotations

import itertools
import random
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from firmware_protocol.messages import Home, LowerPlaten, Release, SetParameter, TurnPage
from firmware_protocol.simavr import (
    CYCLES_PER_US,
    Build,
    BuildFailed,
    PlainHost,
    RunnerFailed,
    SimulatedChip,
    ToolsMissing,
    build_controller,
    build_simulator,
)
from firmware_protocol.vocabulary import ParameterId
from scanner_daemon.cli.bench_report import BenchReport, Measure, measured
from scanner_daemon.simulation.controller.simavr import AvrToolsMissing, FirmwareNotBuilt

__all__ = ["link_report"]

BAUDS = (115_200, 250_000)
FRAME_BYTES = 9 + 18
"""A heartbeat and its answer, framed."""
BITS_PER_BYTE = 10
ROUND_TRIP_RATIO = 1.5
JITTER_PERCENT = 2.0
STOP_MS = 1.0
DEAD_MAN_PERCENT = 10.0
REVERSAL_MS = 20.0
FLASH_BYTES = 24 * 1024
RAM_BYTES = 1536
DEAD_MANS_MS = (200, 500, 1_000, 2_000)
CYCLES_PER_MS = CYCLES_PER_US * 1000
DEEP_MS = 120
"""Into a lowering at full pace by now: the platen cruises."""


def link_report(round_trips: int, stops: int) -> BenchReport:
    """Round trips at both baud rates, and ``stops`` emergency stops and pinches at the highest step rate.

    Raises AvrToolsMissing or FirmwareNotBuilt.
    """
    try:
        return _report(round_trips, stops)
    except ToolsMissing as missing:
        raise AvrToolsMissing(packages=str(missing)) from missing
    except (BuildFailed, RunnerFailed) as failed:
        raise FirmwareNotBuilt(detail=str(failed)) from failed


def _report(round_trips: int, stops: int) -> BenchReport:
    samples: dict[str, Sequence[float]] = {}
    limits: list[Measure] = []
    for baud in BAUDS:
        wire_ms = FRAME_BYTES * BITS_PER_BYTE * 1000 / baud
        trips = _round_trips_ms(baud, round_trips)
        samples[f"round_trip_ms_{baud}"] = trips
        samples[f"round_trip_to_wire_{baud}"] = [trip / wire_ms for trip in trips]
        limits.append(measured(f"round_trip_ms_{baud}", "p50", trips, "ms", None))
        ratios = samples[f"round_trip_to_wire_{baud}"]
        limits.append(measured(f"round_trip_to_wire_{baud}", "p50", ratios, "x", ROUND_TRIP_RATIO))
    for name, found, unit, limit in (
        ("step_rate_hz", _cruise_rates_hz(), "Hz", None),
        ("step_jitter_percent", _jitter_percent(), "%", JITTER_PERCENT),
        ("stop_to_last_step_ms", _stops_ms(stops), "ms", STOP_MS),
        ("dead_man_off_percent", _dead_man_off_percent(), "%", DEAD_MAN_PERCENT),
        ("pinch_to_reversal_ms", _reversals_ms(stops), "ms", REVERSAL_MS),
        ("ram_bytes", [_ram_bytes()], "bytes", RAM_BYTES),
        ("flash_bytes", [_flash_bytes(build_controller())], "bytes", FLASH_BYTES),
    ):
        samples[name] = found
        limits.append(measured(name, "max", found, unit, limit))
    notes = {"measured_in": "cycles of the simulated ATmega328P at 16 MHz"}
    return BenchReport("link", round_trips, tuple(limits), samples, notes)


@contextmanager
def _chip(baud: int = BAUDS[0]) -> Iterator[PlainHost]:
    with SimulatedChip(build_simulator(), build_controller(Build(baud=baud))) as chip:
        host = PlainHost(chip)
        host.greet()
        yield host


def _round_trips_ms(baud: int, count: int) -> list[float]:
    waits = random.Random(baud)
    with _chip(baud) as host:
        trips = []
        for _ in range(count):
            host.let_pass(waits.randrange(3_000, 9_000), alive=False)
            trips.append(host.heartbeat() / CYCLES_PER_MS)
        return trips


@contextmanager
def _lowering(travel_ms: int, dead_man_ms: int = 1_000) -> Iterator[PlainHost]:
    """The platen homed and on its way down, every step told."""
    with _chip() as host:
        host.do(SetParameter(ParameterId.HOME_MS, 0))
        host.do(SetParameter(ParameterId.PLATEN_TRAVEL_MS, travel_ms))
        if dead_man_ms != 1_000:
            host.do(SetParameter(ParameterId.DEAD_MAN_MS, dead_man_ms))
        host.do(Release())
        host.do(Home())
        host.let_pass(3_000_000)
        host.chip.ask("trace 1")
        host.news.clear()
        host.do(LowerPlaten())
        yield host


def _steps(host: PlainHost, way: str) -> list[int]:
    return [news.cycle for news in host.news if news.words == ("step", "platen", way)]


def _cruise() -> list[int]:
    """Cycles between the steps of the middle third of a lowering at full pace, under a talking host."""
    with _lowering(0) as host:
        host.let_pass(1_500_000)
        steps = _steps(host, "away")
    middle = steps[len(steps) // 3 : 2 * len(steps) // 3]
    return [later - earlier for earlier, later in itertools.pairwise(middle)]


def _cruise_rates_hz() -> list[float]:
    return [CYCLES_PER_MS * 1000 / interval for interval in _cruise()]


def _jitter_percent() -> list[float]:
    intervals = _cruise()
    usual = statistics.median(intervals)
    return [100 * abs(interval - usual) / usual for interval in intervals]


def _stops_ms(count: int) -> list[float]:
    phases = random.Random(1)
    took = []
    for _ in range(count):
        with _lowering(0) as host:
            host.let_pass(DEEP_MS * 1000 + phases.randrange(1_000))
            pressed = host.chip.cycle
            host.chip.ask("hand stop 1")
            host.let_pass(100_000)
            took.append(max(0, _steps(host, "away")[-1] - pressed) / CYCLES_PER_MS)
    return took


def _reversals_ms(count: int) -> list[float]:
    phases = random.Random(2)
    took = []
    for _ in range(count):
        with _lowering(0) as host:
            host.let_pass(DEEP_MS * 1000 + phases.randrange(1_000))
            pressed = host.chip.cycle
            host.chip.ask("hand pinch 1")
            host.let_pass(100_000)
            took.append((_steps(host, "home")[0] - pressed) / CYCLES_PER_MS)
    return took


def _dead_man_off_percent() -> list[float]:
    off = []
    for dead_man_ms in DEAD_MANS_MS:
        with _lowering(10_000, dead_man_ms) as host:
            host.let_pass(100_000, alive=False)
            began = host.chip.cycle
            arrived = began + round(9 * BITS_PER_BYTE * 1e6 / BAUDS[0] * CYCLES_PER_US)
            host.heartbeat()
            host.let_pass(dead_man_ms * 1500, alive=False)
            lasted_ms = (_steps(host, "away")[-1] - arrived) / CYCLES_PER_MS
            off.append(100 * abs(lasted_ms - dead_man_ms) / dead_man_ms)
    return off


def _ram_bytes() -> float:
    """The most that was ever written of the RAM, data and stack together, through homing, travel and turn."""
    with _lowering(0) as host:
        host.let_pass(1_500_000)
        host.do(SetParameter(ParameterId.TURN_MS, 500))
        host.do(Home())
        host.let_pass(3_000_000)
        host.ask(TurnPage(1))
        host.let_pass(3_000_000)
        host.chip.ask("memory")
        host.let_pass(1_000)
        return float(next(news.words[1] for news in host.news if news.words[0] == "memory"))


def _flash_bytes(elf: Path) -> float:
    run = subprocess.run(["avr-size", str(elf)], capture_output=True, text=True, check=True, timeout=10)
    text, data = run.stdout.splitlines()[1].split()[:2]
    return float(int(text) + int(data))
