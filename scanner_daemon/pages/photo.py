"""Bytes of a photograph -> pixels and what its header knows. A damaged file is an error, never half a page.

A JPEG is decoded twice at once: to half its size or less, which is enough to look at it, and in another thread whole,
for the one resample at the end. The two threads together take the time of one. The small copy is always libjpeg's,
which reads all of the file and says what is damaged; the whole may come from a codec on another device.
"""

from __future__ import annotations

import io
import re
from concurrent.futures import Future
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from scanner_daemon.pages.beside import beside, done
from scanner_daemon.pages.codecs.codec import Codec, CodecFailed
from scanner_daemon.pages.codecs.cpu import CpuCodec, decoded_jpeg
from scanner_daemon.pages.codecs.held_against import BLOCK_PX, block_means, largest_difference
from scanner_daemon.pages.errors import PhotoTruncated, PhotoUnreadable
from scanner_daemon.pages.orientation import Orientation

__all__ = ["Photo", "look_at", "read_photo"]

_FULL_FRAME_DIAGONAL_MM = 43.267
_ORIENTATION, _MAKE, _EXIF_IFD, _EXPOSURE_TIME, _FOCAL_35MM = 274, 271, 0x8769, 33434, 41989
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_LEAST_SCANNER_PPI = 100
_LEAST_LOOKED_AT_PX = 2000
"""The long side of the reduced copy is at least this, where the photograph's is."""
_SAME_LEVELS = 6
"""By how much the mean of a block may differ between two decoders: they round differently, and damage shows in tens."""


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A decoded photograph as it is stored; turning it upright is left to the map.

    ``size`` is (width, height) of the stored image in pixels. ``looked_at`` is the image itself or a smaller copy,
    of ``looked_at_scale`` its pixels to one of the image (1, 1/2, 1/4 or 1/8). ``orientation`` is what the header asks
    for, and ``orientation_stated`` tells whether it said anything. ``focal_px`` comes from the 35 mm equivalent, in
    pixels of the image. ``ppi`` is the resolution that a scanner wrote; what a camera writes there (72 or 300,
    whatever it photographs) means nothing and is left out.
    """

    size: tuple[int, int]
    looked_at: NDArray[np.uint8]
    looked_at_scale: float
    orientation: Orientation
    orientation_stated: bool
    focal_px: float | None
    ppi: float | None
    whole: Future[NDArray[np.uint8]]

    @property
    def image(self) -> NDArray[np.uint8]:
        """All pixels: uint8, (height, width) or (height, width, 3) in BGR. Waits until they are decoded.

        Raises `PhotoUnreadable` and `CodecFailed`.
        """
        return self.whole.result()

    def without_copy(self) -> Photo:
        """The same photograph once it has been looked at: ``looked_at`` is empty, its memory free for the page."""
        return replace(self, looked_at=self.looked_at[:0, :0].copy())


def read_photo(photo: bytes | NDArray[np.uint8], codec: Codec | None = None) -> Photo:
    """Decode JPEG, PNG or TIFF bytes, or take pixels as they are. Large JPEG files are ``codec``'s, else the CPU's.

    Raises `PhotoUnreadable` and `PhotoTruncated`.
    """
    return _read(photo, codec or CpuCodec(), whole=True)


def look_at(photo: bytes | NDArray[np.uint8]) -> Photo:
    """The same, but of a large JPEG file the reduced copy alone is decoded: asking for all pixels raises.

    Raises `PhotoUnreadable` and `PhotoTruncated`.
    """
    return _read(photo, CpuCodec(), whole=False)


def _read(photo: bytes | NDArray[np.uint8], codec: Codec, *, whole: bool) -> Photo:
    if isinstance(photo, np.ndarray):
        if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.size == 0 or photo.shape[2:] not in ((), (3,)):
            raise PhotoUnreadable(detail=f"an array of {photo.dtype} with shape {photo.shape} is no photograph")
        size = (int(photo.shape[1]), int(photo.shape[0]))
        return Photo(size, photo, 1.0, Orientation(), False, None, None, done(photo))
    if not photo:
        raise PhotoUnreadable(detail="the file is empty")
    try:
        with Image.open(io.BytesIO(photo)) as header:
            return _decode(photo, header, codec, all_of_it=whole)
    except UnidentifiedImageError:
        raise PhotoUnreadable(detail="it is not a JPEG, PNG or TIFF image") from None
    except Image.DecompressionBombError as error:
        raise PhotoUnreadable(detail=str(error)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if "truncated" in str(error) or isinstance(error, EOFError):
            raise PhotoTruncated(detail=str(error)) from error
        raise PhotoUnreadable(detail=str(error) or type(error).__name__) from error


def _decode(photo: bytes, header: Image.Image, codec: Codec, *, all_of_it: bool) -> Photo:
    exif = header.getexif()
    tag = exif.get(_ORIENTATION)
    details = exif.get_ifd(_EXIF_IFD)
    focal_35mm = details.get(_FOCAL_35MM)
    dpi = header.info.get("dpi")
    by_camera = _EXPOSURE_TIME in details or (_MAKE in exif and header.format != "TIFF")
    ppi = float(dpi[0]) if dpi and float(dpi[0]) >= _LEAST_SCANNER_PPI and not by_camera else None
    if header.format in ("JPEG", "MPO"):
        _require_whole_jpeg(photo)
        size, mode = header.size, header.mode
        by = max([f for f in (2, 4, 8) if max(size) / f >= _LEAST_LOOKED_AT_PX], default=1)
        if by > 1 and not all_of_it:
            looked_at = decoded_jpeg(photo, mode, size, by)
            whole: Future[NDArray[np.uint8]] = Future()
            whole.set_exception(PhotoUnreadable(detail="it was only looked at"))
        elif by > 1 and "progression" in header.info:
            looked_at = decoded_jpeg(photo, mode, size, by)  # two at once would keep all coefficients twice
            whole = beside(lambda: decoded_jpeg(photo, mode, size, 1))
        elif by > 1 and codec.is_elsewhere and min(size) >= BLOCK_PX:
            elsewhere = beside(lambda: codec.decoded(photo, mode, size), elsewhere=True)
            looked_at = decoded_jpeg(photo, mode, size, by)
            means = block_means(looked_at, by)
            whole = beside(lambda: _held_against(means, size, elsewhere.result()), elsewhere=True)
        else:
            whole = beside(lambda: decoded_jpeg(photo, mode, size, 1))
            looked_at = whole.result() if by == 1 else decoded_jpeg(photo, mode, size, by)
    else:
        by, looked_at = 1, _by_pillow(header)
        whole = done(looked_at)
    diagonal_px = float(np.hypot(*header.size))
    return Photo(
        header.size,
        looked_at,
        1 / by,
        Orientation.from_exif(int(tag) if isinstance(tag, int) else 1),
        isinstance(tag, int) and 1 <= tag <= 8,
        float(focal_35mm) / _FULL_FRAME_DIAGONAL_MM * diagonal_px if focal_35mm else None,
        ppi,
        whole,
    )


def _held_against(means: NDArray[np.uint8], size: tuple[int, int], whole: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``whole``, if it shows what the small copy with these ``means`` shows."""
    if whole.shape != (size[1], size[0], *means.shape[2:]):
        raise CodecFailed(detail=f"it gave {whole.shape} pixels for a photograph of {size[0]} × {size[1]}")
    off = largest_difference(means, block_means(whole, 1))
    if off > _SAME_LEVELS:
        raise CodecFailed(detail=f"it gave other pixels than the CPU, by up to {off} grey levels")
    return whole


def _by_pillow(header: Image.Image) -> NDArray[np.uint8]:
    """Pillow decodes what is not JPEG, because it says so when data are missing."""
    if header.mode in ("1", "L"):
        return np.array(header.convert("L"), dtype=np.uint8)
    if header.mode.startswith("I;16"):
        return (np.asarray(header).astype(np.uint32) >> 8).astype(np.uint8)
    return cv2.cvtColor(np.array(header.convert("RGB"), dtype=np.uint8), cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)


def _require_whole_jpeg(photo: bytes) -> None:
    """Walk the segments of the first image to its end marker: libjpeg itself fills what is missing with grey.

    Segment structure: ITU-T T.81 Annex B.
    """
    at = 2
    while at + 4 <= len(photo):
        if photo[at] != 0xFF:
            raise PhotoUnreadable(detail="its JPEG segments are damaged")
        marker = photo[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return
        at += 2 + int.from_bytes(photo[at + 2 : at + 4], "big")
        if marker == 0xDA:
            found = _MARKER_IN_SCAN.search(photo, at)
            if found is None:
                break
            at = found.start()
            if photo[at + 1] == 0xD9:
                return
    raise PhotoTruncated(detail=f"its {len(photo)} bytes end before the image does")
