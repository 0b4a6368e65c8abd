"""The page engine's budgets: how straight, how fast, how much memory, how safe, and on a GPU the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import cv2

from scanner_daemon.cli.bench_pages_cases import CaseResult, CountedPage, cases, count_cut_words
from scanner_daemon.cli.bench_pages_codec import CodecFigures, nvidia_figures
from scanner_daemon.cli.bench_pages_geometry import WORLDS, Geometry, geometry_measures, geometry_of
from scanner_daemon.cli.bench_pages_gpu import GpuFigures, compared
from scanner_daemon.cli.bench_pages_real import RealPage, missing_of_real, read_real
from scanner_daemon.cli.bench_pages_speed import (
    PageTimes,
    Taken,
    WorkersFigures,
    many_at_once,
    one_by_one,
    two_against_one,
)
from scanner_daemon.cli.bench_pages_two import TwoCameras, two_camera_measures, two_cameras
from scanner_daemon.cli.bench_pages_views import taken as taken_of
from scanner_daemon.cli.bench_pages_views import views
from scanner_daemon.cli.bench_report import BenchReport, Measure, measured
from scanner_daemon.pages.backends import BackendName, find_adapters

__all__ = ["PageBenchSize", "Seen", "Stage", "page_report", "report_of"]

PAGE_MS, PEAK_MB, TWO_WORKERS, GREY_LEVELS, KERNEL_MS = 700.0, 300.0, 1.85, 1.0, 1.0
GPU_PAGES_PER_S, GPU_CORES = 20.0, 16
"""With the CPU's codecs, on so many cores."""
CUT_PAGES = 500

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PageBenchSize:
    """How much is measured; what is 0 is left out."""

    pages_a_kind: int = 12
    case_rigs: int = 2
    small_pages: int = CUT_PAGES
    timed_rounds: int = 5
    further: int = 0
    """Added to the numbers of rigs and books, so that others are tried than those that are usually."""

    @classmethod
    def quick(cls) -> PageBenchSize:
        """A few of everything, in some minutes: enough to see that nothing is broken, not to quote."""
        return cls(2, 1, 24, 2)


class Stage(StrEnum):
    """A part of the bench that can be run by itself, each in some minutes."""

    TIME = "time"
    """JPEG to JPEG and peak memory."""
    WORKERS = "workers"
    GPU = "gpu"
    PLATEN = "platen"
    """With and without its gutter."""
    OPEN = "open"
    HARD = "hard"
    TWO_CAMERAS = "two-cameras"
    """Open pages that another camera sees, too."""
    CASES = "cases"
    WORDS = "words"
    REAL = "real"


_KINDS_OF = {Stage.PLATEN: "platen_gutter", Stage.OPEN: "open", Stage.HARD: "open_hard"}


@dataclass(slots=True)
class Seen:
    """Everything that was found."""

    geometry: Geometry | None = None
    two: TwoCameras | None = None
    cases: list[CaseResult] = field(default_factory=list)
    small_pages: list[CountedPage] = field(default_factory=list)
    real: list[RealPage] = field(default_factory=list)
    real_missing: list[str] = field(default_factory=list)
    times: PageTimes | None = None
    workers: WorkersFigures | None = None
    gpu: GpuFigures | None = None
    gpu_pages_per_s: float | None = None
    cpu_pages_per_s: float | None = None
    why_no_gpu: str | None = None
    nvidia: CodecFigures | str | None = None
    """Or the sentence why there are none; None where nobody looked."""


def page_report(
    size: PageBenchSize, photographs: Path, folder: Path, told: Told, only: Collection[Stage] = tuple(Stage)
) -> BenchReport:
    """Run the stages of ``only``. Real ones come from ``photographs``, if it is there; ``folder`` is for files."""
    seen = Seen()
    if size.timed_rounds and not {Stage.TIME, Stage.WORKERS, Stage.GPU}.isdisjoint(only):
        files = _files(folder)
        if Stage.TIME in only:
            told("time and memory")
            seen.times = one_by_one(files, size.timed_rounds)
        if Stage.WORKERS in only:
            told("two workers against one")
            seen.workers = two_against_one(files, size.timed_rounds)
        if Stage.GPU in only:
            _on_gpu(seen, files, size.timed_rounds, told)
            told("codecs on an NVIDIA GPU")
            seen.nvidia = nvidia_figures(files, size.timed_rounds, _processes())
    kinds = [kind for stage, kind in _KINDS_OF.items() if stage in only]
    if size.pages_a_kind and kinds:
        seen.geometry = geometry_of(kinds, size.pages_a_kind, told, size.further)
    if size.pages_a_kind and Stage.TWO_CAMERAS in only:
        seen.two = two_cameras(size.pages_a_kind, told, size.further)
    if size.case_rigs and Stage.CASES in only:
        seen.cases = list(cases(size.case_rigs, told, size.further))
    if size.small_pages and Stage.WORDS in only:
        seen.small_pages = count_cut_words(size.small_pages, told, size.further)
    if Stage.REAL in only:
        seen.real_missing = missing_of_real(photographs)
        told("real photographs" + "".join(f"; MISSING: {name}" for name in seen.real_missing))
        seen.real = list(read_real(photographs))
    return report_of(seen)


