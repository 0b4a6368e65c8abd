"""Even light: paper becomes even, the fold's shadow goes, pictures keep their tones, or the light stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import FlatField
from scanner_daemon.pages import CoarseMap
from scanner_daemon.pages.light import LightFrom, PaperCells, even_light, flat_field_gain

Share = NDArray[np.float64]
ROWS, COLUMNS = 226, 150
"""A page of 229 x 152 mm, a node a millimetre."""


def lamps(fold: bool = True) -> Share:
    """Light that falls off away from the lamp, and a shadow down in the fold at the left."""
    v, u = np.meshgrid(np.linspace(0, 1, ROWS), np.linspace(0, 1, COLUMNS), indexing="ij")
    light = 1 - 0.25 * u**1.5 - 0.24 * (v - 0.3) ** 2
    return light * (1 - 0.35 * np.exp(-u * COLUMNS / 5)) if fold else light


def text() -> Share:
    page = np.ones((ROWS, COLUMNS))
    rng = np.random.default_rng(3)
    for y in range(25, 200, 5):
        page[y : y + 2, 20:130] = rng.choice([0.35, 0.6, 0.9], size=(2, 110))
    return page


def landscape(rows: int, columns: int) -> Share:
    """A pale sky that darkens smoothly towards dark ground: by itself it looks like paper in a shadow."""
    rng = np.random.default_rng(4)
    v = np.linspace(0, 1, rows)[:, None] * np.ones((1, columns))
    ground = v > 0.6 + 0.1 * np.sin(np.arange(columns) / 15)
    return np.where(ground, 0.25 + 0.1 * rng.random((rows, columns)), 0.92 - 0.45 * v)


def with_picture(box: tuple[int, int, int, int]) -> tuple[Share, tuple[slice, slice]]:
    page, (top, bottom, left, right) = text(), box
    page[top:bottom, left:right] = landscape(bottom - top, right - left)
    return page, (slice(top, bottom), slice(left, right))


def photographed(page: Share, light: Share) -> NDArray[np.float32]:
    noise = np.random.default_rng(5).normal(0, 0.6, page.shape)
    return np.clip(page * light * 205 + noise, 0, 255).astype(np.float32)


def test_paper_is_even_to_the_fold() -> None:
    page = text()
    seen = photographed(page, lamps())
    light = even_light(PaperCells(seen))
    assert light.gain is not None
    assert light.made_of is LightFrom.PAPER
    bare = page > 0.99
    evened = (seen * light.gain)[bare]
    assert seen[bare].std() / seen[bare].mean() > 0.09
    assert evened.std() / evened.mean() < 0.02
    in_the_fold = (seen * light.gain)[20:, :8][bare[20:, :8]]
    assert in_the_fold.mean() / evened.mean() == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize("box", [(20, 150, 15, 135), (12, 214, 12, 138), (40, 120, 80, 140)])
def test_a_picture_keeps_its_tones(box: tuple[int, int, int, int]) -> None:
    page, inside = with_picture(box)
    seen = photographed(page, lamps())
    light = even_light(PaperCells(seen))
    gain = np.ones(1) if light.gain is None else light.gain
    bare = page > 0.99
    before = np.abs(seen / np.median(seen[bare]) - page)[inside].mean()
    after = np.abs(seen * gain / np.median((seen * gain)[bare]) - page)[inside].mean()
    assert after < 0.45 * before
    assert after * 255 < 8


def test_a_pale_tint_is_not_paper() -> None:
    page = text()
    page[60:140, 40:110] = 0.9
    seen = photographed(page, lamps())
    light = even_light(PaperCells(seen))
    assert light.gain is not None
    evened = seen * light.gain
    assert np.median(evened[64:136, 44:106]) / np.median(evened[page > 0.99]) == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("page", [landscape(ROWS, COLUMNS), 1 - 0.85 * text()], ids=["full bleed", "white on black"])
def test_without_paper_only_the_flat_field_is_believed(page: Share) -> None:
    seen = photographed(page, lamps(fold=False))
    alone = even_light(PaperCells(seen))
    assert alone.gain is None
    assert alone.why_none is not None
    field = (1 / lamps(fold=False)).astype(np.float32)
    calibrated = even_light(PaperCells(seen), field)
    assert calibrated.made_of is LightFrom.FLAT_FIELD
    assert np.array_equal(np.asarray(calibrated.gain), field)


def test_the_flat_field_comes_first_and_the_estimate_adds_what_it_cannot_know() -> None:
    page = text()
    seen = photographed(page, lamps())
    field = (1 / lamps(fold=False)).astype(np.float32)
    light = even_light(PaperCells(seen), field)
    assert light.gain is not None
    assert light.made_of is LightFrom.BOTH
    beyond = light.gain / field
    assert beyond[:, 30:].std() < 0.01
    assert beyond[:, 1].mean() > 1.2 * beyond[:, 60].mean()


def test_a_blank_page_is_evened_and_its_grain_grows_no_more_than_its_light() -> None:
    seen = photographed(np.ones((ROWS, COLUMNS)), lamps())
    light = even_light(PaperCells(seen))
    assert light.gain is not None
    grain = cv2.Laplacian(seen, cv2.CV_32F)
    evened = cv2.Laplacian((seen * light.gain).astype(np.float32), cv2.CV_32F)
    assert evened[2:-2, 12:-2].std() < float(light.gain[2:-2, 12:-2].max()) * grain[2:-2, 12:-2].std()
    assert light.paper_level is not None
    assert light.paper_level[0] <= 240


def test_a_page_in_the_dark_is_left_in_the_dark() -> None:
    light = even_light(PaperCells(np.full((ROWS, COLUMNS), 12, np.float32)))
    assert light.gain is None


def test_another_colour_is_no_paper() -> None:
    """A blue plate as bright as paper in gray is left out, and the paper's own colour is told."""
    page = text()
    level = photographed(page, lamps())
    bgr = np.stack([level * 0.85, level, level * 1.05], axis=2).astype(np.float32)
    bgr[60:160, 30:120] = level[60:160, 30:120, None] * np.array([1.3, 1.0, 0.6], np.float32)
    light = even_light(PaperCells(level, bgr))
    assert light.paper is not None
    assert light.paper_level is not None
    assert not light.paper[65:155, 35:115].any()
    blue, green, red = light.paper_level
    assert blue / green == pytest.approx(0.85, abs=0.02)
    assert red / green == pytest.approx(1.05, abs=0.02)


@pytest.fixture
def turned_map() -> Callable[[int, int], CoarseMap]:
    """Pages that lie turned a quarter on photographs of (width, height)."""

    def make(width: int, height: int) -> CoarseMap:
        x, y = np.meshgrid(16.0 * np.arange(-(-height // 16) + 1), 16.0 * np.arange(-(-width // 16) + 1))
        return CoarseMap(np.stack([y, height - 1 - x], axis=2).astype(np.float32), height, width)

    return make


def test_flat_field_gains_are_taken_at_the_photograph_s_own_places(turned_map: Callable[[int, int], CoarseMap]) -> None:
    coarse = turned_map(801, 641)
    gain = flat_field_gain(FlatField(gains=((1.0, 2.0), (1.0, 2.0))), (801, 641), coarse)
    assert gain is not None
    expected = 1 + np.clip(coarse.nodes[..., 0], 0, 800) / 800
    assert np.abs(gain - expected).max() < 0.04
    assert flat_field_gain(FlatField(array_sha256="0" * 64), (801, 641), coarse) is None
