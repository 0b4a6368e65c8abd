"""Where a page ends whose outline is not known: at the first straight line beside its text that runs past it.

Laid flat, a page's edge, its fold, and the edges of the leaves under it run straight along the page from end to end.
A rule or a frame that is printed does not go on beyond the print.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "find_bounds"]

FloatArray = NDArray[np.float64]

_LONG_SIDE_PX = 700
_NODE_PX = 10
_LEAN = np.tan(np.radians(np.linspace(-1.6, 1.6, 9)))
_STEEP = 0.012
"""Of the paper's brightness, in a pixel of the flat copy."""
_LEAST_SHARE = 0.62
_LEAST_BEYOND = 0.5
_BEYOND = 0.02
"""Shares of the rows in which the line must show, of all and of those above and below the text by so much."""


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float


def find_bounds(
    gray: NDArray[np.uint8], to_copy: Callable[[FloatArray], FloatArray], whole: Box, text: Box
) -> dict[str, float]:
    """How far the page goes to the left, the right, the top and the bottom of its ``text``, where that can be seen.

    ``to_copy`` leads from the flat page (n, 2), in whose units both boxes are, to pixels of ``gray``.
    """
    if whole.right <= whole.left or whole.bottom <= whole.top:
        return {}
    pitch = max(whole.right - whole.left, whole.bottom - whole.top) / _LONG_SIDE_PX
    size = (round((whole.right - whole.left) / pitch) + 1, round((whole.bottom - whole.top) / pitch) + 1)
    nodes = np.stack(
        np.meshgrid(
            np.arange(0, size[0] + _NODE_PX, _NODE_PX, dtype=np.float64),
            np.arange(0, size[1] + _NODE_PX, _NODE_PX, dtype=np.float64),
        ),
        axis=-1,
    )
    seen_at = to_copy(nodes.reshape(-1, 2) * pitch + (whole.left, whole.top)).reshape(nodes.shape).astype(np.float32)
    shrink = np.array([[1 / _NODE_PX, 0, 0], [0, 1 / _NODE_PX, 0]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    x, y = (cv2.warpAffine(np.ascontiguousarray(seen_at[..., k]), shrink, size, flags=how) for k in (0, 1))
    flat = np.asarray(cv2.remap(gray, x, y, cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE), np.float32)
    there = (x > 0) & (y > 0) & (x < gray.shape[1] - 1) & (y < gray.shape[0] - 1)
    box = Box(*((value - start) / pitch for value, start in zip(text, (*whole[:2], *whole[:2]), strict=True)))
    level = float(
        np.median(flat[int(max(box.top, 0)) : int(box.bottom) + 1, int(max(box.left, 0)) : int(box.right) + 1])
    )
    soft = np.asarray(cv2.GaussianBlur(flat, (0, 0), 1.0) / max(level, 1.0), np.float32)
    found = {}
    for name, inner, outward in (("right", box.right, True), ("left", box.left, False)):
        place = _first(soft, there, inner, (box.top, box.bottom), outward=outward)
        if place is not None:
            found[name] = whole.left + place * pitch
    for name, inner, outward in (("bottom", box.bottom, True), ("top", box.top, False)):
        place = _first(np.ascontiguousarray(soft.T), there.T, inner, (box.left, box.right), outward=outward)
        if place is not None:
            found[name] = whole.top + place * pitch
    return found


def _first(
    tone: NDArray[np.float32], there: NDArray[np.bool_], inner: float, text: tuple[float, float], *, outward: bool
) -> float | None:
    """The column, beyond ``inner``, of the first nearly upright line; its innermost one where it leans."""
    if not outward:
        place = _first(tone[:, ::-1], there[:, ::-1], tone.shape[1] - 1 - inner, text, outward=True)
        return None if place is None else tone.shape[1] - 1 - place
    height, width = tone.shape
    start = max(0, int(inner) + 2)
    if width - start < 6:
        return None
    rows = np.arange(height)
    past = (rows < text[0] - _BEYOND * height) | (rows > text[1] + _BEYOND * height)
    rise = cv2.Sobel(np.ascontiguousarray(tone[:, start:]), cv2.CV_32F, 1, 0, scale=1 / 8)
    best: float | None = None
    for sign in (-1.0, 1.0):
        steep = cv2.dilate((sign * rise > _STEEP).astype(np.uint8), np.ones((1, 3), np.uint8))
        for lean in _LEAN:
            shift = np.rint(lean * (rows - height / 2)).astype(np.intp)
            columns = np.clip(np.arange(width - start)[None, :] + shift[:, None], 0, width - start - 1)
            seen = np.take_along_axis(there[:, start:], columns, 1)
            hit = (np.take_along_axis(steep, columns, 1) > 0) & seen
            share = hit.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
            beyond = hit[past].sum(axis=0) / np.maximum(seen[past].sum(axis=0), 1)
            enough = (seen.sum(axis=0) > 0.5 * height) & (share > _LEAST_SHARE) & (beyond > _LEAST_BEYOND)
            if enough.any():
                first = int(np.argmax(enough))
                run = first + int(np.argmax(share[first : first + 4]))
                place = start + run + float(np.abs(lean)) * height / 2
                best = place if best is None else min(best, place)
    return best