def _files(folder: Path) -> list[Taken]:
    """Two platen pages and two open ones of 24 MP."""
    files = []
    for kind in ("platen_gutter", "open"):
        for k, (view, _, jpeg) in enumerate(taken_of(views(kind, "A", 2))):
            file = folder / f"{kind}_{k}.jpg"
            file.write_bytes(jpeg)
            files.append(Taken(file, view.shot.side))
    return files


def _on_gpu(seen: Seen, files: Sequence[Taken], rounds: int, told: Told) -> None:
    """Whether it agrees and how fast it is; beside it the CPU's own pages, where it is a real one."""
    adapters = find_adapters()
    seen.why_no_gpu = adapters.why_none
    if not adapters.found:
        return
    adapter = adapters.found[0]
    told(f"GPU: {adapter.sentence}")
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    pictures = [picture for each in files[::2] if (picture := cv2.imread(str(each.file), flags)) is not None]
    seen.gpu = compared(adapter, [picture.astype("uint8", copy=False) for picture in pictures])
    if adapter.is_hardware:
        seen.gpu_pages_per_s = many_at_once(files, rounds, _processes(), BackendName.WGPU)
        seen.cpu_pages_per_s = many_at_once(files, rounds, _processes(), BackendName.CPU)


def _processes() -> int:
    return max(2, cv2.getNumberOfCPUs())


def report_of(seen: Seen) -> BenchReport:
    """The measures and what stands behind them."""
    measures: list[Measure] = []
    samples: dict[str, Sequence[float]] = {}
    notes: dict[str, Any] = {"gpu": seen.why_no_gpu}
    pages = 0
    if seen.geometry is not None:
        measures += geometry_measures(seen.geometry)
        for world in WORLDS:
            worse = [name for name in seen.geometry.worse if name.startswith(f"{world}.")]
            measures.append(_count(f"{world}.pages_worse_than_photograph", len(worse)))
        measures.append(_count("cut_words_24mp", seen.geometry.cut_words))
        samples |= seen.geometry.samples
        notes["worse"] = seen.geometry.worse
        pages += seen.geometry.pages
    if seen.two is not None:
        measures += two_camera_measures(seen.two)
        samples |= seen.two.samples
        notes["two_cameras"] = {
            "said": seen.two.said,
            "worse_than_one": seen.two.worse,
            "worse_than_photograph": seen.two.worse_than_photograph,
        }
        pages += len(seen.two.said)
    if seen.cases:
        bad = [case for case in seen.cases if not case.holds]
        measures.append(_count("hard_cases_that_fail", len(bad)))
        samples["hard_cases.rms_mm"] = [case.rms_mm for case in seen.cases]
        notes["hard_cases"] = {case.name: _told_of(case) for case in seen.cases}
        pages += len(seen.cases)
    if small := seen.small_pages:
        measures.append(_count(f"cut_words_of_{len(small)}_small_pages", sum(page.cut_words for page in small)))
        worse = [page.name for page in small if page.worse]
        measures.append(_count(f"worse_than_photograph_of_{len(small)}_small_pages", len(worse)))
        samples["cut_words"] = [page.cut_words for page in small]
        notes["small_pages"] = {
            "words": sum(page.words for page in small),
            "cut": [page.name for page in small if page.cut_words],
            "worse": worse,
        }
        pages += len(small)
    if seen.real_missing:
        notes["real_photographs_missing"] = seen.real_missing
    for real in seen.real:
        name = f"{real.photograph.name}.error_rate"
        measures.append(
            Measure(
                name,
                "mean",
                round(real.error_rate, 4),
                "",
                real.photograph.limit,
                real.error_rate <= real.photograph.limit,
            )
        )
        samples[name] = [real.error_rate]
        before = f"{real.photograph.name}.photograph_error_rate"
        measures.append(measured(before, "mean", [real.photograph_error_rate], "", None))
        pages += 1
    if seen.real:
        lost = [real for real in seen.real if real.error_rate > real.photograph_error_rate]
        measures.append(_count("real_pages_worse_than_photograph", len(lost)))
    measures += _of_times(seen, samples)
    measures += _of_gpu(seen, notes)
    if isinstance(seen.nvidia, CodecFigures):
        measures += seen.nvidia.measures()
    if seen.nvidia is not None:
        notes["nvidia_codec"] = seen.nvidia if isinstance(seen.nvidia, str) else seen.nvidia.name
    return BenchReport("pages", pages, tuple(measures), samples, notes)


