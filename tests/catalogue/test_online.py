"""A catalogue on the network is asked once, with a deadline; the person gets an answer or a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scanner_daemon.catalogue.online import CatalogueSilent, Entry, look_up

ISBN = "9780306406157"


class Catalogue:
    """A server that answers as a test tells it to."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[str] = []
        self.silent = threading.Event()
        self.silent.set()
        catalogue = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                catalogue.asked.append(self.path)
                catalogue.silent.wait(20)
                status, body, headers = catalogue.answers.get(self.path, (404, b"", {}))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is printed."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.daemon_threads = True

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def says(self, path: str, answer: object, status: int = 200, **headers: str) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.answers[path] = (status, body, headers)


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    made = Catalogue()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield made
    finally:
        made.silent.set()
        made.server.shutdown()
        thread.join()
        made.server.server_close()


async def ask(catalogue: Catalogue, template: str = "/isbn/{isbn}.json", deadline_s: float = 10.0) -> Entry | None:
    return await look_up(catalogue.root + template, ISBN, deadline_s)


async def test_an_edition_is_read_with_its_authors_who_are_records_of_their_own(catalogue: Catalogue) -> None:
    edition = {
        "title": "Signals",
        "subtitle": "and noise",
        "authors": [{"key": "/authors/OL1A"}, {"key": "/authors/OL2A"}],
        "publishers": ["Plenum"],
        "publish_date": "1979",
        "languages": [{"key": "/languages/ger"}],
        "number_of_pages": 210,
    }
    catalogue.says(f"/isbn/{ISBN}.json", b"", 302, Location="/books/OL7M.json")
    catalogue.says("/books/OL7M.json", edition)
    catalogue.says("/authors/OL1A.json", {"name": "Ada  Lovelace"})
    assert await ask(catalogue) == Entry(
        title="Signals: and noise",
        authors=("Ada Lovelace",),
        publisher="Plenum",
        published="1979",
        language="deu",
        pages=210,
    )


async def test_a_record_that_is_wrapped_into_its_number_is_understood(catalogue: Catalogue) -> None:
    wrapped = {f"ISBN:{ISBN}": {"title": "Signals", "authors": [{"name": "A. L."}], "publishers": [{"name": "Plenum"}]}}
    catalogue.says("/api?q=" + ISBN, wrapped)
    assert await ask(catalogue, "/api?q={isbn}") == Entry("Signals", ("A. L.",), "Plenum")


@pytest.mark.parametrize("status", [200, 404])
async def test_a_number_that_the_catalogue_does_not_know_is_no_trouble(catalogue: Catalogue, status: int) -> None:
    catalogue.says(f"/isbn/{ISBN}.json", {}, status)
    assert await ask(catalogue) is None


@pytest.mark.parametrize(
    ("answer", "status", "why"),
    [
        (b"<html>", 200, "not understood"),
        ([1], 200, "not understood"),
        ({"works": []}, 200, "not understood"),
        ({"title": "x" * 1_100_000}, 200, "not understood"),
        ({}, 500, "HTTP status 500"),
    ],
)
async def test_an_answer_of_no_use_is_told_in_a_sentence(
    catalogue: Catalogue, answer: object, status: int, why: str
) -> None:
    catalogue.says(f"/isbn/{ISBN}.json", answer, status)
    with pytest.raises(CatalogueSilent, match=f"127.0.0.1 did not answer .*{why}"):
        await ask(catalogue)


async def test_a_catalogue_that_says_nothing_is_given_up(catalogue: Catalogue) -> None:
    catalogue.silent.clear()
    with pytest.raises(CatalogueSilent, match=r"within 0\.2 s"):
        await ask(catalogue, deadline_s=0.2)


async def test_a_catalogue_that_cannot_be_reached_is_told_at_once() -> None:
    with pytest.raises(CatalogueSilent, match="cannot be reached"):
        await look_up("http://127.0.0.1:1/{isbn}", ISBN, 5.0)


async def test_nothing_but_the_number_is_sent(catalogue: Catalogue) -> None:
    catalogue.says(f"/isbn/{ISBN}.json", {"title": "Signals"})
    await ask(catalogue)
    assert catalogue.asked == [f"/isbn/{ISBN}.json"]
