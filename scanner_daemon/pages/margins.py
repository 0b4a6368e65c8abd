"""Where lines of text begin, and, in justified text, end: straight uprights on the paper, two for each column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.cylinder import Cylinder

__all__ = ["find_margins"]

FloatArray = NDArray[np.float64]

_LEAST_LINES = 6
_LEAST_SHARE = 0.2
_TOGETHER = 0.008
"""Of the page's width: line ends closer than this to the margin belong to it."""
_CROWDED = 0.7
"""Of the ends within three times as far, the share that a margin must hold: those of ragged lines lie anywhere."""
_MOST = 6


def find_margins(cylinder: Cylinder, values: FloatArray, ends: Sequence[FloatArray]) -> list[FloatArray]:
    """Nominal rays (n, 2) of the line ends on each margin that enough lines share, left ones first.

    ``ends`` (2, 2) are the nominal rays of each line's first and last ink, from the left in the photograph; nan where a
    line goes on beyond it.
    """
    if len(ends) < _LEAST_LINES:
        return []
    least = max(_LEAST_LINES, _LEAST_SHARE * len(ends))
    margins: list[FloatArray] = []
    for side in (0, 1):
        nominal = np.array([pair[side] for pair in ends])
        nominal = nominal[np.isfinite(nominal).all(axis=1)]
        met = cylinder.met(values, nominal)
        while len(nominal) >= least and len(margins) < _MOST:
            near, crowded = _largest_cluster(met.s, met.t, _TOGETHER * cylinder.width)
            if near.sum() < least:
                break
            if crowded:
                margins.append(nominal[near])
            nominal, met = nominal[~near], type(met)(met.s[~near], met.t[~near])
    return margins


def _largest_cluster(s: FloatArray, t: FloatArray, reach: float) -> tuple[NDArray[np.bool_], bool]:
    """Which values lie within ``reach`` of the one that has the most others there, or of the line through those; and
    whether they crowd about it.
    """
    close = np.abs(s[:, None] - s[None, :]) < reach
    near = np.asarray(close[int(np.argmax(close.sum(axis=1)))], dtype=bool)
    if near.sum() < _LEAST_LINES:
        return near, False
    miss = np.abs(np.polyval(np.polyfit(t[near], s[near], 1), t) - s)
    near = miss < reach
    return near, bool(near.sum() >= _CROWDED * (miss < 3 * reach).sum())