def _told_of(case: CaseResult) -> str:
    if case.failed:
        return case.failed
    straight = f"{case.photograph_rms_mm:.3f} → {case.rms_mm:.3f} mm"
    return "; ".join((case.model, straight, f"{case.cut_words} words cut", *case.warnings))


def _count(name: str, number: int) -> Measure:
    """Of what there must be none."""
    return Measure(name, "count", float(number), "", 0.0, number == 0)


def _of_times(seen: Seen, samples: dict[str, Sequence[float]]) -> list[Measure]:
    measures = []
    if seen.times is not None:
        samples["jpeg_to_jpeg_ms"] = seen.times.wall_ms
        samples["jpeg_to_jpeg_processor_ms"] = seen.times.processor_ms
        measures += [
            measured("jpeg_to_jpeg_ms", "p50", seen.times.wall_ms, "ms", PAGE_MS),
            measured("jpeg_to_jpeg_ms", "min", seen.times.wall_ms, "ms", None),
            measured("jpeg_to_jpeg_processor_ms", "p50", seen.times.processor_ms, "ms", None),
            measured("others_meanwhile", "p50", seen.times.others, "of a core", None),
            measured("peak_memory_mb", "max", [seen.times.peak_mb], "MB", PEAK_MB),
        ]
    if seen.workers is not None:
        samples["two_workers_over_one"] = seen.workers.ratios
        samples["two_loops_over_one"] = seen.workers.bounds
        measures += [
            measured("two_workers_over_one", "p50", seen.workers.ratios, "times", TWO_WORKERS, at_least=True),
            measured("two_loops_over_one", "p50", seen.workers.bounds, "times", None),
            measured("one_worker_pages_per_s", "p50", seen.workers.alone_per_s, "pages/s", None),
        ]
    return measures


def _of_gpu(seen: Seen, notes: dict[str, Any]) -> list[Measure]:
    gpu = seen.gpu
    if gpu is None:
        return []
    notes["gpu"] = gpu.adapter
    measures = [
        measured("gpu_against_cpu_grey_levels", "max", [float(gpu.largest_difference)], "levels", GREY_LEVELS),
        measured("gpu_against_cpu_grey_levels", "mean", [gpu.mean_difference], "levels", None),
        measured("gpu_page_ms", "p50", [gpu.page_ms], "ms", None),
        measured("cpu_resample_ms", "p50", [gpu.cpu_page_ms], "ms", None),
        measured("gpu_resamples_per_s", "mean", [gpu.streamed_pages_per_s], "pages/s", None),
    ]
    if gpu.kernel_ms is not None and gpu.kernel_gb_per_s is not None:
        measures.append(measured("gpu_kernel_ms", "p50", [gpu.kernel_ms], "ms", KERNEL_MS if gpu.hardware else None))
        measures.append(measured("gpu_kernel_gb_per_s", "p50", [gpu.kernel_gb_per_s], "GB/s", None))
        if gpu.memory_gb_per_s is not None:
            share = gpu.kernel_gb_per_s / gpu.memory_gb_per_s
            measures.append(measured("gpu_memory_gb_per_s", "max", [gpu.memory_gb_per_s], "GB/s", None))
            measures.append(measured("gpu_kernel_share_of_memory_bound", "p50", [share], "of it", None))
    if seen.gpu_pages_per_s is not None and seen.cpu_pages_per_s is not None:
        target = GPU_PAGES_PER_S if (cv2.getNumberOfCPUs() or 1) >= GPU_CORES else None
        name = "gpu_jpeg_to_jpeg_per_s"
        measures.append(measured(name, "mean", [seen.gpu_pages_per_s], "pages/s", target, at_least=True))
        measures.append(measured("cpu_jpeg_to_jpeg_per_s", "mean", [seen.cpu_pages_per_s], "pages/s", None))
    return measures
