"""Find the sheet: bright paper on something darker, bounded by four nearly straight edges, perhaps folded at a gutter.

Works on a small upright copy of the photograph. The facing page that shows past the glass edge of a V-cradle, or
beyond the fold of an open book, meets the page at an angle, so that both the upper and the lower edge of the bright
region have a kink there; the gutter is the line through the two kinks.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.median import median
from scanner_daemon.pages.paper import LEAST_AREA, Paper
from scanner_daemon.vocabulary import Side

__all__ = ["Outline", "find_gutter", "find_outline", "on_one_line"]

FloatArray = NDArray[np.float64]

_LEAST_KINK_DEGREES = 2.5
_DRAWS, _NEAR_PX, _LEAST_NEAR = 150, 2.0, 0.35
_LEAST_SEEN = 0.2
"""Of a straight edge, that tells where all of it is."""
_LARGEST_EDGE_RESIDUAL = 0.006
"""Of the long side: a page whose edges bend more is not bounded by a quad."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A page's four corners in pixels of the copy: (4, 2), top-left, top-right, bottom-right, bottom-left.

    ``residual_px`` is how far edge points lie from their lines: the RMS over the edges of each edge's robust deviation
    (1.4826 times the median distance, so that a tag or a thumb on the edge does not count).
    ``at_frame`` names the sides that are the photograph's own border, because the page goes on past it or was cropped
    there before. ``gutter`` is ``left`` or ``right`` where that side is a fold rather than an edge.
    """

    corners: FloatArray
    residual_px: float
    at_frame: frozenset[str]
    gutter: str | None
    confidence: float


def find_gutter(paper: Paper, side: Side) -> FloatArray | None:
    """Two points (upper, lower) of the fold between the page and its neighbour, (2, 2) in pixels; None without one.

    ``side`` says on which side of the fold the page must be the larger part; `Side.BOTH` wants a fold near the middle.
    """
    width = paper.columns[-1] - paper.columns[0]
    first, last = {
        Side.LEFT: (0.45, 0.98),
        Side.RIGHT: (0.02, 0.55),
        Side.BOTH: (0.25, 0.75),
        Side.SINGLE: (0.02, 0.98),
    }[side]
    candidates = paper.columns[0] + width * np.linspace(first, last, 49)
    upper, upper_gain = _kink(paper.columns, paper.top, candidates)
    lower, lower_gain = _kink(paper.columns, paper.bottom, candidates)
    if upper is None or lower is None or abs(upper[0] - lower[0]) > 0.1 * width:
        return None
    height = float(paper.bottom.max() - paper.top.min())
    steep = lower[1] - upper[1] > max(0.6 * height, 4 * abs(lower[0] - upper[0]))
    return np.array([upper, lower]) if steep and min(upper_gain, lower_gain) >= 0.3 else None


def find_outline(paper: Paper, gutter: FloatArray | None, side: Side) -> Outline | None:
    """The quad of the page on ``side`` of ``gutter``; None when its edges are not straight or make no sense.

    `Side.SINGLE` takes the larger part, `Side.BOTH` ignores the gutter.
    """
    width, height = paper.frame
    left, right = paper.columns[0], paper.columns[-1]
    fold: str | None = None
    if gutter is not None and side is not Side.BOTH:
        at = float(gutter[:, 0].mean())
        page_is_right = side is Side.RIGHT or (side is Side.SINGLE and at - left < right - at)
        fold = "left" if page_is_right else "right"
        left, right = (float(gutter[:, 0].min()), right) if page_is_right else (left, float(gutter[:, 0].max()))
    trim = 0.04 * (right - left)
    inner = (paper.columns > left + trim) & (paper.columns < right - trim)
    if inner.sum() < 20:
        return None
    limit = _LARGEST_EDGE_RESIDUAL * max(width, height)
    at_frame: set[str] = set()
    residuals: list[float] = []
    lines: dict[str, FloatArray] = {}
    for name, ordinates, border in (("top", paper.top, 0.0), ("bottom", paper.bottom, height - 1.0)):
        lines[name] = _edge(paper.columns[inner], ordinates[inner], border, name, at_frame, residuals, limit)
    rows, first, last = _row_ends(paper, left, right, float(lines["top"][1]), float(lines["bottom"][1]))
    if len(rows) < 20:
        return None
    for name, ordinates, border in (("left", first, 0.0), ("right", last, width - 1.0)):
        if name == fold and gutter is not None:
            slope = (gutter[1, 0] - gutter[0, 0]) / max(1.0, gutter[1, 1] - gutter[0, 1])
            lines[name] = np.array([slope, gutter[0, 0] - slope * gutter[0, 1]])
        else:
            lines[name] = _edge(rows, ordinates, border, name, at_frame, residuals, limit, hidden=True)
    corners = np.array(
        [
            _cross(lines[h], lines[v])
            for h, v in (("top", "left"), ("top", "right"), ("bottom", "right"), ("bottom", "left"))
        ]
    )
    residual = float(np.sqrt(np.mean(np.square(residuals)))) if residuals else 0.0
    if residual > limit or not _sensible(corners, width, height):
        return None
    confidence = max(0.0, 1 - residual / limit) * (1 - 0.1 * len(at_frame))
    return Outline(corners, residual, frozenset(at_frame), fold, confidence)


def _kink(x: FloatArray, y: FloatArray, candidates: FloatArray) -> tuple[FloatArray | None, float]:
    """Where two lines explain an edge far better than one: the point, and the share of the misfit it takes away."""
    stride = max(1, len(x) // 250)
    x, y = x[::stride], y[::stride]
    cap = 0.02 * (x[-1] - x[0])
    one = _misfit(x, y, _line(x, y), cap)
    best: tuple[float, FloatArray | None] = (one, None)
    least = 0.02 * len(x)
    for at in candidates:
        before, after = x < at, x >= at
        if before.sum() < max(6, least) or after.sum() < max(6, least):
            continue
        a, b = _line(x[before], y[before]), _line(x[after], y[after])
        bend = abs(np.degrees(np.arctan(a[0]) - np.arctan(b[0])))
        cost = (
            _misfit(x[before], y[before], a, cap) * before.sum() + _misfit(x[after], y[after], b, cap) * after.sum()
        ) / len(x)
        if bend >= _LEAST_KINK_DEGREES and cost < best[0]:
            meet = (b[1] - a[1]) / (a[0] - b[0])
            meet = meet if abs(meet - at) < 0.06 * (x[-1] - x[0]) else at
            best = (cost, np.array([meet, a[0] * meet + a[1]]))
    return best[1], 1 - best[0] / one if one > 0.3 else 0.0


def _edge(
    x: FloatArray,
    y: FloatArray,
    border: float,
    name: str,
    at_frame: set[str],
    residuals: list[float],
    hopeless_px: float,
    *,
    hidden: bool = False,
) -> FloatArray:
    """A robust line y = a x + b, or the border itself where most of the edge lies on it.

    ``hidden`` is for edges that are straight however the page curls: half of such an edge may lie under a hand.
    """
    at_border = np.abs(y - border) < 2.5
    seen = _seen_of_hidden(x, y, at_border) if hidden and at_border.any() else None
    if seen is None and at_border.mean() > 0.5:
        at_frame.add(name)
        return np.array([0.0, border])
    kept = seen if seen is not None else on_one_line(x, y) if hidden else np.ones(len(x), dtype=bool)
    line = _line(x[kept], y[kept])
    residual = 1.4826 * float(np.median(np.abs(y[kept] - (line[0] * x[kept] + line[1]))))
    if residual > hopeless_px and not hidden and _glares(x, y, outward=1.0 if name == "bottom" else -1.0):
        return _edge(x, y, border, name, at_frame, residuals, hopeless_px, hidden=True)
    residuals.append(residual)
    return line


def _glares(x: FloatArray, y: FloatArray, outward: float) -> bool:
    """Whether what is off most of an edge lies beyond it: glare is as bright as paper, and stands beside it.

    What ends before the edge is a leaf that is less high than the others, and no reason to leave it out.
    """
    near = on_one_line(x, y)
    line = _line(x[near], y[near])
    off = outward * (y - (line[0] * x + line[1]))[~near]
    return bool(len(off)) and float(np.median(off)) > 0


def _seen_of_hidden(x: FloatArray, y: FloatArray, at_border: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """What is seen of a straight edge beside glare that runs to the photograph's border; None where that is little."""
    inner = np.flatnonzero(~at_border)
    if len(inner) < _LEAST_SEEN * len(x):
        return None
    near = inner[on_one_line(x[inner], y[inner])]
    kept = np.zeros(len(x), dtype=bool)
    kept[near] = True
    line = _line(x[near], y[near])
    straight = np.median(np.abs(y[near] - (line[0] * x[near] + line[1]))) < _NEAR_PX / 2
    return kept if straight and len(near) >= _LEAST_SEEN * len(x) else None


