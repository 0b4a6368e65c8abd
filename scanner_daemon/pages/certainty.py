"""How surely one way to lay a page flat is straighter than another, by what is uncertain of its surface.

A fit says not only where the sheet lies but how well each of its parameters is known. An error of the parameters moves
the whole page; what of that an affine map does not take back bends it. A page that reaches the photograph's border, or
has hardly a line on it, may be explained perfectly and yet be known so badly that the photograph is the better guess.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.fitting import CylinderFit

__all__ = ["apart", "certainty", "grid_within", "places_on"]

FloatArray = NDArray[np.float64]

_GRID = (9, 11)
_ROUNDS, _LEAST_APART = 30, 1e-4
"""Reweighted least squares ends after so many, and takes nothing for nearer than this."""


def grid_within(quad: FloatArray) -> FloatArray:
    """Points (n, 2) all over a quad (4, 2), from the top left clockwise."""
    across, down = (each.ravel()[:, None] for each in np.meshgrid(*(np.linspace(0, 1, number) for number in _GRID)))
    upper = quad[0] + (quad[1] - quad[0]) * across
    return np.asarray(upper + (quad[3] + (quad[2] - quad[3]) * across - upper) * down, np.float64)


def places_on(fit: CylinderFit, rays: FloatArray) -> FloatArray:
    """Where nominal rays (n, 2) meet the sheet, (n, 2)."""
    return np.stack(fit.cylinder.met(fit.values, rays), axis=1)


def certainty(likeliest: CylinderFit, rays: FloatArray, page: FloatArray, other: FloatArray) -> float:
    """By how many standard deviations ``page`` is straighter than ``other``, both (n, 2) places of ``rays`` (n, 2).

    Of the mean square distance from the true places, after the best affine map, which does not count. With the truth
    normally distributed about the likeliest fit, the difference of the two is so as well: its quadratic part is the
    same in both.
    """
    met = likeliest.cylinder.met(likeliest.values, rays)
    level = np.ones(len(rays), dtype=bool)
    by_s, by_t = (likeliest.cylinder.sensitivities(likeliest.values, rays, met, which) for which in (~level, level))
    true = np.stack(met, axis=1)
    moved = _but_affine(true, np.stack([by_s, by_t], axis=2))
    page_off, other_off = _but_affine(true, page - true), _but_affine(true, other - true)
    better = float((other_off**2).sum() - (page_off**2).sum())
    along = np.einsum("knc,nc->k", moved, other_off - page_off)
    known = likeliest.information + likeliest.belief.precision
    spread = 2 * float(np.sqrt(along @ np.linalg.solve(known, along)))
    return better / spread if spread > 0 else 0.0


def apart(page: FloatArray, other: FloatArray, share: float) -> float:
    """How near such a share of the places (n, 2) of the same rays are, after the affine map that brings most together.

    By least absolute deviations: places beyond a gutter's fold, where a ray hardly meets the sheet, would otherwise
    tell of nothing else.
    """
    basis = np.column_stack([other, np.ones(len(other))])
    weights = np.ones(len(other))
    for _ in range(_ROUNDS):
        to_page = np.linalg.lstsq(basis * weights[:, None], page * weights[:, None], rcond=None)[0]
        distances = np.hypot(*(page - basis @ to_page).T)
        weights = 1 / np.sqrt(distances + _LEAST_APART)
    return float(np.quantile(distances, share))


def _but_affine(points: FloatArray, field: FloatArray) -> FloatArray:
    """What the best affine function of ``points`` (n, 2) leaves of a field (..., n, 2)."""
    basis, _ = np.linalg.qr(np.column_stack([points, np.ones(len(points))]))
    return np.asarray(field - basis @ (basis.T @ field), np.float64)
