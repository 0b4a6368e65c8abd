"""Where lines of text begin, and, in justified text, end: straight uprights on the paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.cylinder import Cylinder

__all__ = ["find_margins"]

FloatArray = NDArray[np.float64]

_LEAST_LINES = 6
_LEAST_SHARE = 0.4
_TOGETHER = 0.008
"""Of the page's width: line ends closer than this to the margin belong to it."""


def find_margins(cylinder: Cylinder, values: FloatArray, lines: Sequence[FloatArray]) -> list[FloatArray]:
    """Nominal rays (n, 2) of the line ends on each margin that enough lines share: none, one or two of them."""
    if len(lines) < _LEAST_LINES:
        return []
    places = [cylinder.met(values, line).s for line in lines]
    margins = []
    for end in (np.argmin, np.argmax):
        chosen = [int(end(place)) for place in places]
        at = np.array([place[index] for place, index in zip(places, chosen, strict=True)])
        near = _largest_cluster(at, _TOGETHER * cylinder.width)
        if near.sum() >= max(_LEAST_LINES, _LEAST_SHARE * len(lines)):
            margins.append(
                np.array([line[index] for line, index, is_near in zip(lines, chosen, near, strict=True) if is_near])
            )
    return margins


def _largest_cluster(at: FloatArray, reach: float) -> NDArray[np.bool_]:
    """Which values lie within ``reach`` of the one that has the most others there."""
    close = np.abs(at[:, None] - at[None, :]) < reach
    return np.asarray(close[int(np.argmax(close.sum(axis=1)))], dtype=bool)
