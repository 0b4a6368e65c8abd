"""One live-view frame made ready to be measured: small, grey, upright, and with the spine always at the left."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.vocabulary import Side

__all__ = ["FloatArray", "Glimpse", "turned_back"]

FloatArray = NDArray[np.float64]

LONG_SIDE_PX = 480
"""Of the copy that is measured: 2 pixels a millimetre on a page of 23 cm, and cheap."""
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """``tone`` is uint8 (height, width): the darker of green and red, which is bright on paper and little else.

    It stands upright; a left page is mirrored, so that its spine is at the left as a right page's is.
    """

    side: Side
    tone: NDArray[np.uint8]
    frame_size_px: tuple[int, int]
    """Width and height of the frame as the camera sends it."""
    rotate_degrees: int

    @classmethod
    def of_jpeg(cls, side: Side, jpeg: bytes, rotate_degrees: int) -> Glimpse | None:
        """Decode at the smallest scale that will do; None for bytes that are no picture."""
        size = _jpeg_size(jpeg)
        if size is None:
            return None
        reduced = cv2.IMREAD_REDUCED_COLOR_2 if max(size) >= 2 * LONG_SIDE_PX * 0.85 else cv2.IMREAD_COLOR
        if max(size) >= 4 * LONG_SIDE_PX:
            reduced = cv2.IMREAD_REDUCED_COLOR_4
        try:
            picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), reduced | cv2.IMREAD_IGNORE_ORIENTATION)
        except cv2.error:
            return None
        return None if picture is None else cls.of_picture(side, np.asarray(picture, np.uint8), rotate_degrees, size)

    @classmethod
    def of_picture(
        cls, side: Side, picture: NDArray[np.uint8], rotate_degrees: int, frame_size_px: tuple[int, int] | None = None
    ) -> Glimpse:
        """``picture`` is BGR uint8 (height, width, 3) as the camera sends it, at any scale."""
        height, width = picture.shape[:2]
        scale = LONG_SIDE_PX / max(height, width)
        if scale < 1:
            picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        tone = np.asarray(cv2.min(cv2.extractChannel(picture, 1), cv2.extractChannel(picture, 2)), np.uint8)
        if rotate_degrees:
            tone = np.asarray(cv2.rotate(tone, _TURNS[rotate_degrees]), np.uint8)
        if side is Side.LEFT:
            tone = np.asarray(cv2.flip(tone, 1), np.uint8)
        return cls(side, tone, frame_size_px or (width, height), rotate_degrees)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the copy."""
        return int(self.tone.shape[1]), int(self.tone.shape[0])

    def to_upright(self, points: FloatArray) -> FloatArray:
        """Pixels (..., 2) of the copy to fractions of the upright frame, as the page is read."""
        width, height = self.size
        x = (points[..., 0] + 0.5) / width
        y = (points[..., 1] + 0.5) / height
        return np.stack([1 - x if self.side is Side.LEFT else x, y], axis=-1)

    def to_frame(self, upright: FloatArray) -> FloatArray:
        """Fractions (..., 2) of the upright frame to those of the frame as the camera sends it."""
        return turned_back(upright, self.rotate_degrees)


def turned_back(upright: FloatArray, rotate_degrees: int) -> FloatArray:
    """Undo a clockwise turn: fractions (..., 2) of the turned frame to those of the frame before it."""
    x, y = upright[..., 0], upright[..., 1]
    match rotate_degrees:
        case 90:
            return np.stack([y, 1 - x], axis=-1)
        case 180:
            return np.stack([1 - x, 1 - y], axis=-1)
        case 270:
            return np.stack([1 - y, x], axis=-1)
        case _:
            return np.asarray(upright, np.float64)


def _jpeg_size(jpeg: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header, which costs nothing; None where there is none."""
    at = 2
    while jpeg[:2] == b"\xff\xd8" and at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = int.from_bytes(jpeg[at + 5 : at + 7]), int.from_bytes(jpeg[at + 7 : at + 9])
            return (width, height) if width and height else None
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return None
