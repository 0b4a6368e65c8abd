"""A bent sheet before the camera, made ready to be asked where its points are: its pose, and its profile in tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.hills import Hills

__all__ = ["Laid", "Seen"]

FloatArray = NDArray[np.float64]


class Seen(NamedTuple):
    """Points, and tangents without hills, in camera axes, (3, n) each: a coordinate of all points lies in one piece."""

    point: FloatArray
    along_s: FloatArray
    along_t: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Depth is 1 at the origin, its changes shrink with the focal length.

    ``profile`` (3, nodes) holds the slope, and the lengths across and upwards, at the ``nodes`` of the sheet's width.
    ``turn`` (3, 3) leads from the sheet's axes to the camera's, with the shrunken depth in it; ``origin`` is (3, 1).
    ``ruling`` is the angle between the rulings and the t axis, ``heights`` are the hills' coefficients.
    """

    nodes: FloatArray
    profile: FloatArray
    turn: FloatArray
    origin: FloatArray
    ruling: float
    hills: Hills | None
    heights: FloatArray

    def seen(self, s: FloatArray, t: FloatArray) -> Seen:
        """Where points of the sheet, (n,) each, are."""
        return self.in_camera(*self.local(s, t))

    def in_camera(self, local: FloatArray, x_a: FloatArray, n_a: FloatArray) -> Seen:
        """What `local` found, from the camera."""
        cos_r, sin_r = float(np.cos(self.ruling)), float(np.sin(self.ruling))
        along_s = np.array((x_a * cos_r**2 + sin_r**2, (x_a - 1) * (sin_r * cos_r), n_a * cos_r))
        along_t = np.array(((x_a - 1) * (sin_r * cos_r), x_a * sin_r**2 + cos_r**2, n_a * sin_r))
        return Seen(self.turn @ local + self.origin, self.turn @ along_s, self.turn @ along_t)

    def local(self, s: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The points (3, n) in the sheet's own axes, and the cosine and less the sine of the slope there."""
        cos_r, sin_r = float(np.cos(self.ruling)), float(np.sin(self.ruling))
        a, b = s * cos_r + t * sin_r, t * cos_r - s * sin_r
        step = self.nodes[1] - self.nodes[0]
        place = np.clip((a - self.nodes[0]) / step, 0, len(self.nodes) - 1.001)
        node = place.astype(np.intp)
        part = place - node
        before, across, rise = self.profile[:, node]
        slope = before * (1 - part) + self.profile[0, node + 1] * part
        midway, run = (before + slope) / 2, part * step
        x, n = across + run * np.cos(midway), -(rise + run * np.sin(midway))
        x_a, n_a = np.cos(slope), -np.sin(slope)
        local = np.array((x * cos_r - b * sin_r, x * sin_r + b * cos_r, n))
        if self.hills is not None:
            local += self.hills.height(self.heights, s, t) * self.upward(x_a, n_a)
        return local, x_a, n_a

    def upward(self, x_a: FloatArray, n_a: FloatArray) -> FloatArray:
        """(3, n): the cylinder's normal, towards the camera, in the sheet's own axes."""
        return np.array((n_a * np.cos(self.ruling), n_a * np.sin(self.ruling), -x_a))
