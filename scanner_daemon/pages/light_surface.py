"""Smooth surfaces over the cells of a page: the paper's light as a penalised spline, and the fold's shadow.

The spline is cubic on a coarse grid with a penalty on second differences (Eilers and Marx, Flexible smoothing with
B-splines and penalties, 1996): where no paper is seen it goes on as straight as it can.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["enclosed", "fold_shadow", "upper_surface"]

FloatArray = NDArray[np.float64]

_SPANS = (7, 6)
_SMOOTHNESS = 0.3
_STRIDE = 2
_ROUNDS, _GENTLE_ROUNDS = 9, 4
_DARKER, _BRIGHTER = 0.025, 0.10
_STEP = 0.05
_LEAST_REGION = 12
_DARKER_REGION = 0.04
_FOLD_WIDTH = 0.12
_REACH = 0.2
_DEEPEST = 0.42
_STEEPEST = 0.8


def upper_surface(level: FloatArray, usable: NDArray[np.bool_]) -> FloatArray:
    """The smooth surface on which the brightest cells lie, (rows, columns) like ``level``, which must be positive.

    Cells that are not ``usable`` have no say. Fitted to logarithms, because light multiplies: first a gentle upper
    envelope, then robustly, with what is darker trusted least. The tensor product is never written out (Currie,
    Durban and Eilers, Generalized linear array models, 2006).
    """
    down, across = (_cubic(cells, spans) for cells, spans in zip(level.shape, _SPANS, strict=True))
    penalty = _penalty(down.shape[1], across.shape[1])
    pairs_down, pairs_across = (_pairs(part[::_STRIDE]) for part in (down, across))
    thin_down, thin_across = down[::_STRIDE], across[::_STRIDE]
    value = np.log(level[::_STRIDE, ::_STRIDE])
    allowed = usable[::_STRIDE, ::_STRIDE] + 1e-4
    weight = allowed * np.where(value > np.quantile(value, 0.4), 1.0, 0.1)
    coefficients: FloatArray = np.zeros((down.shape[1], across.shape[1]))
    for turn in range(_ROUNDS):
        stiff = penalty * (_SMOOTHNESS * value.size * (4.0 if turn < _GENTLE_ROUNDS else 1.0))
        squares = _unpaired(pairs_down.T @ weight @ pairs_across, *coefficients.shape)
        right = thin_down.T @ (weight * value) @ thin_across
        solved = np.linalg.solve(squares + stiff, right.ravel()).reshape(coefficients.shape)
        coefficients = np.asarray(solved, dtype=np.float64)
        below = thin_down @ coefficients @ thin_across.T - value
        weight = allowed / (1 + np.where(below > 0, below / _DARKER, below / _BRIGHTER) ** 2)
    return np.asarray(np.exp(down @ coefficients @ across.T), dtype=np.float64)


def enclosed(level: FloatArray, usable: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Regions with a sharp rim that are darker than the rest: all of them, and those too wide to be a fold's shadow.

    Light has no steps: where the level jumps from cell to cell, print begins. A region is judged as a whole, so the
    pale sky of a picture goes with its dark ground, although by itself it could pass for paper in a shadow.
    """
    columns = level.shape[1]
    logarithm = np.log(level).astype(np.float32)
    rim = cv2.morphologyEx(logarithm, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _STEP
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~rim).astype(np.uint8), connectivity=4)
    darker = np.zeros(level.shape, dtype=bool)
    pictures = darker.copy()
    areas = stats[:, cv2.CC_STAT_AREA]
    if count < 3 or areas[1:].max() < 0.1 * level.size:
        return darker, pictures
    candidates = [index for index in range(1, count) if areas[index] > 0.08 * level.size]
    paper = max(candidates, key=lambda index: float(np.quantile(logarithm[labels == index], 0.8)))
    below = np.log(upper_surface(level, usable & (labels == paper))) - logarithm
    for index in np.flatnonzero(areas >= _LEAST_REGION):
        x, y, width, height = (int(value) for value in stats[index, : cv2.CC_STAT_AREA])
        box = (slice(y, y + height), slice(x, x + width))
        region = labels[box] == index
        if index in (0, paper) or np.median(below[box][region]) < _DARKER_REGION:
            continue
        darker[box] |= region
        if width > _FOLD_WIDTH * columns:
            pictures[box] |= region
    grown = np.ones((3, 3), np.uint8)
    wider = [cv2.dilate(mask.astype(np.uint8), grown) > 0 for mask in (darker, pictures)]
    return np.asarray(wider[0], dtype=bool), np.asarray(wider[1], dtype=bool)


