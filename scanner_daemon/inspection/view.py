"""One side's photograph, decoded once for all checks: full-resolution grey for detail, a small copy for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.errors import BookcradleError
from scanner_daemon.vocabulary import Side

__all__ = ["SideView", "UnreadablePhotograph"]

SMALL_SCALE = 4
"""The small copy has a quarter of the width and height: JPEG decoders give it for a third of the full price."""


class UnreadablePhotograph(BookcradleError):
    """The landed file does not decode."""

    code = "inspection.unreadable"
    what = "The {side} photograph cannot be read as an image."
    remedy = "The file is kept as it came; shoot the spread again."


@dataclass(frozen=True, slots=True)
class SideView:
    """What the checks look at.

    ``gray`` is uint8 (height, width) at full resolution, in sensor orientation; ``small`` is uint8 BGR at a quarter of
    it. Orientation does not matter to any check, so the EXIF rotation is not spent.
    """

    side: Side
    gray: NDArray[np.uint8]
    small: NDArray[np.uint8]

    @classmethod
    def decoded(cls, side: Side, encoded: bytes) -> SideView:
        """Decode a JPEG, PNG or TIFF. Raises UnreadablePhotograph."""
        if not encoded:
            raise UnreadablePhotograph(side=side.value)
        data = np.frombuffer(encoded, np.uint8)
        flags = cv2.IMREAD_IGNORE_ORIENTATION
        gray = _decode(data, cv2.IMREAD_GRAYSCALE | flags)
        small = _decode(data, cv2.IMREAD_REDUCED_COLOR_4 | flags)
        if gray is None or small is None:
            raise UnreadablePhotograph(side=side.value)
        return cls(side, gray, small)

    @property
    def small_gray(self) -> NDArray[np.uint8]:
        """The small copy without colour."""
        return np.asarray(cv2.cvtColor(self.small, cv2.COLOR_BGR2GRAY), np.uint8)


def _decode(data: NDArray[np.uint8], flags: int) -> Any:
    try:
        return cv2.imdecode(data, flags)
    except cv2.error:
        return None
