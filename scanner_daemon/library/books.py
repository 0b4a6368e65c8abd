"""Works, copies and books: made, found, listed, finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner_daemon.library.catalogue import Catalogue, NewCopy, NewWork
from scanner_daemon.library.errors import BookNotFound, SeveralBooks
from scanner_daemon.library.folding import sought_by
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import (
    Book,
    BookState,
    FlagRow,
    Job,
    JobState,
    Layout,
    Page,
    Shot,
    ShotState,
    Spread,
    SpreadState,
)
from scanner_daemon.vocabulary import Level, ReadingDirection, TurnAfter

__all__ = ["EXPECTED_SPREADS", "SCRATCH_BOOK", "BookSummary", "Books", "Progress"]

EXPECTED_SPREADS = "expected_spreads"
"""Key of the details of a book: how many spreads the operator expects it to have."""
SCRATCH_BOOK = "scratch"
"""Key of the details of a book that only tried the rig; says what for."""


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A line of the list of books."""

    book_id: str
    title: str
    language: str
    layout: Layout
    reading_direction: ReadingDirection
    state: BookState
    spreads: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a book is."""

    spreads: int
    incomplete: int
    """Spreads of which a side is missing."""
    flagged: int
    """Flags, amber or red, on spreads that stand, which nobody has answered."""
    photographs: int
    """Shots that count."""
    pages: int
    """Pages that the page engine has made of them."""
    jobs: dict[str, dict[JobState, int]]


class Books:
    """The catalogue of the library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def create(
        self,
        title: str,
        *,
        copy_id: str | None = None,
        copy: NewCopy | None = None,
        authors: Sequence[str] = (),
        isbn: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        language: str = "eng",
        reading_direction: ReadingDirection = ReadingDirection.LEFT_TO_RIGHT,
        layout: Layout = Layout.LEFT_RIGHT,
        turn_after: TurnAfter | None = None,
        ppi: float | None = None,
        profile: str | None = None,
        notes: str = "",
        expected_spreads: int | None = None,
        operator: str = "",
    ) -> str:
        """Begin a digitisation; the book's id.

        Without ``copy_id`` it is of ``copy``, which is entered along with its work (see `Catalogue.copy_for`).
        ``isbn`` has 13 digits. Raises `CopyNotFound`, `BarcodeTaken`.
        """
        catalogue = Catalogue(self._library)
        with self._library.write() as session:
            if copy_id is None:
                work = NewWork(title, tuple(authors), isbn, publisher, published)
                paper = catalogue.copy_for(session, work, copy or NewCopy())
            else:
                paper = catalogue.copy(session, copy_id)
            book = Book(
                copy_id=paper.id,
                title=title,
                language=language,
                reading_direction=reading_direction,
                layout=layout,
                turn_after=turn_after,
                ppi=ppi,
                profile=profile,
                notes=notes,
                operator=operator,
                created_at=self._library.clock.utc(),
                details={} if expected_spreads is None else {EXPECTED_SPREADS: expected_spreads},
                sought=sought_by(title, paper.work.authors, paper.work.isbn, paper.barcode),
            )
            session.add(book)
            session.flush()
            self._library.log(session, "book_started", operator, book.id, title=title)
            return book.id

    def get(self, book_id: str) -> Book:
        """The row, detached. Raises `BookNotFound`."""
        with self._library.read() as session:
            return self._get(session, book_id)

    def find(self, id_or_title: str) -> Book:
        """The book with this id, or else the only one with this title. Raises `BookNotFound`, `SeveralBooks`."""
        with self._library.read() as session:
            by_id = session.get(Book, id_or_title)
            if by_id is not None:
                return by_id
            found = session.scalars(select(Book).where(Book.title == id_or_title)).all()
        if not found:
            raise BookNotFound(book=id_or_title)
        if len(found) > 1:
            raise SeveralBooks(book=id_or_title, count=len(found))
        return found[0]

    def list(self, *, limit: int = 1000) -> list[BookSummary]:
        """The newest books first."""
        spreads = (
            select(func.count())
            .where(Spread.book_id == Book.id, Spread.deleted.is_(False))
            .correlate(Book)
            .scalar_subquery()
        )
        with self._library.read() as session:
            rows = session.execute(select(Book, spreads).order_by(Book.id.desc()).limit(limit)).all()
            return [
                BookSummary(
                    book.id,
                    book.title,
                    book.language,
                    book.layout,
                    book.reading_direction,
                    book.state,
                    count,
                    book.created_at,
                )
                for book, count in rows
            ]

    def progress(self, book_id: str) -> Progress:
        """How far the book is. Raises `BookNotFound`."""
        standing = (Spread.book_id == book_id, Spread.deleted.is_(False))
        with self._library.read() as session:
            self._get(session, book_id)
            states = dict(
                session.execute(select(Spread.state, func.count()).where(*standing).group_by(Spread.state)).all()
            )
            shots = session.scalar(
                select(func.count()).select_from(Shot).join(Spread).where(*standing, Shot.state == ShotState.LANDED)
            )
            pages = session.scalar(
                select(func.count())
                .select_from(Page)
                .join(Shot, Shot.id == Page.shot_id)
                .join(Spread, Spread.id == Shot.spread_id)
                .where(*standing, Shot.state == ShotState.LANDED)
            )
            flags = session.scalar(
                select(func.count())
                .select_from(FlagRow)
                .join(Spread, Spread.id == FlagRow.spread_id)
                .where(*standing, FlagRow.opinion.is_(None), FlagRow.level.in_([Level.AMBER, Level.RED]))
            )
            jobs: dict[str, dict[JobState, int]] = {}
            grouped = select(Job.kind, Job.state, func.count()).where(Job.book_id == book_id)
            for kind, state, count in session.execute(grouped.group_by(Job.kind, Job.state)):
                jobs.setdefault(kind, {})[state] = count
        return Progress(
            spreads=sum(states.values()),
            incomplete=states.get(SpreadState.INCOMPLETE, 0),
            flagged=flags or 0,
            photographs=shots or 0,
            pages=pages or 0,
            jobs=jobs,
        )

    def set_state(self, book_id: str, state: BookState, operator: str) -> None:
        """Finish, pause or reopen a book. Raises `BookNotFound`."""
        with self._library.write() as session:
            book = self._get(session, book_id)
            book.state = state
            book.finished_at = self._library.clock.utc() if state is BookState.FINISHED else None
            self._library.log(session, f"book_{state.value}", operator, book_id)

    def note(self, book_id: str, text: str, operator: str) -> None:
        """Set the book's notes. Raises `BookNotFound`."""
        with self._library.write() as session:
            self._get(session, book_id).notes = text
            self._library.log(session, "book_noted", operator, book_id, text=text)

    def _get(self, session: Session, book_id: str) -> Book:
        book = session.get(Book, book_id)
        if book is None:
            raise BookNotFound(book=book_id)
        return book
