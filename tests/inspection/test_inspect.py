"""The verdict about a spread: what is flagged, what is not, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scanner_daemon.inspection.baseline import Baseline
from scanner_daemon.inspection.inspect import Inspected, inspect_spread
from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.vocabulary import Level, Side

BOTH = (Side.LEFT, Side.RIGHT)
Photo = Callable[..., Any]


def inspected(
    spread: str, photos: Mapping[Side, Any], baseline: Baseline, expected: tuple[Side, ...] = BOTH
) -> Inspected:
    return inspect_spread(spread, expected, {side: p.jpeg() for side, p in photos.items()}, baseline)


def finding(result: Inspected, check: str, side: Side) -> Flag:
    return next(f for f in result.verdict.flags if f.check == check and f.side is side)


@pytest.fixture(scope="module")
def learned(photo: Photo) -> Baseline:
    """The baseline of a book after four good spreads: pages 1 to 8."""
    baseline = Baseline()
    for spread in range(4):
        pages = {Side.LEFT: photo(page=2 * spread + 1), Side.RIGHT: photo(page=2 * spread + 2)}
        result = inspected(f"s{spread}", pages, baseline)
        assert result.verdict.level is Level.GREEN, result.verdict.flags
        baseline = result.baseline
    return baseline


def test_a_good_spread_is_green_and_every_check_explains_itself(photo: Photo, learned: Baseline) -> None:
    result = inspected("new", {Side.LEFT: photo(page=21), Side.RIGHT: photo(page=22)}, learned)
    assert result.verdict.level is Level.GREEN
    for flag in result.verdict.flags:
        assert flag.reason
        assert flag.level is Level.UNKNOWN or flag.value is not None


@pytest.mark.parametrize(("blur_px", "level"), [(1.6, Level.RED), (3.0, Level.RED), (0.62, Level.GREEN)])
def test_blur_is_judged_against_this_books_own_pages(
    photo: Photo, learned: Baseline, blur_px: float, level: Level
) -> None:
    result = inspected("new", {Side.LEFT: photo(page=21, blur_px=blur_px), Side.RIGHT: photo(page=22)}, learned)
    assert finding(result, "blur", Side.LEFT).level is level
    assert finding(result, "blur", Side.RIGHT).level is Level.GREEN


def test_a_blurred_page_does_not_teach_the_baseline_that_blur_is_normal(photo: Photo, learned: Baseline) -> None:
    blurred = {Side.LEFT: photo(page=21, blur_px=3.0), Side.RIGHT: photo(page=22)}
    after = inspected("new", blurred, learned).baseline
    assert after.typical("blur", Side.LEFT) == learned.typical("blur", Side.LEFT)


def test_the_first_photograph_of_a_book_is_flagged_when_it_is_hopelessly_out_of_focus(photo: Photo) -> None:
    result = inspected(
        "first", {Side.LEFT: photo(page=1, blur_px=7.0, noise=0.5), Side.RIGHT: photo(page=2)}, Baseline()
    )
    assert finding(result, "blur", Side.LEFT).level is Level.RED
    assert finding(result, "blur", Side.RIGHT).level is Level.GREEN


def test_a_leaf_that_was_not_turned_is_red(photo: Photo, learned: Baseline) -> None:
    again = {Side.LEFT: photo(page=7, seed=5, shift_px=8), Side.RIGHT: photo(page=8, seed=6, gain=0.97)}
    result = inspected("new", again, learned)
    assert finding(result, "same_leaf", Side.LEFT).level is Level.RED
    assert finding(result, "same_leaf", Side.RIGHT).level is Level.RED


def test_a_re_shoot_of_the_same_spread_is_not_called_a_leaf_not_turned(photo: Photo, learned: Baseline) -> None:
    again = {Side.LEFT: photo(page=7, seed=5), Side.RIGHT: photo(page=8, seed=6)}
    result = inspected("s3", again, learned)
    assert result.verdict.level is Level.GREEN


def test_a_blank_page_cannot_be_judged_and_is_not_flagged(photo: Photo, learned: Baseline) -> None:
    result = inspected("new", {Side.LEFT: photo(page=21, text=False), Side.RIGHT: photo(page=22)}, learned)
    assert finding(result, "same_leaf", Side.LEFT).level is Level.UNKNOWN
    assert result.verdict.level is Level.GREEN


@pytest.mark.parametrize(("gain", "level"), [(0.85, Level.RED), (0.97, Level.AMBER), (1.0, Level.GREEN)])
def test_a_jump_of_the_exposure_is_flagged(photo: Photo, learned: Baseline, gain: float, level: Level) -> None:
    result = inspected("new", {Side.LEFT: photo(page=21), Side.RIGHT: photo(page=22, gain=gain)}, learned)
    assert finding(result, "exposure", Side.RIGHT).level is level


def test_burnt_out_paper_is_red(photo: Photo, learned: Baseline) -> None:
    result = inspected("new", {Side.LEFT: photo(page=21, gain=1.4), Side.RIGHT: photo(page=22)}, learned)
    assert finding(result, "clipping", Side.LEFT).level is Level.RED


def test_a_page_cut_by_the_frame_is_red(photo: Photo, learned: Baseline) -> None:
    cut = photo(page=21).pixels()[MARGIN:2000, 170:1700]
    result = inspect_spread("new", BOTH, {Side.LEFT: encoded(cut), Side.RIGHT: photo(page=22).jpeg()}, learned)
    assert finding(result, "page_cut", Side.LEFT).level is Level.RED
    assert finding(result, "page_cut", Side.RIGHT).level is Level.GREEN


def test_the_gutter_edge_may_touch_the_frame(photo: Photo, learned: Baseline) -> None:
    at_gutter = photo(page=21).pixels()[:, 170:]
    result = inspect_spread("new", BOTH, {Side.LEFT: encoded(at_gutter), Side.RIGHT: photo(page=22).jpeg()}, learned)
    assert finding(result, "page_cut", Side.LEFT).level is Level.GREEN


def test_a_missing_side_is_red(photo: Photo) -> None:
    result = inspected("new", {Side.LEFT: photo(page=1)}, Baseline())
    assert result.verdict.level is Level.RED
    assert finding(result, "side_missing", Side.RIGHT).level is Level.RED


def test_a_one_camera_rig_misses_nothing(photo: Photo) -> None:
    result = inspected("new", {Side.BOTH: photo(page=1)}, Baseline(), (Side.BOTH,))
    assert result.verdict.level is Level.GREEN


@pytest.mark.parametrize("data", [b"", b"this is no photograph", b"\xff\xd8\xff\xe0garbage"])
def test_a_file_that_is_no_photograph_is_a_red_finding_and_not_a_crash(photo: Photo, data: bytes) -> None:
    result = inspect_spread("new", BOTH, {Side.LEFT: data, Side.RIGHT: photo(page=2).jpeg()}, Baseline())
    assert finding(result, "readable", Side.LEFT).level is Level.RED


def test_a_baseline_is_rebuilt_from_the_stored_findings(photo: Photo) -> None:
    result = inspected("s", {Side.LEFT: photo(page=1), Side.RIGHT: photo(page=2)}, Baseline())
    rebuilt = Baseline().accepting(result.verdict.flags)
    assert rebuilt.values == result.baseline.values


KANT = Path(__file__).parents[3] / "shared" / "data" / "photos" / "kant"


@pytest.mark.skipif(not KANT.is_dir(), reason="the photographs of the shared data folder are not here")
def test_eight_real_pages_in_a_row_are_eight_different_leaves() -> None:
    from scanner_daemon.inspection.leaf_features import LeafFeatures, shared_inliers
    from scanner_daemon.inspection.view import SideView

    leaves = [
        LeafFeatures.of(SideView.decoded(Side.LEFT, file.read_bytes()).small_gray)
        for file in sorted(KANT.glob("*.tif"))
    ]
    assert len(leaves) == 8
    for one in range(len(leaves)):
        for other in range(one):
            assert shared_inliers(leaves[one], leaves[other]) < 30


MARGIN = 400


def encoded(gray: Any) -> bytes:
    import cv2

    return bytes(cv2.imencode(".jpg", gray)[1].tobytes())
