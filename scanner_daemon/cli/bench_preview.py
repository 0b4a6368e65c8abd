"""What a person sees, and how soon: live views in the desktop program, and a library of a million pages in it.

The program runs in a process of its own against a real daemon and the rig in a box, whose bodies give 30 frames a
second of the simulated book. An age is from the instant at which the camera's process got a frame to the end of the
paint that brought it to the display.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.cli.bench_memory import MemorySamples, memory_measures, watch_memory
from scanner_daemon.cli.bench_million import MillionSamples, look_at_million, million_measures
from scanner_daemon.cli.bench_operator import wait_until_whole
from scanner_daemon.cli.bench_report import BenchReport, Measure, measured
from scanner_daemon.cli.demo_operator import DemoOperator
from scanner_daemon.cli.processes import daemon_process, rig_process
from scanner_daemon.cli.simulate_command import Brand
from scanner_daemon.cli.steered_gui import GuiSilent, SteeredGui, steered_gui
from scanner_daemon.simulation.control import ControlClient

__all__ = ["PreviewSamples", "PreviewSize", "preview_report", "report_of"]

AGE_MS = 50.0
HELD_MS = 16.0
HELD_AT_MOST_MS = 50.0
STARTS_MS = 1_000.0
STARTS = 5
FRAMES_PER_SECOND = 28.0
"""Of the 30 that a body gives, so many must be seen."""
SPREADS = 4
RIG: tuple[str, ...] = ()
"""More for `bookcradle simulate`."""
SETTLING_S = 3.0
PICTURES = 40


@dataclass(frozen=True, slots=True)
class PreviewSize:
    """How long to look."""

    seconds: int
    pictures: int = PICTURES
    pages: int = 1_000_000
    """In the library that is dragged over; 0: none."""
    spreads: int = 2_000
    """Over which memory must stay flat; 0: none."""


@dataclass(frozen=True, slots=True)
class PreviewSamples:
    """Raw values, all in milliseconds but the frame rate."""

    age_ms: Mapping[str, Sequence[float]]
    fps: Mapping[str, float]
    held_ms: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """By what the program did meanwhile."""
    starts_ms: Sequence[float] = ()
    """From the start of the process to the first word of the daemon, its modules compiled and in the disk's cache."""
    first_start_ms: float | None = None
    """The same while Python compiles every module: once after an installation that has not done so."""
    opened_ms: Sequence[float] = ()
    """From asking for a photograph of 24 MP to its picture, with live view running."""


