"""Damaged and foreign files are refused with a sentence; nothing is ever half a page."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from scanner_daemon.errors import BookcradleError
from scanner_daemon.pages import PhotoTruncated, PhotoUnreadable, flatten
from scanner_daemon.pages.photo import read_photo

Pixels = NDArray[np.uint8]

Encode = Callable[..., bytes]


@pytest.mark.parametrize(
    "junk", [b"", b"Dear reader, this is text, and it was named page.jpg.\n" * 40, b"\xff\xd8\xff", bytes(5000)]
)
def test_what_is_no_image_is_refused_with_a_sentence(junk: bytes) -> None:
    with pytest.raises(PhotoUnreadable) as refused:
        flatten(junk)
    assert isinstance(refused.value, BookcradleError)
    assert refused.value.sentence.startswith("This photograph cannot be read: ")
    assert refused.value.what_to_do


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_truncated_jpeg_is_an_error_not_a_grey_half_page(drawn_page: Pixels, encoded: Encode, share: float) -> None:
    whole = encoded(drawn_page)
    with pytest.raises(PhotoTruncated, match="cut short"):
        read_photo(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_truncated_png_or_tiff_is_an_error(drawn_page: Pixels, encoded: Encode, kind: str) -> None:
    whole = encoded(drawn_page, kind)
    with pytest.raises(BookcradleError):
        read_photo(whole[: len(whole) // 2])


def test_a_jpeg_that_lost_a_block_in_its_middle_is_an_error(drawn_page: Pixels, encoded: Encode) -> None:
    whole = encoded(drawn_page)
    half = len(whole) // 2
    with pytest.raises(PhotoUnreadable, match="damaged"):
        flatten(whole[:half] + whole[half + 4096 :])


@pytest.mark.parametrize("long_side", [1999, 4000, 4001, 8005])
def test_a_large_jpeg_is_looked_at_in_a_smaller_copy_of_the_same_pixels(encoded: Encode, long_side: int) -> None:
    y, x = np.mgrid[0:601, 0:long_side]
    read = read_photo(encoded((128 + 90 * np.sin(x / 150) * np.cos(y / 120)).astype(np.uint8)))
    step = round(1 / read.looked_at_scale)
    assert step == (1 if long_side < 4000 else 2 if long_side < 8000 else 4)
    assert read.size == (long_side, 601)
    assert read.image.shape == (601, long_side)
    rows, columns = 601 // step, long_side // step
    means = read.image[: rows * step, : columns * step].reshape(rows, step, columns, step).mean(axis=(1, 3))
    assert np.abs(read.looked_at[:rows, :columns] - means).max() <= 3


def test_a_jpeg_in_cmyk_is_read(drawn_page: Pixels) -> None:
    out = io.BytesIO()
    Image.fromarray(drawn_page).convert("CMYK").save(out, "JPEG", quality=95)
    assert np.abs(read_photo(out.getvalue()).image.mean(axis=2) - drawn_page).mean() < 3


def test_a_jpeg_with_something_behind_its_end_is_whole(drawn_page: Pixels, encoded: Encode) -> None:
    assert read_photo(encoded(drawn_page) + bytes(4096)).size == (900, 1350)


@pytest.mark.parametrize(("kind", "tolerance"), [("PNG", 0), ("TIFF", 0), ("JPEG", 12)])
def test_each_format_gives_the_same_pixels(drawn_page: Pixels, encoded: Encode, kind: str, tolerance: int) -> None:
    read = read_photo(encoded(drawn_page, kind)).image
    assert read.shape == drawn_page.shape
    assert np.abs(read.astype(int) - drawn_page).max() <= tolerance


def test_a_camera_s_resolution_means_nothing_and_a_scanner_s_does(drawn_page: Pixels) -> None:
    def saved(make: str | None) -> bytes:
        exif = Image.Exif()
        if make is not None:
            exif[271] = make
        out = io.BytesIO()
        Image.fromarray(drawn_page).save(out, "JPEG", exif=exif, dpi=(300, 300))
        return out.getvalue()

    assert read_photo(saved(None)).ppi == 300
    assert read_photo(saved("NIKON CORPORATION")).ppi is None


def test_pixels_of_another_kind_are_refused() -> None:
    with pytest.raises(PhotoUnreadable):
        flatten(np.zeros((0, 10), dtype=np.uint8))
    with pytest.raises(PhotoUnreadable):
        flatten(np.zeros((10, 10, 4), dtype=np.uint8))
