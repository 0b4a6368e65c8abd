"""The page on one frame: four corners and its spine, what of it runs out of the frame, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.inspection.live.edges import BrightRegion, find_bright_region, refined
from scanner_daemon.inspection.live.glimpse import FloatArray, Glimpse
from scanner_daemon.inspection.live.lines import Line, crossing, fit
from scanner_daemon.inspection.live.spine import Spine, find_spine
from scanner_daemon.vocabulary import Side

__all__ = ["PageSeen", "find_page"]

_AT_FRAME_PX = 4.0
_STRAY_SHARE = 0.030
"""Of the long side: where the bright region ends this far within the page, something is before it."""
_REACHING_SHARE = 0.012
"""Where it goes on this far past the edge, up to the frame's border, something reaches in."""
_OBSCURED_SHARE = 0.08
_FACING_PX = 30
"""How much of the facing page each half of a spread keeps, so that the valley between them has two shoulders."""


@dataclass(frozen=True, slots=True, eq=False)
class PageSeen:
    """Points are fractions of the upright frame, as the page is read: x right, y down.

    ``corners`` (4, 2): top left, top right, bottom right, bottom left. ``spine`` (2, 2): its upper and lower end; None
    where no gutter is seen. ``cut_off`` names the edges, as they are read, at which the page runs out of the frame.
    """

    corners: FloatArray
    spine: FloatArray | None
    cut_off: frozenset[str]
    obscured: bool
    """Something that is not the page, a hand as a rule, covers part of an edge."""
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class _Half:
    """What one search found, in pixels of its copy, the spine at the left. ``cut``: top, bottom, fore, near."""

    corners: FloatArray
    fold: FloatArray | None
    cut: frozenset[str]
    obscured: bool
    confidence: float


def find_page(glimpse: Glimpse) -> PageSeen | None:
    """The page of the glimpse's side, or the whole spread for `Side.BOTH`; None when none is seen."""
    region = find_bright_region(glimpse.tone)
    if region is None:
        return None
    if glimpse.side is Side.BOTH:
        return _spread(glimpse, region)
    half = _Search(glimpse.tone, region, (0.02, 0.55)).half()
    if half is None:
        return None
    mirrored = glimpse.side is Side.LEFT
    corners = glimpse.to_upright(half.corners)
    fold = None if half.fold is None else glimpse.to_upright(half.fold)
    corners = corners[[1, 0, 3, 2]] if mirrored else corners
    return PageSeen(corners, fold, _named(half.cut, mirrored), half.obscured, half.confidence)


def _spread(glimpse: Glimpse, region: BrightRegion) -> PageSeen | None:
    """Both pages: the right one from the spine on, the left one mirrored, each searched as a page of its own."""
    _, begins = region.profile(1, False, 0, glimpse.size[1])
    _, ends = region.profile(1, True, 0, glimpse.size[1])
    if len(begins) < 10:
        return None
    first, last = float(np.median(begins)), float(np.median(ends))
    at = round((first + last) / 2)
    spine = find_spine(
        glimpse.tone,
        0.15 * glimpse.size[1],
        0.85 * glimpse.size[1],
        (first + 0.36 * (last - first), last - 0.36 * (last - first)),
    )
    if spine is not None:
        at = round(float(spine.line.at(np.array([glimpse.size[1] / 2]))[0]))
    from_right = max(0, at - _FACING_PX)
    from_left = min(glimpse.size[0], at + _FACING_PX)
    right = _half_of(np.ascontiguousarray(glimpse.tone[:, from_right:]))
    left = _half_of(np.asarray(cv2.flip(glimpse.tone[:, :from_left], 1), np.uint8))
    if right is None or left is None:
        return None
    right_corners = right.corners + np.array([from_right, 0])
    left_corners = left.corners * np.array([-1, 1]) + np.array([from_left - 1, 0])
    corners = np.stack([left_corners[1], right_corners[1], right_corners[2], left_corners[2]])
    fold = np.stack([(left_corners[0] + right_corners[0]) / 2, (left_corners[3] + right_corners[3]) / 2])
    cut = (_named(left.cut, True) | _named(right.cut, False)) - {"near"}
    folded = left.fold is not None or right.fold is not None
    return PageSeen(
        glimpse.to_upright(corners),
        glimpse.to_upright(fold) if folded else None,
        cut,
        left.obscured or right.obscured,
        min(left.confidence, right.confidence),
    )


def _half_of(tone: NDArray[np.uint8]) -> _Half | None:
    region = find_bright_region(tone)
    return None if region is None else _Search(tone, region, (0.02, 0.35)).half(spread=True)


def _stray(outward_px: FloatArray, to_frame_px: FloatArray, shape: tuple[int, ...]) -> float:
    """Share of an edge that something covers: dark before the page, or bright and reaching in from the frame's border.

    What is bright and stays clear of the border (a fiducial beside the page, a bookmark) belongs to the cradle.
    """
    long_side = max(shape)
    before_it = outward_px < -_STRAY_SHARE * long_side
    reaching_in = (outward_px > _REACHING_SHARE * long_side) & (to_frame_px < _AT_FRAME_PX)
    return float((before_it | reaching_in).mean())


