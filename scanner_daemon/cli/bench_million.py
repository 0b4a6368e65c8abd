"""A library of a million pages in the desktop program: the first screen, dragging over all of it, stopping."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.cli.bench_report import Measure, measured
from scanner_daemon.cli.bench_rig import BenchRigPlan, bench_rig
from scanner_daemon.cli.processes import daemon_process
from scanner_daemon.cli.simulate_command import Brand
from scanner_daemon.cli.steered_gui import GuiSilent, SteeredGui, steered_gui
from scanner_daemon.library.library import open_library
from scanner_daemon.settings import LibrarySettings
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.many_pages import fill_library
from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["MillionSamples", "look_at_million", "million_measures"]

FIRST_SCREEN_MS = 300.0
PAINT_MS = 16.0
STOPPED_MS = 250.0
HELD_AT_MOST_MS = 50.0
PICTURES = 120
STARTS = 5
DRAGS = 10
DRAG_S = 3.0
WITHIN_MS = 60_000
SIZE = (1920, 1080)


@dataclass(frozen=True, slots=True)
class MillionSamples:
    """Raw values in milliseconds."""

    pages: int
    first_screen_ms: Sequence[float]
    """From the first word of the daemon to the end of the paint that showed the last picture of the first screen."""
    drag_paint_ms: Sequence[float]
    drag_held_ms: Sequence[float]
    stopped_ms: Sequence[float]
    """From the end of a drag to the end of the paint that showed the last picture in view."""


def look_at_million(brand: Brand, pages: int, folder: Path, told: Callable[[str], None]) -> MillionSamples:
    """Make the library, start rig and daemon before it, and open, drag and stop, several times."""
    plan = BenchRigPlan(brand.value, "model", BodyTiming(exposure_ms=10.0), Pace(0, 0, 0, 0, 50), 2)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as scratch, ExitStack() as stack:
        library = Path(scratch) / "library"
        told(f"making a library of {pages} pages")
        with open_library(LibrarySettings(folder=library)) as opened:
            fill_library(opened, pages, pictures=PICTURES)
        rig = stack.enter_context(bench_rig(plan, library))
        daemon = stack.enter_context(daemon_process(rig.settings_file, Path(scratch) / "daemon.log"))
        first = []
        for number in range(STARTS):
            told(f"opening it, {number + 1} of {STARTS}")
            with steered_gui(daemon.socket, Path(scratch), screen="review") as gui:
                first.append(_first_screen_ms(gui))
        with steered_gui(daemon.socket, Path(scratch), screen="review") as gui:
            _first_screen_ms(gui)
            gui.ask("size", width=SIZE[0], height=SIZE[1])
            gui.ask("settle", within_ms=WITHIN_MS)
            paint, held, stopped = [], [], []
            for number in range(DRAGS):
                told(f"dragging over all of it, {number + 1} of {DRAGS}")
                gui.ask("watch")
                dragged = gui.ask("drag", seconds=DRAG_S)
                if not dragged["rows"]:
                    raise GuiSilent(order="drag", detail="there is nothing to scroll")
                seen = gui.ask("watched")
                paint += seen["paint_ms"]
                held += seen["held_ms"]
                stopped.append((_complete_ns(gui) - dragged["stopped_ns"]) / 1e6)
        return MillionSamples(pages, first, paint, held, stopped)


def million_measures(samples: MillionSamples) -> list[Measure]:
    """Against the budgets of the design."""
    return [
        measured("first_screen_ms", "p50", samples.first_screen_ms, "ms", None),
        measured("first_screen_ms", "max", samples.first_screen_ms, "ms", FIRST_SCREEN_MS),
        measured("drag_paint_ms", "p99", samples.drag_paint_ms, "ms", PAINT_MS),
        measured("drag_held_ms", "max", samples.drag_held_ms, "ms", HELD_AT_MOST_MS),
        measured("pictures_after_stop_ms", "p50", samples.stopped_ms, "ms", None),
        measured("pictures_after_stop_ms", "max", samples.stopped_ms, "ms", STOPPED_MS),
    ]


def _first_screen_ms(gui: SteeredGui) -> float:
    complete_ns = _complete_ns(gui)
    connected_ns: int = gui.ask("told")["connected_ns"]
    return (complete_ns - connected_ns) / 1e6


def _complete_ns(gui: SteeredGui) -> int:
    done = gui.ask("settle", within_ms=WITHIN_MS)
    if not done["settled"]:
        raise GuiSilent(order="settle", detail=f"pictures are still missing after {WITHIN_MS} ms")
    complete: int = done["complete_ns"]
    return complete
