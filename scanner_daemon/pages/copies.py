"""Small copies of a photograph, for looking at: the full pixels are touched once, by the final resample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.orientation import Orientation
from scanner_daemon.pages.photo import Photo
from scanner_daemon.pages.plane import Plane

__all__ = ["Copies", "Frame", "lay_out"]

FloatArray = NDArray[np.float64]

_TEXT_COPY_PX = 2000
_OUTLINE_COPY_PX = 750
_FRAME_PX = 1600
_FRAME_MARGIN = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """Two upright copies: ``gray`` (long side at most 2000 px) for ink, ``outline`` (750 px) for the sheet.

    The scales are copy pixels per photograph pixel.
    """

    gray: NDArray[np.uint8]
    gray_scale: float
    outline: NDArray[np.uint8]
    outline_scale: float

    @classmethod
    def of(cls, seen: Photo) -> Self:
        """Shrink by area, so that each copy's pixel is the mean of what it covers."""
        gray_scale = min(1.0, _TEXT_COPY_PX / max(seen.size))
        outline_scale = min(1.0, _OUTLINE_COPY_PX / max(seen.size))
        copy = _shrink(seen.looked_at, gray_scale / seen.looked_at_scale)
        gray = copy if copy.ndim == 2 else cv2.cvtColor(copy, cv2.COLOR_BGR2GRAY)
        return cls(np.asarray(gray, np.uint8), gray_scale, _shrink(copy, outline_scale / gray_scale), outline_scale)

    def turned(self, orientation: Orientation) -> Copies:
        """The copies of the same photograph, turned."""
        return Copies(
            orientation.apply(self.gray), self.gray_scale, orientation.apply(self.outline), self.outline_scale
        )


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The page laid flat by its plane at a small scale, with a margin around it: where lines are looked for.

    ``to_page`` maps frame pixels to page pixels: page = frame * scale + origin.
    """

    gray: NDArray[np.uint8]
    scale: float
    origin: tuple[float, float]

    def to_page(self, points: FloatArray) -> FloatArray:
        """Page pixel coordinates (n, 2) of frame coordinates (n, 2)."""
        return np.asarray(points * self.scale + self.origin, dtype=np.float64)


def lay_out(copies: Copies, plane: Plane) -> Frame:
    """Resample the gray copy through the plane; for looking only."""
    margin = _FRAME_MARGIN * max(plane.width, plane.height)
    span = (plane.width + 2 * margin, plane.height + 2 * margin)
    scale = max(span) / _FRAME_PX
    to_page = np.array([[scale, 0, -margin], [0, scale, -margin], [0, 0, 1]])
    s = copies.gray_scale
    to_copy = np.array([[s, 0, 0.5 * s - 0.5], [0, s, 0.5 * s - 0.5], [0, 0, 1]])
    gray = cv2.warpPerspective(
        copies.gray,
        to_copy @ plane.matrix @ to_page,
        (round(span[0] / scale), round(span[1] / scale)),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Frame(np.asarray(gray, dtype=np.uint8), scale, (-margin, -margin))


def _shrink(image: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """By exactly this scale in both directions, whatever is left of the last row and column."""
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
