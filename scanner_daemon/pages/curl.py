"""What is left after the plane: a smooth displacement that makes lines of text straight and level.

Every line of text was printed straight. In the plane's frame line i is seen at y = c_i + d(x, c_i), with its own level
c_i and one field d for the page, a polynomial without terms that only shift or stretch lines among each other. The
fit is linear for given levels and is iterated three times. How many terms it may have is decided by lines that it has
not seen, so that a page is left alone rather than bent by noise.

Where the field stretches the line spacing the paper is nearer to the camera, by perspective: that gives the paper's
height along a line and with it the true width of what is foreshortened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from scanner_daemon.pages.ink import TextLine

__all__ = ["Curl", "CurlFit", "fit_curl"]

FloatArray = NDArray[np.float64]

_ORDERS = ((1, 0), (1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (7, 3))
"""Degrees in x and y, from a mere turn upwards."""
_LEAST_LINES = 5
_WORTHWHILE = 0.92
"""A richer field must bring the residual of unseen lines below this share of the poorer one's."""
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Curl:
    """The displacement field in page pixels.

    ``coefficients`` (degree_x + 1, degree_y + 1) of Chebyshev products over the box ``low``..``high`` where lines were
    seen; beyond it the field is continued with the value at the box's border, but for the page's turn, which is
    linear everywhere. ``true_x`` and ``seen_x`` are the table of positions along a line: on the flat paper, and where
    the plane's frame shows them.
    """

    coefficients: FloatArray
    low: FloatArray
    high: FloatArray
    true_x: FloatArray
    seen_x: FloatArray

    def seen(self, points: FloatArray) -> FloatArray:
        """Where the plane's frame shows the flat page's ``points`` (n, 2)."""
        x = np.interp(points[:, 0], self.true_x, self.seen_x)
        x += np.where(points[:, 0] < self.true_x[0], points[:, 0] - self.true_x[0], 0.0)
        x += np.where(points[:, 0] > self.true_x[-1], points[:, 0] - self.true_x[-1], 0.0)
        return np.column_stack([x, points[:, 1] + self.lift(x, points[:, 1])])

    def lift(self, x: FloatArray, level: FloatArray) -> FloatArray:
        """The field d in pixels at seen position ``x`` on a line of that ``level``."""
        return _field(self.coefficients, *_unit(x, level, self.low, self.high))


@dataclass(frozen=True, slots=True, eq=False)
class CurlFit:
    """A field that helped, or None, with the RMS departure of lines from straight and level before and after."""

    curl: Curl | None
    lines: int
    before_px: float | None
    after_px: float | None
    order: tuple[int, int] | None = None


def fit_curl(lines: list[TextLine], width: int, focal_px: float) -> CurlFit:
    """Fit the field to lines in page pixels on a page ``width`` pixels wide; ``focal_px`` in the same pixels."""
    long_enough = [line.points for line in lines if np.ptp(line.points[:, 0]) > 0.12 * width and len(line.points) >= 5]
    if len(long_enough) < _LEAST_LINES:
        return CurlFit(None, len(lines), None, None)
    cloud = np.concatenate(long_enough)
    low, high = cloud.min(axis=0), cloud.max(axis=0)
    if high[0] - low[0] < 0.3 * width:
        return CurlFit(None, len(lines), None, None)
    before = _rms([p[:, 1] - p[:, 1].mean() for p in long_enough])
    order, unseen = (0, 0), _held_out(long_enough, low, high, (0, 0))
    for richer in _ORDERS:
        if richer[0] * (richer[1] + 1) + 4 > len(long_enough) * 2:
            break
        miss = _held_out(long_enough, low, high, richer)
        if miss < _WORTHWHILE * unseen:
            order, unseen = richer, miss
    if order == (0, 0):
        return CurlFit(None, len(lines), before, before)
    coefficients = _solve(long_enough, low, high, order)
    after = _rms(_misses(long_enough, low, high, coefficients))
    true_x, seen_x = _unrolled(coefficients, low, high, width, focal_px)
    return CurlFit(Curl(coefficients, low, high, true_x, seen_x), len(lines), before, after, order)


