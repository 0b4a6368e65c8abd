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
from typing import Self

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


@dataclass(frozen=True, slots=True, eq=False)
class _Traces:
    """The points of all lines, one after the other, with where each line starts and the box they span."""

    points: FloatArray
    starts: NDArray[np.intp]
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, lines: list[FloatArray], low: FloatArray, high: FloatArray) -> Self:
        lengths = [len(line) for line in lines]
        return cls(np.concatenate(lines), np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp), low, high)

    @property
    def lengths(self) -> NDArray[np.intp]:
        return np.diff(np.append(self.starts, len(self.points)))

    def per_line(self, values: FloatArray, weight: FloatArray) -> FloatArray:
        """Each line's weighted mean of ``values`` (n, ...), repeated for its points."""
        total = np.add.reduceat(weight, self.starts)
        spread = weight.reshape(-1, *[1] * (values.ndim - 1))
        mean = np.add.reduceat(values * spread, self.starts) / total.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(np.repeat(mean, self.lengths, axis=0), dtype=np.float64)


def fit_curl(lines: list[TextLine], width: int, focal_px: float) -> CurlFit:
    """Fit the field to lines in page pixels on a page ``width`` pixels wide; ``focal_px`` in the same pixels."""
    chosen = [
        _thinned(line.points) for line in lines if np.ptp(line.points[:, 0]) > 0.12 * width and len(line.points) >= 5
    ]
    if len(chosen) < _LEAST_LINES:
        return CurlFit(None, len(lines), None, None)
    cloud = np.concatenate(chosen)
    low, high = cloud.min(axis=0), cloud.max(axis=0)
    if high[0] - low[0] < 0.3 * width:
        return CurlFit(None, len(lines), None, None)
    before = _rms([line[:, 1] - line[:, 1].mean() for line in chosen])
    order, unseen = (0, 0), before
    for richer in _ORDERS:
        if richer[0] * (richer[1] + 1) + 4 > len(chosen) * 2:
            break
        miss = _held_out(chosen, low, high, richer)
        if miss < _WORTHWHILE * unseen:
            order, unseen = richer, miss
    if order == (0, 0):
        return CurlFit(None, len(lines), before, before)
    traces = _Traces.of(chosen, low, high)
    coefficients = _solve(traces, order)
    after = _rms(_misses(traces, coefficients))
    true_x, seen_x = _unrolled(coefficients, low, high, width, focal_px)
    return CurlFit(Curl(coefficients, low, high, true_x, seen_x), len(lines), before, after, order)


def _thinned(points: FloatArray) -> FloatArray:
    """At most about 40 points of a line, by means of neighbours."""
    group = -(-len(points) // 40)
    if group == 1:
        return points
    whole = len(points) // group * group
    return np.asarray(points[:whole].reshape(-1, group, 2).mean(axis=1), dtype=np.float64)


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


def _solve(traces: _Traces, order: tuple[int, int]) -> FloatArray:
    """Coefficients (degree_x, degree_y + 1), robust to stray points, each line's level eliminated."""
    terms = order[0] * (order[1] + 1)
    degree = np.repeat(np.arange(1, order[0] + 1), order[1] + 1) + np.tile(np.arange(order[1] + 1), order[0])
    coefficients = np.zeros((order[0], order[1] + 1))
    x, y = traces.points.T
    u = _unit(x, y, traces.low, traces.high)[0]
    weight = np.ones(len(x))
    level = traces.per_line(y, weight)
    for _ in range(4):
        basis = _basis(u, _unit(x, level, traces.low, traces.high)[1], order)
        centred = basis - traces.per_line(basis, weight)
        miss = y - traces.per_line(y, weight)
        normal = centred.T @ (centred * weight[:, None])
        normal += np.diag(_RIDGE * degree**2.0) * float(np.trace(normal)) / terms
        solution = np.linalg.solve(normal, centred.T @ (miss * weight))
        coefficients = np.asarray(solution, dtype=np.float64).reshape(order[0], order[1] + 1)
        flat = y - basis @ solution
        level = traces.per_line(flat, weight)
        away = np.abs(flat - level)
        usual = np.maximum(0.5, 2 * traces.per_line(away, np.ones_like(away)))
        weight = 1 / (1 + (away / usual) ** 2)
    return coefficients


def _misses(traces: _Traces, coefficients: FloatArray) -> list[FloatArray]:
    """For each line how far its points are from straight and level under the field."""
    x, y = traces.points.T
    even = np.ones(len(x))
    u, v = _unit(x, y, traces.low, traces.high)
    for _ in range(2):
        level = traces.per_line(y - _field(coefficients, u, v), even)
        v = _unit(x, level, traces.low, traces.high)[1]
    miss = y - _field(coefficients, u, v)
    return list(np.split(miss - traces.per_line(miss, even), traces.starts[1:]))


def _held_out(lines: list[FloatArray], low: FloatArray, high: FloatArray, order: tuple[int, int]) -> float:
    """RMS of each third of the lines under a field fitted to the other two thirds."""
    misses: list[FloatArray] = []
    for fold in range(3):
        kept = [line for k, line in enumerate(lines) if k % 3 != fold]
        coefficients = _solve(_Traces.of(kept, low, high), order)
        misses += _misses(_Traces.of(lines[fold::3], low, high), coefficients)
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
