"""A picture that is printed to the paper's edge is the page's, however dark; and a gutter never cuts a line of text."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.cli.bench_pages_views import cut_words
from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.bounds import Box, find_bounds
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.vocabulary import Side

Pixels = NDArray[np.uint8]
FloatArray = NDArray[np.float64]
Shoot = Callable[[Pixels, list[tuple[float, float]], tuple[int, int]], Pixels]

CORNERS = [(210.0, 160.0), (1010.0, 150.0), (1020.0, 1380.0), (200.0, 1370.0)]
SIZE = (1200, 1500)
UPRIGHT = PageOptions(clockwise_degrees=0)
PARTS = {
    "upper": (slice(0, 800), slice(None)),
    "lower": (slice(700, None), slice(None)),
    "left": (slice(None), slice(0, 450)),
    "right": (slice(None), slice(450, None)),
}


def _picture(height: int, width: int) -> Pixels:
    """Dark, with lights and shadows as broad as a photograph's."""
    grain = np.random.default_rng(5).random((height // 40, width // 40)).astype(np.float32)
    soft = cv2.resize(cv2.GaussianBlur(grain, (0, 0), 1.5), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(60 + 70 * (soft - soft.min()) / np.ptp(soft), dtype=np.uint8)


def _within_corners(photo: Pixels) -> NDArray[np.bool_]:
    return cv2.fillConvexPoly(np.zeros_like(photo), np.array(CORNERS, np.int32), 1) > 0


def _on_page(page: FlatPage, photo_px: FloatArray) -> NDArray[np.bool_]:
    at = page.coarse_map.page_points(photo_px)
    return np.asarray(((at > -4) & (at < np.array([page.coarse_map.width, page.coarse_map.height]) + 3)).all(axis=1))


@pytest.mark.parametrize("part", PARTS)
def test_a_picture_that_runs_to_the_paper_s_edge_is_kept(drawn_page: Pixels, photographed: Shoot, part: str) -> None:
    printed = drawn_page.copy()
    printed[PARTS[part]] = _picture(*drawn_page.shape)[PARTS[part]]
    photo = photographed(printed, CORNERS, SIZE)
    photo[~_within_corners(photo)] = 18
    (page,) = flatten(photo, options=UPRIGHT)
    assert _on_page(page, np.array(CORNERS)).all()
    assert not _on_page(page, np.array([(100.0, 700.0), (1120.0, 700.0), (600.0, 60.0), (600.0, 1460.0)])).any()


@pytest.mark.parametrize("pictures", [("all", ""), ("", "all"), ("upper", ""), ("upper", "upper")])
def test_both_pages_of_a_spread_keep_their_pictures(drawn_page: Pixels, pictures: tuple[str, str]) -> None:
    height, width = drawn_page.shape
    photo = np.full((height + 300, 2 * width + 300), 18, np.uint8)
    parts = {"": slice(0), "upper": slice(0, 800), "all": slice(None)}
    for number, part in enumerate(pictures):
        left = 150 + number * width
        photo[150:-150, left : left + width] = drawn_page
        photo[150:-150, left : left + width][parts[part]] = _picture(height, width)[parts[part]]
    fold = slice(147 + width, 153 + width)
    photo[150:-150, fold] = (0.6 * photo[150:-150, fold]).astype(np.uint8)
    pages = flatten(np.asarray(cv2.GaussianBlur(photo, (0, 0), 0.7)), layout="spread", options=UPRIGHT)
    for number, page in enumerate(pages):
        left, right = 150.0 + number * width, 149.0 + (number + 1) * width
        bottom = 149.0 + height
        assert _on_page(page, np.array([(left, 150.0), (right, 150.0), (right, bottom), (left, bottom)])).all()
        assert page.coarse_map.width < 1.05 * width


def test_a_page_that_is_not_where_the_camera_looks_is_none(drawn_page: Pixels, photographed: Shoot) -> None:
    """A picture as dark as the table hides most of the page: then the whole photograph is kept."""
    printed = drawn_page.copy()
    printed[:800] = 45
    (page,) = flatten(photographed(printed, CORNERS, SIZE), side=Side.RIGHT, options=UPRIGHT)
    assert _on_page(page, np.array(CORNERS)).all()
    assert any("beside the middle of the photograph" in warning for warning in page.reasons.warnings)


@pytest.mark.parametrize(
    "board",
    [
        pytest.param((120, 100, 1100, 1440), id="a board all about it"),
        pytest.param((600, 155, 1110, 1375), id="the leaves below beside the fore-edge"),
    ],
)
def test_what_a_page_lies_on_is_none_of_it(
    drawn_page: Pixels, photographed: Shoot, board: tuple[int, int, int, int]
) -> None:
    left, top, right, bottom = board
    page_alone = photographed(drawn_page, CORNERS, SIZE)
    photo = np.full_like(page_alone, 45)
    photo[top:bottom, left:right] = 120
    inside = _within_corners(photo)
    photo[inside] = page_alone[inside]
    (page,) = flatten(photo, options=UPRIGHT)
    assert _on_page(page, np.array(CORNERS)).all()
    assert not _on_page(page, np.array([(1080.0, 700.0)])).any()


@pytest.mark.parametrize(
    ("shot", "side"),
    [
        pytest.param(
            Shot(
                seed=50243,
                spread=10,
                side=Side.LEFT,
                platen="open",
                book_seed=604,
                lines=28,
                size=(1500, 1000),
                crop=(0, 0, 1500, 790),
            ),
            Side.LEFT,
            id="the fold lies outside the photograph",
        ),
        pytest.param(
            Shot(
                seed=50256,
                spread=5,
                side=Side.LEFT,
                platen="open",
                world="B",
                book_seed=3664,
                size=(3000, 2000),
            ),
            Side.SINGLE,
            id="nobody says which",
        ),
    ],
)
def test_a_gutter_that_lines_of_text_run_across_is_none(shot: Shot, side: Side) -> None:
    taken = photograph(shot)
    (page,) = flatten(taken.jpeg(), side=side)
    assert any("text runs across" in warning for warning in page.reasons.warnings)
    assert cut_words(page, taken.truth) == 0


def test_a_page_without_any_extent_has_no_bounds() -> None:
    assert (
        find_bounds(np.full((90, 60), 200, np.uint8), lambda points: points, Box(50, 0, 10, 80), Box(5, 5, 8, 8)) == {}
    )
