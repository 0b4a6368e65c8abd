"""A page's image as it goes into the PDF: JPEG, gray where the page is gray, at its real size."""

from __future__ import annotations

import io
from pathlib import Path

import img2pdf
from PIL import Image

__all__ = ["JPEG_QUALITY", "as_jpeg", "blank_like", "one_page_pdf"]

JPEG_QUALITY = 85
_STAND_IN_PX = 800


def as_jpeg(image: Path | bytes) -> bytes:
    """The bytes of a JPEG: the file's own where it is one that a PDF can hold, else compressed at quality 85.

    Raises OSError or ValueError for what is no image.
    """
    data = image if isinstance(image, bytes) else image.read_bytes()
    with Image.open(io.BytesIO(data)) as opened:
        if opened.format == "JPEG" and opened.mode in ("L", "RGB") and opened.getexif().get(274, 1) == 1:
            return data
        flat = opened.convert("L") if opened.mode in ("1", "L", "LA", "I;16") else opened.convert("RGB")
        compressed = io.BytesIO()
        flat.save(compressed, "JPEG", quality=JPEG_QUALITY)
        return compressed.getvalue()


def blank_like(jpeg: bytes, ppi: float) -> tuple[bytes, float]:
    """A small blank JPEG that covers the same paper, and its resolution, so that both make a page of one size."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        width, height = opened.size
    share = min(1.0, _STAND_IN_PX / max(width, height))
    small = (max(1, round(width * share)), max(1, round(height * share)))
    blank = io.BytesIO()
    Image.new("L", small, 255).save(blank, "JPEG")
    return blank.getvalue(), ppi * small[1] / height


def one_page_pdf(jpeg: bytes, ppi: float) -> bytes:
    """A PDF of one page that is exactly the image at ``ppi``. Raises ValueError for what img2pdf refuses."""
    layout = img2pdf.get_fixed_dpi_layout_fun((ppi, ppi))
    try:
        return bytes(img2pdf.convert(jpeg, layout_fun=layout, nodate=True))
    except (img2pdf.ImageOpenError, img2pdf.JpegColorspaceError, img2pdf.PdfTooLargeError) as error:
        raise ValueError(str(error)) from error
