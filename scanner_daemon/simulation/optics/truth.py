"""The truth about one shot: where every millimetre of paper is on the photograph, and back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.book.page import Page
from scanner_daemon.simulation.optics.lens import NO_MAP, Lens, Points
from scanner_daemon.simulation.optics.paper import Paper
from scanner_daemon.simulation.optics.sight import Pose, Sight

__all__ = ["Truth"]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Exact ground truth. ``page`` is None for a blank cradle; the sight is then that of the sheet that is not there.

    Paper points are mm from the page's top left corner as it is read, x right, y down. Photograph points are pixels
    of the stored picture, centres at integers.
    """

    page: Page | None
    sight: Sight
    exif_orientation: int

    @property
    def lens(self) -> Lens:
        """Intrinsics, in the upright picture's pixels, uncropped."""
        return self.sight.lens

    @property
    def pose(self) -> Pose:
        """Where the book lies before the camera."""
        return self.sight.pose

    @property
    def paper(self) -> Paper:
        """The sheet's shape."""
        return self.sight.paper

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the page."""
        return self.paper.width_mm, self.paper.height_mm

    @property
    def text(self) -> str:
        """What stands on the page, lines in reading order; empty for a blank cradle."""
        return self.page.text if self.page is not None else ""

    def paper_to_photo(self, points_mm: Points) -> Points:
        """Paper mm (..., 2) to pixels (..., 2) float64; closed form, exact."""
        return self.sight.paper_to_photo(points_mm)

    def photo_to_paper(self, pixels: Points) -> Points:
        """Pixels (..., 2) to paper mm (..., 2) float64, by Newton's method to 1e-6 px of the closed form."""
        return self.sight.photo_to_paper(pixels)

    def coarse_map(self, step: int = 16) -> NDArray[np.float32]:
        """Paper mm at every ``step``-th pixel: ``map[i, j]`` belongs to pixel ``(x, y) = (step * j, step * i)``.

        Exact to 1e-3 px on the page; beyond its edges the sheet is continued straight. Shape
        (ceil(height / step) + 1, ceil(width / step) + 1, 2) float32, so that the last node is past the last pixel.
        """
        _, _, width, height = self.sight.window
        x = np.arange(-(-width // step) + 1) * float(step)
        y = np.arange(-(-height // step) + 1) * float(step)
        pixels = np.stack(np.meshgrid(x, y), axis=-1)
        return self.sight.on_paper(*self.sight.seen_on_grid(pixels, steps=2)).astype(np.float32)

    def dense_map(self) -> NDArray[np.float32]:
        """Paper mm at every pixel, (height, width, 2) float32: the 8 px coarse map, interpolated bilinearly."""
        _, _, width, height = self.sight.window
        step = 8
        nodes = self.coarse_map(step)
        shrink = np.array([[1 / step, 0, 0], [0, 1 / step, 0]])
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(nodes, shrink, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE), np.float32
        )

    @property
    def quad(self) -> Points:
        """(4, 2) pixels: the page's corners as read: top left, top right, bottom right, bottom left."""
        w, h = self.size_mm
        return self.paper_to_photo(np.array([[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]]))

    def outline(self, points_per_edge: int = 32) -> Points:
        """(4 * points_per_edge, 2) pixels along the page's edges, clockwise as read from the top left corner."""
        w, h = self.size_mm
        corners = np.array([[0.0, 0.0], [w, 0.0], [w, h], [0.0, h], [0.0, 0.0]])
        part = np.arange(points_per_edge)[:, None] / points_per_edge
        edges = [corners[k] * (1 - part) + corners[k + 1] * part for k in range(4)]
        return self.paper_to_photo(np.concatenate(edges))

    def word_quads(self) -> Points:
        """(n, 4, 2) pixels: the corners of every word's ink box, in the order of ``page.words``."""
        if self.page is None:
            return np.empty((0, 4, 2))
        boxes = np.array([word.box_mm for word in self.page.words]).reshape(-1, 4)
        return self.paper_to_photo(boxes[:, [[0, 1], [2, 1], [2, 3], [0, 3]]])

    def ppi(self) -> float:
        """Pixels an inch in the middle of the page: the root of the map's area scale there."""
        w, h = self.size_mm
        middle = np.array([w / 2, h / 2])
        d = self.paper_to_photo(middle + np.array([[0.5, 0], [-0.5, 0], [0, 0.5], [0, -0.5]]))
        jacobian = np.column_stack([d[0] - d[1], d[2] - d[3]])
        return float(np.sqrt(abs(np.linalg.det(jacobian))) * 25.4)

    def upright(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The stored picture turned as its EXIF orientation asks."""
        return np.ascontiguousarray(np.rot90(picture, -1 if self.exif_orientation == 6 else 1))

    def flattened(self, picture: NDArray[np.uint8], ppi: float = 300.0) -> NDArray[np.uint8]:
        """The page as a perfect page engine would deliver it: resampled once through the exact map, upright, cropped.

        Pixel centres are at ``(i + 0.5) * 25.4 / ppi`` mm. The map is evaluated every 12 pixels and interpolated.
        """
        step = 12
        w, h = self.size_mm
        width, height = round(w / 25.4 * ppi), round(h / 25.4 * ppi)
        x = (np.arange(-(-width // step) + 2) - 1) * step + (step - 1) / 2
        y = (np.arange(-(-height // step) + 2) - 1) * step + (step - 1) / 2
        nodes = self.paper_to_photo((np.stack(np.meshgrid(x, y), axis=-1) + 0.5) * 25.4 / ppi).astype(np.float32)
        grown = np.asarray(cv2.resize(nodes, (nodes.shape[1] * step, nodes.shape[0] * step)))
        where = grown[step : step + height, step : step + width]
        return np.asarray(cv2.remap(picture, where, NO_MAP, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)
