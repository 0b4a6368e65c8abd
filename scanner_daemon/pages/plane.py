"""A flat page seen in perspective: four corners -> its true proportions and the homography that lays it flat."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Plane", "plane_of_crop", "plane_of_quad", "plane_of_whole"]

FloatArray = NDArray[np.float64]

_FOCAL_RANGE = (0.7, 6.0)
_USUAL_FOCAL = 1.4
"""Focal lengths in units of the photograph's long side: what is believed, and what is taken when nothing is known."""
_CROP_ROOM = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """``matrix`` (3, 3) maps page pixels to pixels of the upright photograph; the page is ``width`` x ``height``.

    The scale is the photograph's own at the most enlarged edge, so that the resample loses no detail.
    """

    matrix: FloatArray
    width: int
    height: int
    focal_px: float

    def to_photo(self, points: FloatArray) -> FloatArray:
        """Upright photograph coordinates (n, 2) of page coordinates (n, 2)."""
        projected = np.column_stack([points, np.ones(len(points))]) @ self.matrix.T
        return np.asarray(projected[:, :2] / projected[:, 2:], dtype=np.float64)


def plane_of_whole(photo_size: tuple[int, int], focal_px: float | None) -> Plane:
    """The photograph taken as the page."""
    return Plane(np.eye(3), *photo_size, focal_px or _USUAL_FOCAL * max(photo_size))


def plane_of_crop(corners: FloatArray, focal_px: float) -> Plane:
    """A part of the photograph, turned as the quad lies and nothing more, that holds all of it and 2 % about it.

    ``corners`` (4, 2) from the top-left clockwise, in pixels of the upright photograph.
    """
    along = corners[1] - corners[0] + corners[2] - corners[3]
    down = corners[3] - corners[0] + corners[2] - corners[1]
    way = along / np.linalg.norm(along) + np.array([down[1], -down[0]]) / np.linalg.norm(down)
    cos, sin = way / np.linalg.norm(way)
    turn = np.array([[cos, -sin], [sin, cos]])
    within = corners @ turn
    low, high = within.min(axis=0), within.max(axis=0)
    room = _CROP_ROOM * (high - low).max()
    width, height = (int(side) for side in np.ceil(high - low + 2 * room) + 1)
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = turn, turn @ (low - room)
    return Plane(matrix, width, height, focal_px)


def plane_of_quad(corners: FloatArray, photo_size: tuple[int, int], focal_px: float | None) -> Plane:
    """Lay the quad flat: ``corners`` (4, 2) from the top-left clockwise, in pixels of the upright photograph.

    The proportions are those of the rectangle in space whose image the quad is (Zhang and He, Whiteboard scanning,
    2006), with the principal point in the middle of the photograph; the focal length, when not given, comes from the
    right angle between the page's edges where the perspective is strong enough to tell.
    """
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    plain = (top + bottom) / (left + right)
    centre = (np.array(photo_size, dtype=np.float64) - 1) / 2
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    h = np.asarray(cv2.getPerspectiveTransform(unit, (corners - centre).astype(np.float32)), dtype=np.float64)
    focal = focal_px or _focal_of(h, max(photo_size)) or _USUAL_FOCAL * max(photo_size)
    across, down = (np.linalg.norm(h[:, k] / (focal, focal, 1.0)) for k in (0, 1))
    proportion = float(across / down)
    if not 0.6 < proportion / plain < 1.8:
        proportion = float(plain)
    height = max(left, right, max(top, bottom) / proportion)
    width_px, height_px = max(16, round(height * proportion)), max(16, round(height))
    page = np.array([[0, 0], [width_px - 1, 0], [width_px - 1, height_px - 1], [0, height_px - 1]], dtype=np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(page, corners.astype(np.float32)), dtype=np.float64)
    return Plane(matrix, width_px, height_px, float(focal))


def _focal_of(h: FloatArray, long_side: float) -> float | None:
    """From h1' w h2 = 0 with w = diag(1/f^2, 1/f^2, 1); None where the vanishing points are too far away."""
    depth = h[2, 0] * h[2, 1]
    if abs(h[2, 0]) < 0.03 or abs(h[2, 1]) < 0.03:
        return None
    squared = -(h[0, 0] * h[0, 1] + h[1, 0] * h[1, 1]) / depth
    if squared <= 0:
        return None
    focal = float(np.sqrt(squared))
    return focal if _FOCAL_RANGE[0] * long_side < focal < _FOCAL_RANGE[1] * long_side else None
