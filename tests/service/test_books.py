"""Books as a client leafs through them: searched, counted, looked up before they are begun."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select

from scanner_daemon.api.schemas import BookState
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.catalogue.isbn import NotAnIsbn
from scanner_daemon.library.books import Books
from scanner_daemon.library.catalogue import NewCopy
from scanner_daemon.library.errors import BarcodeTaken, CopyNotFound
from scanner_daemon.library.intents import Intents
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import BookState as RowState
from scanner_daemon.library.models import Copy, Cycle, Work
from scanner_daemon.library.tickets import Finding, Tickets
from scanner_daemon.service.books import BookReading
from scanner_daemon.service.catalogue import CatalogueReading
from scanner_daemon.service.progress import time_at_work
from scanner_daemon.settings import CatalogueSettings, Settings
from scanner_daemon.vocabulary import Side

ISBN = "9780306406157"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def catalogue_url() -> Iterator[str]:
    """A catalogue that knows one book."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == f"/isbn/{ISBN}.json"
            body = json.dumps({"title": "Signals", "authors": [{"name": "A. L."}]} if known else {}).encode()
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/isbn/{{isbn}}.json"
    server.shutdown()
    thread.join()
    server.server_close()


# ------------------------------------------------------------------------------------------------------- searching


@pytest.fixture
def shelf_of_four(library: Library) -> BookReading:
    books = Books(library)
    books.create("Über die Linie", authors=["Ernst Jünger"])
    books.create("Signals", authors=["Ada Lovelace"], isbn=ISBN, copy=NewCopy(barcode="LIB-0042"))
    books.create("100 % Cotton", authors=["A. Weaver"])
    books.set_state(books.create("Signals and Noise", authors=["C. Shannon"]), RowState.FINISHED, "ada")
    return BookReading(library)


@pytest.mark.parametrize(
    ("find", "titles"),
    [
        ("", ["Signals and Noise", "100 % Cotton", "Signals", "Über die Linie"]),
        ("signals", ["Signals and Noise", "Signals"]),
        ("SIGNALS love", ["Signals"]),
        ("uber junger", ["Über die Linie"]),
        ("über", ["Über die Linie"]),
        ("0-306-40615-2", ["Signals"]),
        ("978-0-306-40615-7", ["Signals"]),
        ("lib-0042", ["Signals"]),
        ("100 %", ["100 % Cotton"]),
        ("_", []),
        ("nothing of the kind", []),
    ],
)
async def test_books_are_found_by_words_numbers_and_barcodes(
    shelf_of_four: BookReading, find: str, titles: list[str]
) -> None:
    assert [book.title for book in (await shelf_of_four.books(None, 10, find=find)).items] == titles


async def test_a_search_comes_in_parts_and_by_state(shelf_of_four: BookReading) -> None:
    first = await shelf_of_four.books(None, 1, find="signals")
    second = await shelf_of_four.books(first.next, 1, find="signals")
    assert [first.items[0].title, second.items[0].title] == ["Signals and Noise", "Signals"]
    finished = await shelf_of_four.books(None, 10, state=BookState.FINISHED)
    assert [book.title for book in finished.items] == ["Signals and Noise"]


# --------------------------------------------------------------------------------------------- works and catalogues


def test_a_second_copy_is_of_the_same_work_and_a_known_barcode_is_the_same_copy(library: Library) -> None:
    books = Books(library)
    first = books.create("Signals", isbn=ISBN, copy=NewCopy(barcode="1"))
    books.create("Signals", isbn=ISBN, copy=NewCopy(barcode="2", shelf="B 12", condition="spine torn"))
    again = books.create("Signals", isbn=ISBN, copy=NewCopy(barcode="1"))
    assert books.get(again).copy_id == books.get(first).copy_id
    with library.read() as session:
        assert len(session.scalars(select(Work)).all()) == 1
        assert [(copy.barcode, copy.shelf) for copy in session.scalars(select(Copy).order_by(Copy.id))] == [
            ("1", None),
            ("2", "B 12"),
        ]
    with pytest.raises(BarcodeTaken, match="“Signals”"):
        books.create("Another", copy=NewCopy(barcode="1"))
    with pytest.raises(CopyNotFound):
        books.create("Signals", copy_id="nothing")


async def test_a_number_that_was_scanned_before_is_told_with_its_digitisations(library: Library) -> None:
    books = Books(library)
    book_id = books.create("Signals", authors=["Ada Lovelace"], isbn=ISBN)
    books.set_state(book_id, RowState.FINISHED, "ada")
    answer = await CatalogueReading(library, CatalogueSettings()).catalogue("0-306-40615-2")
    assert (answer.isbn, answer.online, answer.trouble) == (ISBN, False, None)
    assert answer.entry is not None
    assert (answer.entry.title, answer.entry.authors) == ("Signals", ("Ada Lovelace",))
    (scanned,) = answer.works[0].copies[0].books
    assert (scanned.book_id, scanned.state) == (book_id, "finished")
    assert scanned.finished_at is not None


