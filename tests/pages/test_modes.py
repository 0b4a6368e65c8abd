"""Gray and black-and-white pages, paper white, and show-through: noise stays away and thin strokes stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from scanner_daemon.api.schemas import PageMode
from scanner_daemon.pages import CoarseMap, CpuBackend, Mode
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.light import Light, PaperCells, even_light, paper_cells
from scanner_daemon.pages.modes import Tones, develop, in_mode
from scanner_daemon.pages.photo import read_photo
from scanner_daemon.pages.show_through import lifted, show_through_depth

Pixels = NDArray[np.uint8]
PPI = 150.0


def straight(page: Pixels) -> CoarseMap:
    height, width = page.shape[:2]
    x, y = np.meshgrid(16.0 * np.arange(-(-width // 16) + 1), 16.0 * np.arange(-(-height // 16) + 1))
    return CoarseMap(np.stack([x, y], axis=2).astype(np.float32), width, height)


def grainy(page: NDArray[np.float64] | NDArray[np.uint8], sigma: float = 3.0) -> Pixels:
    noise = np.random.default_rng(1).normal(0, sigma, page.shape)
    return np.asarray(np.clip(page + noise, 0, 255), dtype=np.uint8)


def agreement(made: Pixels, truth: NDArray[np.bool_]) -> float:
    """F-measure of the ink."""
    ink = made == 0
    return float(2 * (ink & truth).sum() / max(1, ink.sum() + truth.sum()))


@pytest.fixture
def ghost(drawn_page: Pixels) -> NDArray[np.float64]:
    """The other side's print as it shows: mirrored and soft, 0 to 1."""
    soft = cv2.GaussianBlur(np.roll(drawn_page, 21, axis=0)[:, ::-1].astype(np.float64), (0, 0), 1.5)
    return np.asarray(1 - soft / soft.max(), dtype=np.float64)


def test_the_modes_of_the_api_are_those_of_the_engine() -> None:
    assert {mode.value for mode in PageMode} == {mode.value for mode in Mode}


@pytest.mark.parametrize("level", [30, 128, 235])
def test_a_blank_page_stays_blank_in_black_and_white(level: int) -> None:
    made = in_mode(grainy(np.full((900, 600), level, np.uint8), sigma=2.5), Mode.BILEVEL, PPI)
    assert made.min() == 255


@pytest.mark.parametrize("contrast", [1.0, 0.35])
def test_print_is_kept_in_black_and_white_however_faded(drawn_page: Pixels, contrast: float) -> None:
    faded = 232 - (232 - drawn_page.astype(np.float64)) * contrast
    made = in_mode(grainy(faded, 4.0), Mode.BILEVEL, PPI)
    assert set(np.unique(made)) == {0, 255}
    assert agreement(made, drawn_page < 131) > 0.95


def test_large_black_areas_are_not_hollow() -> None:
    page = np.full((900, 600), 230, np.uint8)
    page[200:600, 100:500] = 35
    assert in_mode(page, Mode.BILEVEL, PPI)[210:590, 110:490].max() == 0


def test_a_colour_photograph_becomes_gray_before_it_is_resampled(drawn_page: Pixels) -> None:
    colour = cv2.merge([drawn_page // 2, drawn_page, drawn_page]).astype(np.uint8)
    made = develop(colour, straight(drawn_page), Light(None), Tones(), Mode.GRAY, PPI, CpuBackend())
    assert np.array_equal(made, cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY))


def test_paper_comes_to_the_white_that_is_asked_for_and_black_stays(drawn_page: Pixels) -> None:
    tints = [drawn_page * share for share in (0.8, 0.9, 1.0)]
    colour = np.rint(np.stack(tints, axis=2)).astype(np.uint8)
    paper = (232 * 0.8, 232 * 0.9, 232.0)
    made = develop(colour, straight(colour), Light(None), Tones(paper, (250, 250, 250)), Mode.COLOUR, PPI, CpuBackend())
    assert np.abs(np.median(made.reshape(-1, 3), axis=0) - 250).max() <= 1
    assert abs(int(made.min()) - 250 * 30 / 232) < 4


@given(st.floats(0.02, 0.3), st.floats(0, 1.3))
def test_the_curve_against_show_through_is_monotone_and_leaves_print_alone(depth: float, share: float) -> None:
    here, above = lifted(np.array([share, share + 0.01]), depth)
    assert above >= here >= share - 1e-9
    if share < 0.65 or share >= 1:
        assert here == pytest.approx(share)


@pytest.mark.parametrize("strength", [0.08, 0.14])
def test_show_through_is_pressed_back_and_thin_strokes_stay(
    drawn_page: Pixels, ghost: NDArray[np.float64], strength: float
) -> None:
    page = grainy(drawn_page * (1 - strength * ghost), 1.0)
    stored, coarse = Copies.of(read_photo(page)), straight(page)
    light = even_light(paper_cells(stored, coarse))
    depth = show_through_depth(stored, coarse, light)
    assert 0.3 * strength < depth < 1.3 * strength
    plain = develop(page, coarse, light, Tones(light.paper_level), Mode.GRAY, PPI, CpuBackend())
    made = develop(page, coarse, light, Tones(light.paper_level, None, depth), Mode.GRAY, PPI, CpuBackend())
    bare = cv2.erode(drawn_page, np.ones((9, 9), np.uint8)) > 225
    shows = bare & (ghost > 0.5)
    paper = float(np.median(plain[bare & (ghost < 0.02)]))
    assert paper - made[shows].mean() < 0.75 * (paper - plain[shows].mean())
    ink = drawn_page < 150
    assert np.abs(made[ink].astype(float) - plain[ink]).mean() < 1


def test_no_show_through_is_seen_where_there_is_none(drawn_page: Pixels) -> None:
    page = grainy(drawn_page, 2.0)
    stored, coarse = Copies.of(read_photo(page)), straight(page)
    assert show_through_depth(stored, coarse, even_light(paper_cells(stored, coarse))) == 0


def test_a_page_without_judged_paper_has_no_show_through(drawn_page: Pixels) -> None:
    stored = Copies.of(read_photo(drawn_page))
    unlit = even_light(PaperCells(np.full((40, 30), 9, np.float32)))
    assert show_through_depth(stored, straight(drawn_page), unlit) == 0
