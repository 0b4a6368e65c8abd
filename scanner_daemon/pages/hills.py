"""Height over a bent sheet that no bending explains: paper that is damp, creased, or bound in with a twist.

Hills are smooth: their heights at two places go together the more, the nearer those are (a Gaussian process with a
squared-exponential kernel; Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, chapter 4). Its
first eigenfunctions are the shapes, scaled so that every coefficient is 1 as often as any other; a line of text tells
of a hill by how far off the optical axis it is seen, and then its columns are known to be shifted too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hills"]

FloatArray = NDArray[np.float64]

_NODES = 61
_REACH = 0.08
"""Shapes are known so far beyond the sheet's rectangle, in widths, and level further off."""


@dataclass(frozen=True, slots=True, eq=False)
class Hills:
    """``number`` smooth shapes over a rectangle of the sheet, products of one along s and one along t.

    ``low`` and ``high`` (2,) are the rectangle's ends in s and t; ``along_s`` and ``along_t`` (nodes, shapes) are
    tables of the factors, ``pairs`` (number, 2) says which two make each shape.
    """

    low: FloatArray
    high: FloatArray
    along_s: FloatArray
    along_t: FloatArray
    pairs: NDArray[np.intp]

    @classmethod
    def over(cls, width: float, t_range: tuple[float, float], scale: float, number: int) -> Self:
        """The most likely shapes of hills about ``scale`` wide over s = 0..width and these t, all in one unit."""
        room = _REACH * width
        low, high = np.array([-room, t_range[0] - room]), np.array([width + room, t_range[1] + room])
        (size_s, along_s), (size_t, along_t) = (_shapes(float(b - a), scale) for a, b in zip(low, high, strict=True))
        size = np.outer(size_s, size_t)
        best = np.argsort(size, axis=None)[::-1][:number]
        pairs = np.stack(np.unravel_index(best, size.shape), axis=1)
        used_s, used_t = pairs.max(axis=0) + 1
        return cls(low, high, along_s[:, :used_s].copy(), along_t[:, :used_t].copy(), pairs)

    @property
    def number(self) -> int:
        """How many shapes there are."""
        return len(self.pairs)

    def shapes(self, s: FloatArray, t: FloatArray) -> FloatArray:
        """(n, number) heights of each shape, typically 1 for all of them together."""
        by_s, by_t = self._sampled(s, t)
        return np.asarray(by_s[:, self.pairs[:, 0]] * by_t[:, self.pairs[:, 1]])

    def height(self, coefficients: FloatArray, s: FloatArray, t: FloatArray) -> FloatArray:
        """(n,) heights of the sum of shapes."""
        mix = np.zeros((self.along_s.shape[1], self.along_t.shape[1]))
        mix[self.pairs[:, 0], self.pairs[:, 1]] = coefficients
        by_s, by_t = self._sampled(s, t)
        return np.asarray(((by_s @ mix) * by_t).sum(axis=1))

    def _sampled(self, s: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray]:
        sampled = []
        for at, table, low, high in zip((s, t), (self.along_s, self.along_t), self.low, self.high, strict=True):
            place = np.fmin(np.fmax((at - low) * ((_NODES - 1) / (high - low)), 0), _NODES - 1.001)  # NaN becomes 0
            node = place.astype(np.intp)
            part = (place - node)[:, None]
            sampled.append(table[node] * (1 - part) + table[node + 1] * part)
        return sampled[0], sampled[1]


def _shapes(length: float, scale: float) -> tuple[FloatArray, FloatArray]:
    """Variances and eigenfunctions (nodes, k), each times its standard deviation, of one factor of the kernel."""
    at = np.linspace(0, length, _NODES)
    kernel = np.exp(-0.5 * ((at[:, None] - at[None, :]) / scale) ** 2)
    size, shape = np.linalg.eigh(kernel)
    kept = slice(None, -1 - min(_NODES - 1, int(4 * length / scale) + 4), -1)
    size = np.maximum(size[kept], 0.0)
    return size, shape[:, kept] * np.sqrt(size)
