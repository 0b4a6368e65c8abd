"""Pages drawn for the tests, photographs taken of them by a homography, and real photographs beside the checkout."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]

PHOTOS = Path(__file__).parents[3] / "shared" / "data" / "photos"
PAGE_SIZE = (900, 1350)
_PROSE = (
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a "
    "wife. However little known the feelings or views of such a man may be on his first entering a neighbourhood, this "
    "truth is so well fixed in the minds of the surrounding families, that he is considered the rightful property of "
    "some one or other of their daughters. "
)


def _drawn_page() -> Pixels:
    page = Image.new("L", PAGE_SIZE, 232)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSerif.ttf", 26)
    words = (_PROSE * 5).split()
    y = 110
    while y < 1230:
        line = ""
        while words and pen.textlength(f"{line} {words[0]}", font) < 680:
            line = f"{line} {words.pop(0)}".strip()
        pen.text((110, y), line, fill=30, font=font)
        y += 42
    return np.array(page, dtype=np.uint8)


@pytest.fixture(scope="session")
def drawn_page() -> Pixels:
    """A page of text, uint8 gray, 1350 x 900 pixels, light paper."""
    return _drawn_page()


@pytest.fixture
def photographed() -> Callable[[Pixels, list[tuple[float, float]], tuple[int, int]], Pixels]:
    """Lay a page on a dark table: its corners (from the top-left clockwise) and the photograph's (width, height)."""

    def shoot(page: Pixels, corners: list[tuple[float, float]], size: tuple[int, int]) -> Pixels:
        h, w = page.shape[:2]
        flat = np.array([[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(flat, np.array(corners, dtype=np.float32))
        table = np.full((size[1], size[0]), 45, dtype=np.uint8)
        seen = cv2.warpPerspective(
            page, matrix, size, dst=table, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
        )
        return np.asarray(cv2.GaussianBlur(seen, (0, 0), 0.7), dtype=np.uint8)

    return shoot


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    """Pixels -> the bytes of a file of that format, with an EXIF orientation if one is given."""

    def encode(pixels: Pixels, kind: str = "JPEG", orientation: int | None = None) -> bytes:
        image = Image.fromarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
        exif = Image.Exif()
        if orientation is not None:
            exif[274] = orientation
        out = io.BytesIO()
        image.save(out, kind, exif=exif) if kind != "JPEG" else image.save(out, kind, exif=exif, quality=95)
        return out.getvalue()

    return encode


@pytest.fixture
def real_photo() -> Callable[[str], bytes]:
    """The bytes of a real photograph; the test is skipped, and says so, where the photographs are not there."""

    def read(name: str) -> bytes:
        path = PHOTOS / name
        if not path.is_file():
            pytest.skip(f"REAL PHOTOGRAPH MISSING: {path}")
        return path.read_bytes()

    return read
