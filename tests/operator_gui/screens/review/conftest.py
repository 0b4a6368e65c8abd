"""A library with two spreads whose pages have words, and the review screen in front of the daemon that serves it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from operator_gui.keys.barcode import FASTEST_HAND_MS
from operator_gui.screens.review.screen import ReviewScreen
from scanner_daemon.library.books import Books
from scanner_daemon.library.library import open_library
from scanner_daemon.library.models import FlagRow, VerdictRow
from scanner_daemon.library.pages import PageResult, Pages
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.library.summaries import refresh
from scanner_daemon.text.model import Block, Box, Line, PageText, Paragraph, Word
from scanner_daemon.text.plain import plain_text
from scanner_daemon.vocabulary import Level, Side
from scanner_daemon.workers.derived import derive
from tests.operator_gui.conftest import Seat
from tests.rig.bench import Bench

LINES = (("The", 0.97), ("harbonr", 0.55), ("lay", 0.95)), (("quiet", 0.93), ("here", 0.8))
SIZE = (600, 800)


def picture(number: int) -> bytes:
    page = Image.new("L", SIZE, 235)
    ImageDraw.Draw(page).rectangle((40 + 10 * number, 600, 80 + 10 * number, 640), fill=30)
    out = io.BytesIO()
    page.save(out, "JPEG")
    return out.getvalue()


def page_text() -> PageText:
    lines = []
    for row, words in enumerate(LINES):
        top = 100 + 60 * row
        placed = tuple(
            Word(
                text=text, box=Box(left=60 + 160 * at, top=top, right=200 + 160 * at, bottom=top + 30), confidence=sure
            )
            for at, (text, sure) in enumerate(words)
        )
        box = Box(left=60, top=top, right=560, bottom=top + 30)
        lines.append(Line(box=box, baseline=None, words=placed))
    whole = Box(left=0, top=0, right=SIZE[0], bottom=SIZE[1])
    blocks = (Block(kind="text", box=whole, paragraphs=(Paragraph(box=whole, lines=tuple(lines)),)),)
    return PageText(width=SIZE[0], height=SIZE[1], ppi=100, languages=("eng",), engine="test", blocks=blocks)


def fill(folder: Path, spreads: int = 2) -> tuple[str, list[str]]:
    """A book whose first spread has a red flag on its right page; its id and those of its spreads."""
    text = page_text()
    with open_library(folder) as library:
        book_id = Books(library).create("Harbours")
        spread_ids: list[str] = []
        for number in range(spreads):
            spread_id = None
            for side in (Side.LEFT, Side.RIGHT):
                content = picture(2 * number + (side is Side.RIGHT))
                file = folder / "one.jpg"
                file.write_bytes(content)
                added = add_photograph(library, book_id, file, side, spread_id=spread_id)
                spread_id = added.spread_id
                forms = {"page": (".jpg", content), "text": (".json", text.to_json().encode())}
                forms["plain"] = (".txt", plain_text(text).encode())
                made = [
                    derive(library, kind, suffix, f"{number}{side}".ljust(64, "0"), "test", {}, each)
                    for kind, (suffix, each) in forms.items()
                ]
                facts = {
                    "text": {"characters": text.characters},
                    "page_engine": {"quad": [[0, 0], [600, 0], [600, 800], [0, 800]], "clockwise_degrees": 0},
                }
                with library.write() as session:
                    result = PageResult(*SIZE, ppi=100, score=text.mean_confidence, facts=facts)
                    Pages(library).record_page(session, added.shot_id, side, result, made)
            assert spread_id is not None
            spread_ids.append(spread_id)
        with library.write() as session:
            now = library.clock.utc()
            verdict = VerdictRow(spread_id=spread_ids[0], level=Level.RED, inspected_ms=1.0, judged_at=now)
            said = {"check": "blur", "level": Level.RED, "side": Side.RIGHT, "reason": "It is soft.", "version": "1"}
            verdict.flags.append(FlagRow(spread_id=spread_ids[0], **said))
            session.add(verdict)
            refresh(session, spread_ids[0])
    return book_id, spread_ids


@dataclass
class ReviewDesk:
    """The review screen, and the person in front of it."""

    seat: Seat
    bench: Bench
    screen: ReviewScreen
    book_id: str
    spread_ids: list[str]

    def press(self, *keys: str) -> None:
        """Press keys as fast as a hand can: what comes faster is taken for a barcode scanner."""
        for key in keys:
            self.seat.key(key)
            self.seat.qtbot.wait(2 * FASTEST_HAND_MS)

    def grid_filled(self, spreads: int) -> None:
        store = self.screen.grid.store
        self.seat.until(lambda: store.total == spreads and store.cell(0) is not None, f"{spreads} cells")

    def open_first(self) -> None:
        """Look at the first spread, and wait for its page."""
        self.press("Home", "Return")
        self.seat.until(lambda: self.screen.detail().canvas.picture is not None, "the page is shown")

    def words_shown(self) -> None:
        self.seat.until(lambda: self.screen.detail().words.layer.words is not None, "the words are there")


@pytest.fixture
def review(rig: Callable[..., Seat]) -> Callable[..., ReviewDesk]:
    """The screen over a library that was filled before."""

    def make(fill_with: Callable[[Path], tuple[str, list[str]]] = fill) -> ReviewDesk:
        seat = rig(start_at="capture")
        assert seat.bench is not None
        book_id, spread_ids = fill_with(seat.bench.library)
        screen = seat.screen("review")
        assert isinstance(screen, ReviewScreen)
        return ReviewDesk(seat, seat.bench, screen, book_id, spread_ids)

    return make
