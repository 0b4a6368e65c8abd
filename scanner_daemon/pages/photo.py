"""Bytes of a photograph -> pixels and what its header knows. A damaged file is an error, never half a page."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from scanner_daemon.pages.errors import PhotoTruncated, PhotoUnreadable
from scanner_daemon.pages.orientation import Orientation

__all__ = ["Photo", "read_photo"]

_FULL_FRAME_DIAGONAL_MM = 43.267
_ORIENTATION, _MAKE, _EXIF_IFD, _EXPOSURE_TIME, _FOCAL_35MM = 274, 271, 0x8769, 33434, 41989
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_LEAST_SCANNER_PPI = 100


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A decoded photograph as it is stored; turning it upright is left to the map.

    ``image`` is uint8, (height, width) or (height, width, 3) in BGR. ``orientation`` is what the header asks for,
    and ``orientation_stated`` tells whether it said anything. ``focal_px`` comes from the 35 mm equivalent, in pixels
    of this image. ``ppi`` is the resolution that a scanner wrote; what a camera writes there (72 or 300, whatever it
    photographs) means nothing and is left out.
    """

    image: NDArray[np.uint8]
    orientation: Orientation
    orientation_stated: bool
    focal_px: float | None
    ppi: float | None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the stored image in pixels."""
        return int(self.image.shape[1]), int(self.image.shape[0])


def read_photo(photo: bytes | NDArray[np.uint8]) -> Photo:
    """Decode JPEG, PNG or TIFF bytes, or take pixels as they are.

    Raises `PhotoUnreadable` and `PhotoTruncated`.
    """
    if isinstance(photo, np.ndarray):
        if photo.dtype != np.uint8 or photo.ndim not in (2, 3) or photo.size == 0 or photo.shape[2:] not in ((), (3,)):
            raise PhotoUnreadable(detail=f"an array of {photo.dtype} with shape {photo.shape} is no photograph")
        return Photo(photo, Orientation(), orientation_stated=False, focal_px=None, ppi=None)
    if not photo:
        raise PhotoUnreadable(detail="the file is empty")
    try:
        with Image.open(io.BytesIO(photo)) as header:
            return _decode(photo, header)
    except UnidentifiedImageError:
        raise PhotoUnreadable(detail="it is not a JPEG, PNG or TIFF image") from None
    except Image.DecompressionBombError as error:
        raise PhotoUnreadable(detail=str(error)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if "truncated" in str(error) or isinstance(error, EOFError):
            raise PhotoTruncated(detail=str(error)) from error
        raise PhotoUnreadable(detail=str(error) or type(error).__name__) from error


def _decode(photo: bytes, header: Image.Image) -> Photo:
    exif = header.getexif()
    tag = exif.get(_ORIENTATION)
    details = exif.get_ifd(_EXIF_IFD)
    focal_35mm = details.get(_FOCAL_35MM)
    dpi = header.info.get("dpi")
    by_camera = _EXPOSURE_TIME in details or (_MAKE in exif and header.format != "TIFF")
    ppi = float(dpi[0]) if dpi and float(dpi[0]) >= _LEAST_SCANNER_PPI and not by_camera else None
    if header.format in ("JPEG", "MPO"):
        _require_whole_jpeg(photo)
        flags = cv2.IMREAD_GRAYSCALE if header.mode == "L" else cv2.IMREAD_COLOR
        decoded = cv2.imdecode(np.frombuffer(photo, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
        if decoded is None:
            raise PhotoUnreadable(detail="its JPEG data are damaged")
        image = np.asarray(decoded, dtype=np.uint8)
    else:
        image = _by_pillow(header)
    diagonal_px = float(np.hypot(image.shape[0], image.shape[1]))
    return Photo(
        image,
        Orientation.from_exif(int(tag) if isinstance(tag, int) else 1),
        orientation_stated=isinstance(tag, int) and 1 <= tag <= 8,
        focal_px=float(focal_35mm) / _FULL_FRAME_DIAGONAL_MM * diagonal_px if focal_35mm else None,
        ppi=ppi,
    )


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
