"""From a scanned number to a finished book, and back to a spread that the night found poor: with keys alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from scanner_daemon.api.schemas import Book, Listing, RigState

if TYPE_CHECKING:
    from tests.operator_gui.screens.books.conftest import Desk

ISBN = "978-0-306-40615-7"
UNPLUGGED = """
[[fault]]
spread = 2
moment = "exposing"
part = "right"
kind = "unplug"
"""


def test_a_scanned_number_begins_a_book_and_a_second_scan_warns(desk: Callable[..., Desk]) -> None:
    at = desk()
    seat, form = at.seat, at.screen.form
    seat.until(lambda: at.reads("There is no book yet."))
    at.scan(ISBN.replace("-", ""))
    seat.until(form.isVisible, "an unknown number opens the form")
    seat.until(lambda: at.reads("This number is not known yet."))
    assert (form.isbn.text(), seat.focus) == ("9780306406157", form.title)
    assert at.away(), "a scanner's Enter begins nothing"
    seat.type("Signals")
    seat.key("Return")
    assert seat.focus is form.author
    seat.type("Ada Lovelace")
    at.to("Expected spreads")
    seat.key("Up", "Up", "Up")
    at.to("Shelf")
    seat.type("B 12")
    seat.key("Ctrl+Return")
    seat.until(lambda: seat.rig.book is not None and seat.window.scope == "capture", "the book is on the cradle")
    assert seat.rig.book is not None
    assert (seat.rig.book.title, seat.rig.book.expected_spreads) == ("Signals", 3)
    (book,) = at.bench.api.get("/v1/books", Listing[Book]).items
    assert (book.author, book.isbn, book.shelf) == ("Ada Lovelace", "9780306406157", "B 12")
    seat.screen("books")
    seat.key("P")
    seat.until(at.away, "it is put away")
    seat.key("N")
    at.scan("0306406152")
    seat.until(lambda: form.duplicates.isVisible() and form.title.text() == "Signals", "it is known")
    assert at.reads("You have begun to scan this on")
    assert form.copy.count() == 2, "the copy can be chosen"
    at.to("Continue that one")
    seat.key("Return")
    seat.until(lambda: seat.rig.book is not None and seat.window.scope == "capture")
    assert len(at.bench.api.get("/v1/books", Listing[Book]).items) == 1


def test_books_are_found_by_a_part_of_their_words(desk: Callable[..., Desk]) -> None:
    at = desk()
    for title, author in (("Über die Linie", "Jünger"), ("Elements", "Euclid"), ("Optics", "Euclid")):
        at.bench.begin(title, author=author)
        at.bench.api.act("/v1/books/put-away")
    at.seat.screen("books")
    at.until_listed("Optics", "Elements", "Über die Linie")
    at.seat.key("/")
    at.seat.type("uber junger")
    at.until_listed("Über die Linie")
    at.seat.key("Escape")
    at.seat.type("euclid")
    at.until_listed("Optics", "Elements")
    at.seat.key("Return", "Down")
    assert at.screen.shelf.book() == at.screen.shelf.books.book(1)
    at.seat.until(lambda: at.screen.shelf.detail.title.text() == "Elements")
    at.seat.key("Return")
    at.seat.until(lambda: at.seat.rig.book is not None and at.seat.rig.book.title == "Elements", "it is continued")


def test_finishing_is_refused_with_the_spreads_that_are_missing(desk: Callable[..., Desk]) -> None:
    at = desk(scenario=UNPLUGGED)
    seat = at.seat
    at.bench.begin("Elements")
    at.bench.shoot()
    at.bench.press()
    seat.until(lambda: seat.rig.last_spread is not None and seat.rig.last_spread.missing, "a side is missing")
    seat.key("F")
    seat.until(lambda: at.screen.shelf.detail.missing.isVisible(), "what is missing is shown")
    seat.until(lambda: at.reads("Not finished yet."))
    seat.until(lambda: at.reads("Spread 2</b> · right page"))
    seat.until(lambda: seat.focus.objectName() == "re_shoot", "the first remedy has the focus")
    seat.key("Tab", "Return")
    seat.until(lambda: at.reads("Spread 2 is deleted."))


def test_a_ticket_opens_the_cradle_at_its_spread(desk: Callable[..., Desk]) -> None:
    at = desk()
    seat, pane = at.seat, at.screen.tickets
    at.bench.begin("Elements")
    spread = at.bench.shoot().last_spread
    at.bench.shoot()
    assert spread is not None
    at.bench.api.act("/v1/books/finish")
    at.make_ticket(spread.spread_id)
    seat.screen("books")
    seat.key("T")
    seat.until(lambda: pane.tickets.count == 1, "the ticket is listed")
    seat.key("B")
    seat.until(at.screen.shelf.detail.tickets_button.isVisible, "the book tells of it too")
    seat.key("T")
    seat.until(lambda: pane.list.hasFocus() and pane.ticket() is not None)
    assert at.reads("left page: text read with 61 % confidence, at least 75 % is wanted")
    seat.key("Return")
    seat.until(lambda: seat.window.scope == "capture" and seat.rig.state is RigState.TURN_BACK)
    assert seat.rig.turn_back is not None
    assert seat.rig.turn_back.position == 1


def test_a_ticket_is_dismissed_with_a_reason(desk: Callable[..., Desk]) -> None:
    at = desk()
    seat, pane = at.seat, at.screen.tickets
    at.bench.begin("Elements")
    spread = at.bench.shoot().last_spread
    assert spread is not None
    at.make_ticket(spread.spread_id)
    seat.screen("books")
    seat.key("T")
    seat.until(lambda: pane.ticket() is not None)
    seat.key("D")
    assert isinstance(seat.focus, QLineEdit)
    seat.key("Return")
    assert pane.why.isVisible(), "a reason is wanted"
    seat.type("A page of music.")
    seat.key("Return")
    seat.until(lambda: pane.tickets.count == 0 and at.reads("Nothing to shoot again."))
