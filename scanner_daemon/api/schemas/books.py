"""Works, copies and books as a person at the desk knows them: what a number stands for, and how far a book is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.problem import Fault
from scanner_daemon.vocabulary import Level, Side

__all__ = [
    "BookProgress",
    "BookState",
    "CatalogueAnswer",
    "CatalogueEntry",
    "CopyResource",
    "FlaggedSpread",
    "MissingSpread",
    "Profile",
    "ScannedBook",
    "WorkResource",
]


class BookState(StrEnum):
    """Where the digitisation of a book stands."""

    OPEN = "open"
    PAUSED = "paused"
    """Put away unfinished."""
    FINISHED = "finished"


class ScannedBook(Resource):
    """A digitisation that there is already, of a work or copy."""

    book_id: str
    title: str
    state: str
    started_at: datetime
    finished_at: datetime | None = None


class CopyResource(Resource):
    """One piece of paper on one shelf."""

    copy_id: str
    work_id: str
    title: str
    isbn: str | None = None
    barcode: str | None = None
    shelf: str | None = None
    condition: str | None = None
    books: tuple[ScannedBook, ...] = ()
    """Its digitisations, the newest first."""


class WorkResource(Resource):
    """A text, whoever owns paper of it."""

    work_id: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    isbn: str | None = None
    copies: tuple[CopyResource, ...] = ()


class CatalogueEntry(Resource):
    """What is known under a number. None: nobody says."""

    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    """As Tesseract names it."""
    pages: int | None = Field(default=None, ge=1)


class CatalogueAnswer(Resource):
    """All that is known of an ISBN before a book of it is begun."""

    isbn: str
    """As 13 digits, however it was asked for."""
    works: tuple[WorkResource, ...] = ()
    """What the library has under this number: a digitisation in there is a reason to ask before scanning it again."""
    entry: CatalogueEntry | None = None
    """From the library's own work, else from the catalogue that the settings name; None: known nowhere."""
    online: bool = False
    """The entry comes from the catalogue on the network."""
    trouble: Fault | None = None
    """Why that catalogue gave no answer."""


class Profile(Resource):
    """A calibration under which books can be photographed."""

    name: str
    written_at: datetime
    in_force: bool = False


class MissingSpread(Resource):
    """A spread that keeps its book from being finished."""

    spread_id: str
    position: int
    sides: tuple[Side, ...]
    reason: str


class FlaggedSpread(Resource):
    """A spread with flags that nobody has answered."""

    spread_id: str
    position: int
    level: Level


class BookProgress(Resource):
    """How far a book is, and what keeps it from being done."""

    book_id: str
    spreads: int
    expected_spreads: int | None = None
    photographs: int = 0
    pages: int = 0
    """Flat pages that were made."""
    pages_read: int = 0
    """Pages whose text was read."""
    missing: tuple[MissingSpread, ...] = ()
    flagged: tuple[FlaggedSpread, ...] = ()
    """The first hundred; `flagged_count` counts all."""
    flagged_count: int = 0
    open_tickets: int = 0
    waiting_jobs: int = 0
    dead_jobs: int = 0
    operators: tuple[str, ...] = ()
    started_at: datetime
    first_captured_at: datetime | None = None
    last_captured_at: datetime | None = None
    finished_at: datetime | None = None
    seconds_at_work: float = 0.0
    """Time between captures, without the breaks."""
    pages_per_hour: float | None = None
    """While at work; None for fewer than two spreads."""
