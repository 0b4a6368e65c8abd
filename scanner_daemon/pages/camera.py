"""Rays of an upright photograph: by a calibrated lens where there is one, else by a nominal pinhole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.geometry import distorted, straightened
from scanner_daemon.calibration.profile import CalibratedLens

__all__ = ["Camera", "FocalFrom"]

FloatArray = NDArray[np.float64]


class FocalFrom:
    """Where the focal length comes from, for the record, and how well it is then known (standard deviation of its
    logarithm, and of the barrel correction at a ray of length 1).
    """

    PROFILE = "profile"
    PHOTO = "photograph"
    GUESS = "guess"
    SIGMA = {PROFILE: (1e-4, 1e-4), PHOTO: (0.05, 0.15), GUESS: (0.25, 0.15)}  # noqa: RUF012  a table, never changed


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Upright pixels to nominal rays and back. ``to_stored`` (3, 3) leads from upright pixels to stored ones."""

    focal_px: float
    centre_px: tuple[float, float]
    to_stored: FloatArray
    lens: CalibratedLens | None
    focal_from: str

    def rays(self, upright_px: FloatArray) -> FloatArray:
        """(n, 2) nominal rays, x right and y down in the upright photograph."""
        if self.lens is None:
            return np.asarray((upright_px - np.array(self.centre_px)) / self.focal_px)
        straight = straightened(self.lens, upright_px @ self._turn.T + self.to_stored[:2, 2])
        return np.asarray((straight - np.array(self.lens.centre_px)) / self.lens.focal_px @ self._turn)

    def pixels(self, rays: FloatArray) -> FloatArray:
        """The inverse of `rays`."""
        if self.lens is None:
            return np.asarray(rays * self.focal_px + np.array(self.centre_px))
        straight = rays @ self._turn.T * self.lens.focal_px + np.array(self.lens.centre_px)
        return np.asarray((distorted(self.lens, straight) - self.to_stored[:2, 2]) @ self._turn)

    @property
    def _turn(self) -> FloatArray:
        """The turn's linear part; its transpose is its inverse."""
        return self.to_stored[:2, :2]