def _unit(x: FloatArray, y: FloatArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    span = np.maximum(high - low, 1.0)
    return 2 * (x - low[0]) / span[0] - 1, 2 * (y - low[1]) / span[1] - 1


def _basis(u: FloatArray, v: FloatArray, order: tuple[int, int]) -> FloatArray:
    """(n, terms): T_i(u) T_j(v) for i = 1.., j = 0..; clamped outside the box, except the turn T_1(u)."""
    inner_u, inner_v = np.clip(u, -1.02, 1.02), np.clip(v, -1.02, 1.02)
    across = chebyshev.chebvander(inner_u, order[0])[:, 1:]
    down = chebyshev.chebvander(inner_v, order[1])
    terms = (across[:, :, None] * down[:, None, :]).reshape(len(u), -1)
    terms[:, 0] = u
    return np.asarray(terms, dtype=np.float64)


def _field(coefficients: FloatArray, u: FloatArray, v: FloatArray) -> FloatArray:
    order = (coefficients.shape[0], coefficients.shape[1] - 1)
    return np.asarray(_basis(u, v, order) @ coefficients.ravel(), dtype=np.float64)


def _solve(lines: list[FloatArray], low: FloatArray, high: FloatArray, order: tuple[int, int]) -> FloatArray:
    """Coefficients (degree_x, degree_y + 1), robust to stray points, each line's level eliminated."""
    terms = order[0] * (order[1] + 1)
    degree = np.repeat(np.arange(1, order[0] + 1), order[1] + 1) + np.tile(np.arange(order[1] + 1), order[0])
    coefficients = np.zeros((order[0], order[1] + 1))
    weights = [np.ones(len(p)) for p in lines]
    for _ in range(4):
        normal, right = np.zeros((terms, terms)), np.zeros(terms)
        bases = []
        for points, weight in zip(lines, weights, strict=True):
            u, v = _unit(points[:, 0], points[:, 1], low, high)
            level = points[:, 1] - _field(coefficients, u, v)
            v = np.full_like(u, _unit(points[:1, 0], np.array([np.average(level, weights=weight)]), low, high)[1][0])
            basis = _basis(u, v, order)
            bases.append(basis)
            centred = basis - np.average(basis, axis=0, weights=weight)
            miss = points[:, 1] - np.average(points[:, 1], weights=weight)
            normal += centred.T @ (centred * weight[:, None])
            right += centred.T @ (miss * weight)
        normal += np.diag(_RIDGE * degree**2.0) * float(np.trace(normal)) / terms
        coefficients = np.asarray(np.linalg.solve(normal, right), dtype=np.float64).reshape(order[0], order[1] + 1)
        weights = []
        for points, basis in zip(lines, bases, strict=True):
            miss = points[:, 1] - basis @ coefficients.ravel()
            miss = np.abs(miss - np.median(miss))
            weights.append(1 / (1 + (miss / max(0.5, 2 * float(np.median(miss)))) ** 2))
    return coefficients


def _misses(lines: list[FloatArray], low: FloatArray, high: FloatArray, coefficients: FloatArray) -> list[FloatArray]:
    misses = []
    for points in lines:
        u, v = _unit(points[:, 0], points[:, 1], low, high)
        level = points[:, 1] - _field(coefficients, u, v)
        v = _unit(points[:, 0], np.full(len(points), np.median(level)), low, high)[1]
        miss = points[:, 1] - _field(coefficients, u, v)
        misses.append(miss - miss.mean())
    return misses


def _held_out(lines: list[FloatArray], low: FloatArray, high: FloatArray, order: tuple[int, int]) -> float:
    """RMS of each third of the lines under a field fitted to the other two thirds."""
    if order == (0, 0):
        return _rms([p[:, 1] - p[:, 1].mean() for p in lines])
    misses: list[FloatArray] = []
    for fold in range(3):
        kept = [p for k, p in enumerate(lines) if k % 3 != fold]
        coefficients = _solve(kept, low, high, order)
        misses += _misses(lines[fold::3], low, high, coefficients)
    return _rms(misses)


def _rms(misses: list[FloatArray]) -> float:
    """Root mean square with each line capped, so that one mistraced line does not decide."""
    each = np.array([float(np.mean(m**2)) for m in misses])
    return float(np.sqrt(np.mean(np.minimum(each, 9 * np.median(each) + 1e-6))))


def _unrolled(
    coefficients: FloatArray, low: FloatArray, high: FloatArray, width: int, focal_px: float
) -> tuple[FloatArray, FloatArray]:
    """Positions along a line on the flat paper against seen positions, both in page pixels.

    With magnification m(x) = 1 + dd/dy the paper at x is nearer by z = focal (1 - 1/m); it lies at
    X = x_0 + (x - x_0) / m under the camera, and the paper's length is the integral of sqrt(dX^2 + dz^2).
    """
    seen = np.linspace(0.0, width - 1.0, 129)
    if coefficients.shape[0] < 3 or coefficients.shape[1] < 2:
        return seen, seen
    middle = float(low[1] + high[1]) / 2
    reach = 0.25 * float(high[1] - low[1])
    u, v_low = _unit(seen, np.full_like(seen, middle - reach), low, high)
    v_high = _unit(seen, np.full_like(seen, middle + reach), low, high)[1]
    slope = (_field(coefficients, u, v_high) - _field(coefficients, u, v_low)) / (2 * reach)
    magnification = np.clip(1 + slope - np.mean(slope), 0.7, 1.4)
    nearer = focal_px * (1 - 1 / magnification)
    under = (width - 1) / 2 + (seen - (width - 1) / 2) / magnification
    # Along a rising sheet both change; a slope steeper than 45 degrees is noise of the fit, not paper.
    run = np.maximum(np.diff(under), 0.3 * np.diff(seen))
    rise = np.clip(np.diff(nearer), -run, run)
    true = np.concatenate([[0.0], np.cumsum(np.hypot(run, rise))])
    return true, seen
