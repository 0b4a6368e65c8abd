"""Which points of a page another photograph shows too: the same print, found again to a fraction of a pixel.

The page is laid flat by the surface that it has so far. What stands out on it is looked for anywhere on the other
photograph, however that is turned (ORB; Rublee et al., ICCV 2011), and the camera that most of it agrees on is taken
(RANSAC). Seen from there through the same surface, the other photograph looks nearly like the page already, and how
far each of its places is off is followed (Lucas and Kanade, 1981), there and back again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.surface import Surface
from scanner_daemon.pages.two_views import Matches, as_seen_from_there, camera_among, in_space

__all__ = ["OtherView", "matched"]

FloatArray = NDArray[np.float64]

_FLAT_PX = 1400
_NODE_PX = 8
_FEATURES, _UNLIKE_OTHERS = 3000, 0.8
"""What stands out, and how much nearer a feature must be to its like than to the next one."""
_ASTRAY_PX, _LEAST_AGREED = 6.0, 60
"""Pixels of the small copy by which what agrees on a camera may be off: the surface is not yet the right one."""
_WINDOW_PX, _EVERY_PX, _LEVELS = 31, 28, 3
_UNTIL = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 0.01)
_ROOM = 0.8
"""Of the window, that is kept from the page's edges: what lies beyond them is further away."""
_BARE, _WEAK, _BELIEVED_LESS = 1e-4, 0.02, 2.0
"""Of the strength of print: what is left out, and what is paper's grain only, which tells less surely."""
_BACK_PX = 0.3
_SIGMA_PX = 1.0
"""How well a match is believed, in pixels of the small copy: ten times its usual error, as neighbours err together."""


@dataclass(frozen=True, slots=True, eq=False)
class OtherView:
    """Another photograph of the same exposure: its small gray copy as stored, that copy's scale, and its camera."""

    name: str
    gray: NDArray[np.uint8]
    gray_scale: float
    camera: Camera

    @property
    def pixel(self) -> float:
        """A pixel of the copy, in nominal rays."""
        return 1 / self.gray_scale / self.camera.focal_px


