"""A leaf that folds out is wider than its page, and has a fold of its own: nothing of it is cut, and it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import PageOptions, flatten
from scanner_daemon.pages.neighbours import Circumstances, Neighbour
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.vocabulary import Side

Pixels = NDArray[np.uint8]
FloatArray = NDArray[np.float64]

SIZE = (1500, 1400)
FOLD = 330
UPRIGHT = PageOptions(clockwise_degrees=0, even_light=False)


def _laid(photo: Pixels, page: Pixels, corners: Sequence[tuple[float, float]], tone: float) -> FloatArray:
    """Puts a leaf into the photograph; where its four outermost pieces of print are."""
    height, width = page.shape
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(whole, np.array(corners, np.float32))
    there = cv2.warpPerspective(np.full_like(page, 255), matrix, SIZE) > 127
    photo[there] = (cv2.warpPerspective(page, matrix, SIZE, flags=cv2.INTER_AREA) * tone).astype(np.uint8)[there]
    rows, columns = np.nonzero(page < 120)
    low, high = (columns.min(), rows.min()), (columns.max(), rows.max())
    outermost = np.array([[low, (high[0], low[1]), high, (low[0], high[1])]], np.float64)
    return np.asarray(cv2.perspectiveTransform(outermost, matrix)[0])


def _folded_out(page: Pixels, page_px: int, leaf_px: int, rise_px: float, share: float) -> tuple[Pixels, FloatArray]:
    """The facing page, the page and its foldout, which rises so far at its end and has this share of the height."""
    photo = np.full((SIZE[1], SIZE[0]), 45, np.uint8)
    end, top, bottom = FOLD + page_px, 135.0, 135.0 + 1130 * share
    _laid(photo, page[:, 450:], [(0, 60), (FOLD, 140), (FOLD, 1260), (0, 1340)], 0.75)
    words = _laid(photo, page, [(FOLD, 140), (end, 135), (end, 1265), (FOLD, 1260)], 1.0)
    leaf = [(end, top), (end + leaf_px, top - rise_px), (end + leaf_px, bottom + rise_px), (end, bottom)]
    words = np.concatenate([words, _laid(photo, page[: round(len(page) * share)], leaf, 0.9)])
    cv2.line(photo, (end, 137), (end, int(bottom) - 2), (150,), 2)
    cv2.line(photo, (FOLD, 141), (FOLD, 1259), (110,), 4)
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), 0.8), np.uint8), words


@pytest.mark.parametrize(
    ("side", "page_px", "leaf_px", "rise_px", "share"),
    [
        pytest.param(Side.RIGHT, 500, 500, 0, 1.0, id="as wide"),
        pytest.param(Side.RIGHT, 500, 330, 40, 1.0, id="rising"),
        pytest.param(Side.RIGHT, 600, 450, 3, 0.3, id="a third as high"),
        pytest.param(Side.LEFT, 300, 600, 90, 1.0, id="wider and rising, left"),
        pytest.param(Side.RIGHT, 300, 600, -90, 1.0, id="wider and sinking"),
        pytest.param(Side.SINGLE, 300, 600, 90, 1.0, id="wider and rising, on no known side"),
        pytest.param(Side.SINGLE, 300, 600, -90, 1.0, id="wider and sinking, on no known side"),
    ],
)
def test_nothing_of_a_foldout_is_cut(
    drawn_page: Pixels, side: Side, page_px: int, leaf_px: int, rise_px: float, share: float
) -> None:
    photo, words = _folded_out(drawn_page, page_px, leaf_px, rise_px, share)
    if side is Side.LEFT:
        photo, words = np.ascontiguousarray(photo[:, ::-1]), np.array([SIZE[0] - 1, 0]) + words * (-1, 1)
    (page,) = flatten(photo, side=side, options=UPRIGHT)
    at = page.coarse_map.page_points(words)
    assert (at > -0.5).all()
    assert (at < (page.coarse_map.width - 0.5, page.coarse_map.height - 0.5)).all()


def test_a_foldout_is_told_where_the_pages_before_it_are_known(drawn_page: Pixels) -> None:
    photo, _ = _folded_out(drawn_page, 500, 500, 0, 1.0)
    usual = Circumstances(Side.RIGHT, SIZE, False, "left", (500.0, 1130.0))
    before = Neighbour(usual, 2100.0, np.eye(18), np.zeros(18), page="before")
    (page,) = flatten(photo, side=Side.RIGHT, options=replace(UPRIGHT, neighbours=(before,)))
    assert any("2.0 times as wide" in warning and "foldout" in warning for warning in page.reasons.warnings)
    assert page.reasons.neighbours == ()
    assert "of another size" in (page.reasons.neighbours_left or "")


def test_nothing_is_cut_off_at_a_fold_that_text_runs_across(drawn_page: Pixels) -> None:
    photo, _ = _folded_out(drawn_page, 300, 600, 90, 1.0)
    (page,) = flatten(photo, side=Side.SINGLE, options=UPRIGHT)
    assert any("nothing is cut off there" in warning for warning in page.reasons.warnings)


def test_of_two_leaves_of_like_width_both_are_kept() -> None:
    shot = Shot(seed=50604, spread=16, side=Side.LEFT, platen="open", book_seed=1654, size=(3000, 2000))
    (page,) = flatten(photograph(shot).jpeg(), side=Side.SINGLE)
    assert any("both are kept" in warning for warning in page.reasons.warnings)
