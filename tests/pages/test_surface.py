"""Planes and curls: proportions come out true, lines come out straight, and straight lines are left alone."""

from __future__ import annotations

import numpy as np
import pytest

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
