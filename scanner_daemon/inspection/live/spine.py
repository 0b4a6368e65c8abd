"""The gutter on a live-view frame: an upright valley of shade between two leaves, followed over the page's height."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.inspection.live.glimpse import FloatArray
from scanner_daemon.inspection.live.lines import Line, fit

__all__ = ["Spine", "find_spine"]

BANDS = 12
_REACH_SHARE = 0.09
"""How far to either side of the valley its shoulders are looked for, of the copy's width."""
_CAP_LEVELS = 25.0
"""More depth than this in one band says hardly more: the valley must be there in all of them."""
_BEYOND_CAP = 0.1
_LEAST_DEPTH = 5.0
"""Grey levels, as the mean over the bands: less is not a gutter."""
_STEEPEST = 0.16
_SLOPES = 17


@dataclass(frozen=True, slots=True)
class Spine:
    """x = line(y), in pixels of the copy; ``depth`` in grey levels."""

    line: Line
    depth: float


def find_spine(tone: NDArray[np.uint8], top: float, bottom: float, within: tuple[float, float]) -> Spine | None:
    """The deepest valley between rows ``top`` and ``bottom`` whose middle lies in columns ``within``; None if shallow.

    Print is taken out first (a line of it is never as tall as the dilation), so that only shade is left.
    """
    rows = np.linspace(top, bottom, BANDS + 1)
    bands = _bands(tone, rows)
    middles = (rows[:-1] + rows[1:]) / 2
    valley = _valleys(bands)
    slopes = np.linspace(-_STEEPEST, _STEEPEST, _SLOPES)
    x = np.arange(round(within[0]), round(within[1]))
    if len(x) < 3:
        return None
    shift = np.rint(slopes[:, None] * (middles - middles.mean())[None, :]).astype(np.intp)
    place = np.clip(x[None, None, :] + shift[:, :, None], 0, valley.shape[1] - 1)
    said = np.minimum(valley, _CAP_LEVELS) + _BEYOND_CAP * valley  # the second decides between the equally deep
    score = said[np.arange(BANDS)[None, :, None], place].mean(axis=1)
    best_slope, best_x = np.unravel_index(int(score.argmax()), score.shape)
    depth = float(score[best_slope, best_x])
    if depth < _LEAST_DEPTH:
        return None
    near = x[best_x] + shift[best_slope]
    rough = fit(middles, _deepest(valley, near), _STEEPEST * 1.3)
    return Spine(fit(middles, _deepest(valley, np.rint(rough.at(middles)).astype(np.intp)), _STEEPEST * 1.3), depth)


def _bands(tone: NDArray[np.uint8], rows: FloatArray) -> NDArray[np.float32]:
    """(BANDS, width): brightness of the bare paper in each band of rows."""
    first, last = max(0, int(rows[0])), min(tone.shape[0], int(rows[-1]) + 1)
    bare = cv2.dilate(tone[first:last], np.ones((9, 1), np.uint8))
    means = cv2.resize(bare, (tone.shape[1], BANDS), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(means.astype(np.float32), (5, 1), 1.0), np.float32)


def _valleys(bands: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each column lies below the lower one of its two shoulders."""
    reach = max(5, round(_REACH_SHARE * bands.shape[1]))
    kernel = np.ones((1, reach), np.uint8)
    before = cv2.dilate(bands, kernel, anchor=(reach - 1, 0))
    after = cv2.dilate(bands, kernel, anchor=(0, 0))
    return np.asarray(np.minimum(before, after) - bands, np.float32)


def _deepest(valley: NDArray[np.float32], near: NDArray[np.intp]) -> FloatArray:
    """For each band the middle of the valley's deepest part within 5 pixels of ``near``."""
    reach = np.arange(-5, 6)
    place = np.clip(near[:, None] + reach[None, :], 0, valley.shape[1] - 1)
    depth = np.take_along_axis(valley, place, axis=1).astype(np.float64)
    low = np.maximum(depth - (depth.max(axis=1, keepdims=True) * 0.92), 0) + 1e-6
    return np.asarray((low * place).sum(axis=1) / low.sum(axis=1), np.float64)