async def test_the_network_is_asked_only_where_the_settings_say_so(library: Library, catalogue_url: str) -> None:
    silent = await CatalogueReading(library, CatalogueSettings()).catalogue(ISBN)
    assert (silent.entry, silent.trouble) == (None, None)
    asking = CatalogueReading(library, CatalogueSettings(isbn_url=catalogue_url))
    found = await asking.catalogue(ISBN)
    assert found.online
    assert found.entry is not None
    assert (found.entry.title, found.entry.authors) == ("Signals", ("A. L.",))
    assert (await asking.catalogue("978-3-16-148410-0")).entry is None
    with pytest.raises(NotAnIsbn):
        await asking.catalogue("978-3-16-148410-1")


async def test_a_catalogue_that_does_not_answer_is_part_of_the_answer(library: Library) -> None:
    asking = CatalogueReading(library, CatalogueSettings(isbn_url="http://127.0.0.1:1/{isbn}"))
    answer = await asking.catalogue(ISBN)
    assert answer.trouble is not None
    assert answer.trouble.code == "catalogue.silent"
    assert "Type title and author yourself" in answer.trouble.remedy


def test_an_address_without_a_place_for_the_number_is_refused() -> None:
    with pytest.raises(ValueError, match="isbn_url"):
        Settings.model_validate({"catalogue": {"isbn_url": "http://example.org/"}})


async def test_works_and_copies_are_listed(library: Library) -> None:
    Books(library).create("Signals", isbn=ISBN, copy=NewCopy(barcode="LIB-1"))
    Books(library).create("100 % Cotton")
    reading = CatalogueReading(library, CatalogueSettings())
    (work,) = (await reading.works(isbn=None, title="sign", limit=10)).items
    assert [copy.barcode for copy in (await reading.copies(work_id=work.work_id, barcode=None, limit=10)).items] == [
        "LIB-1"
    ]
    assert [each.title for each in (await reading.works(isbn=None, title="%", limit=10)).items] == ["100 % Cotton"]
    assert (await reading.copies(work_id=None, barcode="LIB-1", limit=10)).items[0].title == "Signals"


async def test_profiles_are_listed_with_the_one_in_force(library: Library, tmp_path: Path) -> None:
    folder = library.folders.root / "profiles"
    folder.mkdir()
    for name, at in (("spring", 1_000), ("summer", 2_000)):
        (folder / f"{name}.json").write_text("{}")
        os.utime(folder / f"{name}.json", (at, at))
    elsewhere = tmp_path / "winter.json"
    elsewhere.write_text("{}")
    os.utime(elsewhere, (3_000, 3_000))
    listed = await CatalogueReading(library, CatalogueSettings(), elsewhere).profiles()
    assert [(each.name, each.in_force) for each in listed.items] == [
        ("winter", True),
        ("summer", False),
        ("spring", False),
    ]


# -------------------------------------------------------------------------------------------------------- progress


def test_breaks_are_no_part_of_the_pace() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    at = [noon + timedelta(seconds=seconds) for seconds in (0, 10, 20, 2000, 2010)]
    assert time_at_work(at) == (timedelta(seconds=30), 3)
    assert time_at_work([]) == (timedelta(), 0)


async def test_progress_says_what_is_missing_who_worked_and_how_fast(library: Library) -> None:
    books = Books(library)
    book_id = books.create("Signals", expected_spreads=40, operator="ada")
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    spreads = []
    for number in range(3):
        intent = Intents(library).intend(book_id, None, (Side.LEFT,), re_shoot=False, operator="ben")
        spreads.append(intent.spread_id)
        with library.write() as session:
            session.scalars(select(Cycle).where(Cycle.turn_id == intent.turn_id)).one().landed_at = noon + timedelta(
                seconds=9 * number
            )
    with library.write() as session:
        Tickets(library).found(session, spreads[0], "page:left", [Finding("page_failed", Side.LEFT, "Cut short.")])
    reading = BookReading(library)
    progress = await reading.book_progress(book_id)
    assert (progress.spreads, progress.expected_spreads, progress.open_tickets) == (3, 40, 1)
    assert [gap.position for gap in progress.missing] == [1, 2, 3]
    assert progress.operators == ("ada", "ben")
    assert progress.seconds_at_work == 18
    assert (await reading.book(book_id)).open_tickets == 1
    assert (await reading.missing_spreads(book_id)).items == progress.missing
    with pytest.raises(NotFoundError):
        await reading.book_progress("nothing")
