"""The page bench's second camera: how much straighter open pages come out where another camera sees them, too."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.cli.bench_pages_geometry import WORLDS
from scanner_daemon.cli.bench_pages_views import cut_words, misfit_of_page, misfit_of_photo, taken, views
from scanner_daemon.cli.bench_report import Measure, measured
from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.backends import CpuBackend
from scanner_daemon.pages.other_view import OtherPhotograph
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.simulation.true_profile import true_profile

__all__ = ["TwoCameras", "two_camera_measures", "two_cameras"]

Told = Callable[[str], None]

ASIDE_DEG = (-20.0, 20.0)
"""Where the other camera stands, in turn: over the gutter of the one page, over the fore-edge of the other."""
KINDS = ("open", "open_hard")


@dataclass(slots=True)
class TwoCameras:
    """Samples by name, the pages that the other camera made worse, and what was said of it for each page."""

    samples: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worse: list[str] = field(default_factory=list)
    worse_than_photograph: list[str] = field(default_factory=list)
    said: dict[str, str | None] = field(default_factory=dict)
    cut_words: int = 0


def two_cameras(pages_a_kind: int, told: Told, further: int = 0) -> TwoCameras:
    """The same pages by one camera and by two: ``pages_a_kind`` open and hard ones of each world, half calibrated."""
    found = TwoCameras()
    for world in WORLDS:
        for kind in KINDS:
            told(f"world {world}, {kind.replace('_', ' ')}, two cameras")
            for number, (view, own, jpeg) in enumerate(taken(views(kind, world, pages_a_kind, further))):
                beside = replace(view.shot, aside_deg=ASIDE_DEG[number // 2 % 2])
                other_jpeg = photograph(beside).jpeg()
                for calibrated in (False, True):
                    name = f"{world}.{kind}" + (".profile" if calibrated else "")
                    of_page, of_other = (_calibration(shot) if calibrated else None for shot in (view.shot, beside))
                    other = OtherPhotograph(other_jpeg, "other.jpg", of_other)
                    alone, one_ms = _laid_flat(jpeg, view.shot, of_page, None)
                    both, two_ms = _laid_flat(jpeg, view.shot, of_page, other)
                    one, two = (misfit_of_page(page, own.truth, kind) for page in (alone, both))
                    found.samples[f"{name}.one_camera.rms_mm"].append(one.rms_mm)
                    found.samples[f"{name}.two_cameras.rms_mm"].append(two.rms_mm)
                    found.samples[f"{name}.two_cameras.p95_mm"].append(two.p95_mm)
                    found.samples["two_cameras_more_ms"].append(two_ms - one_ms)
                    found.cut_words += cut_words(both, own.truth)
                    page = f"{name} seed {view.shot.seed} {view.shot.side.value}"
                    found.said[page] = both.reasons.other_view
                    if two.worse_than(one):
                        found.worse.append(page)
                    if two.worse_than(misfit_of_photo(own.truth, kind)):
                        found.worse_than_photograph.append(page)
    return found


def two_camera_measures(found: TwoCameras) -> list[Measure]:
    """Means and maxima over the pages; no page may be worse than its photograph."""
    measures = []
    for name in sorted(found.samples):
        if name.endswith("_mm"):
            measures.append(measured(name, "mean", found.samples[name], "mm", None))
            if "two_cameras" in name:
                measures.append(measured(name, "max", found.samples[name], "mm", None))
    followed = [float(said is not None and ", followed: " in said) for said in found.said.values()]
    measures.append(measured("two_cameras_followed", "mean", followed, "of the pages", None))
    measures.append(measured("two_cameras_more_ms", "p50", found.samples["two_cameras_more_ms"], "ms", None))
    measures.append(Measure("two_cameras_worse_than_one", "count", float(len(found.worse)), "", None, True))
    lost = float(len(found.worse_than_photograph))
    measures.append(Measure("two_cameras_worse_than_photograph", "count", lost, "", 0.0, lost == 0))
    measures.append(Measure("two_cameras_cut_words", "count", float(found.cut_words), "", 0.0, found.cut_words == 0))
    return measures


def _laid_flat(
    jpeg: bytes, shot: Shot, side: SideProfile | None, also: OtherPhotograph | None
) -> tuple[FlatPage, float]:
    began = time.perf_counter()
    options = PageOptions(profile_side=side)
    (page,) = flatten(jpeg, side=shot.side, options=options, backend=CpuBackend(), also=also)
    return page, 1000 * (time.perf_counter() - began)


def _calibration(shot: Shot) -> SideProfile:
    return true_profile(shot, {shot.side: "6001001"}).sides[shot.side]
