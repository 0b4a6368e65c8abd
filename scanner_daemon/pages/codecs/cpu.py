"""JPEG by libjpeg-turbo: whole or at a fraction of its size, strict about damage, and encoded on several threads."""

from __future__ import annotations

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from scanner_daemon.pages.errors import PhotoUnreadable
from scanner_daemon.pages.jpeg_stripes import encoded_in_stripes

__all__ = ["CpuCodec", "decoded_jpeg"]

_DAMAGE = ("premature end of data segment", "bad Huffman code")
"""What libjpeg warns of before it fills up with grey; its other warnings leave all pixels right."""


class CpuCodec:
    """Always there. What other codecs give is held against it."""

    @property
    def name(self) -> str:
        """``cpu``."""
        return "cpu"

    @property
    def is_elsewhere(self) -> bool:
        """No."""
        return False

    def decoded(self, jpeg: bytes, mode: str, size: tuple[int, int]) -> NDArray[np.uint8]:
        """See `Codec.decoded`."""
        return decoded_jpeg(jpeg, mode, size, 1)

    def encoded(self, image: NDArray[np.uint8], quality: int) -> bytes:
        """See `Codec.encoded`. The file does not depend on how many threads OpenCV may use."""
        colours, sampling, mcu_px = ("GRAY", "Gray", 8) if image.shape[2] == 1 else ("BGR", "420", 16)

        def encode(part: NDArray[np.uint8]) -> bytes:
            return bytes(simplejpeg.encode_jpeg(part, quality, colours, sampling))

        return encoded_in_stripes(image, encode, mcu_px, cv2.getNumThreads())


def decoded_jpeg(jpeg: bytes, mode: str, size: tuple[int, int], by: int) -> NDArray[np.uint8]:
    """The JPEG's pixels, each side divided by ``by`` and rounded up. Raises `PhotoUnreadable` for damaged data.

    All of the file's data are read, whatever ``by``, so that no damage is missed in a small copy.
    """
    if mode not in ("L", "RGB"):
        return _by_opencv(jpeg, by)
    colours = "GRAY" if mode == "L" else "BGR"
    least = {"min_width": -(-size[0] // by), "min_height": -(-size[1] // by), "min_factor": by}
    try:
        decoded = simplejpeg.decode_jpeg(jpeg, colours, strict=True, **least)
    except ValueError as error:
        if any(damage in str(error) for damage in _DAMAGE):
            raise PhotoUnreadable(detail="its JPEG data are damaged") from error
        try:
            decoded = simplejpeg.decode_jpeg(jpeg, colours, strict=False, **least)
        except ValueError as refusal:
            raise PhotoUnreadable(detail=f"its JPEG data are damaged ({refusal})") from refusal
    return np.asarray(decoded[..., 0] if mode == "L" else decoded, dtype=np.uint8)


def _by_opencv(jpeg: bytes, by: int) -> NDArray[np.uint8]:
    """OpenCV takes longer and knows how to print CMYK."""
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if decoded is None:
        raise PhotoUnreadable(detail="its JPEG data are damaged")
    if by > 1:
        decoded = cv2.resize(decoded, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA)
    return np.asarray(decoded, dtype=np.uint8)
