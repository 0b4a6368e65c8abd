"""Whether the desktop program's memory stays flat over a long book, with the capture screen in front of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median

import psutil

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.cli.bench_operator import BenchOperator, wait_until_whole
from scanner_daemon.cli.bench_report import Measure, measured
from scanner_daemon.cli.bench_rig import BenchRigPlan, bench_rig
from scanner_daemon.cli.processes import daemon_process
from scanner_daemon.cli.simulate_command import Brand
from scanner_daemon.cli.steered_gui import steered_gui
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["MemorySamples", "growth_mb", "memory_measures", "slope_mb", "watch_memory"]

GROWTH_MB = 5.0
EVERY = 10
"""Spreads between two looks."""
WARM_UP = 100
"""Spreads until what is meant to be kept is full: 192 small pictures of the filmstrip are 96 spreads."""
NOW = 0.05
"""The part of the looks that stands for one time: a single look may meet a picture that is just being decoded."""


@dataclass(frozen=True, slots=True)
class MemorySamples:
    """Resident set sizes of the program in MB of 10^6 bytes, one every ten spreads."""

    rss_mb: Sequence[float]

    @property
    def warm(self) -> Sequence[float]:
        """The looks after the warm-up, which is half of a run that is too short for it."""
        return self.rss_mb[min(WARM_UP // EVERY, len(self.rss_mb) // 2) :]


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


def growth_mb(samples: MemorySamples) -> float:
    """By how much the median of the last looks is above that of the first ones after the warm-up."""
    few = max(1, round(len(samples.warm) * NOW))
    return median(samples.warm[-few:]) - median(samples.warm[:few])


def slope_mb(samples: MemorySamples) -> float:
    """The straight line through all looks after the warm-up (least squares), in MB for each thousand spreads."""
    looks = range(len(samples.warm))
    return linear_regression(looks, samples.warm).slope * 1_000 / EVERY if len(looks) > 1 else 0.0


def memory_measures(samples: MemorySamples) -> list[Measure]:
    """Flat: at most 5 MB more at the end than after the warm-up."""
    return [
        measured("gui_rss_mb", "max", samples.rss_mb, "MB", None),
        measured("gui_rss_growth_mb", "max", [growth_mb(samples)], "MB", GROWTH_MB),
        measured("gui_rss_slope_mb_per_1000_spreads", "mean", [slope_mb(samples)], "MB", None),
    ]
