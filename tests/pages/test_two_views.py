"""What two cameras see of one page at once tells how it lies: by parallax, whatever lens took it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.cli.bench_pages_views import misfit_of_page
from scanner_daemon.pages import FlatPage, flatten
from scanner_daemon.pages.cylinder import BARREL, FOCAL, ORIGIN, ROTATION, Cylinder
from scanner_daemon.pages.fitting import Belief, Curve
from scanner_daemon.pages.other_view import OtherPhotograph
from scanner_daemon.pages.two_views import Matches, as_seen_from_there, camera_there, fit_two_views
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.vocabulary import Side

SHOT = Shot(seed=101, spread=11, side=Side.RIGHT, platen="open", world="B", size=(1500, 1000))
PIXEL = 1 / 2000

FloatArray = NDArray[np.float64]


def _open_page() -> tuple[Cylinder, FloatArray]:
    """A page that arches and leans a little, taken with a focal length 15 % longer than thought."""
    cylinder = Cylinder.with_knots(0.4, np.array([0, 0.1, 0.25, 0.5, 0.75, 1.0]))
    values = cylinder.flat(np.array([0.02, -0.01]))
    values[ROTATION], values[FOCAL], values[BARREL] = (0.03, -0.05, 0.01), np.log(1.15), 0.05
    values[cylinder.slopes] = np.radians(30) * np.exp(-np.linspace(0, 3, cylinder.size - cylinder.slopes.start))
    return cylinder, values


def _matches(cylinder: Cylinder, values: FloatArray, noise_px: float = 0.0) -> Matches:
    """A grid of places, and a camera 20 degrees aside that looks at the page's middle."""
    turn = np.array([0.0, np.radians(20), 0.0])
    away = np.exp(values[FOCAL])
    centre = np.array([0.0, 0.0, away])
    place = centre - cv2.Rodrigues(turn)[0] @ centre
    camera = np.concatenate([turn, place, [np.log(0.93), -0.04]])
    s, t = (each.ravel() for each in np.meshgrid(np.linspace(0.01, 0.39, 25), np.linspace(-0.28, 0.28, 30)))
    here = cylinder.seen(values, s, t)
    there = as_seen_from_there(cylinder, values, camera, here)
    there = there + noise_px * PIXEL * np.random.default_rng(1).normal(size=there.shape)
    return Matches(here, there, np.full(len(here), PIXEL), (0.25, 0.15))


def _level(cylinder: Cylinder, values: FloatArray, t: float) -> Curve:
    s = np.linspace(0.05, 0.35, 20)
    return Curve(cylinder.seen(values, s, np.full(20, t)), True, 0.5 * PIXEL, "line")


def _thought(cylinder: Cylinder) -> Belief:
    sigma = np.full(cylinder.size, 0.5)
    sigma[ROTATION], sigma[ORIGIN], sigma[[FOCAL, BARREL]] = 0.25, 1e-5, (0.25, 0.15)
    return Belief.of(cylinder.flat(np.array([0.02, -0.01])), sigma)


def test_the_depth_of_a_page_changes_with_its_parameters_as_it_says() -> None:
    cylinder, values = _open_page()
    here = _matches(cylinder, values).here[::50]
    _, told = cylinder.depths(values, here, cylinder.met(values, here))
    for k in range(cylinder.size):
        depths = []
        for step in (-1e-6, 1e-6):
            moved = values.copy()
            moved[k] += step
            at = cylinder.met(moved, here)
            depths.append(cylinder.depth(moved, at.s, at.t))
        assert told[k] == pytest.approx((depths[1] - depths[0]) / 2e-6, rel=1e-3, abs=1e-5)


def test_two_views_tell_the_focal_length_that_lines_cannot() -> None:
    cylinder, values = _open_page()
    lines = [_level(cylinder, values, t) for t in np.linspace(-0.25, 0.25, 7)]
    belief = _thought(cylinder)
    both = fit_two_views(cylinder, lines, belief, belief.mean, _matches(cylinder, values, noise_px=0.1))
    assert np.exp(both.fit.values[FOCAL]) == pytest.approx(1.15, rel=0.01)
    assert both.rms < 0.3 * PIXEL
    s, t = np.linspace(0.02, 0.38, 9), np.linspace(-0.25, 0.25, 9)
    off = cylinder.seen(both.fit.values, s, t) - cylinder.seen(values, s, t)
    assert np.ptp(off, axis=0).max() < 2 * PIXEL


def test_too_few_matches_tell_of_no_camera() -> None:
    cylinder, values = _open_page()
    every = _matches(cylinder, values)
    few = replace(every, here=every.here[:5], there=every.there[:5], sigma=every.sigma[:5])
    with pytest.raises(ValueError, match="too few"):
        camera_there(cylinder, values, few)


@lru_cache(maxsize=4)
def _taken(shot: Shot) -> tuple[Photograph, bytes]:
    taken = photograph(shot)
    return taken, taken.jpeg()


@lru_cache(maxsize=4)
def _page(also: OtherPhotograph | None = None) -> FlatPage:
    (page,) = flatten(_taken(SHOT)[1], side=SHOT.side, also=also)
    return page


def _misfit_mm(page: FlatPage) -> float:
    return misfit_of_page(page, _taken(SHOT)[0].truth, "open").rms_mm


def test_rippled_paper_comes_out_straighter_where_both_cameras_see_it() -> None:
    beside = _taken(replace(SHOT, aside_deg=-20.0))[1]
    both = _page(OtherPhotograph(beside, "left_0011.jpg"))
    assert both.reasons.other_view is not None
    assert both.reasons.other_view.startswith("left_0011.jpg, followed: ")
    assert both.reasons.scores["seen_by_both"] < 0.5 * both.reasons.scores["alone_seen_by_both"]
    assert _misfit_mm(both) < 0.7 * _misfit_mm(_page())


def test_a_photograph_of_another_page_changes_nothing() -> None:
    page = _page(OtherPhotograph(_taken(replace(SHOT, spread=14))[1], "other.jpg"))
    assert page.reasons.other_view == "other.jpg, not followed: it does not show this page"
    assert np.array_equal(page.image, _page().image)


def test_another_photograph_that_cannot_be_read_costs_its_help_alone() -> None:
    page = _page(OtherPhotograph(b"no photograph", "other.jpg"))
    assert page.reasons.other_view is not None
    assert "other.jpg, not asked: " in page.reasons.other_view
    assert np.array_equal(page.image, _page().image)
