"""Lines of text to a fraction of a pixel: each is laid straight, and every stretch of it matched with the whole.

What tells how high a stretch of text stands is where its ink begins and ends, at the baseline and the x-height, as in
the rest of the line; a centre of mass would follow the ascenders and descenders instead. So the change of darkness
from row to row is matched, not darkness. A line whose stretches do not resemble each other is no line of text, nor is
one without upright strokes, and one far paler than the others shines through from the leaf's other side.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from scanner_daemon.pages.ink import Ink, TextLine
from scanner_daemon.pages.median import median

__all__ = ["refine_lines"]

FloatArray = NDArray[np.float64]

_HALF_HEIGHT = 2.0
_SHIFT = 0.75
_STRETCH = 6.0
_STEP = 2.0
"""In glyph heights: of the strip, the furthest shift, a stretch's length, and from one stretch to the next."""
_ROUNDS = 2
_ALIKE = 0.35
"""Least correlation of a stretch with its line."""
_BEYOND, _GAP = 3.0, 2.2
"""Glyph heights: how far past what was traced a line may go on, and the widest space within it."""
_END_OF_INK = 0.45
"""Of the darkness of the line's letters: full stops and hyphens are ink, too."""
_PALE = 0.5
"""Of the usual line's darkness."""
_BAND = 1.5
_STROKES = 0.5
"""Letters are made of strokes that stand upright: so many times the change of darkness from row to row is at least
found from column to column, within so many glyph heights. Latin text has 1.0 to 2.8, horizontal hatching below 0.45.
"""


def refine_lines(ink: Ink, lines: Sequence[TextLine]) -> list[TextLine]:
    """The same lines, their points moved to the middle of the x-height band; without those that are no text."""
    darkness = np.asarray(ink.darkness, np.float32)
    found: list[tuple[TextLine, float, float]] = []
    for line in lines:
        refined = _refined(darkness, line, ink.glyph_px)
        if refined is not None:
            found.append(refined)
    if not found:
        return []
    tones, lengths = np.array([tone for _, tone, _ in found]), np.array([length for _, _, length in found])
    usual = _weighted_median(tones, lengths)
    return [line for line, tone, _ in found if tone >= _PALE * usual]