@dataclass(frozen=True, slots=True, eq=False)
class _Flat:
    """A surface's rectangle of the sheet, from and to, as it is read, in so many pixels (width, height)."""

    surface: Surface
    start: FloatArray
    end: FloatArray
    size: tuple[int, int]

    @classmethod
    def of(cls, surface: Surface) -> Self:
        fit = surface.fit
        start, end = np.array([0.0, fit.sheet.t.min()]), np.array([fit.cylinder.width, fit.sheet.t.max()])
        if surface.mirrored:
            start[0], end[0] = end[0], start[0]
        wide, high = np.abs(end - start)
        scale = _FLAT_PX / max(wide, high)
        return cls(surface, start, end, (round(wide * scale), round(high * scale)))

    def rays(self, pixels: FloatArray) -> FloatArray:
        """Nominal rays (n, 2), facing as the surface does, of flat pixels (n, 2)."""
        sheet = self.start + pixels / (np.array(self.size) - 1) * (self.end - self.start)
        return self.surface.fit.cylinder.seen(self.surface.fit.values, sheet[:, 0], sheet[:, 1])

    @property
    def nodes(self) -> FloatArray:
        """(n, 2) flat pixels, some of all."""
        x, y = (np.arange(0.0, side + _NODE_PX, _NODE_PX) for side in self.size)
        return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def taken(self, picture: NDArray[np.uint8], at: FloatArray) -> NDArray[np.uint8]:
        """The flat page as a picture shows it, where the nodes are at these pixels of it."""
        rows = -(-self.size[1] // _NODE_PX) + 1
        map_ = at.reshape(rows, -1, 2).astype(np.float32)
        shrink = np.array([[1 / _NODE_PX, 0, 0], [0, 1 / _NODE_PX, 0]])
        dense = cv2.warpAffine(map_, shrink, self.size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return np.asarray(cv2.remap(picture, dense[..., 0], dense[..., 1], cv2.INTER_CUBIC), np.uint8)


def matched(surface: Surface, copies: Copies, other: OtherView) -> Matches:
    """What both photographs show of a page. ``copies`` are of the upright photograph.

    Raises ValueError, with the reason, where the other one does not show the page.
    """
    flat = _Flat.of(surface)
    mirror = np.array([-1.0 if surface.mirrored else 1.0, 1.0])
    nodes = flat.rays(flat.nodes)
    here = flat.taken(copies.gray, (surface.camera.pixels(nodes * mirror) + 0.5) * copies.gray_scale - 0.5)
    cylinder, values = surface.fit.cylinder, surface.fit.values
    on_page, on_other = _alike(here, other.gray)
    if len(on_page) < _LEAST_AGREED:
        raise ValueError("it does not show this page")
    there_rays = _rays(other, on_other) * mirror
    camera, agreed = camera_among(in_space(cylinder, values, flat.rays(on_page)), there_rays, _ASTRAY_PX * other.pixel)
    if agreed < _LEAST_AGREED:
        raise ValueError("it does not show this page")

    def on_other_copy(rays: FloatArray) -> FloatArray:
        seen = as_seen_from_there(cylinder, values, camera, rays) * mirror
        return np.asarray((other.camera.pixels(seen) + 0.5) * other.gray_scale - 0.5)

    at_nodes = on_other_copy(nodes)
    there = flat.taken(other.gray, at_nodes)
    start, strength = _places(here)
    high, wide = other.gray.shape
    where = on_other_copy(flat.rays(start))
    shown = ((where > 0) & (where < (wide - 1, high - 1))).all(axis=1)
    start, strength = start[shown], strength[shown]
    if not len(start):
        raise ValueError("it does not show this page")
    end, kept = _followed(here, there, start.astype(np.float32))
    start, strength, led_to = start[kept], strength[kept], np.asarray(end[kept], np.float64)
    sigma = _SIGMA_PX * other.pixel * np.where(strength < _WEAK, _BELIEVED_LESS, 1.0)
    return Matches(
        flat.rays(start),
        as_seen_from_there(cylinder, values, camera, flat.rays(led_to)),
        sigma,
        FocalFrom.SIGMA[other.camera.focal_from],
    )


def _rays(other: OtherView, copy_px: FloatArray) -> FloatArray:
    return other.camera.rays((copy_px + 0.5) / other.gray_scale - 0.5)


def _alike(here: NDArray[np.uint8], there: NDArray[np.uint8]) -> tuple[FloatArray, FloatArray]:
    """Pixels (n, 2) of features that have one like them in the other picture, and of these; most are right."""
    finder = cv2.ORB.create(nfeatures=_FEATURES, scaleFactor=1.4, nlevels=4, edgeThreshold=20, fastThreshold=10)
    (points, marks), (points_there, marks_there) = (finder.detectAndCompute(each, None) for each in (here, there))
    if min(len(points), len(points_there)) < 2:
        return np.empty((0, 2)), np.empty((0, 2))
    pairs = [
        (points[best.queryIdx].pt, points_there[best.trainIdx].pt)
        for best, next_best in cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(marks, marks_there, k=2)
        if best.distance < _UNLIKE_OTHERS * next_best.distance
    ]
    both: FloatArray = np.array(pairs, np.float64).reshape(-1, 2, 2)
    return both[:, 0], both[:, 1]


def _places(page: NDArray[np.uint8]) -> tuple[FloatArray, FloatArray]:
    """The best place (n, 2) of every cell of the page to be found again by, and its strength, that of print being 1."""
    least = cv2.cornerMinEigenVal(page, _WINDOW_PX, ksize=3)
    rows, columns = (side // _EVERY_PX for side in least.shape)
    whole = least[: rows * _EVERY_PX, : columns * _EVERY_PX]
    blocks = whole.reshape(rows, _EVERY_PX, columns, _EVERY_PX).transpose(0, 2, 1, 3)
    cells = blocks.reshape(rows, columns, -1)
    best = cells.argmax(axis=-1)
    strength = cells.max(axis=-1).astype(np.float64)
    strength /= max(float(np.quantile(strength, 0.9)), 1e-12)
    y, x = np.indices((rows, columns)) * _EVERY_PX + np.stack([best // _EVERY_PX, best % _EVERY_PX])
    room = _ROOM * _WINDOW_PX
    inside = (x > room) & (x < page.shape[1] - room) & (y > room) & (y < page.shape[0] - room)
    kept = inside & (strength > _BARE)
    return np.stack([x[kept], y[kept]], axis=-1).astype(np.float64), strength[kept]


def _followed(
    here: NDArray[np.uint8], there: NDArray[np.uint8], start: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Where each place is there, and whether it leads back to itself."""

    def led(from_: NDArray[np.uint8], to: NDArray[np.uint8], places: NDArray[np.float32]) -> NDArray[np.float32]:
        window = (_WINDOW_PX, _WINDOW_PX)
        found, known, _ = cv2.calcOpticalFlowPyrLK(
            from_, to, places, places.copy(), winSize=window, maxLevel=_LEVELS, criteria=_UNTIL
        )
        return np.where(np.asarray(known) > 0, np.asarray(found), np.nan).astype(np.float32)

    end = led(here, there, start)
    found = np.asarray(np.isfinite(end).all(axis=1))
    back = led(there, here, np.where(found[:, None], end, start))
    return end, found & (np.linalg.norm(back - start, axis=1) < _BACK_PX)
