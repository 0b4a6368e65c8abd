"""Where a page goes into the binding: its upper and lower edge have a kink there, up to the facing page.

A bound page sinks towards the gutter and the facing page rises out of it, so that both edges come closer to the middle
of the photograph until the gutter, and run away from it beyond. Both are followed outwards from the middle of the
page, each against the paper just inside it, because the facing page may lie in shadow. Where one of the edges is
outside the photograph, the gutter is followed from the kink of the other: the light changes along it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.paper import Paper

__all__ = ["followed_gutter"]

FloatArray = NDArray[np.float64]

_STEP_PX = 2
_REACH_PX = 7
_INSIDE_PX = 12
_INSIDE, _RUN = _INSIDE_PX + _REACH_PX, _INSIDE_PX + 2 * _REACH_PX + 1
"""How far inside the edge it is looked for, and over how many pixels: the first ``_INSIDE_PX`` tell the paper."""
_FALL = 0.12
_LOST = 12
"""Columns without an edge, one after the other, after which it is lost."""
_WINDOW = 0.10
"""Of the page's width: how much of an edge is looked at on either side of the kink."""
_STRIDE = 4
"""Places on the edge between two at which a kink is looked for at first."""
_LEAST_KINK = np.tan(np.radians(7.0))
_OUTSIDE_PX, _MOSTLY_OUTSIDE = 2.5, 0.5
"""Pixels of the outline copy beside the photograph's border, where so much of an edge that is outside is found."""
_ASKEW = np.tan(np.radians(np.linspace(-4, 4, 81)))
_BESIDE_PX = np.arange(1.5, 7.0)
_ALONG = np.linspace(0.03, 0.97, 160)
_STEP, _LARGEST_STEP = 0.02, 0.1
"""Of the paper's brightness: the least change of light across a gutter, and what a larger one counts as."""


def followed_gutter(gray: NDArray[np.uint8], paper: Paper, paper_scale: float, *, at_right: bool) -> FloatArray | None:
    """Two points (upper, lower) of the gutter, (2, 2) in pixels of ``gray``; None where an edge shows no kink.

    ``paper`` is in pixels of a copy that has ``paper_scale`` of its pixels to one of ``gray``.
    """
    picture = gray if at_right else np.ascontiguousarray(gray[:, ::-1])
    columns = (paper.columns + 0.5) / paper_scale - 0.5
    if not at_right:
        columns = gray.shape[1] - 1 - columns[::-1]
    rows = [paper.top, paper.bottom] if at_right else [paper.top[::-1], paper.bottom[::-1]]
    start = columns[0] + 0.45 * (columns[-1] - columns[0])
    soft = np.asarray(cv2.transpose(cv2.GaussianBlur(picture, (0, 0), 1.0)), np.uint8)
    kinks: list[tuple[float, float] | None] = []
    for edge, outward in zip(rows, (-1, 1), strict=True):
        first = (float(np.interp(start, columns, edge)) + 0.5) / paper_scale - 0.5
        x, y = _follow(soft, start, first, outward)
        kink = _kink(x, outward * y, _WINDOW * (columns[-1] - columns[0]))
        kinks.append(None if kink is None else (kink, float(np.interp(kink, x, y))))
    upper, lower = kinks
    if upper is None and lower is not None and _outside(rows[0], 0.0):
        upper = _continued(picture, lower, 0.0)
    elif lower is None and upper is not None and _outside(rows[1], paper.frame[1] - 1.0):
        lower = _continued(picture, upper, picture.shape[0] - 1.0)
    if upper is None or lower is None or lower[1] - upper[1] < 4 * abs(lower[0] - upper[0]):
        return None
    gutter = np.array([upper, lower])
    if not at_right:
        gutter[:, 0] = gray.shape[1] - 1 - gutter[:, 0]
    return gutter


def _outside(edge: FloatArray, border: float) -> bool:
    """Whether an edge of the paper is the photograph's border."""
    return bool((np.abs(edge - border) < _OUTSIDE_PX).mean() > _MOSTLY_OUTSIDE)


def _continued(picture: NDArray[np.uint8], kink: tuple[float, float], border: float) -> tuple[float, float] | None:
    """Where the gutter that passes a kink reaches the row ``border``: the line across which light changes most."""
    ends = kink[0] + _ASKEW * abs(border - kink[1])
    y = kink[1] + (border - kink[1]) * _ALONG
    x = kink[0] + (ends[:, None] - kink[0]) * _ALONG
    beside = np.concatenate([-_BESIDE_PX[::-1], _BESIDE_PX])
    at = (x[..., None] + beside).reshape(len(ends), -1).astype(np.float32)
    rows = np.tile(np.repeat(y, len(beside)).astype(np.float32), (len(ends), 1))
    seen = cv2.remap(picture, at, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).reshape(*x.shape, -1)
    page, facing = np.split(seen.astype(np.float64), 2, axis=2)
    step = (page.mean(axis=2) - facing.mean(axis=2)) / max(float(np.median(page)), 1.0)
    change = np.clip(step, -_LARGEST_STEP, _LARGEST_STEP).mean(axis=1)
    best = int(np.argmax(np.abs(change)))
    if abs(change[best]) < _STEP:
        return None
    return float(ends[best]), border


