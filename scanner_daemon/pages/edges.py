"""A page's edges to a fraction of a pixel: where, seen from the inside, the paper first ends.

From the inside, because beyond the fore-edge lies a stack of other leaves, as white as the page and a little lower.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.outline import Outline, on_one_line
from scanner_daemon.pages.paper import Paper

__all__ = ["Edge", "find_edges"]

FloatArray = NDArray[np.float64]

_LEVEL_POINTS = 260
_SIDE_POINTS = 200
_LEAST_POINTS = 40
_ENDS = 0.15
"""Of the paper's brightness: a fall by so much ends it."""
_SIDE_ENDS = 0.08
_STRAY_PX = 1.0
_ASIDE_PX = 5.0
"""Sides are straight, but for what a lens and a ripple bend them: what lies further off is glare, or a thumb."""


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Points (n, 2) along one edge, pixels of the upright photograph; ``name`` is top, bottom, left or right."""

    name: str
    points: FloatArray

    @property
    def level(self) -> bool:
        """Top and bottom are; the sides are upright."""
        return self.name in ("top", "bottom")


def find_edges(
    gray: NDArray[np.uint8], scale: float, paper: Paper, outline: Outline, outline_scale: float
) -> list[Edge]:
    """The edges of the page that are there, each followed as it bends; a fold and the photograph's border are none.

    ``gray`` is an upright copy with ``scale`` copy pixels a photograph pixel; ``paper`` and ``outline`` are in pixels
    of a copy with ``outline_scale``.
    """
    soft = np.asarray(cv2.GaussianBlur(gray, (0, 0), 0.8), np.float32)
    up = scale / outline_scale

    def to_copy(points: FloatArray) -> FloatArray:
        return np.asarray((points + 0.5) * up - 0.5, dtype=np.float64)

    corners = outline.corners
    left, right = corners[[0, 3], 0].min(), corners[[1, 2], 0].max()
    found = []
    for name, rows, outward in (("top", paper.top - 0.5, -1.0), ("bottom", paper.bottom + 0.5, 1.0)):
        if name in outline.at_frame:
            continue
        inside = (paper.columns > left + 2) & (paper.columns < right - 2)
        near = _followed(paper.columns[inside], rows[inside], _ends_at_fold(outline, name))
        if near is not None:
            way = np.tile([0.0, outward], (len(near), 1))
            found.append((name, _ends(soft, to_copy(near), way, _ENDS, 14, 10), 8))
    for name, a, b in (("left", corners[0], corners[3]), ("right", corners[1], corners[2])):
        if name in outline.at_frame or name == outline.gutter:
            continue
        along = (b - a) / np.linalg.norm(b - a)
        way = np.array([-along[1], along[0]]) * (1.0 if name == "left" else -1.0)
        near = a + (b - a) * np.linspace(0.02, 0.98, _SIDE_POINTS)[:, None]
        points = _ends(soft, to_copy(near), np.tile(way, (len(near), 1)), _SIDE_ENDS, 24, 24)
        if len(points) >= _LEAST_POINTS:
            points = points[_nearly_straight(points[:, 1], points[:, 0])]
        found.append((name, points, 3))
    edges = []
    for name, points, degree in found:
        if len(points) >= _LEAST_POINTS:
            x, y = (points[:, 0], points[:, 1]) if name in ("top", "bottom") else (points[:, 1], points[:, 0])
            kept = points[_near_a_curve(x, y, degree)]
            if len(kept) >= max(_LEAST_POINTS, 0.4 * len(points)):
                edges.append(Edge(name, (kept + 0.5) / scale - 0.5))
    return edges


def _ends_at_fold(outline: Outline, name: str) -> FloatArray | None:
    """The corner at the fold, up to which this edge runs though the paper there may lie in shadow."""
    if outline.gutter is None:
        return None
    top, right = name == "top", outline.gutter == "right"
    return np.asarray(outline.corners[(1 if right else 0) if top else (2 if right else 3)])


def _followed(x: FloatArray, y: FloatArray, fold: FloatArray | None) -> FloatArray | None:
    """(260, 2) along a bent edge of the coarse paper, without what juts out of it."""
    if len(x) < _LEAST_POINTS:
        return None
    near = _near_a_curve(x, y, 5)
    if near.sum() < _LEAST_POINTS:
        return None
    x, y = x[near], y[near]
    if fold is not None:
        fold_at_right = fold[0] > x.mean()
        here = x < fold[0] if fold_at_right else x > fold[0]  # the gutter leans: what is beyond is the facing page's
        x, y = (np.insert(v[here], here.sum() if fold_at_right else 0, f) for v, f in ((x, fold[0]), (y, fold[1])))
    along = np.linspace(x.min(), x.max(), _LEVEL_POINTS)
    return np.stack([along, np.interp(along, x, y)], axis=1)


def _nearly_straight(x: FloatArray, y: FloatArray) -> NDArray[np.bool_]:
    """Which points lie off no further than a lens bends a straight edge.

    Off the line of those that lie on one, if these are many: what is beside an edge runs straight as well, and a line
    midway between the two would let both in.
    """
    kept = on_one_line(x, y, _STRAY_PX)
    if kept.all():
        return on_one_line(x, y, _ASIDE_PX)
    slope, level = np.polyfit(x[kept], y[kept], 1)
    return np.asarray(np.abs(slope * x + level - y) < _ASIDE_PX, dtype=bool)


def _near_a_curve(x: FloatArray, y: FloatArray, degree: int) -> NDArray[np.bool_]:
    """Which points lie on a smooth curve that most of them lie on."""
    kept = np.ones(len(x), dtype=bool)
    middle, half = x.mean(), max(float(np.ptp(x)) / 2, 1.0)
    for _ in range(5):
        curve = np.polynomial.Polynomial.fit((x[kept] - middle) / half, y[kept], degree, domain=[-1, 1])
        miss = np.abs(curve((x - middle) / half) - y)
        kept = miss < max(_STRAY_PX, 3 * float(np.median(miss[kept])))
        if kept.sum() <= 2 * degree:
            return np.zeros(len(x), dtype=bool)
    return kept


def _ends(
    gray: NDArray[np.float32], near: FloatArray, outward: FloatArray, fall: float, reach: int, inside: int
) -> FloatArray:
    """Where the paper ends along each normal, where its first fall is steepest; where there is none is left out.

    Not half way down: a sliver of the leaf below is hardly darker, and what lies beyond it much.
    ``near`` (n, 2) are pixels, ``outward`` (n, 2) unit vectors; it is looked for from ``inside + reach`` pixels inside
    to ``reach`` outside.
    """
    steps = np.arange(-inside - reach, reach + 1, dtype=np.float64)
    normals = near[:, None, :] + outward[:, None, :] * steps[None, :, None]
    aside = np.stack([-outward[:, 1], outward[:, 0]], axis=1)[:, None, :]
    seen = np.zeros(normals.shape[:2])
    for offset in (-3.0, -1.5, 0.0, 1.5, 3.0):
        at = (normals + aside * offset).astype(np.float32)
        seen += cv2.remap(gray, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) / 5
    paper = np.median(seen[:, :inside], axis=1)
    points = []
    for values, level, start, way in zip(seen, paper, near, outward, strict=True):
        first = int(np.argmax(values < level * (1 - fall)))
        if first < 2:
            continue
        place = _steepest(values, first)
        if place is not None:
            points.append(start + way * (steps[0] + place))
    return np.array(points).reshape(-1, 2)


def _steepest(values: FloatArray, first: int) -> float | None:
    """The place of the steepest fall about ``first``, to a fraction by a parabola through its neighbours."""
    fall = values[:-1] - values[1:]
    at = first - 1
    while at > 0 and fall[at - 1] > fall[at]:
        at -= 1
    while at + 1 < len(fall) and fall[at + 1] > fall[at]:
        at += 1
    if not 0 < at < len(fall) - 1:
        return None
    before, here, after = fall[at - 1 : at + 2]
    bend = before - 2 * here + after
    return at + 0.5 + (0.5 * float(before - after) / float(bend) if bend < 0 else 0.0)
