"""From photograph pixels to millimetres on the platen and back."""

from __future__ import annotations

import cv2
import numpy as np

from scanner_daemon.calibration.geometry import camera_matrix, distorted, photo_pixels, platen_mm, straightened
from scanner_daemon.calibration.profile import SideProfile

GRID = np.stack(np.meshgrid(np.linspace(0, 5999, 13), np.linspace(0, 3999, 9)), axis=-1)


def test_distortion_is_that_of_opencv(side: SideProfile) -> None:
    lens = side.lens
    straight = (GRID.reshape(-1, 2) - lens.centre_px) / lens.focal_px
    rays = np.column_stack([straight, np.ones(len(straight))])
    bend = np.array([lens.k1, lens.k2, lens.p1, lens.p2, lens.k3])
    theirs, _ = cv2.projectPoints(rays, np.zeros(3), np.zeros(3), camera_matrix(lens), bend)
    assert np.abs(distorted(lens, GRID).reshape(-1, 2) - theirs.reshape(-1, 2)).max() < 1e-6


def test_straightening_undoes_distortion(side: SideProfile) -> None:
    assert np.abs(distorted(side.lens, straightened(side.lens, GRID)) - GRID).max() < 1e-6


def test_millimetres_lead_back_to_the_pixel_they_came_from(side: SideProfile) -> None:
    assert np.abs(photo_pixels(side, platen_mm(side, GRID)) - GRID).max() < 1e-6


def test_points_keep_their_shape(side: SideProfile) -> None:
    assert platen_mm(side, GRID).shape == GRID.shape
    assert platen_mm(side, GRID[0, 0]).shape == (2,)
    assert platen_mm(side, np.empty((0, 2))).shape == (0, 2)
