"""The page bench's own arithmetic: what it calls straight, cut, worse and failed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.cli.bench_pages import PageBenchSize, Seen, Stage, page_report, report_of
from scanner_daemon.cli.bench_pages_cases import CaseResult, CountedPage
from scanner_daemon.cli.bench_pages_codec import compared_codecs, nvidia_figures
from scanner_daemon.cli.bench_pages_gpu import GpuFigures
from scanner_daemon.cli.bench_pages_real import REAL, RealPage
from scanner_daemon.cli.bench_pages_speed import (
    PageTimes,
    Taken,
    WorkerEndedEarly,
    WorkersFigures,
    many_at_once,
    one_by_one,
)
from scanner_daemon.cli.bench_pages_two import TwoCameras
from scanner_daemon.cli.bench_pages_views import (
    KINDS,
    Misfit,
    cut_words,
    laid_flat,
    misfit_of_page,
    misfit_of_photo,
    views,
)
from scanner_daemon.pages import CoarseMap, FlatPage
from scanner_daemon.pages.backends import BackendName
from scanner_daemon.pages.codecs import CpuCodec
from scanner_daemon.pages.codecs.library import has_nvidia_device
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.vocabulary import Side

PPI = 150.0


@pytest.fixture(scope="module")
def taken() -> Photograph:
    return photograph(Shot(seed=5, spread=12, side=Side.RIGHT, platen="open", size=(1500, 1000)))


@pytest.fixture(scope="module")
def made(taken: Photograph) -> FlatPage:
    return laid_flat(taken, taken.jpeg(), calibrated=False)


def _perfect(taken: Photograph, made: FlatPage, *, stretched: float = 1.0, cut_mm: float = 0.0) -> FlatPage:
    """The page by the true map, wider by a factor, with a strip of its left edge cut off."""
    width, height = taken.truth.size_mm
    px_mm = 25.4 / PPI
    columns, rows = round((width - cut_mm) / px_mm * stretched), round(height / px_mm)
    x, y = np.meshgrid(16.0 * np.arange(-(-columns // 16) + 2), 16.0 * np.arange(-(-rows // 16) + 2))
    nodes = taken.truth.paper_to_photo(np.stack([cut_mm + x / stretched * px_mm, y * px_mm], axis=2))
    return replace(made, coarse_map=CoarseMap(nodes.astype(np.float32), columns, rows), ppi=PPI)


def test_a_perfect_page_has_no_misfit_and_the_photograph_has(taken: Photograph, made: FlatPage) -> None:
    perfect = misfit_of_page(_perfect(taken, made), taken.truth, "open")
    assert perfect.rms_mm < 0.004
    assert perfect.measured == 1
    assert abs(perfect.scale_error) < 1e-3
    assert abs(perfect.shear_deg) < 0.02
    assert misfit_of_photo(taken.truth, "open").rms_mm > 20 * perfect.rms_mm


def test_a_stretched_page_is_straight_and_of_the_wrong_scale(taken: Photograph, made: FlatPage) -> None:
    stretched = misfit_of_page(_perfect(taken, made, stretched=1.02), taken.truth, "open")
    assert stretched.rms_mm < 0.004
    assert stretched.scale_error == pytest.approx(1.02**0.5 - 1, abs=1e-3)


def test_words_off_the_page_are_counted_as_cut(taken: Photograph, made: FlatPage) -> None:
    assert taken.truth.page is not None
    left = min(word.box_mm[0] for word in taken.truth.page.words)
    assert cut_words(_perfect(taken, made), taken.truth) == 0
    assert cut_words(_perfect(taken, made, cut_mm=left + 1), taken.truth) > 5


def test_the_engine_s_page_is_straighter_than_the_photograph(taken: Photograph, made: FlatPage) -> None:
    assert misfit_of_page(made, taken.truth, "open").rms_mm < misfit_of_photo(taken.truth, "open").rms_mm / 2
    assert cut_words(made, taken.truth) == 0


@pytest.mark.parametrize("kind", ["platen_gutter", "open", "open_hard"])
def test_the_photographs_of_each_kind_exist_and_differ(kind: str) -> None:
    shots = [view.shot for view in views(kind, "B", 40)]
    assert len(set(shots)) == 40
    assert all(shot.page_number > 0 and shot.world == "B" for shot in shots)
    assert {shot.side for shot in shots} == {Side.LEFT, Side.RIGHT}


def test_time_and_memory_are_those_of_a_process_of_its_own(taken: Photograph, tmp_path: Path) -> None:
    file = tmp_path / "page.jpg"
    file.write_bytes(taken.jpeg())
    held = np.ones(400_000_000, np.uint8)  # by the parent, which is none of the page's
    times = one_by_one([Taken(file, Side.RIGHT)], 2)
    assert len(times.wall_ms) == len(times.processor_ms) == 2
    assert min(times.wall_ms) > 0
    assert held.all()
    assert 40 < times.peak_mb < 300


def test_what_does_not_hold_shows_in_the_report() -> None:
    good = CaseResult("glare", "plane", 0.01, 0.2, 0, ())
    bad = replace(good, name="finger", rms_mm=0.3, worse=True)
    whole, cut = CountedPage("A down", 250, 0, False), CountedPage("B open", 250, 2, False)
    card = GpuFigures("Card (DiscreteGPU, Vulkan)", True, 1, 0.001, 0.8, 210.0, 30.0, 40.0, 200.0, 2100.0)
    seen = Seen(
        cases=[good, bad], small_pages=[whole, whole, cut], times=PageTimes((600.0, 650.0, 900.0), (900.0,) * 3, 250.0),
        workers=WorkersFigures((1.7, 1.8, 1.95), (1.9, 1.95, 2.0), (1.0, 1.0, 1.1)), gpu=card,
    )  # fmt: skip
    report = report_of(seen)
    holds = {measure.name: measure.holds for measure in report.measures}
    values = {measure.name: measure.value for measure in report.measures}
    assert holds == {
        "hard_cases_that_fail": False,
        "cut_words_of_3_small_pages": False,
        "worse_than_photograph_of_3_small_pages": True,
        "jpeg_to_jpeg_ms": True,
        "jpeg_to_jpeg_processor_ms": True,
        "peak_memory_mb": True,
        "others_meanwhile": True,
        "two_workers_over_one": False,
        "two_loops_over_one": True,
        "one_worker_pages_per_s": True,
        "gpu_against_cpu_grey_levels": True,
        "gpu_page_ms": True,
        "cpu_resample_ms": True,
        "gpu_resamples_per_s": True,
        "gpu_kernel_ms": True,
        "gpu_kernel_gb_per_s": True,
        "gpu_memory_gb_per_s": True,
        "gpu_kernel_share_of_memory_bound": True,
    }
    assert values["gpu_kernel_share_of_memory_bound"] == 0.1
    assert not report.holds
    told = json.loads(json.dumps(report.to_json()))
    assert told["bench"] == "pages"
    assert told["gpu"] == "Card (DiscreteGPU, Vulkan)"
    assert told["small_pages"] == {"words": 750, "cut": ["B open"], "worse": []}
    assert told["hard_cases"]["finger"].startswith("plane; 0.200 → 0.300 mm")
    assert not report_of(Seen(gpu=replace(card, largest_difference=2))).holds


def test_codecs_are_compared_on_one_photograph(taken: Photograph) -> None:
    class Coarser(CpuCodec):
        def decoded(self, jpeg: bytes, mode: str, size: tuple[int, int]) -> NDArray[np.uint8]:
            return super().decoded(jpeg, mode, size) // 4 * 4

    figures = compared_codecs(Coarser(), taken.jpeg(), 71.5)
    assert figures.largest_difference == 3
    assert 0 < figures.mean_difference < 3
    measures = {
        (measure.name, measure.statistic): measure.value for measure in report_of(Seen(nvidia=figures)).measures
    }
    assert measures["nvidia_against_cpu_grey_levels", "max"] == 3
    assert measures["nvidia_jpeg_to_jpeg_per_s", "mean"] == 71.5
    assert min(measures[f"{who}_{what}_ms", "p50"] for who in ("nvidia", "cpu") for what in ("decode", "encode")) > 0


def test_where_no_nvidia_gpu_is_the_report_says_so() -> None:
    if has_nvidia_device():
        pytest.skip("THE SENTENCE WAS NOT TESTED: this machine may have an NVIDIA GPU")
    why = nvidia_figures([], 1, 2)
    assert why == "No NVIDIA GPU can read and write JPEG files here: this machine has no NVIDIA GPU."
    report = report_of(Seen(nvidia=why))
    assert report.measures == ()
    assert report.to_json()["nvidia_codec"] == why


def test_a_part_can_be_run_by_itself(tmp_path: Path) -> None:
    told: list[str] = []
    report = page_report(PageBenchSize(0, 0, 1, 0), tmp_path / "none", tmp_path, told.append, [Stage.WORDS, Stage.REAL])
    assert [measure.name for measure in report.measures] == [
        "cut_words_of_1_small_pages",
        "worse_than_photograph_of_1_small_pages",
    ]
    assert told[0] == "cut words on 1 small pages"


def test_real_photographs_that_are_not_there_are_told_of(tmp_path: Path) -> None:
    told: list[str] = []
    report = page_report(PageBenchSize(0, 0, 0, 0), tmp_path / "none", tmp_path, told.append, [Stage.REAL])
    assert "MISSING: cookbook/cookbook_0001.jpg" in told[0]
    assert "vcradle/right_0001.txt" in report.to_json()["real_photographs_missing"]


def test_a_real_page_that_reads_worse_than_its_photograph_does_not_hold() -> None:
    real = RealPage(REAL[1], 0.0, 0.0008, "curved")
    assert report_of(Seen(real=[real])).holds
    assert not report_of(Seen(real=[replace(real, error_rate=0.0001)])).holds
    cookbook = RealPage(REAL[0], 0.0015, 0.38, "curved")
    assert report_of(Seen(real=[cookbook])).holds
    assert not report_of(Seen(real=[replace(cookbook, photograph_error_rate=0.001)])).holds


def test_equal_is_not_worse_and_either_measure_is_enough() -> None:
    photo = Misfit(0.2, 0.4, 1.0)
    assert not Misfit(0.2, 0.4, 1.0).worse_than(photo)
    assert not Misfit(0.2 + 1e-9, 0.4, 1.0).worse_than(photo)
    assert Misfit(0.201, 0.3, 1.0).worse_than(photo)
    assert Misfit(0.1, 0.41, 1.0).worse_than(photo)


@pytest.mark.parametrize("further", [0, 3, 5000])
def test_no_book_is_too_short_for_the_spreads_that_are_asked_of_it(further: int) -> None:
    assert all(view.shot.page_number > 0 for kind in KINDS for view in views(kind, "A", 40, further))


def test_counting_on_gives_other_rigs_and_another_book() -> None:
    shots, others = ([view.shot for view in views("open", "A", 4, further)] for further in (0, 5000))
    assert {shot.seed for shot in shots}.isdisjoint(shot.seed for shot in others)
    assert {shot.book_seed for shot in others} == {5001}


@pytest.mark.parametrize("changed", [{"failed": "ValueError: x"}, {"cut_words": 1}, {"worse": True}])
def test_a_case_fails_by_an_exception_a_cut_word_or_a_page_worse_than_the_photograph(
    changed: dict[str, object],
) -> None:
    good = CaseResult("glare", "plane", 0.2, 0.2, 0, ())
    assert good.holds
    assert not replace(good, **changed).holds  # type: ignore[arg-type]  # one of its own fields


def test_a_process_that_ends_early_gives_no_throughput(tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_text("This is no photograph.")
    with pytest.raises(WorkerEndedEarly, match="exit code 1"):
        many_at_once([Taken(tmp_path / "note.jpg", Side.RIGHT)], 1, 2, BackendName.CPU)


def test_a_second_camera_is_held_to_no_page_worse_than_its_photograph() -> None:
    found = TwoCameras(
        said={"left": "b.jpg, followed: 900 places", "right": "a.jpg, not followed: it does not show it"}
    )
    found.samples.update({"B.open.one_camera.rms_mm": [0.1, 0.2], "B.open.two_cameras.rms_mm": [0.04, 0.2]})
    found.samples["two_cameras_more_ms"] = [300.0, 500.0]
    report = report_of(Seen(two=found))
    values = {(measure.name, measure.statistic): measure.value for measure in report.measures}
    assert values["B.open.two_cameras.rms_mm", "mean"] == pytest.approx(0.12)
    assert values["two_cameras_followed", "mean"] == 0.5
    assert report.holds
    assert not report_of(Seen(two=replace(found, worse_than_photograph=["left"]))).holds
    worse = report_of(Seen(two=replace(found, worse=["left", "right"])))
    assert worse.holds
    assert ("two_cameras_worse_than_one", 2.0) in {(measure.name, measure.value) for measure in worse.measures}