def _refined(darkness: NDArray[np.float32], line: TextLine, glyph: float) -> tuple[TextLine, float, float] | None:
    """The line, its darkness and its length; None where its stretches do not match."""
    half, reach = max(6, round(_HALF_HEIGHT * glyph)), max(2, round(_SHIFT * glyph))
    first, last = line.points[0, 0] - _BEYOND * glyph, line.points[-1, 0] + _BEYOND * glyph
    x = np.arange(max(0.0, np.floor(first)), min(darkness.shape[1] - 1.0, np.ceil(last)) + 1)
    if len(x) < 3 * glyph:
        return None
    at_x, at_y = line.points[:, 0], _smoothed(line.points[:, 0], line.points[:, 1], 4 * glyph)
    offsets = np.arange(-half - reach, half + reach + 1, dtype=np.float64)
    stretch = max(5, round(_STRETCH * glyph / 2) * 2 + 1)
    centres = np.arange(0.0, len(x), max(2.0, _STEP * glyph)).astype(np.intp)
    for _ in range(_ROUNDS):
        y = _curve(x, at_x, at_y)
        columns = np.broadcast_to(x, (len(offsets), len(x))).astype(np.float32)
        rows = (y[None, :] + offsets[:, None]).astype(np.float32)
        seen = cv2.remap(darkness, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        strip = np.asarray(seen, np.float32)
        stretches = cv2.GaussianBlur(strip, (stretch, 1), stretch / 5)[:, centres].astype(np.float64).T
        steps = np.diff(cv2.GaussianBlur(stretches, (0, 0), sigmaX=max(0.5, 0.15 * glyph), sigmaY=1e-3), axis=1)
        mass = stretches[:, reach:-reach].sum(axis=1)
        inked = mass > 0.3 * median(mass)
        if inked.sum() < 4:
            return None
        whole = np.median(steps[inked], axis=0)[reach : len(offsets) - 1 - reach]
        shift, alike = _matched(steps, whole, reach)
        good = inked & (alike > _ALIKE) & (np.abs(shift) < reach - 0.5)
        if good.sum() < 4 or good.sum() < 0.4 * inked.sum():
            return None
        at_x, at_y = x[centres[good]], y[centres[good]] + shift[good]
        smooth = _smoothed(at_x, at_y, 6 * glyph)
        miss = np.abs(at_y - smooth)
        near = miss < max(0.35, 3 * median(miss))
        at_x, at_y, fine = at_x[near], at_y[near], smooth[near]
        if len(at_x) < 4:
            return None
        points = np.stack([at_x, at_y], axis=1)
        at_y = fine
    if not _has_strokes(strip[half + reach - round(_BAND * glyph) : half + reach + round(_BAND * glyph) + 1]):
        return None
    band = strip[half + reach - round(0.5 * glyph) : half + reach + round(0.5 * glyph) + 1].mean(axis=0)
    tone = float(np.quantile(band, 0.8))
    letters = strip[half + reach - round(0.5 * glyph) : half + reach + round(0.7 * glyph) + 1].max(axis=0)
    inked_x = x[letters > _END_OF_INK * float(np.quantile(letters, 0.8))]
    ends = _ends_about(inked_x, float(np.median(at_x)), _GAP * glyph)
    return TextLine(points, np.stack([ends, _curve(ends, at_x, at_y)], axis=1)), tone, float(np.ptp(points[:, 0]))


def _ends_about(inked: FloatArray, middle: float, gap: float) -> FloatArray:
    """The first and the last inked column of those that no wider gap parts from the middle."""
    parts = np.split(inked, np.flatnonzero(np.diff(inked) > gap) + 1)
    within = min(parts, key=lambda part: max(part[0] - middle, middle - part[-1], 0.0))
    return np.asarray(within[[0, -1]], dtype=np.float64)


def _has_strokes(strip: NDArray[np.float32]) -> bool:
    """Whether a line laid straight is written rather than drawn: engravings are full of short level lines."""
    along, down = float((np.diff(strip, axis=1) ** 2).sum()), float((np.diff(strip, axis=0) ** 2).sum())
    return along >= _STROKES * down


def _matched(steps: FloatArray, whole: FloatArray, reach: int) -> tuple[FloatArray, FloatArray]:
    """How far each stretch (n, rows) lies below ``whole`` (rows - 2 reach), sub-pixel, and how alike they then are."""
    norm = float(np.linalg.norm(whole)) + 1e-9
    shifted = sliding_window_view(steps, len(whole), axis=1)
    sizes = np.sqrt(np.einsum("nsr,nsr->ns", shifted, shifted))
    scores = shifted @ whole / (norm * (sizes + 1e-9))
    best = scores.argmax(axis=1)
    inner = np.clip(best, 1, 2 * reach - 1)
    rows = np.arange(len(steps))
    before, peak, after = scores[rows, inner - 1], scores[rows, inner], scores[rows, inner + 1]
    bend = before - 2 * peak + after
    part = np.where(bend < -1e-9, np.clip(0.5 * (before - after) / np.minimum(bend, -1e-9), -1, 1), 0.0)
    return inner - reach + part, scores[rows, best]


def _smoothed(x: FloatArray, y: FloatArray, width: float) -> FloatArray:
    """A robust local straight line through the points about each point."""
    weight = np.exp(-0.5 * ((x[:, None] - x[None, :]) / width) ** 2)
    asked = np.stack([np.ones(len(x)), x, y, x * x, x * y], axis=1)
    trust = np.ones(len(x))
    smooth = y
    for _ in range(3):
        sums = weight @ (asked * trust[:, None])
        mean_x, mean_y, mean_xx, mean_xy = (sums[:, 1:] / sums[:, :1]).T
        slope = (mean_xy - mean_x * mean_y) / np.maximum(mean_xx - mean_x**2, 1e-6)
        smooth = mean_y + slope * (x - mean_x)
        miss = np.abs(y - smooth)
        trust = 1 / (1 + (miss / max(0.2, 1.5 * median(miss))) ** 2)
    return np.asarray(smooth, dtype=np.float64)


def _curve(x: FloatArray, at_x: FloatArray, at_y: FloatArray) -> FloatArray:
    """Between the points straight on, beyond the ends as the last few go."""
    y = np.interp(x, at_x, at_y)
    for end, few in ((0, slice(0, 4)), (-1, slice(-4, None))):
        off = at_x[few] - at_x[few].mean()
        slope = float(off @ at_y[few] / (off @ off))
        beyond = x < at_x[0] if end == 0 else x > at_x[-1]
        y[beyond] = at_y[end] + slope * (x[beyond] - at_x[end])
    return np.asarray(y, dtype=np.float64)


def _weighted_median(values: FloatArray, weights: FloatArray) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(total, total[-1] / 2))])