def preview_report(brand: Brand, size: PreviewSize, folder: Path, told: Callable[[str], None]) -> BenchReport:
    """Start rig, daemon and program; look at live views, then open photographs of 24 MP."""
    arguments = ["--brand", brand.value, "--spreads", str(SPREADS + 1), *RIG]
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as scratch, ExitStack() as stack:
        here = Path(scratch)
        told("starting the rig")
        rig = stack.enter_context(rig_process(here / "library", arguments))
        daemon = stack.enter_context(daemon_process(rig.settings_file, here / "daemon.log"))
        client = stack.enter_context(DaemonClient(daemon.socket))
        control = stack.enter_context(ControlClient(rig.control_socket))
        wait_until_whole(client)
        told("capturing spreads of 24 MP")
        DemoOperator(client, control, SPREADS, str(daemon.log), lambda _: None).scan("The bench's book")
        time.sleep(SETTLING_S)
        told("starting the program")
        compiled = {"PYTHONPYCACHEPREFIX": str(here / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
        first_start_ms, *starts_ms = (_starts_ms(daemon.socket, here, compiled) for _ in range(1 + STARTS))
        gui = stack.enter_context(steered_gui(daemon.socket, here, screen="capture", environment=compiled))
        gui.until(lambda now: now["connected"] and now["last_paint_ns"] > 0, "connected and painted")
        told("live views")
        time.sleep(SETTLING_S)
        live = _watched(gui, size.seconds)
        told("opening photographs of 24 MP")
        opening = _opening_pictures(gui, here / "library" / "originals", size.pictures)
        ages = {side: seen for side, seen in live["age_ms"].items() if seen}
        fps = {side: len(seen) / size.seconds for side, seen in ages.items()}
        held = {"live": live["held_ms"], "pictures": opening["held_ms"]}
    live_views = PreviewSamples(ages, fps, held, starts_ms, first_start_ms, opening["opened_ms"])
    million = look_at_million(brand, size.pages, folder, told) if size.pages else None
    memory = watch_memory(brand, size.spreads, folder, told) if size.spreads else None
    return report_of(live_views, million, memory)


def report_of(
    samples: PreviewSamples, million: MillionSamples | None = None, memory: MemorySamples | None = None
) -> BenchReport:
    """The measures of the design's budget for live view and for the event loop."""
    measures: list[Measure] = []
    raw: dict[str, Sequence[float]] = {}
    for side, ages in samples.age_ms.items():
        raw[f"frame_age_{side}_ms"] = ages
        measures.append(measured(f"frame_age_{side}_ms", "p50", ages, "ms", None))
        measures.append(measured(f"frame_age_{side}_ms", "p95", ages, "ms", AGE_MS))
        measures.append(
            measured(f"frames_{side}_per_s", "mean", [samples.fps[side]], "1/s", FRAMES_PER_SECOND, at_least=True)
        )
    for doing, held in samples.held_ms.items():
        raw[f"held_{doing}_ms"] = held
        measures.append(measured(f"held_{doing}_ms", "p99.9", held, "ms", HELD_MS))
        measures.append(measured(f"held_{doing}_ms", "max", held, "ms", HELD_AT_MOST_MS))
    if samples.opened_ms:
        measures.append(measured("picture_opened_ms", "p50", samples.opened_ms, "ms", None))
    if samples.starts_ms:
        raw["start_to_connected_ms"] = samples.starts_ms
        measures.append(measured("start_to_connected_ms", "p50", samples.starts_ms, "ms", None))
        measures.append(measured("start_to_connected_ms", "max", samples.starts_ms, "ms", STARTS_MS))
    if samples.first_start_ms is not None:
        measures.append(measured("start_while_compiling_ms", "max", [samples.first_start_ms], "ms", None))
    if million is not None:
        measures += million_measures(million)
        raw |= {name: getattr(million, name) for name in MillionSamples.__dataclass_fields__ if name != "pages"}
    if memory is not None:
        measures += memory_measures(memory)
        raw["gui_rss_mb"] = memory.rss_mb
    return BenchReport("preview", sum(map(len, samples.age_ms.values())), tuple(measures), raw, {})


def _starts_ms(socket: Path, folder: Path, environment: Mapping[str, str]) -> float:
    with steered_gui(socket, folder, screen="capture", environment=environment) as gui:
        now = gui.until(lambda now: now["connected"] and now["last_paint_ns"] > 0, "connected and painted")
    connected_ns: int = now["connected_ns"]
    return (connected_ns - gui.started_ns) / 1e6


def _watched(gui: SteeredGui, seconds: float) -> dict[str, Any]:
    gui.ask("watch")
    gui.ask("wait", ms=round(seconds * 1000))
    return gui.ask("watched")


def _opening_pictures(gui: SteeredGui, originals: Path, count: int) -> dict[str, Any]:
    paths = [f"/v1/originals/{file.stem}" for file in sorted(originals.glob("*/*.jpg"))]
    gui.ask("watch")
    opened = gui.ask("open_pictures", paths=paths, count=count, width=640, height=640)
    if opened["failed"]:
        raise GuiSilent(order="open photographs", detail=", ".join(sorted(set(opened["failed"]))))
    return gui.ask("watched") | {"opened_ms": opened["opened_ms"]}
