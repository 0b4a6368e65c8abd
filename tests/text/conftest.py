"""Pages with known text, drawn for the tests, and real photographs beside the checkout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from scanner_daemon.text.model import Baseline, Block, Box, Line, PageText, Paragraph, Word

PHOTOS = Path(__file__).parents[3] / "shared" / "data" / "photos"
PROSE = (
    "Call me Ishmael. Some years ago, never mind how",
    "long precisely, having little or no money in my",
    "purse, and nothing particular to interest me on",
    "shore, I thought I would sail about a little and",
    "see the watery part of the world.",
)


@pytest.fixture(scope="session")
def prose() -> str:
    """What is printed on `prose_page`."""
    return "\n".join(PROSE)


@pytest.fixture(scope="session")
def prose_page() -> NDArray[np.uint8]:
    """Five lines of English at 300 ppi, uint8 gray, 1000 x 1300 pixels."""
    page = Image.new("L", (1300, 1000), 235)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSerif.ttf", 42)
    for index, line in enumerate(PROSE):
        pen.text((90, 120 + 70 * index), line, fill=25, font=font)
    return np.array(page, dtype=np.uint8)


@pytest.fixture
def real_photo() -> Callable[[str], Path]:
    """The path of a real photograph; the test is skipped, and says so, where the photographs are not there."""

    def find(name: str) -> Path:
        path = PHOTOS / name
        if not path.is_file():
            pytest.skip(f"REAL PHOTOGRAPH MISSING: {path}")
        return path

    return find


@pytest.fixture
def page_text() -> PageText:
    """A small page-text value with everything in it that can go wrong in XML."""

    def line(top: int) -> Line:
        words = tuple(
            Word(text=text, box=Box(left=left, top=top, right=left + 90, bottom=top + 30), confidence=0.9)
            for text, left in (("l’œil", 100), ("<&>", 200), ('"oui"', 300))
        )
        baseline = Baseline(x0=100, y0=top + 26.0, x1=390, y1=top + 28.9)
        return Line(box=Box(left=100, top=top, right=390, bottom=top + 30), baseline=baseline, words=words)

    both = Box(left=100, top=100, right=390, bottom=180)
    paragraph = Paragraph(box=both, lines=(line(100), line(150)))
    picture = Block(kind="picture", box=Box(left=50, top=400, right=500, bottom=700))
    return PageText(
        width=600,
        height=800,
        ppi=300,
        languages=("fra", "lat"),
        engine="test",
        blocks=(Block(kind="text", box=both, paragraphs=(paragraph,)), picture),
    )
