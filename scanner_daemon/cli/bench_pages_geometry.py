"""The page bench's geometry: every kind of page in both worlds, with a profile and without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from scanner_daemon.cli.bench_pages_views import (
    KINDS,
    Misfit,
    cut_words,
    laid_flat,
    misfit_of_page,
    misfit_of_photo,
    views,
)
from scanner_daemon.cli.bench_pages_views import taken as taken_of
from scanner_daemon.cli.bench_report import Measure, measured
from scanner_daemon.simulation.optics.paper import World

__all__ = ["WORLDS", "Geometry", "geometry_measures", "geometry_of"]

Told = Callable[[str], None]

LIMITS_MM: Mapping[str, tuple[float, float | None]] = {
    "platen": (0.020, 0.040),
    "platen_gutter": (0.025, None),
    "open": (0.05, None),
    "open_hard": (0.08, None),
}
"""RMS and 95th percentile, world A."""
LEAST_MEASURED = 0.99
SCALE_PERCENT = 0.5
SHEAR_DEG = 0.1
WORLDS: tuple[World, ...] = ("A", "B")


@dataclass(slots=True)
class Geometry:
    """Samples by name, and the pages that came out worse than their photographs."""

    samples: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worse: list[str] = field(default_factory=list)
    pages: int = 0
    cut_words: int = 0


def geometry_of(kinds: Sequence[str], pages_a_kind: int, told: Told, further: int = 0) -> Geometry:
    """Photograph, flatten and measure: ``pages_a_kind`` for each kind and world, once with and once without profile.

    ``further`` as of `views`.

    The photographs of ``platen_gutter`` are those of ``platen`` too, measured where the paper is level.
    """
    found = Geometry()
    for world in WORLDS:
        for kind in kinds:
            told(f"world {world}, {kind.replace('_', ' ')}")
            for view, taken, jpeg in taken_of(views(kind, world, pages_a_kind, further)):
                for calibrated in (False, True):
                    page = laid_flat(taken, jpeg, calibrated=calibrated)
                    found.pages += 1
                    found.cut_words += cut_words(page, taken.truth)
                    for as_kind in ("platen", kind) if kind == "platen_gutter" else (kind,):
                        name = f"{world}.{as_kind}" + (".profile" if calibrated else "")
                        misfit = misfit_of_page(page, taken.truth, as_kind)
                        raw = misfit_of_photo(taken.truth, as_kind)
                        _add(found, name, misfit, raw)
                        if calibrated and view.kind == "platen_gutter" and as_kind == "platen":
                            found.samples[f"{name}.scale_percent"].append(100 * abs(misfit.scale_error))
                            found.samples[f"{name}.shear_deg"].append(abs(misfit.shear_deg))
                        if misfit.worse_than(raw):
                            found.worse.append(f"{name} seed {view.shot.seed} {view.shot.side.value}")
    return found


def _add(found: Geometry, name: str, misfit: Misfit, raw: Misfit) -> None:
    found.samples[f"{name}.rms_mm"].append(misfit.rms_mm)
    found.samples[f"{name}.p95_mm"].append(misfit.p95_mm)
    found.samples[f"{name}.measured"].append(misfit.measured)
    found.samples[f"{name}.photograph_rms_mm"].append(raw.rms_mm)


def geometry_measures(found: Geometry) -> list[Measure]:
    """Means over the pages; the limits are those for world A."""
    measures = []
    for world in WORLDS:
        for kind in KINDS:
            if f"{world}.{kind}.rms_mm" not in found.samples:
                continue
            for name in (f"{world}.{kind}", f"{world}.{kind}.profile"):
                rms_limit, p95_limit = LIMITS_MM[kind] if world == "A" else (None, None)
                rms, p95 = found.samples[f"{name}.rms_mm"], found.samples[f"{name}.p95_mm"]
                measures += [
                    measured(f"{name}.rms_mm", "mean", rms, "mm", rms_limit),
                    measured(f"{name}.rms_mm", "max", rms, "mm", None),
                    measured(f"{name}.p95_mm", "mean", p95, "mm", p95_limit),
                    measured(
                        f"{name}.measured",
                        "min",
                        found.samples[f"{name}.measured"],
                        "of the page",
                        LEAST_MEASURED if world == "A" else None,
                        at_least=True,
                    ),
                ]
            raw = found.samples[f"{world}.{kind}.photograph_rms_mm"]
            measures.append(measured(f"{world}.{kind}.photograph_rms_mm", "mean", raw, "mm", None))
    for name, unit, limit in (("scale_percent", "%", SCALE_PERCENT), ("shear_deg", "deg", SHEAR_DEG)):
        if values := found.samples.get(f"A.platen.profile.{name}"):
            measures.append(measured(f"A.platen.profile.{name}", "max", values, unit, limit))
    return measures
