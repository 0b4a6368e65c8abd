"""The marks on the platen's rim: AprilTags on white, in the plane of the glass, wherever that rests."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import Fiducial
from scanner_daemon.simulation.optics.sight import Sight

__all__ = ["draw_fiducials", "fiducials_of"]

_SIZE_MM = 10.0
_WHITE_MM = 2.0
_BESIDE_MM = 17.0
_ALONG = (0.35, 0.9)
_WHITE, _BLACK = 205.0, 22.0
_NODES = 17
_FINE = 2
"""Dots of the drawn mark to a pixel."""


def fiducials_of(sight: Sight) -> tuple[Fiducial, ...]:
    """Four, above and below the page, in the platen's millimetres."""
    outward = 1.0 if sight.recto else -1.0
    down = sight.paper.height_mm / 2 + _BESIDE_MM
    places = [(outward * part * sight.paper.width_mm, way * down) for way in (-1.0, 1.0) for part in _ALONG]
    first = 0 if sight.recto else len(places)
    return tuple(Fiducial(number=first + k, at_mm=at, size_mm=_SIZE_MM) for k, at in enumerate(places))


def draw_fiducials(picture: NDArray[np.uint8], sight: Sight, exposure: float) -> None:
    """Put them into a picture, in place; ``sight`` sees a level sheet in the plane of the glass."""
    family = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    pixels_per_mm = sight.lens.focal_px / sight.pose.distance_mm
    side_dots = round(_SIZE_MM * pixels_per_mm * _FINE)
    border = round(_WHITE_MM * side_dots / _SIZE_MM)
    modules = family.markerSize + 2
    for fiducial in fiducials_of(sight):
        exact = cv2.aruco.generateImageMarker(family, fiducial.number, modules * 64)
        mark = cv2.resize(exact, (side_dots, side_dots), interpolation=cv2.INTER_AREA)
        mark = cv2.copyMakeBorder(mark, border, border, border, border, cv2.BORDER_CONSTANT, value=(255,))
        tone = cv2.GaussianBlur(mark.astype(np.float32) / 255, (0, 0), 0.45 * _FINE)
        x = fiducial.at_mm[0] + (0.0 if sight.recto else sight.paper.width_mm)
        y = fiducial.at_mm[1] + sight.paper.height_mm / 2
        half = (_SIZE_MM / 2) * (1 + 2 * border / side_dots)
        rim = np.array([[-half, -half], [half, -half], [half, half], [-half, half]]) + np.array([x, y])
        seen = _on_picture(sight, rim)
        low = np.maximum(np.floor(seen.min(axis=0)).astype(int) - 1, 0)
        high = np.minimum(np.ceil(seen.max(axis=0)).astype(int) + 2, (picture.shape[1], picture.shape[0]))
        if (high - low < 2).any():
            continue
        columns, rows = (np.linspace(a, b - 1, _NODES) for a, b in zip(low, high, strict=True))
        nodes = np.stack(np.meshgrid(columns, rows), axis=-1)
        paper = (sight.on_paper(*sight.seen_at(nodes, steps=0)) - (x - half, y - half)) / (2 * half) * len(tone) - 0.5
        width, height = (int(n) for n in high - low)
        at_x, at_y = np.meshgrid(
            np.arange(width, dtype=np.float32) * ((_NODES - 1) / max(width - 1, 1)),
            np.arange(height, dtype=np.float32) * ((_NODES - 1) / max(height - 1, 1)),
        )
        where = cv2.remap(paper.astype(np.float32), at_x, at_y, cv2.INTER_LINEAR)
        inside = ((where > 0) & (where < len(tone) - 1)).all(axis=-1)
        level = cv2.remap(tone, where[..., 0], where[..., 1], cv2.INTER_LINEAR)
        values = np.clip((_BLACK + (_WHITE - _BLACK) * level) * exposure, 0, 255).astype(np.uint8)
        part = picture[low[1] : high[1], low[0] : high[0]]
        part[inside] = values[inside][:, None]


def _on_picture(sight: Sight, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stored pixels (n, 2) of points of the glass, in the millimetres of the page that lies under it."""
    s, t = sight.gutter_mm(points_mm)
    x, y, z = sight.in_camera(s, t, np.zeros_like(s))
    return sight.from_upright(np.stack(sight.lens.to_pixels(x / z, y / z), axis=-1))
