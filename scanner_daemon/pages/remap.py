"""The one resample: a coarse map and a coarse gain, evaluated once at full resolution.

Every geometric step (lens, camera orientation, cradle plane, page curl, output scale) composes into one `CoarseMap`,
and every photometric step into one gain, so that no pixel is interpolated twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAP_STEP_PX", "Backend", "CoarseMap"]

MAP_STEP_PX = 16
_START_NODES = 40
"""The inverse starts from the nearest of some 40 x 40 nodes; Newton's method does the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class CoarseMap:
    """Where each page pixel comes from, on every ``step_px``-th pixel and bilinear in between.

    ``nodes`` is float32 (rows, columns, 2): node (r, c) holds the photograph's (x, y) for page pixel
    (c * step_px, r * step_px); pixel centres have whole coordinates on both sides, and the photograph is the image as
    stored, before any EXIF turn. ``width`` and ``height`` are the page's, in pixels; nodes reach past its far edges.
    """

    nodes: NDArray[np.float32]
    width: int
    height: int
    step_px: int = MAP_STEP_PX

    def photo_points(self, page_points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Photograph coordinates (n, 2) of page pixel coordinates (n, 2); extrapolates past the nodes."""
        at = np.asarray(page_points, dtype=np.float64) / self.step_px
        rows, columns = self.nodes.shape[:2]
        cell = np.clip(np.floor(at).astype(np.intp), 0, (columns - 2, rows - 2))
        fx, fy = (at - cell)[:, :1], (at - cell)[:, 1:]
        c, r = cell[:, 0], cell[:, 1]
        upper = self.nodes[r, c] * (1 - fx) + self.nodes[r, c + 1] * fx
        lower = self.nodes[r + 1, c] * (1 - fx) + self.nodes[r + 1, c + 1] * fx
        return np.asarray(upper * (1 - fy) + lower * fy, dtype=np.float64)

    def page_points(self, photo_points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Page pixel coordinates (n, 2) of photograph coordinates (n, 2): the inverse, by Newton's method.

        Good to 1e-3 px wherever the map does not fold; points far outside the page are extrapolated.
        """
        wanted = np.asarray(photo_points, dtype=np.float64)
        rows, columns = self.nodes.shape[:2]
        stride = max(1, max(rows, columns) // _START_NODES)
        some = self.nodes[::stride, ::stride]
        flat = some.reshape(-1, 2)
        nearest = np.array([int(np.argmin(((flat - p) ** 2).sum(1))) for p in wanted], dtype=np.intp)
        found = np.stack([nearest % some.shape[1], nearest // some.shape[1]], axis=1)
        at = found.astype(np.float64) * stride * self.step_px
        half_x, half_y = np.array([self.step_px / 2, 0.0]), np.array([0.0, self.step_px / 2])
        for _ in range(20):
            miss = wanted - self.photo_points(at)
            if not len(miss) or np.abs(miss).max() < 1e-4:
                break
            dx = (self.photo_points(at + half_x) - self.photo_points(at - half_x)) / self.step_px
            dy = (self.photo_points(at + half_y) - self.photo_points(at - half_y)) / self.step_px
            jacobian = np.stack([dx, dy], axis=2)
            at = at + np.linalg.solve(jacobian, miss[:, :, None])[:, :, 0]
            at = np.clip(at, -10 * self.step_px, ((columns + 10) * self.step_px, (rows + 10) * self.step_px))
        return np.asarray(at, dtype=np.float64)


class Backend(Protocol):
    """Whatever can evaluate a coarse map; all agree within one grey level. `backends` holds ours."""

    @property
    def name(self) -> str:
        """For the record: ``cpu``, or ``wgpu`` with the adapter's name."""
        ...

    def remap(
        self, image: NDArray[np.uint8], coarse_map: CoarseMap, gain_map: NDArray[np.float32] | None
    ) -> NDArray[np.uint8]:
        """Bicubic resample (a = -0.75) of ``image`` through ``coarse_map``, times the gain, rounded once, to uint8.

        ``gain_map`` is float32 (rows, columns) on the map's own nodes, bilinear in between; None means 1. Outside the
        photograph the nearest edge pixel is repeated.
        """
        ...
