"""The simulator hands out the calibration that a perfect measurement of its rig would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scanner_daemon.calibration.geometry import photo_pixels, platen_mm, straightened
from scanner_daemon.simulation.photographs import Shot, rig_sight, truth_of
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side

SERIALS = {Side.LEFT: "1", Side.RIGHT: "2"}
BASE = Shot(seed=4, spread=5, side=Side.LEFT, size=(1500, 1000))


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_profile_is_the_rigs_own_map_from_paper_to_photograph(side: Side) -> None:
    profile = true_profile(BASE, SERIALS).sides[side]
    sight = rig_sight(replace(BASE, side=side))
    s, t = np.meshgrid(np.linspace(0, sight.paper.width_mm, 5), np.linspace(0, sight.paper.height_mm, 7))
    outward = 1 if side is Side.RIGHT else -1
    mm = np.stack([outward * s, t - sight.paper.height_mm / 2], axis=-1)
    x, y, z = sight.in_camera(s, t, np.zeros_like(s))
    pixels = sight.from_upright(np.stack(sight.lens.to_pixels(x / z, y / z), axis=-1))
    assert np.abs(photo_pixels(profile, mm) - pixels).max() < 1e-6
    assert np.abs(platen_mm(profile, pixels) - mm).max() < 1e-6


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_lens_is_that_of_the_picture_as_it_is_stored(side: Side) -> None:
    profile, sight = true_profile(BASE, SERIALS).sides[side], rig_sight(replace(BASE, side=side))
    pixels = np.stack(np.meshgrid(np.linspace(0, 1499, 6), np.linspace(0, 999, 4)), axis=-1)
    upright = np.stack(sight.rays(pixels), axis=-1) * sight.lens.focal_px + np.array(sight.lens.centre_px)
    assert np.abs(straightened(profile.lens, pixels) - sight.from_upright(upright)).max() < 1e-6


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_page_lies_within_the_jitter_of_a_shot_where_the_profile_says(side: Side) -> None:
    truth = truth_of(replace(BASE, side=side))
    width, height = truth.size_mm
    middle = platen_mm(true_profile(BASE, SERIALS).sides[side], truth.paper_to_photo(np.array([width / 2, height / 2])))
    outward = 1 if side is Side.RIGHT else -1
    assert np.abs(middle - [outward * width / 2, 0]).max() < 2.0


def test_resolution_is_that_of_the_photograph() -> None:
    full, small = (true_profile(replace(BASE, size=size), SERIALS) for size in ((6000, 4000), (1500, 1000)))
    assert 490 < full.sides[Side.LEFT].ppi < 520
    assert full.sides[Side.LEFT].ppi == pytest.approx(4 * small.sides[Side.LEFT].ppi, rel=1e-9)


def test_the_same_rig_has_the_same_profile_and_another_has_another() -> None:
    assert true_profile(BASE, SERIALS).content_hash == true_profile(replace(BASE, take=3), SERIALS).content_hash
    assert true_profile(BASE, SERIALS).content_hash != true_profile(replace(BASE, seed=5), SERIALS).content_hash


def test_the_flat_field_is_one_where_the_light_is_strongest() -> None:
    flat = true_profile(BASE, SERIALS).sides[Side.LEFT].flat_field
    assert flat is not None
    gains = np.array(flat.gains)
    assert gains.shape == (9, 13)
    assert gains.min() == 1.0
    assert 1.05 < gains.max() < 5
