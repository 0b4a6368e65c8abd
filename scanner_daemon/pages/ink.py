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
_TOGETHER, _NEAR_GLYPHS = 50, 8


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Glyph-sized ink as a 0/1 mask, all darkness (255 for black, 0 for paper), glyph boxes (n, 4) as x, y, width,
    height, and the glyphs' median height.
    """

    mask: NDArray[np.uint8]
    darkness: NDArray[np.uint8]
    boxes: NDArray[np.int32]
    glyph_px: float


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """Points (n, 2) along the middle of a line of text, from left to right, in pixels of the copy.

    ``ends`` (2, 2) are the middles of its first and its last column of ink.
    """

    points: NDArray[np.float64]
    ends: NDArray[np.float64]


def find_ink(gray: NDArray[np.uint8], inside: NDArray[np.uint8] | None = None) -> Ink | None:
    """Glyphs on ``gray`` (uint8, about 1000 to 2000 px tall), within the 0/1 mask ``inside``; None without text."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    darkness = cv2.subtract(paper, gray)
    lightest_ink = np.floor(np.float32(1 - _INK_RATIO) * np.arange(256, dtype=np.float32)).astype(np.uint8)
    dark = np.asarray(cv2.compare(darkness, cv2.LUT(paper, lightest_ink), cv2.CMP_GT), np.uint8)
    dark &= np.uint8(1) if inside is None else inside
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
    return Ink(
        kept.astype(np.uint8).take(labels),
        np.asarray(darkness, np.uint8),
        stats[kept & solid, :4].astype(np.int32),
        glyph_px,
    )


def runs_down(ink: Ink) -> float:
    """How clearly the lines run from top to bottom rather than across: -1 (surely across) .. 1 (surely down).

    Every glyph votes for the direction of its nearest neighbour, box to box.
    """
    boxes = ink.boxes[:: max(1, len(ink.boxes) // 1500)] if len(ink.boxes) > 6000 else ink.boxes
    sample = boxes if len(boxes) <= 1500 else boxes[np.linspace(0, len(boxes) - 1, 1500).astype(np.intp)]
    across = down = 0
    order = np.argsort(sample[:, 1], kind="stable")
    for some in np.array_split(sample[order], max(1, len(sample) // _TOGETHER)):
        gap_x, gap_y = _to_nearest(some, boxes)
        width, height = some[:, 2], some[:, 3]
        across += int((gap_x > gap_y).sum() + (width > 3 * height).sum())
        down += int((gap_y > gap_x).sum() + (height > 3 * width).sum())
    return (down - across) / max(1, down + across)


def _to_nearest(some: NDArray[np.int32], boxes: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Across and down, the gap between each of ``some`` boxes, which are neighbours, and the nearest other box.

    What lies further above or below than ``_NEAR_GLYPHS`` of their heights is looked at only where nothing is nearer.
    """
    far = _NEAR_GLYPHS * int(np.median(some[:, 3]))
    for reach in (far, 1 << 20):
        near = boxes[:, 1] < (some[:, 1] + some[:, 3]).max() + reach
        near &= boxes[:, 1] + boxes[:, 3] > some[:, 1].min() - reach
        left, top, width, height = boxes[near].T
        x, y, w, h = (value[:, None] for value in some.T)
        gap_x = np.maximum(0, np.maximum(left - (x + w), x - (left + width)))
        gap_y = np.maximum(0, np.maximum(top - (y + h), y - (top + height)))
        gap = np.where((left == x) & (top == y), 1 << 20, gap_x + gap_y)
        nearest = gap.argmin(axis=1)
        rows = np.arange(len(some))
        if (gap[rows, nearest] < reach).all():
            break
    return gap_x[rows, nearest], gap_y[rows, nearest]


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
            points = line + np.array([x, y])
            lines.append(TextLine(points, points[[0, -1]]))
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
    """How surely the text is upside down, as a t statistic: negative for upright, 0 where there is nothing to tell.

    For every line the ink within 0.7 x-heights above the x-height band is weighed against that below it: ascenders
    and capitals outweigh descenders. The lines' asymmetries, weighted by length, are averaged and set against their
    scatter.
    """
    half = round(3.4 * ink.glyph_px)
    asymmetries: list[float] = []
    lengths: list[float] = []
    for line in lines:
        profile = _profile(ink.darkness, line.points, half)
        if profile is None:
            continue
        first, last = _band(profile)
        reach = max(2, round(0.7 * (last - first + 1)))
        if last - first + 1 > 3 * ink.glyph_px or first - reach < 0 or last + reach + 1 > len(profile):
            continue
        above, below = profile[first - reach : first].sum(), profile[last + 1 : last + 1 + reach].sum()
        asymmetries.append(float((below - above) / max(below + above, 1.0)))
        lengths.append(float(np.ptp(line.points[:, 0])))
    if len(asymmetries) < 5:
        return 0.0
    value, weight = np.array(asymmetries), np.array(lengths) / np.sum(lengths)
    mean = float((weight * value).sum())
    scatter = float(np.sqrt((weight * (value - mean) ** 2).sum() * (weight**2).sum()))
    return mean / max(scatter, 0.01)


def _band(profile: NDArray[np.float64]) -> tuple[int, int]:
    """First and last row of the x-height band: the run of dark rows about the middle of the profile."""
    middle = len(profile) // 2
    near = slice(middle - len(profile) // 6, middle + len(profile) // 6 + 1)
    peak = int(np.argmax(profile[near])) + near.start
    dark = profile > 0.55 * profile[peak]
    first = last = peak
    while first > 0 and dark[first - 1]:
        first -= 1
    while last < len(profile) - 1 and dark[last + 1]:
        last += 1
    return first, last


def _profile(darkness: NDArray[np.uint8], points: NDArray[np.float64], half: int) -> NDArray[np.float64] | None:
    """Darkness by distance from the line's middle, -half .. half rows, along the whole line; 0 for bare paper."""
    x = np.arange(int(points[0, 0]), int(points[-1, 0]) + 1)
    centre, span = points[:, 0].mean(), max(1.0, float(np.ptp(points[:, 0])))
    smooth = np.polyfit((points[:, 0] - centre) / span, points[:, 1], min(3, len(points) - 2))
    y = np.rint(np.polyval(smooth, (x - centre) / span)).astype(np.intp)
    keep = (y >= half) & (y < darkness.shape[0] - half)
    if keep.sum() < 10:
        return None
    rows = y[keep][None, :] + np.arange(-half, half + 1)[:, None]
    profile = darkness[rows, x[keep][None, :]].sum(axis=1, dtype=np.float64)
    return np.asarray(profile - profile.min(), dtype=np.float64)
