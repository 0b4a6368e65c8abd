"""The eight ways a picture can lie in its file, as affine maps, so that turning it costs no resample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Orientation"]

_EXIF: dict[int, tuple[int, bool]] = {
    1: (0, False),
    2: (0, True),
    3: (180, False),
    4: (180, True),
    5: (270, True),
    6: (90, False),
    7: (90, True),
    8: (270, False),
}
_CV2_TURN = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True)
class Orientation:
    """First mirror left to right if ``mirrored``, then turn clockwise: stored picture -> upright picture."""

    clockwise_degrees: int = 0
    mirrored: bool = False

    @classmethod
    def from_exif(cls, tag: int) -> Self:
        """The orientation that EXIF tag 274 asks for (1..8, TIFF 6.0 p. 36); anything else means upright."""
        return cls(*_EXIF.get(tag, (0, False)))

    def turned(self, clockwise_degrees: int) -> Orientation:
        """This orientation followed by a further clockwise turn by a multiple of 90 degrees."""
        return Orientation((self.clockwise_degrees + clockwise_degrees) % 360, self.mirrored)

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The upright picture; exact, no interpolation. For small working copies."""
        upright = cv2.flip(image, 1) if self.mirrored else image
        if self.clockwise_degrees:
            upright = cv2.rotate(upright, _CV2_TURN[self.clockwise_degrees])
        return np.ascontiguousarray(upright, dtype=np.uint8)

    def upright_size(self, stored_size: tuple[int, int]) -> tuple[int, int]:
        """(width, height) of the upright picture in pixels, from those of the stored one."""
        width, height = stored_size
        return (height, width) if self.clockwise_degrees in (90, 270) else (width, height)

    def to_stored(self, stored_size: tuple[int, int]) -> NDArray[np.float64]:
        """A 3x3 affine matrix: upright pixel centre (x, y, 1) -> stored pixel centre."""
        width, height = stored_size
        unturn = {
            0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            90: [[0, 1, 0], [-1, 0, height - 1], [0, 0, 1]],
            180: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
            270: [[0, -1, width - 1], [1, 0, 0], [0, 0, 1]],
        }[self.clockwise_degrees]
        matrix = np.array(unturn, dtype=np.float64)
        if self.mirrored:
            matrix = np.array([[-1, 0, width - 1], [0, 1, 0], [0, 0, 1]], dtype=np.float64) @ matrix
        return matrix
