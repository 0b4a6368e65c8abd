"""Whether the desktop program's memory stays flat over a long book, with the capture screen in front of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.cli.bench_operator import BenchOperator, wait_until_whole
from scanner_daemon.cli.bench_report import Measure, measured, percentile
from scanner_daemon.cli.bench_rig import BenchRigPlan, bench_rig
from scanner_daemon.cli.processes import daemon_process
from scanner_daemon.cli.simulate_command import Brand
from scanner_daemon.cli.steered_gui import steered_gui
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["MemorySamples", "growth_mb", "memory_measures", "watch_memory"]

GROWTH_MB = 5.0
EVERY = 10
"""Spreads between two looks."""
TAIL = 0.05
"""The part of the looks that stands for "now": a single look may meet a picture that is just being decoded."""


@dataclass(frozen=True, slots=True)
class MemorySamples:
    """Resident set sizes of the program in MB of 10^6 bytes, one every ten spreads."""

    rss_mb: Sequence[float]


def watch_memory(brand: Brand, spreads: int, folder: Path, told: Callable[[str], None]) -> MemorySamples:
    """Capture ``spreads`` spreads as fast as the rig can, with the program in front of it."""
    plan = BenchRigPlan(brand.value, "model", BodyTiming.instant(exposure_ms=1.0), Pace(0, 0, 0, 0, 50), spreads + 1)
    rss: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as scratch, ExitStack() as stack:
        rig = stack.enter_context(bench_rig(plan, Path(scratch) / "library"))
        daemon = stack.enter_context(daemon_process(rig.settings_file, Path(scratch) / "daemon.log"))
        client = stack.enter_context(DaemonClient(daemon.socket))
        wait_until_whole(client)
        gui = stack.enter_context(steered_gui(daemon.socket, Path(scratch), screen="capture"))
        gui.until(lambda now: now["connected"], "connected")
        process = psutil.Process(gui.process.pid)

        def look(spread: int) -> None:
            if spread % EVERY == 0:
                rss.append(process.memory_info().rss / 1e6)
            if spread % 100 == 0:
                told(f"memory over {spreads} spreads: {spread}")

        BenchOperator(client, rig.folder / "pedal.sock", spreads, (0.0, 0.0), look).scan("A long book", end=False)
    return MemorySamples(rss)


def growth_mb(rss_mb: Sequence[float]) -> float:
    """By how much the median of the last looks is above that of the looks in the middle of the run."""
    middle, few = len(rss_mb) // 2, max(1, round(len(rss_mb) * TAIL))
    return percentile(rss_mb[-few:], 50) - percentile(rss_mb[middle : middle + few], 50)


def memory_measures(samples: MemorySamples) -> list[Measure]:
    """Flat: at most 5 MB more at the end than half-way."""
    return [
        measured("gui_rss_mb", "max", samples.rss_mb, "MB", None),
        measured("gui_rss_growth_mb", "max", [growth_mb(samples.rss_mb)], "MB", GROWTH_MB),
    ]
