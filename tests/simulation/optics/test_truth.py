"""The map between paper and photograph is exact, in both directions, in both worlds, under glass and open."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
import tesserocr
from numpy.typing import NDArray
from PIL import Image
from rapidfuzz.distance import Levenshtein

from scanner_daemon.simulation.optics.paper import RIPPLE_RMS_MM, Platen, World
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph, truth_of
from scanner_daemon.text.tessdata import find_tessdata
from scanner_daemon.vocabulary import Side

CASES: list[tuple[Side, Platen, World]] = list(itertools.product((Side.LEFT, Side.RIGHT), ("down", "open"), ("A", "B")))
LAYS: list[tuple[Platen, World]] = list(itertools.product(("down", "open"), ("A", "B")))


def over_the_page(size_mm: tuple[float, float]) -> NDArray[np.float64]:
    x, y = np.meshgrid(np.linspace(0, size_mm[0], 41), np.linspace(0, size_mm[1], 61))
    return np.stack([x, y], axis=-1)


@pytest.mark.parametrize(("side", "platen", "world"), CASES)
@pytest.mark.parametrize("seed", [1, 7])
def test_paper_to_photo_and_back_is_the_identity(seed: int, side: Side, platen: Platen, world: World) -> None:
    truth = truth_of(Shot(seed, 3, side, platen, world))
    paper = over_the_page(truth.size_mm)

    photo = truth.paper_to_photo(paper)
    back = truth.photo_to_paper(photo)

    assert np.abs(back - paper).max() < 1e-6
    assert np.abs(truth.paper_to_photo(back) - photo).max() < 1e-5


@pytest.mark.parametrize(("side", "platen", "world"), CASES)
def test_the_coarse_map_is_exact_at_its_nodes(side: Side, platen: Platen, world: World) -> None:
    truth = truth_of(Shot(5, 8, side, platen, world, size=(1500, 1000)))
    nodes = truth.coarse_map(16)
    assert nodes.shape == (-(-1000 // 16) + 1, -(-1500 // 16) + 1, 2)
    y, x = np.mgrid[0 : nodes.shape[0], 0 : nodes.shape[1]] * 16.0
    width, height = truth.size_mm
    on_page = (nodes > 0).all(axis=-1) & (nodes[..., 0] < width) & (nodes[..., 1] < height)
    assert on_page.mean() > 0.4
    there = truth.paper_to_photo(nodes[on_page].astype(np.float64))
    assert np.abs(there - np.stack([x, y], axis=-1)[on_page]).max() < 1e-3


def test_the_dense_map_agrees_with_the_exact_one() -> None:
    truth = truth_of(Shot(5, 8, Side.RIGHT, "down", "A").cropped(2000, 1000, 400, 300))
    dense = truth.dense_map()
    assert dense.shape == (300, 400, 2)
    pixels = np.array([[0.0, 0.0], [399.0, 0.0], [211.0, 97.0], [13.0, 299.0]])
    exact = truth.photo_to_paper(pixels)
    got = np.array([dense[int(y), int(x)] for x, y in pixels])
    assert np.abs(got - exact).max() < 0.01 / 20


@pytest.mark.parametrize(("platen", "world"), LAYS)
def test_world_b_departs_from_a_developable_sheet_by_the_stated_amount_and_world_a_does_not(
    platen: Platen, world: World
) -> None:
    paper = truth_of(Shot(4, 6, Side.LEFT, platen, world)).paper
    s, t = np.meshgrid(np.linspace(0, paper.width_mm, 153), np.linspace(0, paper.height_mm, 230))
    ground = paper.ground(s, t)
    a, b = (np.stack(tangent, axis=-1) for tangent in (ground.along_s, ground.along_t))
    stretch = max(np.abs((a * a).sum(-1) - 1).max(), np.abs((b * b).sum(-1) - 1).max(), np.abs((a * b).sum(-1)).max())
    if world == "A":
        assert paper.developable
        assert stretch < 1e-9, "an isometry of the plane keeps lengths and angles"
    else:
        assert not paper.developable
        assert np.std(paper.height(s, t)[0]) == pytest.approx(RIPPLE_RMS_MM[platen], rel=0.02)
        assert stretch > 1e-4


@pytest.mark.parametrize(("platen", "world"), LAYS)
def test_tangents_are_the_derivatives_of_the_surface(platen: Platen, world: World) -> None:
    paper = truth_of(Shot(9, 6, Side.LEFT, platen, world)).paper
    rng = np.random.default_rng(0)
    s, t = rng.uniform(1, paper.width_mm - 1, 300), rng.uniform(1, paper.height_mm - 1, 300)
    ground, h = paper.ground(s, t), 1e-4
    for axis in range(3):
        by_s = (paper.ground(s + h, t).point[axis] - paper.ground(s - h, t).point[axis]) / (2 * h)
        by_t = (paper.ground(s, t + h).point[axis] - paper.ground(s, t - h).point[axis]) / (2 * h)
        assert np.abs(by_s - ground.along_s[axis]).max() < 1e-4
        assert np.abs(by_t - ground.along_t[axis]).max() < 1e-4


def test_the_printed_page_lies_in_the_photograph_where_the_truth_says() -> None:
    """Pixels against the map, with nothing of the renderer between: the flattened photograph is the printed page."""
    taken = photograph(Shot(6, 5, Side.RIGHT, "open", "B", noise=0, glare=0))
    page = taken.truth.page
    assert page is not None
    flat = cv2.cvtColor(taken.truth.flattened(taken.image, 300), cv2.COLOR_BGR2GRAY).astype(np.float32)
    printed = page.image(300).astype(np.float32)
    assert flat.shape == printed.shape
    shifts = []
    for word in page.words[::9]:
        x0, y0, x1, y1 = (round(edge / 25.4 * 300) for edge in word.box_mm)
        there = (slice(y0 - 6, y1 + 6), slice(x0 - 6, x1 + 6))
        window = cv2.createHanningWindow((x1 - x0 + 12, y1 - y0 + 12), cv2.CV_32F)
        (dx, dy), response = cv2.phaseCorrelate(printed[there], flat[there], window)
        if response > 0.5:
            shifts.append((dx, dy))
    assert len(shifts) > 15
    in_mm = np.array(shifts) * 25.4 / 300
    assert np.abs(np.median(in_mm, axis=0)).max() < 0.004
    assert np.sqrt((in_mm**2).mean()) < 0.02


def character_error_rate(taken: Photograph) -> float:
    grey = cv2.cvtColor(taken.truth.flattened(taken.image, 300), cv2.COLOR_BGR2GRAY)
    with tesserocr.PyTessBaseAPI(path=str(find_tessdata(("eng",))), lang="eng") as reader:
        reader.SetImage(Image.fromarray(grey))
        reader.SetSourceResolution(300)
        read = " ".join(reader.GetUTF8Text().split())
    truth = " ".join(taken.truth.text.split())
    return Levenshtein.distance(read, truth) / len(truth)


@pytest.mark.parametrize(
    ("spread", "side", "world"), [(6, Side.LEFT, "A"), (4, Side.RIGHT, "B")], ids=["one column", "two columns"]
)
def test_a_page_flattened_through_its_truth_can_be_read(spread: int, side: Side, world: World) -> None:
    taken = photograph(Shot(1, spread, side, "down", world, size=(4500, 3000)))
    assert character_error_rate(taken) < 0.01
