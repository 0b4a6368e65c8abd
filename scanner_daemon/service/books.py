"""The books of the library as a client leafs through them: searched, counted, and how far each one is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from scanner_daemon.api.schemas import Book, BookProgress, BookState, Listing, MissingSpread
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.library import models
from scanner_daemon.library.books import EXPECTED_SPREADS, SCRATCH_BOOK
from scanner_daemon.library.folding import sought_words
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.service.progress import book_progress

__all__ = ["BookReading"]

T = TypeVar("T")
_PAPER = joinedload(models.Book.copy).joinedload(models.Copy.work)


class BookReading:
    """Implements `scanner_daemon.api.asks.books.BookReads`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def books(
        self, after: str | None, limit: int, *, find: str | None = None, state: BookState | None = None
    ) -> Listing[Book]:
        """The newest first; only those in whose title, authors, ISBN or barcode all words of ``find`` are. What only
        tried the rig is no book to a person who looks for one.
        """

        def read(session: Session) -> Listing[Book]:
            query = select(models.Book).options(_PAPER).order_by(models.Book.id.desc()).limit(limit)
            query = query.where(models.Book.details[SCRATCH_BOOK].as_string().is_(None))
            for word in sought_words(find or ""):
                query = query.where(models.Book.sought.contains(word, autoescape=True))
            if state is not None:
                query = query.where(models.Book.state == models.BookState(state.value))
            if after:
                query = query.where(models.Book.id < after)
            found = session.scalars(query).all()
            return Listing(items=_shown(session, found), next=found[-1].id if len(found) == limit else None)

        return await self._in_session(read)

    async def book(self, book_id: str) -> Book:
        """One book. Raises NotFoundError."""
        return await self._in_session(lambda session: _shown(session, [_row(session, book_id)])[0])

    async def book_progress(self, book_id: str) -> BookProgress:
        """How far a book is, and what keeps it from being done. Raises NotFoundError."""
        missing = await self._missing(book_id)
        return await self._in_session(lambda session: book_progress(session, _row(session, book_id), missing))

    async def missing_spreads(self, book_id: str) -> Listing[MissingSpread]:
        """The spreads that keep a book from being finished. Raises NotFoundError."""
        await self.book(book_id)
        return Listing(items=await self._missing(book_id))

    async def _missing(self, book_id: str) -> tuple[MissingSpread, ...]:
        gaps = await asyncio.to_thread(Leaves(self._library).missing, book_id)
        return tuple(
            MissingSpread(spread_id=gap.spread_id, position=gap.position, sides=gap.sides, reason=gap.reason)
            for gap in gaps
        )

    async def _in_session(self, read: Callable[[Session], T]) -> T:
        def in_session() -> T:
            with self._library.read() as session:
                return read(session)

        return await asyncio.to_thread(in_session)


def _row(session: Session, book_id: str) -> models.Book:
    book = session.get(models.Book, book_id, options=[_PAPER])
    if book is None:
        raise NotFoundError(kind="book", id=book_id)
    return book


def _shown(session: Session, books: Sequence[models.Book]) -> tuple[Book, ...]:
    """The resources of some books, with three counts for all of them instead of three for each."""
    ids = [book.id for book in books]
    spreads = (
        select(models.Spread.book_id, func.count())
        .where(models.Spread.book_id.in_(ids), models.Spread.deleted.is_(False))
        .group_by(models.Spread.book_id)
    )
    pages = (
        select(models.Spread.book_id, func.count())
        .join(models.Page, models.Page.spread_id == models.Spread.id)
        .join(models.Shot, models.Shot.id == models.Page.shot_id)
        .where(models.Spread.book_id.in_(ids), models.Spread.deleted.is_(False))
        .where(models.Shot.state == models.ShotState.LANDED)
        .group_by(models.Spread.book_id)
    )
    tickets = (
        select(models.Ticket.book_id, func.count())
        .join(models.Spread, models.Spread.id == models.Ticket.spread_id)
        .where(models.Ticket.book_id.in_(ids), models.Ticket.closed_at.is_(None), models.Spread.deleted.is_(False))
        .group_by(models.Ticket.book_id)
    )
    counts = [_counts(session, query) for query in (spreads, pages, tickets)]
    return tuple(_book(book, *(count.get(book.id, 0) for count in counts)) for book in books)


def _counts(session: Session, query: Select[str, int]) -> dict[str, int]:
    return dict(session.execute(query).all())


def _book(book: models.Book, spreads: int, pages: int, tickets: int) -> Book:
    return Book(
        book_id=book.id,
        title=book.title,
        author=", ".join(book.copy.work.authors) or None,
        language=book.language,
        reading_direction=book.reading_direction,
        turn_after=book.turn_after,
        state=book.state.value,
        spreads=spreads,
        pages=pages,
        started_at=book.created_at,
        finished_at=book.finished_at,
        expected_spreads=book.details.get(EXPECTED_SPREADS),
        isbn=book.copy.work.isbn,
        copy_id=book.copy_id,
        barcode=book.copy.barcode,
        shelf=book.copy.shelf,
        profile=book.profile,
        operator=book.operator or None,
        notes=book.notes,
        open_tickets=tickets,
    )
