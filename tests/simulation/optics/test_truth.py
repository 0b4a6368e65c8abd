"""The map between paper and photograph is exact, in both directions, in both worlds, under glass and open."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from scanner_daemon.simulation.optics.paper import Platen, World
from scanner_daemon.simulation.photographs import Shot, truth_of
from scanner_daemon.vocabulary import Side

CASES: list[tuple[Side, Platen, World]] = list(itertools.product((Side.LEFT, Side.RIGHT), ("down", "open"), ("A", "B")))


@pytest.mark.parametrize(("side", "platen", "world"), CASES)
@pytest.mark.parametrize("seed", [1, 7])
def test_paper_to_photo_and_back_is_the_identity(seed: int, side: Side, platen: Platen, world: World) -> None:
    truth = truth_of(Shot(seed, 3, side, platen, world))
    width, height = truth.size_mm
    x, y = np.meshgrid(np.linspace(0, width, 41), np.linspace(0, height, 61))
    paper = np.stack([x, y], axis=-1)

    photo = truth.paper_to_photo(paper)
    back = truth.photo_to_paper(photo)

    assert np.abs(back - paper).max() < 1e-6
    assert np.abs(truth.paper_to_photo(back) - photo).max() < 1e-5
