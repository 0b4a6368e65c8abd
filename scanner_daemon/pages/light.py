"""Even light: a smooth gain that makes the paper equally bright everywhere and leaves pictures as they are.

The paper's brightness is a low-order surface fitted to the cells that look like bare paper; ink and pictures are
darker than the surface and lose their weight, so the gain cannot follow them. The gain is the same for all channels:
colour belongs to the calibration.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

__all__ = ["Light", "even_light"]

_LEAST_PAPER = 0.25
_GAIN_RANGE = (0.75, 2.5)
_ORDER = 5
_FIT_STRIDE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """``gain`` is float32 (rows, columns) on the nodes of the coarse map, or None with the reason ``why_none``."""

    gain: NDArray[np.float32] | None
    why_none: str | None = None


def even_light(cells: NDArray[np.uint8]) -> Light:
    """Gain for ``cells``, uint8 (rows, columns): the page's brightness at the nodes, ink still in it."""
    rows, columns = cells.shape
    if rows < 12 or columns < 12:
        return Light(None, "the page is too small to judge its light")
    paper = cv2.medianBlur(cv2.dilate(cells, np.ones((5, 5), np.uint8)), 5).astype(np.float64)
    basis, degree = _basis(rows, columns, 1)
    thin, _ = _basis(rows, columns, _FIT_STRIDE)
    value = paper[::_FIT_STRIDE, ::_FIT_STRIDE].ravel()
    ridge = np.diag(1e-4 * len(value) * degree**2.0)
    weight = np.where(value > np.quantile(value, 0.3), 1.0, 0.1)
    coefficients: NDArray[np.float64] = np.zeros(thin.shape[1])
    for _ in range(8):
        weighted = thin * weight[:, None]
        coefficients = np.asarray(np.linalg.solve(thin.T @ weighted + ridge, weighted.T @ value), dtype=np.float64)
        surface = thin @ coefficients
        below = (surface - value) / np.maximum(surface, 1)
        weight = 1 / (1 + (np.where(below > 0, below / 0.04, -below / 0.12)) ** 2)
    surface, value = basis @ coefficients, paper.ravel()
    share = float(np.mean(np.abs(value - surface) < 0.08 * np.maximum(surface, 1)))
    if share < _LEAST_PAPER or surface.max() < 40:
        return Light(None, "too little bare paper to judge the light by")
    trusted = surface[np.abs(value - surface) < 0.08 * np.maximum(surface, 1)]
    target = float(np.quantile(trusted, 0.9))
    floor = 0.35 * target
    gain = np.clip(target / np.maximum(surface, floor), *_GAIN_RANGE)
    return Light(gain.reshape(rows, columns).astype(np.float32))


def _basis(rows: int, columns: int, stride: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """(cells, terms) of all Chebyshev products up to the order, on every ``stride``-th cell; each term's degree."""
    v, u = np.meshgrid(np.linspace(-1, 1, rows)[::stride], np.linspace(-1, 1, columns)[::stride], indexing="ij")
    degree = np.add.outer(np.arange(_ORDER + 1), np.arange(_ORDER + 1)).ravel()
    products = chebyshev.chebvander2d(u.ravel(), v.ravel(), [_ORDER, _ORDER])
    return np.asarray(products[:, degree <= _ORDER], dtype=np.float64), degree[degree <= _ORDER]
