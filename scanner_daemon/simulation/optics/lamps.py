"""Two lamps over the cradle: fall-off by distance and angle, their reflection in the glass, the gutter's shadow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.optics.lens import Points

__all__ = ["Lamps"]

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Lamps:
    """Lights of one rig. Places are mm from the page's middle: away from the gutter, down, towards the camera."""

    places_mm: tuple[Vector, ...]
    strengths: tuple[float, ...]
    vignette: float
    gutter_depth: float
    gutter_reach_mm: float
    glare_at: tuple[tuple[float, float], ...]
    """Middles of the reflections, as fractions of the stored picture."""
    glare_size: tuple[float, ...]
    glare_levels: tuple[float, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Lamps:
        """A pair of lamps, unequal, as somebody has clamped them to the frame."""
        places = (
            (float(rng.uniform(150, 320)), float(rng.uniform(-320, -120)), float(rng.uniform(420, 620))),
            (float(rng.uniform(100, 300)), float(rng.uniform(120, 320)), float(rng.uniform(420, 620))),
        )
        number = int(rng.integers(1, 3))
        return cls(
            places_mm=places,
            strengths=(1.0, float(rng.uniform(0.6, 1.1))),
            vignette=float(rng.uniform(0.05, 0.16)),
            gutter_depth=float(rng.uniform(0.18, 0.42)),
            gutter_reach_mm=float(rng.uniform(3.0, 7.0)),
            glare_at=tuple((float(rng.uniform(-0.02, 1.02)), float(rng.uniform(-0.05, 0.12))) for _ in range(number)),
            glare_size=tuple(float(rng.uniform(0.05, 0.14)) for _ in range(number)),
            glare_levels=tuple(float(rng.uniform(10, 34)) for _ in range(number)),
        )

    def irradiance(self, point: tuple[Points, Points, Points], normal: tuple[Points, Points, Points]) -> Points:
        """Light on a surface element, relative to a level one in the page's middle (Lambert's and the square law)."""
        total = np.zeros_like(point[0])
        middle = 0.0
        length = np.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2)
        for place, strength in zip(self.places_mm, self.strengths, strict=True):
            a, b, c = (place[axis] - point[axis] for axis in range(3))
            r2 = a * a + b * b + c * c
            cosine = np.maximum(a * normal[0] + b * normal[1] + c * normal[2], 0)
            total += strength * cosine / (length * r2 * np.sqrt(r2))
            middle += strength * place[2] / float(np.dot(place, place)) ** 1.5
        return total / middle

    def gutter(self, s: Points) -> Points:
        """Loss of light down in the fold, on either side of it."""
        return 1 - self.gutter_depth * np.exp(-np.abs(s) / self.gutter_reach_mm)

    def glare(self, x: Points, y: Points) -> NDArray[np.float32]:
        """Grey levels that the glass reflects into the camera; x, y are fractions of the stored picture."""
        total = np.zeros_like(x)
        for (gx, gy), size, levels in zip(self.glare_at, self.glare_size, self.glare_levels, strict=True):
            total += levels * np.exp(-(((x - gx) / (1.6 * size)) ** 2) - ((y - gy) / size) ** 2)
        return np.asarray(total, np.float32)
