"""A library with one book of two spreads, as the service sees it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.service.reads import LibraryReading
from scanner_daemon.vocabulary import Side


def photograph(seed: int, orientation: int = 1) -> bytes:
    image = Image.effect_noise((300, 200), 20 + seed)
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass(frozen=True)
class Shelf:
    library: Library
    reading: LibraryReading
    book_id: str
    spread_ids: list[str]
    shot_ids: list[str]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with open_library(tmp_path / "library") as library:
        book_id = Books(library).create("Days", authors=["A. Nonymous"])
        spread_ids, shot_ids = [], []
        for number in range(2):
            spread_id = None
            for side in (Side.LEFT, Side.RIGHT):
                file = tmp_path / f"{side}_{number}.jpg"
                file.write_bytes(photograph(2 * number + (side is Side.RIGHT), orientation=6))
                added = add_photograph(library, book_id, file, side, spread_id=spread_id)
                spread_id = added.spread_id
                shot_ids.append(added.shot_id)
            assert spread_id is not None
            spread_ids.append(spread_id)
        yield Shelf(library, LibraryReading(library), book_id, spread_ids, shot_ids)