def fold_shadow(evened: FloatArray, usable: NDArray[np.bool_]) -> FloatArray:
    """What the smooth surface cannot follow: light lost towards the left and right edges, (rows, columns), at most 1.

    ``evened`` is the level over the smooth surface. The loss is taken to be the same along the whole fold, so it is
    believed where most of the column's height agrees: a picture at the edge does not look like it.
    """
    rows, columns = evened.shape
    reach = max(3, round(_REACH * columns))
    value = np.where(usable, evened, np.nan)
    typical = _typical(value)
    agreeing = np.mean(np.abs(np.nan_to_num(value, nan=0.0) - typical) < 0.08 * typical, axis=0)
    profile = np.where(agreeing > 0.4, np.clip(typical, _DEEPEST, 1.0), 1.0)
    shadow = np.ones(columns)
    # towards the edge the light only falls, and it never jumps: behind a jump there is no paper
    for side in (profile[:reach][::-1], profile[-reach:]):
        jumps = np.flatnonzero(side[1:] < _STEEPEST * side[:-1])
        if jumps.size:
            side[jumps[0] + 1 :] = 1.0
    shadow[:reach] = np.minimum.accumulate(profile[:reach][::-1])[::-1]
    shadow[-reach:] = np.minimum.accumulate(profile[-reach:])
    return np.broadcast_to(shadow, (rows, columns)).astype(np.float64)


def _typical(value: FloatArray) -> FloatArray:
    """The 0.6 quantile of each column without its NaN, 1 where there is nothing else: as NumPy's, in a tenth."""
    ordered = np.sort(value, axis=0)
    number = np.count_nonzero(~np.isnan(value), axis=0)
    place = 0.6 * np.maximum(number - 1, 0)
    lower = place.astype(np.intp)
    upper = np.minimum(lower + 1, np.maximum(number - 1, 0))
    column = np.arange(value.shape[1])
    between = ordered[lower, column] * (1 - (place - lower)) + ordered[upper, column] * (place - lower)
    return np.where(number > 0, between, 1.0)


def _pairs(basis: FloatArray) -> FloatArray:
    """Row by row all products of two basis functions, (places, terms * terms)."""
    return np.asarray((basis[:, :, None] * basis[:, None, :]).reshape(len(basis), -1), dtype=np.float64)


def _unpaired(products: FloatArray, down: int, across: int) -> FloatArray:
    """The normal equations' matrix from the sums of all products."""
    whole = products.reshape(down, down, across, across).transpose(0, 2, 1, 3)
    return np.asarray(whole.reshape(down * across, down * across), dtype=np.float64)


def _penalty(down: int, across: int) -> FloatArray:
    """Squares of the second differences of the coefficients in both directions, per coefficient."""
    bend_down, bend_across = (np.diff(np.eye(terms), 2, axis=0) for terms in (down, across))
    bent = np.kron(bend_down.T @ bend_down, np.eye(across)) + np.kron(np.eye(down), bend_across.T @ bend_across)
    return np.asarray(bent / (down * across), dtype=np.float64)


def _cubic(cells: int, spans: int) -> FloatArray:
    """Uniform cubic B-splines over ``cells`` places, (cells, spans + 3)."""
    place = np.linspace(0.0, spans, cells)
    distance = np.abs(place[:, None] - (np.arange(spans + 3) - 1.0))
    near = 2 / 3 - distance**2 + distance**3 / 2
    far = np.maximum(2 - distance, 0) ** 3 / 6
    return np.where(distance < 1, near, far)