def _named(cut: frozenset[str], mirrored: bool) -> frozenset[str]:
    words = {"fore": "left" if mirrored else "right", "near": "right" if mirrored else "left"}
    return frozenset(words.get(name, name) for name in cut)


class _Search:
    """One look at one copy of which the spine, if there is one, is at the left of the page."""

    def __init__(self, tone: NDArray[np.uint8], region: BrightRegion, spine_within: tuple[float, float]) -> None:
        """``spine_within`` is where the spine may be, as shares of the copy's width."""
        self._tone = tone
        self._region = region
        self._height, self._width = tone.shape
        self._spine_within = (spine_within[0] * self._width, spine_within[1] * self._width)
        self._strays: list[float] = []
        self._cut: set[str] = set()

    def half(self, *, spread: bool = False) -> _Half | None:
        """The page, or None when its edges make no sense. ``spread``: the copy was cut beside the spine."""
        spine = self._spine()
        left = 0.0 if spine is None else float(spine.line.at(np.array([self._height / 2]))[0])
        left = float(_FACING_PX) if spine is None and spread else left
        _, ends = self._region.profile(1, True, 0.1 * self._height, 0.9 * self._height)
        right = float(np.median(ends)) if len(ends) else float(self._width)
        if right - left < 0.2 * self._width:
            return None
        slack = 0.06 * (right - left)
        top = self._edge("top", 0, False, left + slack, right - slack)
        bottom = self._edge("bottom", 0, True, left + slack, right - slack)
        if top is None or bottom is None:
            return None
        middle = np.array([(left + right) / 2])
        high, low = float(top.at(middle)[0]), float(bottom.at(middle)[0])
        if low - high < 0.2 * self._height:
            return None
        slack = 0.05 * (low - high)
        fore = self._edge("fore", 1, True, high + slack, low - slack)
        near = Line(0.0, left) if spine is None and spread else self._near_edge(spine, high + slack, low - slack)
        return None if fore is None or near is None else self._whole(top, bottom, fore, near, spine)

    def _spine(self) -> Spine | None:
        rows, _ = self._region.profile(1, False, 0, self._height)
        if len(rows) < 10:
            return None
        top, bottom = float(rows[0]), float(rows[-1])
        inset = 0.06 * (bottom - top)
        return find_spine(self._tone, top + inset, bottom - inset, self._spine_within)

    def _edge(self, name: str, axis: int, last: bool, low: float, high: float) -> Line | None:
        """One outer edge: its rough line, and the step near it; the frame's own border where the page runs into it."""
        u, v = self._region.profile(axis, last, low, high)
        if len(u) < 8:
            return None
        end = float(self._width if axis == 1 else self._height) - 0.5 if last else -0.5
        if float((np.abs(v - end) < _AT_FRAME_PX).mean()) > 0.4:
            border = Line(0.0, end)
            inside = refined(self._tone, border, name, low, high)  # perhaps only the leaves below run out
            if inside is not None and abs(float(inside.at(u).mean()) - end) > _AT_FRAME_PX:
                return inside
            self._cut.add(name)
            return border
        rough = fit(u, v)
        self._strays.append(_stray((v - rough.at(u)) * (1 if last else -1), np.abs(v - end), self._tone.shape))
        exact = refined(self._tone, rough, name, low, high)
        return exact if exact is not None else Line(rough.slope, rough.level, 0.5 * rough.agreeing)

    def _near_edge(self, spine: Spine | None, low: float, high: float) -> Line | None:
        """The spine's side of the page: the gutter where one is seen, else where the paper begins."""
        if spine is not None:
            return spine.line
        u, v = self._region.profile(1, False, low, high)
        if len(u) < 8:
            return None
        if float((v < _AT_FRAME_PX).mean()) > 0.4:
            self._cut.add("near")
            return Line(0.0, -0.5)
        return fit(u, v)

    def _whole(self, top: Line, bottom: Line, fore: Line, near: Line, spine: Spine | None) -> _Half | None:
        corners = np.array(
            [crossing(top, near), crossing(top, fore), crossing(bottom, fore), crossing(bottom, near)], np.float64
        )
        sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
        if sides[[0, 2]].min() < 0.6 * sides[[0, 2]].max() or sides[[1, 3]].min() < 0.6 * sides[[1, 3]].max():
            return None
        agreeing = min(line.agreeing for line in (top, bottom, fore))
        obscured = max(self._strays, default=0.0) > _OBSCURED_SHARE
        confidence = min(1.0, 0.25 + 0.75 * agreeing) * (0.4 if obscured else 1.0) * (0.8 if spine is None else 1.0)
        fold = None if spine is None else corners[[0, 3]]
        return _Half(corners, fold, frozenset(self._cut), obscured, confidence)
