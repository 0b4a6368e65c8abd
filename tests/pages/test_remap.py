"""The one resample: exact where nothing moves, right where it does, invertible, with the gain in the same pass."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scanner_daemon.pages import CoarseMap, CpuBackend
from scanner_daemon.pages.backends import ReferenceBackend
from scanner_daemon.pages.backends.tiles import source_window, tiles_within

Pixels = NDArray[np.uint8]


def _map(width: int, height: int, bend: float = 0.0, matrix: tuple[float, ...] = (1, 0, 0, 0, 1, 0)) -> CoarseMap:
    x, y = np.meshgrid(16.0 * np.arange(-(-width // 16) + 2), 16.0 * np.arange(-(-height // 16) + 2))
    a, b, c, d, e, f = matrix
    nodes = np.stack([a * x + b * y + c, d * x + e * y + f + bend * np.sin(x / 90)], axis=2)
    return CoarseMap(nodes.astype(np.float32), width, height)


def test_the_identity_changes_no_pixel(drawn_page: Pixels) -> None:
    same = CpuBackend().remap(drawn_page, _map(900, 1350), None)
    assert np.array_equal(same, drawn_page)


@pytest.mark.parametrize("channels", [1, 3])
def test_an_affine_map_agrees_with_opencv_s_own_warp(drawn_page: Pixels, channels: int) -> None:
    image = drawn_page if channels == 1 else cv2.merge([drawn_page, drawn_page // 2, 255 - drawn_page]).astype(np.uint8)
    matrix = (0.98, 0.05, 12.0, -0.04, 1.02, 30.0)
    ours = CpuBackend().remap(image, _map(800, 1200, matrix=matrix), None)
    theirs = cv2.warpAffine(
        image, np.array(matrix).reshape(2, 3), (800, 1200), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    )
    assert np.abs(ours.astype(int) - theirs)[5:-5, 5:-5].mean() < 0.6


def test_the_gain_is_applied_in_the_same_pass_and_clipped(drawn_page: Pixels) -> None:
    coarse = _map(900, 1350)
    gain = np.full(coarse.nodes.shape[:2], 1.25, dtype=np.float32)
    brighter = CpuBackend().remap(drawn_page, coarse, gain)
    expected = np.clip(np.rint(drawn_page * 1.25), 0, 255)
    assert np.abs(brighter - expected).max() <= 1


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("gained", [False, True])
def test_opencv_agrees_with_the_definition_within_a_grey_level_over_the_borders_too(
    channels: int, gained: bool
) -> None:
    rng = np.random.default_rng(11)
    noise = rng.integers(0, 256, (180, 230, 3), dtype=np.uint8)
    image = noise if channels == 3 else np.ascontiguousarray(noise[..., 0])
    turned = _map(220, 170, bend=6, matrix=(0.1, -0.98, 190.0, 1.01, 0.12, -15.0))
    gain = rng.uniform(0.75, 2.5, turned.nodes.shape[:2]).astype(np.float32) if gained else None
    ours = CpuBackend().remap(image, turned, gain)
    defined = ReferenceBackend().remap(image, turned, gain)
    assert ours.shape == defined.shape
    assert np.abs(ours.astype(int) - defined).max() <= 1
    assert np.abs(ours.astype(int) - defined).mean() < 0.02


def test_a_page_in_tiles_is_covered_once_and_keeps_the_limits(drawn_page: Pixels) -> None:
    coarse = _map(805, 1203, bend=9, matrix=(0, -1, 880, 1, 0, 3))
    tiles = tiles_within(coarse, drawn_page.shape, longest_source_px=400, most_page_px=60_000)
    covered = np.zeros((1203, 805), dtype=int)
    for tile in tiles:
        covered[tile.rows, tile.columns] += 1
        left, top, right, bottom = source_window(coarse.nodes[tile.nodes], drawn_page.shape)
        assert max(right - left, bottom - top) <= 400
        assert tile.width * tile.height <= 60_000
    assert (covered == 1).all()


def test_a_map_that_leaves_the_photograph_repeats_its_edge(drawn_page: Pixels) -> None:
    outside = CpuBackend().remap(drawn_page, _map(40, 40, matrix=(1, 0, -500, 0, 1, -500)), None)
    assert (outside == drawn_page[0, 0]).all()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 799), st.floats(0, 1199)), min_size=1, max_size=5),
    st.floats(-20, 20),
    st.floats(0.8, 1.2),
)
def test_page_points_undoes_photo_points(points: list[tuple[float, float]], bend: float, scale: float) -> None:
    coarse = _map(800, 1200, bend, (scale, 0.02, 40, -0.03, scale, 25))
    page = np.array(points, dtype=np.float64)
    assert np.abs(coarse.page_points(coarse.photo_points(page)) - page).max() < 0.01