def on_one_line(x: FloatArray, y: FloatArray, near_px: float = _NEAR_PX) -> NDArray[np.bool_]:
    """The points near the straight line that most lie near, if they are enough; else all (Fischler and Bolles 1981)."""
    draw = np.random.default_rng(1)
    one, other = draw.integers(0, len(x), (2, _DRAWS))
    apart = np.abs(x[one] - x[other]) > 0.2 * np.ptp(x)
    one, other = one[apart], other[apart]
    if not len(one):
        return np.ones(len(x), dtype=bool)
    slope = (y[other] - y[one]) / (x[other] - x[one])
    near = np.abs(y - y[one][:, None] - slope[:, None] * (x - x[one][:, None])) < near_px
    best = near[int(np.argmax(near.sum(axis=1)))]
    return np.asarray(best if best.mean() > _LEAST_NEAR else np.ones(len(x), dtype=bool), dtype=bool)


def _row_ends(
    paper: Paper, left: float, right: float, top: float, bottom: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """For the inner rows of the page: the row, and where its paper begins and ends between ``left`` and ``right``."""
    window = paper.mask[:, int(max(0, left)) : int(right) + 1]
    slack = 0.08 * (bottom - top)
    rows = np.arange(int(max(0, top + slack)), int(min(window.shape[0], bottom - slack)))
    rows = rows[window[rows].any(axis=1)] if len(rows) else rows
    first = window[rows].argmax(axis=1) + int(max(0, left))
    last = window.shape[1] - 1 - window[rows, ::-1].argmax(axis=1) + int(max(0, left))
    return rows.astype(np.float64), first.astype(np.float64), last.astype(np.float64)


def _line(x: FloatArray, y: FloatArray) -> FloatArray:
    """Robust y = a x + b by iteratively reweighted least squares with Cauchy weights."""
    weight = np.ones_like(x)
    centre = x.mean()
    off = x - centre
    slope, level = 0.0, median(y)
    for _ in range(6):
        total = float(weight.sum())
        mx, my = float(weight @ off) / total, float(weight @ y) / total
        slope = float(weight @ ((off - mx) * (y - my))) / max(float(weight @ (off - mx) ** 2), 1e-9)
        level = my - slope * mx
        miss = np.abs(y - (slope * off + level))
        weight = 1 / (1 + (miss / max(0.7, 1.5 * median(miss))) ** 2)
    return np.array([slope, level - slope * centre])


def _misfit(x: FloatArray, y: FloatArray, line: FloatArray, cap: float) -> float:
    return float(np.minimum(np.abs(y - (line[0] * x + line[1])), cap).mean())


def _cross(horizontal: FloatArray, vertical: FloatArray) -> tuple[float, float]:
    """Where y = a x + b meets x = c y + d."""
    x = (vertical[0] * horizontal[1] + vertical[1]) / (1 - vertical[0] * horizontal[0])
    return float(x), float(horizontal[0] * x + horizontal[1])


def _sensible(corners: FloatArray, width: int, height: int) -> bool:
    """Convex, large enough, not wildly unlike a page, and hardly outside the frame."""
    quad = corners.astype(np.float32)
    if not cv2.isContourConvex(quad) or cv2.contourArea(quad) < LEAST_AREA * width * height:
        return False
    slack = 0.05 * max(width, height)
    if (corners < -slack).any() or (corners > (width + slack, height + slack)).any():
        return False
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return bool(sides[[0, 2]].min() > 0.5 * sides[[0, 2]].max() and sides[[1, 3]].min() > 0.5 * sides[[1, 3]].max())
