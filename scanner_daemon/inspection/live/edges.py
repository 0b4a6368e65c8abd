"""The page's outer edges on a live-view frame: roughly from the bright region, then from the step of tone along them.

Beyond the page there is often not the cradle at once but the fore-edges of the leaves below, nearly as bright as the
page. So each edge is looked at as a strip laid along its rough line: from the inside outwards, the first step down is
the page's, and what comes after it is none of its business.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.inspection.live.glimpse import FloatArray
from scanner_daemon.inspection.live.lines import Line, fit

__all__ = ["BrightRegion", "find_bright_region", "refined"]

_SMALLER = 3
_LEAST_CONTRAST = 28.0
"""Grey levels between paper and what it lies on; live view may be dim."""
_LEAST_AREA = 0.10
_ALONG = 96
_SEGMENTS = 12
_OUTSIDE, _INSIDE = 7, 26
_STEP = 0.88
"""What lies below this share of the paper just inside is not the page any more."""


@dataclass(frozen=True, slots=True, eq=False)
class BrightRegion:
    """The largest bright thing: ``mask`` is 0/1 at a third of the copy's scale, holes filled."""

    mask: NDArray[np.uint8]
    scale: float
    contrast: float

    def profile(self, axis: int, last: bool, low: float, high: float) -> tuple[FloatArray, FloatArray]:
        """Where the region begins (or ends, ``last``) along ``axis`` (0: down, 1: across).

        (u, v) in the copy's pixels, for u between ``low`` and ``high``; lines without a bright pixel are left out.
        """
        s = self.scale
        lines = self.mask if axis == 1 else self.mask.T
        first = max(0, int(low / s))
        part = lines[first : max(first + 1, int(high / s) + 1)]
        u = np.flatnonzero(part.any(axis=1))
        part = part[u]
        end = part.shape[1] - part[:, ::-1].argmax(axis=1) if last else part.argmax(axis=1)
        return np.asarray((u + first + 0.5) * s - 0.5, np.float64), end.astype(np.float64) * s - 0.5


def find_bright_region(tone: NDArray[np.uint8]) -> BrightRegion | None:
    """The paper of a copy, roughly; None when nothing bright and large enough stands out."""
    size = (tone.shape[1] // _SMALLER, tone.shape[0] // _SMALLER)
    small = cv2.resize(tone, size, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inside = float(bright.mean())
    if not 0 < inside < 1:
        return None
    light, dark = cv2.mean(small, bright)[0], cv2.mean(small, 1 - bright)[0]
    if light - dark < _LEAST_CONTRAST:
        return None
    opened = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[largest, cv2.CC_STAT_AREA] < _LEAST_AREA * opened.size:
        return None
    mask = (labels == largest).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    mask = np.asarray(cv2.drawContours(mask, contours, -1, 1, cv2.FILLED), np.uint8)
    return BrightRegion(mask, tone.shape[1] / size[0], light - dark)


def refined(tone: NDArray[np.uint8], rough: Line, name: str, low: float, high: float) -> Line | None:
    """The page's edge near ``rough`` between ``low`` and ``high`` along it; None where no clear step is found.

    ``name``: ``top``, ``bottom`` (y = line(x)) or ``fore`` (x = line(y), the page to its left).
    """
    u = np.linspace(low, high, _ALONG)
    depth = np.arange(-_OUTSIDE, _INSIDE + 1, dtype=np.float64)
    inward = 1.0 if name == "top" else -1.0
    v = rough.at(u)[:, None] + inward * depth[None, :]
    along = np.repeat(u[:, None], len(depth), axis=1)
    x, y = (v, along) if name == "fore" else (along, v)
    strip = cv2.remap(tone, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
    # (segments, depth): the brighter part of each segment, which is bare paper
    parts = np.sort(strip.reshape(_SEGMENTS, _ALONG // _SEGMENTS, -1), axis=1)[:, -3:].mean(axis=1)
    steps = [_first_step_down(part) for part in parts.tolist()]
    found = np.array([step is not None for step in steps])
    if found.sum() < _SEGMENTS // 2:
        return None
    middles = u.reshape(_SEGMENTS, -1).mean(axis=1)
    places = np.array([0.0 if step is None else step for step in steps]) - _OUTSIDE
    edge = fit(middles[found], (rough.at(middles) + inward * places)[found])
    share = edge.agreeing * float(found.mean())
    return Line(edge.slope, edge.level, share) if share >= 0.5 else None


def _first_step_down(profile: list[float]) -> float | None:
    """From the inside (the end) outwards: where the tone falls below the paper's, to a part of a pixel."""
    paper = sum(profile[-5:])
    for at in range(len(profile) - 8, 0, -1):
        paper += profile[at + 3] - profile[at + 8] if at + 8 < len(profile) else 0.0
        if profile[at] < _STEP * paper / 5:  # the mean of the pixels 3 to 7 further in
            half = (min(profile[max(0, at - 2) : at + 1]) + paper / 5) / 2
            for outer in range(at + 2, max(0, at - 3), -1):
                if profile[outer] >= half > profile[outer - 1]:
                    return outer - 1 + (half - profile[outer - 1]) / (profile[outer] - profile[outer - 1])
            return float(at)
    return None
