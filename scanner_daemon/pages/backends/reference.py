"""The resample as it is defined, in float64 and without speed: what the fast backends are held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.remap import CoarseMap

__all__ = ["CUBIC_A", "ReferenceBackend"]

FloatArray = NDArray[np.float64]

CUBIC_A = -0.75
"""The cubic convolution kernel's free parameter (Keys, 1981), as OpenCV takes it."""


class ReferenceBackend:
    """NumPy. A page of 300 x 400 pixels takes about 0.2 s and 300 bytes a pixel: for tests."""

    @property
    def name(self) -> str:
        """``numpy``."""
        return "numpy"

    def remap(
        self, image: NDArray[np.uint8], coarse_map: CoarseMap, gain_map: NDArray[np.float32] | None
    ) -> NDArray[np.uint8]:
        """See `Backend.remap`."""
        y, x = np.mgrid[0 : coarse_map.height, 0 : coarse_map.width]
        page = np.column_stack([x.ravel(), y.ravel()]).astype(np.float64)
        at = coarse_map.photo_points(page)
        base = np.floor(at).astype(np.intp)
        weights = _weights(at - base)
        colours = image.reshape(*image.shape[:2], -1).astype(np.float64)
        rows, columns = image.shape[:2]
        value = np.zeros((len(page), colours.shape[2]))
        for j in range(4):
            row = np.clip(base[:, 1] + j - 1, 0, rows - 1)
            for i in range(4):
                column = np.clip(base[:, 0] + i - 1, 0, columns - 1)
                value += (weights[:, 1, j] * weights[:, 0, i])[:, None] * colours[row, column]
        if gain_map is not None:
            value *= _gain(gain_map, coarse_map, page)[:, None]
        flat = np.clip(np.rint(value), 0, 255).astype(np.uint8)
        return flat.reshape(coarse_map.height, coarse_map.width, *image.shape[2:])


def _weights(t: FloatArray) -> FloatArray:
    """(n, 2, 4): weights of the four neighbours at -1, 0, 1, 2 for fractions ``t`` (n, 2)."""
    a = CUBIC_A
    distance = np.abs(t[..., None] - np.arange(-1, 3))
    near = ((a + 2) * distance - (a + 3)) * distance**2 + 1
    far = ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a
    return np.where(distance <= 1, near, far)


def _gain(gain_map: NDArray[np.float32], coarse_map: CoarseMap, page: FloatArray) -> FloatArray:
    """The gain at each page pixel, by the map's own bilinear rule."""
    nodes = np.repeat(gain_map[..., None], 2, axis=2)
    on_nodes = CoarseMap(nodes, coarse_map.width, coarse_map.height, coarse_map.step_px)
    return on_nodes.photo_points(page)[:, 0]
