"""Ink on a small copy of a page: glyphs, the axis they run along, and lines of text as chains of points.

Nothing here reads. It only needs that letters stand closer to their neighbours in the line than to the next line, and
that Latin (and Greek and Cyrillic) lines carry more ink above the x-height than below the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Ink", "TextLine", "find_ink", "find_lines", "runs_down", "stands_on_its_head"]

_LEAST_GLYPHS = 40
_INK_RATIO = 0.78


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A 0/1 mask of glyph-sized ink, the glyphs' boxes (n, 4) as x, y, width, height, and their median height."""

    mask: NDArray[np.uint8]
    boxes: NDArray[np.int32]
    glyph_px: float


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """Points (n, 2) along the middle of a line of text, from left to right, in pixels of the copy."""

    points: NDArray[np.float64]


def find_ink(gray: NDArray[np.uint8], inside: NDArray[np.uint8] | None = None) -> Ink | None:
    """Glyphs on ``gray`` (uint8, about 1000 to 2000 px tall), within the 0/1 mask ``inside``; None without text."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    ratio = gray.astype(np.float32) / np.maximum(paper, 1)
    dark = (ratio < _INK_RATIO).astype(np.uint8)
    if inside is not None:
        dark &= inside
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    if count < _LEAST_GLYPHS:
        return None
    areas = stats[:, cv2.CC_STAT_AREA]
    widths, heights = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    extents = np.maximum(np.minimum(widths, heights), np.maximum(widths, heights) / 4)
    solid = areas > 8
    solid[0] = False
    if solid.sum() < _LEAST_GLYPHS:
        return None
    glyph_px = float(np.median(extents[solid]))
    largest = max(gray.shape) / 20
    kept = (areas > 4) & (extents < 3 * glyph_px) & (np.maximum(widths, heights) < max(14 * glyph_px, largest))
    kept[0] = False
    if kept.sum() < _LEAST_GLYPHS:
        return None
    return Ink(kept[labels].astype(np.uint8), stats[kept & solid, :4].astype(np.int32), glyph_px)


def runs_down(ink: Ink) -> float:
    """How clearly the lines run from top to bottom rather than across: -1 (surely across) .. 1 (surely down).

    Every glyph votes for the direction of its nearest neighbour, box to box.
    """
    boxes = ink.boxes[:: max(1, len(ink.boxes) // 1500)] if len(ink.boxes) > 6000 else ink.boxes
    sample = boxes if len(boxes) <= 1500 else boxes[np.linspace(0, len(boxes) - 1, 1500).astype(np.intp)]
    left, top = boxes[:, 0], boxes[:, 1]
    right, bottom = left + boxes[:, 2], top + boxes[:, 3]
    across = down = 0
    for x, y, w, h in sample:
        gap_x = np.maximum(0, np.maximum(left - (x + w), x - right))
        gap_y = np.maximum(0, np.maximum(top - (y + h), y - bottom))
        gap = gap_x + gap_y
        gap[(left == x) & (top == y)] = 1 << 20
        nearest = int(np.argmin(gap))
        if gap_x[nearest] > gap_y[nearest]:
            across += 1
        elif gap_y[nearest] > gap_x[nearest]:
            down += 1
        if w > 3 * h:
            across += 1
        elif h > 3 * w:
            down += 1
    return (down - across) / max(1, down + across)


def find_lines(ink: Ink) -> list[TextLine]:
    """Lines of text that run roughly across (within about 20 degrees), each with at least four points."""
    glyph = ink.glyph_px
    joined = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, np.ones((1, int(2.2 * glyph) | 1), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((max(2, int(0.45 * glyph)), 1), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((1, int(3 * glyph) | 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    step = max(6, int(glyph))
    lines: list[TextLine] = []
    for index in range(1, count):
        x, y, w, h = (int(v) for v in stats[index, :4])
        if w < 6 * glyph or h > 0.5 * w:
            continue
        line = _trace(labels[y : y + h, x : x + w] == index, step)
        if line is not None:
            lines.append(TextLine(line + np.array([x, y])))
    return lines


def _trace(body: NDArray[np.bool_], step: int) -> NDArray[np.float64] | None:
    """The middle of a line's body, every ``step`` columns, without points far from a cubic through the rest."""
    columns = body.shape[1] // step
    if columns < 4:
        return None
    cells = body[:, : columns * step].reshape(body.shape[0], columns, step).sum(axis=2).astype(np.float64)
    weight = cells.sum(axis=0)
    full = weight > 0.25 * np.median(weight[weight > 0])
    if full.sum() < 4:
        return None
    y = (cells * np.arange(body.shape[0])[:, None]).sum(axis=0)[full] / weight[full]
    x = (np.flatnonzero(full) + 0.5) * step - 0.5
    degree = min(3, len(x) - 2)
    scaled = (x - x.mean()) / max(1.0, float(np.ptp(x)))
    miss = np.abs(np.polyval(np.polyfit(scaled, y, degree), scaled) - y)
    near = miss < max(1.5, 2.5 * float(np.median(miss)))
    return np.stack([x[near], y[near]], axis=1) if near.sum() >= 4 else None


def stands_on_its_head(ink: Ink, lines: list[TextLine]) -> float:
    """-1 (surely upright) .. 1 (surely upside down), from ink above and below the x-height band of every line.

    Returns 0 where too few lines were found to tell.
    """
    half = round(2.2 * ink.glyph_px)
    above = below = 0.0
    votes: list[float] = []
    for line in lines:
        profile = _profile(ink.mask, line.points, half)
        if profile is None:
            continue
        core = np.flatnonzero(profile > 0.5 * profile.max())
        first, last = int(core[0]), int(core[-1])
        reach = max(2, round(0.8 * (last - first + 1)))
        if first - reach < 0 or last + reach + 1 > len(profile):
            continue
        up, down = profile[first - reach : first].sum(), profile[last + 1 : last + 1 + reach].sum()
        above, below = above + float(up), below + float(down)
        votes.append(float(np.sign(down - up)))
    if len(votes) < 5 or above + below == 0:
        return 0.0
    asymmetry = (below - above) / (above + below)
    agreement = float(np.mean(votes))
    return float(np.clip(agreement, -1, 1)) if asymmetry * agreement > 0 else 0.0


def _profile(mask: NDArray[np.uint8], points: NDArray[np.float64], half: int) -> NDArray[np.float64] | None:
    """Ink by distance from the line's middle, -half .. half, along the whole line."""
    x = np.arange(int(points[0, 0]), int(points[-1, 0]) + 1)
    y = np.rint(np.interp(x, points[:, 0], points[:, 1])).astype(np.intp)
    keep = (y >= half) & (y < mask.shape[0] - half)
    if keep.sum() < 10:
        return None
    rows = y[keep][None, :] + np.arange(-half, half + 1)[:, None]
    return np.asarray(mask[rows, x[keep][None, :]].sum(axis=1), dtype=np.float64)
