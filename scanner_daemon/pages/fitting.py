"""Fits a cylinder to curves of which it is known that they are level or upright on the paper.

Lines of text and a page's upper and lower edge are level: t is the same all along them. Margins and a page's sides are
upright: s is. Where each curve lies is not asked: its own mean is taken away, so the only unknowns are the surface's.
Levenberg-Marquardt with Huber's weights (Huber, "Robust estimation of a location parameter", 1964).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.cylinder import SKEW, Cylinder, SheetPoints

__all__ = ["Belief", "Curve", "CylinderFit", "fit_cylinder", "huber"]

FloatArray = NDArray[np.float64]

_HUBER = 1.5
_MOST_ROUNDS = 30
_MOST_TRIES = 8
_FIXED = 1e-9
"""Standard deviation of parameters that are not to be moved."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points of one level or upright curve: nominal rays (n, 2), and how well each is known, in the same unit."""

    nominal: FloatArray
    level: bool
    sigma: float
    kind: str
    """``line``, ``margin`` or ``edge``; edges may be turned against the others by `SKEW`."""

    def believed_less(self, times: float) -> Curve:
        """The same curve with a larger standard deviation."""
        return replace(self, sigma=self.sigma * times)


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """What is thought of the parameters before anything is seen: a mean (n,) and a precision (n, n)."""

    mean: FloatArray
    precision: FloatArray

    @classmethod
    def of(cls, mean: FloatArray, sigma: FloatArray) -> Self:
        """Each parameter by itself, with its standard deviation."""
        return cls(mean, np.asarray(np.diag(1 / sigma**2), np.float64))

    def with_more(self, number: int, sigma: float) -> Self:
        """The same, and as many more parameters about 0 at the end, each with this standard deviation."""
        size = len(self.mean)
        precision = np.eye(size + number) / sigma**2
        precision[:size, :size] = self.precision
        return type(self)(np.append(self.mean, np.zeros(number)), precision)

    def joined(self, which: NDArray[np.intp], information: FloatArray, pull: FloatArray) -> Self:
        """Both this and what is known else of some parameters: its precision (k, k), and that times its mean (k,)."""
        precision, pulled = self.precision.copy(), self.precision @ self.mean
        precision[np.ix_(which, which)] += information
        pulled[which] += pull
        return type(self)(np.asarray(np.linalg.solve(precision, pulled), np.float64), precision)


@dataclass(frozen=True, slots=True, eq=False)
class CylinderFit:
    """The surface, what remains unexplained, and where every observation lies on the sheet.

    ``residuals`` are in nominal rays, across each curve; ``curve_of`` numbers the curve of each.
    """

    cylinder: Cylinder
    values: FloatArray
    residuals: FloatArray
    sheet: SheetPoints
    curve_of: NDArray[np.intp]
    cost: float
    rounds: int
    belief: Belief
    """What was thought beforehand."""
    information: FloatArray
    """(n, n): how well the curves alone tell the parameters, as the inverse of a covariance."""

    def rms(self, curves: Sequence[Curve], *kinds: str) -> float:
        """Root mean square residual over the curves of these kinds, strays counted as the 95th percentile; 0 without.

        In nominal rays.
        """
        wanted = np.array([curve.kind in kinds for curve in curves], dtype=bool)
        miss = np.abs(self.residuals[wanted[self.curve_of]])
        return float(np.sqrt((np.minimum(miss, np.quantile(miss, 0.95)) ** 2).mean())) if len(miss) else 0.0

    def misfit(self, curves: Sequence[Curve]) -> float:
        """Root mean square residual of all curves in their standard deviations, robust in the same way."""
        ratio = self.residuals / np.array([curve.sigma for curve in curves])[self.curve_of]
        weight = huber(ratio)
        return float(np.sqrt((weight * ratio**2).sum() / weight.sum()))

    def misfit_of(self, number: int, curve: Curve) -> float:
        """The same for one curve, which has this number; strays count in full."""
        return float(np.sqrt(((self.residuals[self.curve_of == number] / curve.sigma) ** 2).mean()))

    def judged_by(self, curves: Sequence[Curve]) -> CylinderFit:
        """The same surface, and what it leaves unexplained of other curves than those that it was fitted to."""
        fixed = Belief.of(self.values, np.full(len(self.values), _FIXED))
        return fit_cylinder(self.cylinder, curves, fixed, self.values)


def fit_cylinder(cylinder: Cylinder, curves: Sequence[Curve], belief: Belief, start: FloatArray) -> CylinderFit:
    """The likeliest cylinder. Raises ValueError without curves."""
    if not curves:
        raise ValueError("nothing to fit a surface to")
    nominal = np.concatenate([curve.nominal for curve in curves])
    curve_of = np.repeat(np.arange(len(curves)), [len(curve.nominal) for curve in curves])
    level = np.array([curve.level for curve in curves], dtype=bool)[curve_of]
    sigma = np.array([curve.sigma for curve in curves])[curve_of]
    first = np.concatenate([[0], np.cumsum([len(curve.nominal) for curve in curves])[:-1]])
    of_edge = np.array([curve.kind == "edge" for curve in curves])[curve_of]
    turned = np.where(of_edge, np.where(level, 1.0, -1.0), 0.0)

    def centred(of: FloatArray, weight: FloatArray) -> FloatArray:
        mean = np.add.reduceat(weight * of, first, axis=-1) / np.add.reduceat(weight, first)
        return np.asarray(of - mean[..., curve_of])

    def along(at: SheetPoints) -> FloatArray:
        return turned * np.where(level, at.s, at.t)

    def across(values: FloatArray, at: SheetPoints, weight: FloatArray) -> FloatArray:
        return centred(np.where(level, at.t, at.s) + values[SKEW] * along(at), weight)

    def cost_of(values: FloatArray, residual: FloatArray, weight: FloatArray) -> float:
        off = values - belief.mean
        return float((weight * residual**2).sum() + off @ belief.precision @ off)

    values, damping = start, 1e-3
    at = cylinder.met(values, nominal)
    residual = across(values, at, 1 / sigma**2)
    cost, rounds, information = np.inf, 0, np.zeros_like(belief.precision)
    for rounds in range(1, _MOST_ROUNDS + 1):  # noqa: B007  told with the fit
        weight = huber(residual / sigma) / sigma**2
        residual = across(values, at, weight)
        cost = cost_of(values, residual, weight)
        slopes = cylinder.sensitivities(values, nominal, at, level)
        slopes[SKEW] = along(at)
        slopes = centred(slopes, weight)
        information = (weight * slopes) @ slopes.T
        hessian = information + belief.precision
        downhill = slopes @ (weight * residual) + belief.precision @ (values - belief.mean)
        for _ in range(_MOST_TRIES):
            tried = values - np.linalg.solve(hessian + damping * np.diag(np.diag(hessian)), downhill)
            there = cylinder.met(tried, nominal, at)
            left = across(tried, there, weight)
            new_cost = cost_of(tried, left, weight)
            if np.isfinite(new_cost) and new_cost < cost:
                break
            damping *= 6
        else:
            break
        better = cost - new_cost
        values, at, residual, cost, damping = tried, there, left, new_cost, max(damping / 8, 1e-9)
        if better < 1e-4 * cost:
            break
    return CylinderFit(cylinder, values, residual, at, curve_of, float(cost), rounds, belief, information)


def huber(ratio: FloatArray) -> FloatArray:
    """Weights of residuals, which are given in standard deviations."""
    size = np.abs(ratio)
    return np.where(size < _HUBER, 1.0, _HUBER / np.maximum(size, 1e-9))