def _follow(columns: NDArray[np.uint8], start: float, first: float, outward: int) -> tuple[FloatArray, FloatArray]:
    """The edge from column ``start`` to the right, as x and y, until it is lost or the picture ends.

    ``columns`` is the picture turned on its side, so that each column lies in one piece. A column holds so few values
    that plain Python is done with them before NumPy has begun.
    """
    x_found: list[float] = []
    y_found: list[float] = []
    missed, y = 0, first
    for x in range(int(start), len(columns) - 1, _STEP_PX):
        if len(y_found) >= 6:
            y = y_found[-1] + (y_found[-1] - y_found[-6]) / (x_found[-1] - x_found[-6]) * (x - x_found[-1])
        inmost = round(y) - outward * _INSIDE
        values = _run(columns[x], inmost, outward)
        level = _median(values[:_INSIDE_PX])
        fallen = level * (1 - _FALL)
        index = next((k for k, value in enumerate(values) if value < fallen), 0)
        if index < 3:
            missed += 1
            if missed > _LOST:
                break
            continue
        missed = 0
        half = (level + min(values[index : index + 5])) / 2
        after = max(1, next((k for k, value in enumerate(values) if value < half), 0))
        part = (values[after - 1] - half) / max(values[after - 1] - values[after], 1e-6)
        x_found.append(float(x))
        y_found.append(inmost + outward * (after - 1 + part))
    return np.array(x_found), np.array(y_found)


def _run(column: NDArray[np.uint8], inmost: int, outward: int) -> list[int]:
    """The values from row ``inmost`` outwards, the last one repeated where the picture has ended."""
    if outward < 0:
        column, inmost = column[::-1], len(column) - 1 - inmost
    values: list[int] = column[max(inmost, 0) : max(inmost + _RUN, 0)].tolist()
    before = min(max(-inmost, 0), _RUN)
    values = [int(column[0])] * before + values
    return values + [int(column[-1])] * (_RUN - len(values))


def _median(values: list[int]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _kink(x: FloatArray, y: FloatArray, window: float) -> float | None:
    """Where ``y``, which grows outwards, turns outwards most: a bent edge before, a straight one after.

    Looked for in strides, then at every place about the best.
    """
    if len(x) <= 20:
        return None
    places = np.flatnonzero((x > x[0] + window) & (x < x[-1] - window / 4))
    worth = {int(at): _worth(x, y, int(at), window) for at in places[::_STRIDE]}
    if not worth:
        return None
    best = max(worth, key=lambda at: worth[at])
    near = places[np.abs(places - best) < _STRIDE]
    worth |= {int(at): _worth(x, y, int(at), window) for at in near if int(at) not in worth}
    best = max(worth, key=lambda at: worth[at])
    return float(x[best]) if worth[best] > _LEAST_KINK else None


def _worth(x: FloatArray, y: FloatArray, index: int, window: float) -> float:
    """The turn of the edge at ``x[index]``, less where the two pieces do not fit."""
    at = x[index]
    first, last = np.searchsorted(x, at - window, "right"), np.searchsorted(x, at + window, "left")
    before, after = slice(int(first), index + 1), slice(index, int(last))
    if index + 1 - first < 8 or last - index < 6:
        return -np.inf
    bent, bent_misfit = _parabola((x[before] - at) / window, y[before])
    straight, misfit = _line((x[after] - at) / window, y[after])
    return (straight - bent) / window - 0.05 * (bent_misfit + misfit)


def _parabola(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """The slope at 0 of the least squares parabola, and its mean absolute misfit.

    By the normal equations, which ``x`` between -1 and 1 makes good ones: `numpy.polyfit` takes many times as long.
    """
    powers = np.array((np.ones_like(x), x, x * x))
    found = np.linalg.solve(powers @ powers.T, powers @ y)
    return float(found[1]), float(np.abs(found @ powers - y).mean())


def _line(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """The same of the least squares line."""
    n, sum_x, sum_y = len(x), float(x.sum()), float(y.sum())
    slope = (n * float(x @ y) - sum_x * sum_y) / (n * float(x @ x) - sum_x**2)
    return slope, float(np.abs(slope * x + (sum_y - slope * sum_x) / n - y).mean())
