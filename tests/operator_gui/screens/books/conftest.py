"""The screen of the books beside a capture screen that does nothing, and a library to fill it with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from operator_gui import application
from operator_gui.screens.books.screen import SCREEN, BooksScreen
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from scanner_daemon.library.library import open_library
from scanner_daemon.library.tickets import Finding, Tickets
from scanner_daemon.vocabulary import Side
from tests.operator_gui.conftest import Seat
from tests.rig.bench import Bench


class Elsewhere(ScreenWidget):
    """A screen that is gone to, and remembers at which place."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.places: list[str] = []
        del context

    def open_at(self, place: str) -> None:
        self.places.append(place)


def elsewhere(screen_id: str, key: str) -> Screen:
    return Screen(id=screen_id, name=screen_id, icon="M4 4h16", key=key, order=1, make=Elsewhere)


@pytest.fixture(autouse=True)
def screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """This screen is tested by itself, whatever others there are."""
    shown = [elsewhere("capture", "F2"), elsewhere("review", "F3"), SCREEN]
    monkeypatch.setattr(application, "found_screens", lambda: shown)


@dataclass
class Desk:
    """A person at this screen."""

    seat: Seat
    bench: Bench

    @property
    def screen(self) -> BooksScreen:
        widget = self.seat.window.screen_widget("books")
        assert isinstance(widget, BooksScreen)
        return widget

    def away(self) -> bool:
        """No book lies on the cradle."""
        return self.seat.rig.book is None

    def titles(self) -> list[str]:
        """Of the books in the list, as it stands."""
        books = self.screen.shelf.books
        return [found.title for row in range(books.rowCount()) if (found := books.book(row)) is not None]

    def until_listed(self, *titles: str) -> None:
        self.seat.until(lambda: self.titles() == list(titles), f"the list shows {titles}, not {self.titles()}")

    def reads(self, words: str) -> bool:
        """Whether a visible label says this."""
        labels = self.seat.window.findChildren(QLabel)
        return any(label.isVisible() and words in label.text() for label in labels)

    def scan(self, code: str) -> None:
        """What a barcode scanner types: all at once, and Enter."""
        QTest.keyClicks(self.seat.focus, code)
        self.seat.key("Return")

    def to(self, name: str) -> None:
        """Tab on until the widget with this accessible name or these words has the focus."""
        for _ in range(60):
            focus = self.seat.focus
            said = (focus.accessibleName(), focus.property("text") or "")
            if any(part.startswith(name) for part in said):
                return
            self.seat.key("Tab")
        raise AssertionError(f"{name} cannot be reached with Tab")

    def make_ticket(self, spread_id: str) -> None:
        """What the night does."""
        found = Finding("text_score", Side.LEFT, "Its text was read with little confidence.", 0.61, 0.75)
        with open_library(self.bench.library) as library, library.write() as session:
            Tickets(library).found(session, spread_id, "text:left", [found])


@pytest.fixture
def desk(rig: Callable[..., Seat]) -> Callable[..., Desk]:
    """A running rig whose cameras are there, and a person at the screen of the books."""

    def make(**bench: object) -> Desk:
        seat = rig(start_at="books", **bench)
        assert seat.bench is not None
        seat.bench.until(lambda now: all(camera.alive for camera in now.cameras.values()))
        seat.bench.until(lambda now: not now.cradle.fitted or now.cradle.homed)
        QApplication.processEvents()
        return Desk(seat, seat.bench)

    return make
