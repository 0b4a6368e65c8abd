"""Planes and curls: proportions come out true, lines come out straight, and straight lines are left alone."""

from __future__ import annotations

import numpy as np
import pytest

from scanner_daemon.pages.curl import fit_curl
from scanner_daemon.pages.ink import TextLine
from scanner_daemon.pages.light import even_light
from scanner_daemon.pages.plane import plane_of_quad

FOCAL = 3000.0


def _seen_by_camera(width: float, height: float, tilt: float, distance: float = 4000.0) -> np.ndarray:
    """The corners of a rectangle in space, tilted about its vertical axis, in a 3000 x 2000 photograph."""
    x = np.array([-1, 1, 1, -1]) * width / 2
    y = np.array([-1, -1, 1, 1]) * height / 2
    z = distance + x * np.sin(tilt)
    return np.stack([FOCAL * x * np.cos(tilt) / z + 1499.5, FOCAL * y / z + 999.5], axis=1)


@pytest.mark.parametrize("tilt", [0.0, 0.3, 0.7])
def test_a_tilted_page_gets_its_true_proportions(tilt: float) -> None:
    plane = plane_of_quad(_seen_by_camera(1000, 1500, tilt), (3000, 2000), FOCAL)
    assert plane.width / plane.height == pytest.approx(1000 / 1500, rel=0.01)


def test_the_plane_maps_the_page_s_corners_onto_the_quad() -> None:
    corners = _seen_by_camera(1000, 1500, 0.4)
    plane = plane_of_quad(corners, (3000, 2000), FOCAL)
    w, h = plane.width - 1, plane.height - 1
    page = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float64)
    assert np.abs(plane.to_photo(page) - corners).max() < 0.01


def _lines(bulge_px: float, noise_px: float, lines: int = 30) -> list[TextLine]:
    rng = np.random.default_rng(7)
    x = np.linspace(100, 1900, 60)
    return [
        TextLine(
            np.stack([x, y + bulge_px * (x / 2000) ** 3 * (1 + (y - 1500) / 4000) + rng.normal(0, noise_px, 60)], 1)
        )
        for y in np.linspace(200, 2800, lines)
    ]


def test_curled_lines_become_straight() -> None:
    fit = fit_curl(_lines(bulge_px=80, noise_px=1), 2000, 6000)
    assert fit.curl is not None
    assert fit.before_px is not None
    assert fit.after_px is not None
    assert fit.before_px > 15
    assert fit.after_px < 1.5
    level = np.stack([np.linspace(150, 1850, 40), np.full(40, 1500.0)], axis=1)
    seen = fit.curl.seen(level)
    expected = 80 * (seen[:, 0] / 2000) ** 3
    assert np.ptp(seen[:, 1] - 1500 - expected) < 3


def test_straight_lines_with_noise_are_not_bent() -> None:
    fit = fit_curl(_lines(bulge_px=0, noise_px=1.5), 2000, 6000)
    if fit.curl is not None:
        x, y = np.meshgrid(np.linspace(100, 1900, 20), np.linspace(200, 2800, 20))
        assert np.abs(fit.curl.lift(x.ravel(), y.ravel())).max() < 1.0
    assert fit.after_px == pytest.approx(fit.before_px, rel=0.1)


def test_too_few_lines_bend_nothing() -> None:
    assert fit_curl(_lines(bulge_px=80, noise_px=1, lines=4), 2000, 6000).curl is None


def test_a_shaded_page_becomes_even_and_its_picture_keeps_its_tones() -> None:
    v, u = np.meshgrid(np.linspace(-1, 1, 200), np.linspace(-1, 1, 150), indexing="ij")
    shade = 0.75 + 0.2 * u - 0.1 * v**2
    page = 235 * shade
    page[60:120, 40:100] = 90 * shade[60:120, 40:100]
    light = even_light(page.astype(np.uint8))
    assert light.gain is not None
    evened = page * light.gain
    paper = np.delete(evened, slice(50, 130), axis=0)
    assert paper.std() / paper.mean() < 0.02
    assert evened[70:110, 50:90].mean() / paper.mean() == pytest.approx(90 / 235, rel=0.05)


def test_a_page_of_dark_pictures_gets_no_gain() -> None:
    rng = np.random.default_rng(3)
    light = even_light(rng.integers(0, 60, (200, 150)).astype(np.uint8))
    assert light.gain is None or float(np.ptp(light.gain)) < 0.5
