"""From photograph to page: found, upright, cropped to one page, in proportion, and nothing of the text cut."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import PageOptions, SurfaceModel, flatten
from scanner_daemon.vocabulary import Side

Pixels = NDArray[np.uint8]
PAGE_SIZE = (900, 1350)

Shoot = Callable[[Pixels, list[tuple[float, float]], tuple[int, int]], Pixels]
_TILTED = [(162.1, 140.3), (1007.5, 97.2), (1080.9, 1420.1), (168.7, 1438.3)]
"""The page's corners before a camera of 2100 px, turned by 3, 7 and 2 degrees."""


def _ink_share(image: Pixels) -> float:
    return float((image < 128).mean())


def test_a_page_on_a_dark_table_is_found_and_laid_flat(drawn_page: Pixels, photographed: Shoot) -> None:
    (page,) = flatten(photographed(drawn_page, _TILTED, (1200, 1500)))
    assert page.reasons.quad is not None
    assert np.abs(np.array(page.reasons.quad) - _TILTED).max() < 5
    assert page.image.shape[1] / page.image.shape[0] == pytest.approx(PAGE_SIZE[0] / PAGE_SIZE[1], rel=0.04)
    assert _ink_share(page.image) == pytest.approx(_ink_share(drawn_page), rel=0.25)
    assert page.image[:, :8].mean() > 180
    assert page.image[-8:].mean() > 180


def test_the_map_leads_from_the_page_back_to_the_photograph(drawn_page: Pixels, photographed: Shoot) -> None:
    (page,) = flatten(photographed(drawn_page, _TILTED, (1200, 1500)))
    h, w = page.image.shape
    corners = np.array([[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]], dtype=np.float64)
    assert np.abs(page.coarse_map.photo_points(corners) - _TILTED).max() < 12
    assert np.abs(page.coarse_map.page_points(page.coarse_map.photo_points(corners)) - corners).max() < 0.1


@pytest.mark.parametrize(("side", "kept"), [(Side.LEFT, 0), (Side.RIGHT, 1)])
def test_the_facing_page_is_cut_off_at_the_gutter(
    drawn_page: Pixels, photographed: Shoot, side: Side, kept: int
) -> None:
    wide = [(100.0, 100.0), (1000.0, 100.0), (1000.0, 1450.0), (100.0, 1450.0)]
    beyond = [(1000.0, 100.0), (1250.0, 160.0), (1250.0, 1390.0), (1000.0, 1450.0)]
    both = photographed(drawn_page, wide, (1400, 1550))
    strip = photographed(drawn_page[:, :400], beyond, (1400, 1550))
    spread = np.maximum(both, np.where(np.arange(1400) > 1000, strip, 0)).astype(np.uint8)
    if kept:
        spread = np.ascontiguousarray(spread[::-1, ::-1])
    (page,) = flatten(spread, side=side, options=PageOptions(clockwise_degrees=0))
    assert page.image.shape[1] == pytest.approx(900, abs=25)
    assert page.image.shape[0] == pytest.approx(1350, abs=25)


def test_a_spread_gives_a_left_and_a_right_page(drawn_page: Pixels, photographed: Shoot) -> None:
    left = [(80.0, 90.0), (800.0, 150.0), (800.0, 1250.0), (80.0, 1310.0)]
    right = [(800.0, 150.0), (1520.0, 90.0), (1520.0, 1310.0), (800.0, 1250.0)]
    shot = np.maximum(photographed(drawn_page, left, (1600, 1400)), photographed(drawn_page, right, (1600, 1400)))
    pages = flatten(shot, side=Side.BOTH, layout="spread")
    assert [page.side for page in pages] == [Side.LEFT, Side.RIGHT]
    for page, truth in zip(pages, (left, right), strict=True):
        assert page.reasons.quad is not None
        assert np.abs(np.array(page.reasons.quad) - truth).max() < 8


def test_a_blank_page_is_a_page(photographed: Shoot) -> None:
    (page,) = flatten(photographed(np.full((1350, 900), 230, np.uint8), _TILTED, (1200, 1500)))
    assert page.reasons.model is SurfaceModel.PLANE
    assert page.image.std() < 8


def test_a_picture_without_an_outline_is_kept_whole_and_says_so() -> None:
    rng = np.random.default_rng(5)
    picture = cv2.GaussianBlur(rng.integers(0, 255, (900, 700)).astype(np.uint8), (0, 0), 9)
    (page,) = flatten(np.asarray(picture, dtype=np.uint8))
    assert page.image.shape == (900, 700)
    assert page.reasons.model is SurfaceModel.WHOLE_PHOTO
    assert any("whole photograph" in warning for warning in page.reasons.warnings)


def test_a_page_that_fills_the_frame_is_kept_whole(drawn_page: Pixels) -> None:
    (page,) = flatten(drawn_page)
    assert page.image.shape == pytest.approx(drawn_page.shape, abs=4)


def test_the_resolution_comes_from_the_calibration_when_there_is_one(drawn_page: Pixels, photographed: Shoot) -> None:
    shot = photographed(drawn_page, _TILTED, (1200, 1500))
    (calibrated,) = flatten(shot, options=PageOptions(photo_ppi=150))
    (guessed,) = flatten(shot)
    assert calibrated.reasons.ppi_from == "calibration"
    assert calibrated.ppi == pytest.approx(150, rel=0.1)
    assert guessed.reasons.ppi_from == "assumed_page_height"
    assert guessed.image.shape[0] / guessed.ppi * 25.4 == pytest.approx(229, abs=1)


def test_colour_stays_colour(drawn_page: Pixels, photographed: Shoot) -> None:
    gray = photographed(drawn_page, _TILTED, (1200, 1500))
    (page,) = flatten(cv2.merge([gray // 2, gray, gray]).astype(np.uint8))
    assert page.image.shape[2] == 3
    assert page.image[..., 0].mean() / page.image[..., 2].mean() == pytest.approx(0.5, abs=0.05)
