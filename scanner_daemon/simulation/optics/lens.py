"""A lens and its sensor: a pinhole with radial and tangential distortion (the Brown-Conrady model that OpenCV uses)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["NO_MAP", "Lens", "Points"]

Points = NDArray[np.float64]
"""float64; pairs of coordinates are (..., 2)."""

NO_MAP: Any = None
"""What ``cv2.remap`` takes for its second map where the first holds both coordinates. OpenCV's type stubs do not know
None; an empty array, which they do, makes OpenCV 5.0's bilinear path read wrong coordinates."""

_MM_PER_PIXEL = 23.5 / 6000
"""An APS-C sensor of 24 MP."""


@dataclass(frozen=True, slots=True)
class Lens:
    """Intrinsics in pixels of the upright picture: integer coordinates are pixel centres, x right, y down.

    ``focal_mm`` is what is engraved on the barrel; ``focal_px`` is what the optics do at this focus distance.
    """

    focal_mm: float
    focal_px: float
    centre_px: tuple[float, float]
    k1: float
    k2: float
    p1: float
    p2: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, upright_size: tuple[int, int]) -> Lens:
        """One of three lenses that a cradle carries, with the small faults of this copy of it.

        ``upright_size`` is (width, height) at full resolution.
        """
        focal_mm = float(rng.choice([50.0, 55.0, 60.0]))
        width, height = upright_size
        return cls(
            focal_mm=focal_mm,
            focal_px=focal_mm / _MM_PER_PIXEL * float(rng.uniform(0.985, 1.05)),
            centre_px=((width - 1) / 2 + float(rng.normal(0, 18)), (height - 1) / 2 + float(rng.normal(0, 18))),
            k1=float(rng.uniform(-0.18, 0.10)),
            k2=float(rng.uniform(-0.3, 0.3)),
            p1=float(rng.normal(0, 4e-4)),
            p2=float(rng.normal(0, 4e-4)),
        )

    def scaled(self, factor: float) -> Lens:
        """The same lens before a sensor whose pixels are ``1 / factor`` as large."""
        cx, cy = self.centre_px
        return replace(
            self,
            focal_px=self.focal_px * factor,
            centre_px=((cx + 0.5) * factor - 0.5, (cy + 0.5) * factor - 0.5),
        )

    def moved(self, dx_px: float, dy_px: float) -> Lens:
        """The same lens with the pixel origin moved: what cutting a window out of the picture does."""
        cx, cy = self.centre_px
        return replace(self, centre_px=(cx - dx_px, cy - dy_px))

    def to_pixels(self, x: Points, y: Points) -> tuple[Points, Points]:
        """Normalised, undistorted image coordinates to upright pixels."""
        r2 = x * x + y * y
        radial = 1 + r2 * (self.k1 + r2 * self.k2)
        xd = x * radial + 2 * self.p1 * x * y + self.p2 * (r2 + 2 * x * x)
        yd = y * radial + self.p1 * (r2 + 2 * y * y) + 2 * self.p2 * x * y
        return xd * self.focal_px + self.centre_px[0], yd * self.focal_px + self.centre_px[1]

    def to_rays(self, u: Points, v: Points) -> tuple[Points, Points]:
        """Upright pixels to normalised, undistorted coordinates, by fixed point to about 1e-12."""
        xd = (u - self.centre_px[0]) / self.focal_px
        yd = (v - self.centre_px[1]) / self.focal_px
        x, y = xd, yd
        for _ in range(8):
            r2 = x * x + y * y
            radial = 1 + r2 * (self.k1 + r2 * self.k2)
            x, y = (
                (xd - 2 * self.p1 * x * y - self.p2 * (r2 + 2 * x * x)) / radial,
                (yd - self.p1 * (r2 + 2 * y * y) - 2 * self.p2 * x * y) / radial,
            )
        return x, y
