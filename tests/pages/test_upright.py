"""Every one of the eight EXIF orientations ends upright, and text that lies on its side or head is turned."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import PageOptions, flatten
from scanner_daemon.pages.orientation import Orientation

Pixels = NDArray[np.uint8]

_STORED_AS: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda page: page,
    2: lambda page: page[:, ::-1],
    3: lambda page: page[::-1, ::-1],
    4: lambda page: page[::-1],
    5: lambda page: page.swapaxes(0, 1),
    6: lambda page: np.rot90(page),
    7: lambda page: np.rot90(page, 2).swapaxes(0, 1),
    8: lambda page: np.rot90(page, -1),
}
"""How a camera that writes this tag has stored an upright page (TIFF 6.0: where row 0 and column 0 are)."""
_AS_IT_IS = PageOptions(crop=False, straighten_lines=False, even_light=False)


@pytest.mark.parametrize("tag", range(1, 9))
def test_each_exif_orientation_comes_out_upright(drawn_page: Pixels, encoded: Callable[..., bytes], tag: int) -> None:
    stored = np.ascontiguousarray(_STORED_AS[tag](drawn_page))
    (page,) = flatten(encoded(stored, "PNG", tag), options=_AS_IT_IS)
    assert page.image.shape == drawn_page.shape
    assert np.abs(page.image.astype(int) - drawn_page).max() <= 1
    assert page.reasons.orientation_from in ("exif", "as_stored")


@pytest.mark.parametrize("tag", range(1, 9))
def test_the_matrix_of_an_orientation_agrees_with_turning_the_pixels(tag: int) -> None:
    orientation = Orientation.from_exif(tag)
    stored = np.arange(12, dtype=np.uint8).reshape(3, 4)
    upright = orientation.apply(stored)
    matrix = orientation.to_stored((4, 3))
    assert upright.shape[::-1] == orientation.upright_size((4, 3))
    for y in range(upright.shape[0]):
        for x in range(upright.shape[1]):
            sx, sy, _ = matrix @ (x, y, 1)
            assert upright[y, x] == stored[round(sy), round(sx)]


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_text_that_lies_wrong_is_turned_without_any_header(drawn_page: Pixels, quarter_turns: int) -> None:
    (page,) = flatten(np.ascontiguousarray(np.rot90(drawn_page, quarter_turns)), options=_AS_IT_IS)
    assert page.reasons.clockwise_degrees == 90 * quarter_turns
    assert page.reasons.orientation_from in ("text_axis", "text_ascenders")
    assert np.abs(page.image.astype(int) - drawn_page).max() <= 1


def test_a_header_that_lies_is_overruled_by_clear_text(drawn_page: Pixels, encoded: Callable[..., bytes]) -> None:
    (page,) = flatten(encoded(drawn_page, "PNG", 3), options=_AS_IT_IS)
    assert page.reasons.clockwise_degrees == 0
    assert page.reasons.orientation_from == "text_ascenders"


def test_the_caller_s_word_is_final(drawn_page: Pixels) -> None:
    (page,) = flatten(drawn_page, options=PageOptions(clockwise_degrees=180, crop=False, even_light=False))
    assert page.reasons.orientation_from == "caller"
    assert page.reasons.clockwise_degrees == 180


def test_a_page_without_text_stays_as_the_header_says(encoded: Callable[..., bytes]) -> None:
    picture = np.full((600, 800), 220, dtype=np.uint8)
    cv2.circle(picture, (400, 250), 150, 60, -1)
    (page,) = flatten(encoded(picture, "PNG", 6), options=_AS_IT_IS)
    assert page.image.shape == (800, 600)
    assert page.reasons.orientation_from == "exif"
