"""The file that a body writes: a JPEG with the EXIF that scanning software reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

__all__ = ["Body", "encode"]

_EXIF_IFD = 0x8769


@dataclass(frozen=True, slots=True)
class Body:
    """Who took the picture."""

    make: str = "NIKON CORPORATION"
    model: str = "NIKON D7200"
    serial: str = "6001001"


def _rational(value: float) -> IFDRational:
    fraction = Fraction(value).limit_denominator(10_000)
    return IFDRational(fraction.numerator, fraction.denominator)


def encode(
    picture: NDArray[np.uint8], *, quality: int, orientation: int, body: Body, taken_at: datetime, focal_mm: float
) -> bytes:
    """(height, width, 3) BGR uint8 to the bytes of a JPEG, 4:2:0, with its EXIF before everything else."""
    ok, plain = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert ok, "a BGR uint8 picture can always be encoded"
    stamp = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif.update({0x010F: body.make, 0x0110: body.model, 0x0112: orientation, 0x0132: stamp})
    exif.update({0x011A: _rational(300), 0x011B: _rational(300), 0x0128: 2, 0x0131: "bookcradle rig in a box"})
    exif.get_ifd(_EXIF_IFD).update(
        {
            0x829A: IFDRational(1, 60),
            0x829D: IFDRational(8, 1),
            0x8827: 100,
            0x9003: stamp,
            0x9004: stamp,
            0x9291: f"{taken_at.microsecond // 10_000:02d}",
            0x920A: _rational(focal_mm),
            0xA001: 1,
            0xA002: picture.shape[1],
            0xA003: picture.shape[0],
            0xA405: round(focal_mm * 1.5),
            0xA431: body.serial,
            0xA434: f"{focal_mm:.0f} mm f/2.8",
        }
    )
    payload = exif.tobytes()
    if not payload.startswith(b"Exif\0\0"):
        payload = b"Exif\0\0" + payload
    raw = plain.tobytes()
    return raw[:2] + b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload + raw[2:]
