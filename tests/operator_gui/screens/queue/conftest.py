"""The screen of the queue against a real daemon, and a library whose jobs a test may do, spoil and count."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel

from operator_gui.screens.queue.screen import QueueScreen
from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import BookState, JobState
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import Side
from tests.operator_gui.conftest import Seat
from tests.rig.bench import Bench

REASON = "No page could be found on the photograph. Shoot it again with the platen down."


@dataclass
class Desk:
    """A person at this screen, and the workers' end of the queue."""

    seat: Seat
    bench: Bench

    @property
    def screen(self) -> QueueScreen:
        widget = self.seat.window.screen_widget("queue")
        assert isinstance(widget, QueueScreen)
        return widget

    def reads(self, words: str) -> bool:
        """Whether a visible label says this."""
        labels = self.seat.window.findChildren(QLabel)
        return any(label.isVisible() and words in label.text() for label in labels)

    def with_library(self, act: Callable[[Library], object]) -> None:
        """What another process does."""
        with open_library(self.bench.library) as library:
            act(library)

    def enqueue(self, count: int, kind: str = "text") -> None:
        """So many jobs, for tonight."""

        def fill(library: Library) -> None:
            later = library.clock.utc() + timedelta(hours=8)
            with library.write() as session:
                for number in range(count):
                    JobQueue(library).enqueue(session, kind, f"page {number}", not_before=later)

        self.with_library(fill)

    def spoil(self, count: int = 1) -> None:
        """A worker gives up so many page jobs."""

        def give_up(library: Library) -> None:
            queue = JobQueue(library)
            for _ in range(count):
                lease = queue.claim("mill:17:0.00", ["page"])
                assert lease is not None
                queue.fail(lease, REASON, transient=False)

        self.with_library(give_up)

    def states(self) -> dict[str, dict[JobState, int]]:
        """As the library has them."""
        found: list[dict[str, dict[JobState, int]]] = []
        self.with_library(lambda library: found.append(JobQueue(library).counts()))
        return found[0]


def photograph(number: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 200), 20 + number).save(out, "JPEG")
    return out.getvalue()


def shelve(library: Library, spreads: int, folder: Path, *, finish: bool) -> None:
    """A book of so many spreads, as if it had been photographed."""
    books = Books(library)
    book_id = books.create("Days", authors=["A. Nonymous"])
    for number in range(spreads):
        spread_id = None
        for side in (Side.LEFT, Side.RIGHT):
            file = folder / f"{side}_{number}.jpg"
            file.write_bytes(photograph(2 * number + (side is Side.RIGHT)))
            spread_id = add_photograph(library, book_id, file, side, spread_id=spread_id).spread_id
    if finish:
        books.set_state(book_id, BookState.FINISHED, "Ada")


@pytest.fixture
def desk(rig: Callable[..., Seat], tmp_path: Path) -> Callable[..., Desk]:
    """A running daemon with a book of some spreads in its library, and a person at the screen of the queue.

    The book does not come from the cradle: this screen's stories need none, and are quicker without.
    """

    def make(*, spreads: int = 2, finish: bool = False, **bench: object) -> Desk:
        seat = rig(start_at="queue", **bench)
        assert seat.bench is not None
        desk = Desk(seat, seat.bench)
        desk.with_library(lambda library: shelve(library, spreads, tmp_path, finish=finish))
        seat.until(lambda: desk.screen.waiting.model.rowCount() == 2 * spreads, "the jobs are shown")
        return desk

    return make
