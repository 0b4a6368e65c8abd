"""A codec that nobody has tried on this machine makes and reads two small pictures before it gets a page."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.codecs.codec import CodecFailed, NoNvidiaCodec
from scanner_daemon.pages.codecs.cpu import CpuCodec
from scanner_daemon.pages.codecs.held_against import block_means, largest_difference
from scanner_daemon.pages.codecs.nvidia import NvidiaCodec
from scanner_daemon.pages.errors import PhotoUnreadable

__all__ = ["require_same_pixels"]

_SIZE_PX = (1216, 1040)
"""Width and height: above a megapixel nvJPEG decodes by other means than below, and photographs are above."""
_QUALITY = 92
_LEVELS = 6
"""Decoders may round differently at each step (ITU-T T.83 allows their coefficients to differ by one)."""


def require_same_pixels(codec: NvidiaCodec) -> None:
    """Raises `NoNvidiaCodec` where ``codec`` reads or writes other pixels than the CPU does, or takes no colour.

    Grey it may decline, which the CPU does then.
    """
    colour = _picture()
    try:
        if not (_reads(codec, colour, "RGB") and _writes(codec, colour, "RGB")):
            raise NoNvidiaCodec(detail="it declined to read or to write a plain JPEG file")
        grey = np.ascontiguousarray(colour[..., 1:2])
        _reads(codec, grey, "L")
        _writes(codec, grey, "L")
    except CodecFailed as failure:
        raise NoNvidiaCodec(detail=str(failure.params["detail"])) from failure
    except PhotoUnreadable as error:
        raise NoNvidiaCodec(detail="the file that it wrote cannot be read") from error


def _reads(codec: NvidiaCodec, picture: NDArray[np.uint8], mode: str) -> bool:
    jpeg = CpuCodec().encoded(picture, _QUALITY)
    right, read = CpuCodec().decoded(jpeg, mode, _SIZE_PX), codec.taken(jpeg, gray=mode == "L")
    if read is None:
        return False
    off = int(cv2.absdiff(read, right).max()) if read.shape == right.shape else 255
    if off > _LEVELS:
        raise NoNvidiaCodec(detail=f"it read other pixels than the CPU, by up to {off} grey levels")
    return True


def _writes(codec: NvidiaCodec, picture: NDArray[np.uint8], mode: str) -> bool:
    """Held against the picture block by block: encoders round to steps, so that single pixels tell little."""
    jpeg = codec.made(picture, _QUALITY)
    if jpeg is None:
        return False
    written, right = CpuCodec().decoded(jpeg, mode, _SIZE_PX), picture[..., 0] if mode == "L" else picture
    same_size = written.shape == right.shape
    off = largest_difference(block_means(written, 1), block_means(right, 1)) if same_size else 255
    if off > _LEVELS:
        raise NoNvidiaCodec(detail=f"it wrote other pixels than the CPU, by up to {off} grey levels")
    return True


def _picture() -> NDArray[np.uint8]:
    """Waves of light in colours that change slowly, so that no way to interpolate chroma stands out."""
    y, x = np.mgrid[0 : _SIZE_PX[1], 0 : _SIZE_PX[0]].astype(np.float32)
    light = 128 + 50 * np.sin(x / 17) * np.cos(y / 23)
    tint = 40 * np.sin(x / 300 + np.array([0, 2, 4], np.float32)[:, None, None]) * np.cos(y / 400)
    return np.ascontiguousarray(np.moveaxis(light + tint, 0, 2).astype(np.uint8))
