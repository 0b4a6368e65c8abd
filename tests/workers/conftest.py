"""A library with a book whose pages hold known words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import Layout
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.vocabulary import Side

LINES = (
    "The harbour lay quiet in the evening light",
    "and every boat had come home with the tide.",
    "On the stone pier a lantern was burning,",
    "and the old keeper walked slowly beneath it,",
    "counting the steps from the door to the sea.",
    "He had measured this distance many winters,",
    "and always found it shorter than before.",
)


def photograph_of(first_word: str) -> bytes:
    """A page of seven lines on a dark table, about 150 ppi; ``first_word`` tells pages apart."""
    table = Image.new("L", (1000, 1300), 30)
    draw = ImageDraw.Draw(table)
    draw.rectangle((80, 80, 920, 1220), fill=235)
    font = ImageFont.truetype("DejaVuSerif.ttf", 27)
    for number, line in enumerate((first_word, *LINES, *LINES)):
        draw.text((150, 170 + 64 * number), line, font=font, fill=25)
    out = io.BytesIO()
    table.save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def book_id(library: Library) -> str:
    return Books(library).create("Harbour", layout=Layout.PAGES)


@pytest.fixture
def add_page(library: Library, book_id: str, tmp_path: Path) -> Callable[[str], str]:
    """Adds a photographed page and returns its shot's id; bytes instead of a word are added as they are."""

    def add(first_word: str, content: bytes | None = None, side: Side = Side.SINGLE) -> str:
        file = tmp_path / f"{first_word}.jpg"
        file.write_bytes(photograph_of(first_word) if content is None else content)
        return add_photograph(library, book_id, file, side).shot_id

    return add
