"""Photographs that nobody here took: upright, cropped to one page, whole where they are whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scanner_daemon.pages import FlatPage, SurfaceModel, flatten
from scanner_daemon.vocabulary import Side

Read = Callable[[str], bytes]


def _corners(page: FlatPage) -> np.ndarray:
    assert page.reasons.quad is not None
    return np.array(page.reasons.quad)


def test_the_hand_held_curled_page_is_straightened(real_photo: Read) -> None:
    (page,) = flatten(real_photo("cookbook/cookbook_0001.jpg"))
    assert page.reasons.model is SurfaceModel.CURVED
    assert page.reasons.line_residual_before_px is not None
    assert page.reasons.line_residual_after_px is not None
    assert page.reasons.line_residual_after_px < page.reasons.line_residual_before_px / 4
    assert page.image.shape[0] > 1.3 * page.image.shape[1]


@pytest.mark.parametrize(
    ("name", "side", "clockwise", "gutter_x"),
    [("vcradle/left_0001.jpg", Side.LEFT, 270, 2448), ("vcradle/right_0001.jpg", Side.RIGHT, 90, 372)],
)
def test_the_v_cradle_s_pages_end_at_the_glass_edge(
    real_photo: Read, name: str, side: Side, clockwise: int, gutter_x: int
) -> None:
    """``gutter_x`` was read off the upright photograph, 2912 pixels wide, by eye."""
    (page,) = flatten(real_photo(name), side=side)
    assert page.reasons.clockwise_degrees == clockwise
    stored = _corners(page)
    upright_x = stored[:, 1] if clockwise == 270 else 2911 - stored[:, 1]
    gutter = upright_x[[1, 2]] if side is Side.LEFT else upright_x[[0, 3]]
    assert np.abs(gutter - gutter_x).max() < 40
    assert page.image.shape[1] / page.image.shape[0] == pytest.approx(0.62, abs=0.03)


def test_the_upside_down_spread_gives_two_upright_pages(real_photo: Read) -> None:
    pages = flatten(real_photo("platen_spread/example_scan-small.jpg"), side=Side.BOTH, layout="spread")
    assert [page.side for page in pages] == [Side.LEFT, Side.RIGHT]
    assert all(page.reasons.clockwise_degrees == 180 for page in pages)
    assert all(page.reasons.orientation_from == "text_ascenders" for page in pages)
    left, right = map(_corners, pages)
    assert left[:, 0].mean() > right[:, 0].mean(), "stored upside down, the left page lies on the right"


@pytest.mark.parametrize("number", [1, 2, 4, 7])
def test_flat_scans_stay_upright_and_whole(real_photo: Read, number: int) -> None:
    """The printed text of these scans lies between x = 40..1410 and y = 130..1930 of 1456 x 2083, within the paper."""
    (page,) = flatten(real_photo(f"kant/000{number}.tif"))
    assert page.reasons.clockwise_degrees == 0
    assert page.image.shape[0] > 1800
    assert page.image.shape[1] > 1020
