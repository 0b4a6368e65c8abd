"""A finished page -> the bytes of a JPEG or PNG file that knows its resolution."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from scanner_daemon.pages.jpeg_stripes import encoded_in_stripes

__all__ = ["JPEG_QUALITY", "encoded_jpeg", "encoded_png"]

JPEG_QUALITY = 92
_MM_PER_M, _MM_PER_INCH = 1000.0, 25.4
_JFIF_UNITS = 13
"""Offset of the density's unit in a JFIF file (JFIF 1.02: SOI, APP0 with length, ``JFIF\\0`` and version before it)."""
_PNG_HEADER_BYTES = 33
"""Signature and IHDR: pHYs belongs behind them (PNG specification 11.3.4.3)."""


def encoded_jpeg(image: NDArray[np.uint8], ppi: float, quality: int = JPEG_QUALITY) -> bytes:
    """JFIF with 4:2:0 chroma; ``image`` is uint8, (height, width) or (height, width, 3) in BGR."""
    image = np.ascontiguousarray(image if image.ndim == 3 else image[..., None])
    colours, sampling, mcu_px = ("GRAY", "Gray", 8) if image.shape[2] == 1 else ("BGR", "420", 16)

    def encode(part: NDArray[np.uint8]) -> bytes:
        return bytes(simplejpeg.encode_jpeg(part, quality, colours, sampling))

    jpeg = encoded_in_stripes(image, encode, mcu_px, cv2.getNumThreads())
    density = struct.pack(">BHH", 1, round(ppi), round(ppi))
    return jpeg[:_JFIF_UNITS] + density + jpeg[_JFIF_UNITS + len(density) :]


def encoded_png(image: NDArray[np.uint8], ppi: float, *, bilevel: bool = False) -> bytes:
    """PNG, of one bit a pixel for a ``bilevel`` page of 0 and 255; otherwise see `encoded_jpeg`."""
    options = [cv2.IMWRITE_PNG_BILEVEL, 1] if bilevel else [cv2.IMWRITE_PNG_COMPRESSION, 4]
    done, encoded = cv2.imencode(".png", image, options)
    assert done, "uint8 pixels can always be encoded"
    png = encoded.tobytes()
    per_metre = round(ppi * _MM_PER_M / _MM_PER_INCH)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_PNG_HEADER_BYTES] + chunk + png[_PNG_HEADER_BYTES:]
