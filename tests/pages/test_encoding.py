"""Files of finished pages: the same pixels however many threads encode them, and a resolution that others can read."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from scanner_daemon.pages.codecs import CpuCodec
from scanner_daemon.pages.encoding import JPEG_QUALITY, encoded_jpeg, encoded_png

Pixels = NDArray[np.uint8]


def _page(height: int, width: int, channels: int) -> Pixels:
    rng = np.random.default_rng(4)
    soft = cv2.GaussianBlur(rng.integers(0, 256, (height, width, 3), dtype=np.uint8), (0, 0), 1.5)
    return np.ascontiguousarray(soft if channels == 3 else soft[..., 0], np.uint8)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (64, 50), (65, 50), (333, 130), (1024, 77), (1601, 16)])
@pytest.mark.parametrize("channels", [1, 3])
def test_stripes_joined_are_the_picture_encoded_at_once(height: int, width: int, channels: int) -> None:
    page = _page(height, width, channels)
    how = ("BGR", "420") if channels == 3 else ("GRAY", "Gray")
    whole = simplejpeg.encode_jpeg(page.reshape(height, width, channels), JPEG_QUALITY, *how)
    made = encoded_jpeg(page, 300)
    flags = cv2.IMREAD_UNCHANGED
    seen, expected = (cv2.imdecode(np.frombuffer(jpeg, np.uint8), flags) for jpeg in (made, whole))
    assert seen is not None
    assert np.array_equal(seen, np.asarray(expected))


def test_a_page_of_more_mcus_than_one_interval_holds_is_still_whole() -> None:
    page = np.tile(_page(256, 256, 1), (12, 24))
    assert page.size / 64 > 65535
    made = simplejpeg.decode_jpeg(encoded_jpeg(page, 300), "GRAY")[..., 0]
    assert np.abs(made.astype(int) - page).mean() < 3


def test_the_file_does_not_depend_on_the_number_of_threads() -> None:
    page, before = _page(400, 300, 3), cv2.getNumThreads()
    try:
        made = []
        for threads in (1, 2, 3):
            cv2.setNumThreads(threads)
            made.append(encoded_jpeg(page, 300))
    finally:
        cv2.setNumThreads(before)
    assert made[0] == made[1] == made[2]


def test_a_file_knows_its_resolution_and_what_it_is() -> None:
    page = _page(120, 90, 3)
    with Image.open(io.BytesIO(encoded_jpeg(page, 299.6))) as jpeg:
        jpeg.load()
        assert (jpeg.format, jpeg.size, jpeg.info["dpi"]) == ("JPEG", (90, 120), (300, 300))
    bilevel = np.where(page[..., 0] > 128, 255, 0).astype(np.uint8)
    with Image.open(io.BytesIO(encoded_png(bilevel, 300, bilevel=True))) as png:
        assert png.mode == "1"
        assert png.info["dpi"][0] == pytest.approx(300, abs=0.1)
        assert np.array_equal(np.asarray(png, np.uint8) * 255, bilevel)


def test_a_codec_that_writes_no_jfif_header_gets_one() -> None:
    class WithoutHeader(CpuCodec):
        def encoded(self, image: Pixels, quality: int) -> bytes:
            jpeg = super().encoded(image, quality)
            return jpeg[:2] + jpeg[4 + int.from_bytes(jpeg[4:6], "big") :]

    page = _page(48, 64, 3)
    assert b"JFIF" not in WithoutHeader().encoded(page, 92)
    assert encoded_jpeg(page, 240, codec=WithoutHeader()) == encoded_jpeg(page, 240).replace(
        b"JFIF\0\1\1", b"JFIF\0\1\2"
    )
