"""How the calibrated platen stands before the camera: what a pressed page is believed to follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.geometry import camera_matrix, plane_matrix
from scanner_daemon.calibration.profile import SideProfile

__all__ = ["platen_axes"]

FloatArray = NDArray[np.float64]


def platen_axes(side: SideProfile, to_stored: FloatArray) -> FloatArray:
    """(3, 3) rotation: columns are the platen's x, y and away-from-camera axes as the upright camera sees them.

    ``to_stored`` (3, 3) leads from upright pixels to stored ones. The axes are the first two columns of the
    calibrated homography without the lens (Zhang, "A flexible new technique for camera calibration", IEEE TPAMI 22,
    2000), made square by the nearest rotation.
    """
    to_rays = np.linalg.inv(camera_matrix(side.lens)) @ np.linalg.inv(plane_matrix(side.plane))
    if to_rays[2, 2] < 0:
        to_rays = -to_rays
    across, down = to_rays[:, 0], to_rays[:, 1]
    turn = np.eye(3)
    turn[:2, :2] = to_stored[:2, :2]
    scale = (np.linalg.norm(across) + np.linalg.norm(down)) / 2
    axes = turn.T @ np.column_stack([across, down, np.cross(across, down) / scale]) / scale
    left, _, right = np.linalg.svd(axes)
    return np.asarray(left @ right, dtype=np.float64)
