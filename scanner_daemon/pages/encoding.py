"""A finished page -> the bytes of a JPEG or PNG file that knows its resolution."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.codecs.codec import Codec
from scanner_daemon.pages.codecs.cpu import CpuCodec

__all__ = ["JPEG_QUALITY", "encoded_jpeg", "encoded_png"]

JPEG_QUALITY = 92
_MM_PER_M, _MM_PER_INCH = 1000.0, 25.4
_SOI, _JFIF = b"\xff\xd8", b"\xff\xe0\x00\x10JFIF\0"
_JFIF_UNITS = 13
"""Offset of the density's unit in a JFIF file (JFIF 1.02: SOI, APP0 with length, ``JFIF\\0`` and version before it)."""
_PNG_HEADER_BYTES = 33
"""Signature and IHDR: pHYs belongs behind them (PNG specification 11.3.4.3)."""


def encoded_jpeg(
    image: NDArray[np.uint8], ppi: float, quality: int = JPEG_QUALITY, codec: Codec | None = None
) -> bytes:
    """JFIF with 4:2:0 chroma; ``image`` is uint8, (height, width) or (height, width, 3) in BGR.

    By ``codec``, else the CPU. Raises `CodecFailed`.
    """
    image = np.ascontiguousarray(image if image.ndim == 3 else image[..., None])
    return _with_density((codec or CpuCodec()).encoded(image, quality), round(ppi))


def _with_density(jpeg: bytes, ppi: int) -> bytes:
    """The file with its resolution; one that has no JFIF header, as it may be left out, gets one."""
    density = struct.pack(">BHH", 1, ppi, ppi)
    if jpeg.startswith(_SOI + _JFIF):
        return jpeg[:_JFIF_UNITS] + density + jpeg[_JFIF_UNITS + len(density) :]
    return _SOI + _JFIF + b"\x01\x02" + density + b"\0\0" + jpeg[len(_SOI) :]


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
