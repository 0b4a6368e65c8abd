"""The paper on a photograph: the bright region."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_AREA", "Paper", "find_paper", "paper_of"]

FloatArray = NDArray[np.float64]

LEAST_AREA = 0.10
"""Of the photograph, that a page fills."""
_LEAST_CONTRAST = 40
"""Grey levels between the mean of the paper and the mean of what it lies on."""


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """The bright region: a 0/1 mask, and for each of its columns the first and last row (in pixels of the copy).

    ``tone`` is the copy that it was found in, in gray, its text closed over.
    """

    tone: NDArray[np.uint8]
    mask: NDArray[np.uint8]
    columns: FloatArray
    top: FloatArray
    bottom: FloatArray
    pictured: bool = False
    """Part of it is dark, or may be: a picture runs to its edge."""

    @property
    def frame(self) -> tuple[int, int]:
        """(width, height) of the copy."""
        return int(self.mask.shape[1]), int(self.mask.shape[0])


def find_paper(copy: NDArray[np.uint8]) -> Paper | None:
    """The largest bright region of ``copy`` (uint8, gray or BGR), text closed over; None if there is no such thing.

    Green and red are asked, the darker of them counts: paper yellows, and covers are rarely bright in both.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_kernel_px(copy), _kernel_px(copy)))
    closed = cv2.morphologyEx(cv2.GaussianBlur(copy, (0, 0), 1.2), cv2.MORPH_CLOSE, kernel)
    tone = np.asarray(closed if closed.ndim == 2 else closed[..., 1:].min(axis=2), dtype=np.uint8)
    _, bright = cv2.threshold(tone, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light, dark = tone[bright > 0], tone[bright == 0]
    if not light.size or not dark.size or float(light.mean()) - float(dark.mean()) < _LEAST_CONTRAST:
        return None
    return paper_of(tone, np.asarray(bright, dtype=np.uint8))


def paper_of(tone: NDArray[np.uint8], region: NDArray[np.uint8], bay_px: int = 0) -> Paper | None:
    """The largest part of a 0/1 mask, without holes, and without bays so narrow; None where none is large enough."""
    kernel_px = _kernel_px(region)
    if bay_px:
        region = np.asarray(cv2.morphologyEx(region, cv2.MORPH_CLOSE, np.ones((bay_px, bay_px), np.uint8)), np.uint8)
    opened = cv2.morphologyEx(region, cv2.MORPH_OPEN, np.ones((kernel_px, kernel_px), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[largest, cv2.CC_STAT_AREA] < LEAST_AREA * opened.size:
        return None
    mask = (labels == largest).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    mask = cv2.drawContours(np.zeros_like(mask), contours, -1, 1, cv2.FILLED).astype(np.uint8)
    columns = np.flatnonzero(mask.any(axis=0))
    top = mask[:, columns].argmax(axis=0)
    bottom = mask.shape[0] - 1 - mask[::-1, columns].argmax(axis=0)
    return Paper(tone, mask, columns.astype(np.float64), top.astype(np.float64), bottom.astype(np.float64))


def _kernel_px(copy: NDArray[np.uint8]) -> int:
    return max(7, int(max(copy.shape[:2]) * 0.012) | 1)
