"""From photograph pixels to millimetres on the platen and back, by a calibrated side's lens and plane.

The lens is a pinhole with Brown-Conrady distortion in OpenCV's convention; source of the formula: D. C. Brown,
"Close-range camera calibration", Photogrammetric Engineering 37 (1971). Points are float64 (..., 2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import CalibratedLens, PlatenPlane, SideProfile

__all__ = ["FloatArray", "camera_matrix", "distorted", "photo_pixels", "plane_matrix", "platen_mm", "straightened"]

FloatArray = NDArray[np.float64]
_ROUNDS = 15


def camera_matrix(lens: CalibratedLens) -> FloatArray:
    """(3, 3): normalised image coordinates to pixels."""
    cx, cy = lens.centre_px
    return np.array([[lens.focal_px, 0, cx], [0, lens.focal_px, cy], [0, 0, 1]])


def plane_matrix(plane: PlatenPlane) -> FloatArray:
    """(3, 3): straightened pixels to millimetres, as a homography."""
    return np.array(plane.pixels_to_mm, np.float64)


def straightened(lens: CalibratedLens, pixels: FloatArray) -> FloatArray:
    """Pixels as they were taken to where a lens without distortion would have put them.

    By fixed point; under 1e-6 px for any lens that a book is photographed with.
    """
    taken = _normalised(lens, pixels)
    straight = taken
    for _ in range(_ROUNDS):
        radial, aside = _bend(lens, straight)
        straight = (taken - aside) / radial[..., None]
    return _in_pixels(lens, straight)


def distorted(lens: CalibratedLens, pixels: FloatArray) -> FloatArray:
    """The inverse of `straightened`, in closed form."""
    straight = _normalised(lens, pixels)
    radial, aside = _bend(lens, straight)
    return _in_pixels(lens, straight * radial[..., None] + aside)


def platen_mm(side: SideProfile, pixels: FloatArray) -> FloatArray:
    """Pixels of the photograph as it is stored to millimetres on the platen (see `PlatenPlane` for its origin)."""
    return _through(plane_matrix(side.plane), straightened(side.lens, pixels))


def photo_pixels(side: SideProfile, mm: FloatArray) -> FloatArray:
    """The inverse of `platen_mm`."""
    inverse = np.asarray(np.linalg.inv(plane_matrix(side.plane)), np.float64)
    return distorted(side.lens, _through(inverse, mm))


def _normalised(lens: CalibratedLens, pixels: FloatArray) -> FloatArray:
    return np.asarray((np.asarray(pixels, np.float64) - np.array(lens.centre_px)) / lens.focal_px)


def _in_pixels(lens: CalibratedLens, points: FloatArray) -> FloatArray:
    return np.asarray(points * lens.focal_px + np.array(lens.centre_px), np.float64)


def _bend(lens: CalibratedLens, straight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The radial factor (...) and the tangential shift (..., 2) at normalised points."""
    x, y = straight[..., 0], straight[..., 1]
    r2 = x * x + y * y
    radial = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3))
    across = 2 * lens.p1 * x * y + lens.p2 * (r2 + 2 * x * x)
    down = lens.p1 * (r2 + 2 * y * y) + 2 * lens.p2 * x * y
    return radial, np.stack([across, down], axis=-1)


def _through(matrix: FloatArray, points: FloatArray) -> FloatArray:
    x, y = np.asarray(points, np.float64)[..., 0], np.asarray(points, np.float64)[..., 1]
    w = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    across = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / w
    down = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / w
    return np.stack([across, down], axis=-1)
