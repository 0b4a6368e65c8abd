"""Straight lines through points of which some lie: iteratively reweighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scanner_daemon.inspection.live.glimpse import FloatArray

__all__ = ["Line", "crossing", "fit"]

_ROUNDS = 5
_POINTS = 48
"""More of them say no more, and a frame has eight lines."""
_AGREES_PX = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """``v = slope * u + level``; for upright edges u is y and v is x, for level ones u is x and v is y. Pixels."""

    slope: float
    level: float
    agreeing: float = 1.0
    """Share of the points that lie within 1.5 pixels of it."""

    def at(self, u: FloatArray) -> FloatArray:
        """v at u."""
        return self.slope * u + self.level

    def moved(self, by: float) -> Line:
        """The same line, ``by`` pixels further along v."""
        return Line(self.slope, self.level + by, self.agreeing)


def fit(u: FloatArray, v: FloatArray, steepest: float = 0.27) -> Line:
    """A line that points far off do not draw, with Cauchy weights about the median; at least two points.

    ``steepest`` bounds the slope (0.27 is 15 degrees): a page that lies more askew is another case.
    """
    stride = -(-len(u) // _POINTS)
    u, v = u[::stride], v[::stride]
    middle = float(u.sum()) / len(u)
    d, weight = u - middle, np.ones(len(u))
    slope, level, miss = 0.0, _median(v), np.abs(v)
    for _ in range(_ROUNDS):
        total = float(weight.sum())
        du, mv = d - float(weight @ d) / total, float(weight @ v) / total
        drawn = weight * du
        slope = float(drawn @ v) / max(float(drawn @ du), 1e-9)
        slope = min(max(slope, -steepest), steepest)
        level = mv - slope * float(weight @ d) / total
        miss = np.abs(v - slope * d - level)
        weight = 1 / (1 + (miss / max(0.5, 1.5 * _median(miss))) ** 2)
    return Line(slope, level - slope * middle, float(np.count_nonzero(miss < _AGREES_PX)) / len(u))


def _median(values: FloatArray) -> float:
    """The upper median: NumPy's own is several times dearer for so few."""
    middle = len(values) // 2
    return float(np.partition(values, middle)[middle])


def crossing(level: Line, upright: Line) -> tuple[float, float]:
    """(x, y) at which y = level(x) meets x = upright(y)."""
    x = (upright.slope * level.level + upright.level) / (1 - upright.slope * level.slope)
    return x, level.slope * x + level.level
