"""What a catalogue on the network knows of an ISBN: asked once, with a deadline, and only where the settings name one.

Understood are answers in the shape of Open Library's editions (``https://openlibrary.org/isbn/{isbn}.json``, whose
authors are records of their own and fetched after it) and of its ``/api/books?…jscmd=data``. A shelf of private books
is nobody's business: no address is built in, and nothing but the number is sent.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scanner_daemon.errors import BookcradleError

if TYPE_CHECKING:
    import httpx

__all__ = ["CatalogueSilent", "Entry", "look_up"]

_MOST_BYTES = 1_000_000
_MOST_AUTHORS = 5
_TESSERACT_NAME = {
    "alb": "sqi",
    "arm": "hye",
    "baq": "eus",
    "bur": "mya",
    "cze": "ces",
    "dut": "nld",
    "fre": "fra",
    "geo": "kat",
    "ger": "deu",
    "gre": "ell",
    "ice": "isl",
    "mac": "mkd",
    "may": "msa",
    "per": "fas",
    "rum": "ron",
    "slo": "slk",
    "tib": "bod",
    "wel": "cym",
}
"""Libraries write some languages otherwise than Tesseract does: ISO 639-2's B codes and its T codes."""


class CatalogueSilent(BookcradleError):
    """The catalogue gave no answer that can be used."""

    code = "catalogue.silent"
    what = "The catalogue at {host} did not answer ({detail})."
    remedy = "Type title and author yourself, or check the network and [catalogue] isbn_url in the settings."


@dataclass(frozen=True, slots=True)
class Entry:
    """What a catalogue says of a book. None: it does not say."""

    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    """As Tesseract names it."""
    pages: int | None = None


async def look_up(template: str, isbn: str, deadline_s: float) -> Entry | None:
    """Ask the catalogue at ``template`` (an address with ``{isbn}`` in it) for 13 digits; None where it knows none.

    Raises `CatalogueSilent` when no usable answer has come after ``deadline_s``, whatever the reason.
    """
    import httpx  # a rig that asks no catalogue does not carry the client

    address = template.replace("{isbn}", isbn)
    host = httpx.URL(address).host
    try:
        async with asyncio.timeout(deadline_s), httpx.AsyncClient(follow_redirects=True, timeout=deadline_s) as client:
            answer = await _record(client, address)
            record = None if answer is None else _innermost(answer)
            if record is None:
                return None
            return _entry(record, await _author_names(client, address, record))
    except TimeoutError as error:
        raise CatalogueSilent(host=host, detail=f"within {deadline_s:g} s") from error
    except httpx.HTTPStatusError as error:
        raise CatalogueSilent(host=host, detail=f"HTTP status {error.response.status_code}") from error
    except httpx.TimeoutException as error:
        raise CatalogueSilent(host=host, detail=f"within {deadline_s:g} s") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CatalogueSilent(host=host, detail="it cannot be reached") from error
    except (ValueError, TypeError) as error:
        raise CatalogueSilent(host=host, detail="its answer is not understood") from error


async def _record(client: httpx.AsyncClient, address: str) -> Mapping[str, Any] | None:
    """A JSON object; None where there is none. Raises httpx's errors, and ValueError for anything else."""
    async with client.stream("GET", address, headers={"Accept": "application/json"}) as answer:
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        body = bytearray()
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > _MOST_BYTES:
                raise ValueError("too long")
    read = json.loads(bytes(body))
    if not isinstance(read, dict):
        raise TypeError("no object")
    return read


def _innermost(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The record itself: some catalogues wrap it into an object keyed by the number, empty where they know none."""
    if "title" in answer:
        return answer
    wrapped = [value for value in answer.values() if isinstance(value, dict) and "title" in value]
    if not answer or (not wrapped and "error" in answer):
        return None
    if not wrapped:
        raise ValueError("no title")
    return wrapped[0]


async def _author_names(client: httpx.AsyncClient, address: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    names: list[str] = []
    for author in _list(record, "authors")[:_MOST_AUTHORS]:
        if isinstance(author, str):
            names.append(author)
        elif isinstance(author, dict) and isinstance(author.get("name"), str):
            names.append(author["name"])
        elif isinstance(author, dict) and re.fullmatch(r"/authors/\w+", str(author.get("key", ""))):
            found = await _record(client, urljoin(address, f"{author['key']}.json"))
            if found is not None and isinstance(found.get("name"), str):
                names.append(found["name"])
    if not names and isinstance(record.get("by_statement"), str):
        names.append(record["by_statement"].rstrip(" ."))
    return tuple(line for line in map(_line, names) if line)


def _entry(record: Mapping[str, Any], authors: tuple[str, ...]) -> Entry | None:
    title = _line(record["title"])
    subtitle = _line(record.get("subtitle"))
    if not title:
        return None
    pages = record.get("number_of_pages")
    return Entry(
        title=f"{title}: {subtitle}" if subtitle else title,
        authors=authors,
        publisher=_first_name(_list(record, "publishers")),
        published=_line(record.get("publish_date")) or None,
        language=_language(_list(record, "languages")),
        pages=pages if isinstance(pages, int) and pages > 0 else None,
    )


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    value = record.get(name)
    return value if isinstance(value, list) else []


def _first_name(named: list[Any]) -> str | None:
    first = named[0] if named else None
    return _line(first.get("name") if isinstance(first, dict) else first) or None


def _language(languages: list[Any]) -> str | None:
    first = languages[0] if languages else None
    code = str(first.get("key", "") if isinstance(first, dict) else first or "").rpartition("/")[2].lower()
    return _TESSERACT_NAME.get(code, code) if re.fullmatch(r"[a-z]{3}", code) else None


def _line(value: object) -> str:
    """One line of at most 500 characters, as the forms take it."""
    return " ".join(value.split())[:500] if isinstance(value, str) else ""
