"""Notices in the event log: what was told to the person, and when it was over.

Rows of the log are only ever added. The end of what lasts is therefore a row of its own, filed under an id that
follows from the id of its beginning, so that both are found through the primary key however long the log is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Book, Event
from scanner_daemon.library.models.base import Details

__all__ = ["ENDED", "Notice", "NoticeEntry", "Notices", "ending_of", "first_id_at"]

ENDED = "notice_ended"
_VARIANT = 16
"""Where the variant of a UUID stands among its 32 digits: 8 to b in every id that is made."""
_OF_AN_END = str.maketrans("89ab", "cdef")


def ending_of(raised_id: str) -> str:
    """The id under which the end of a notice is filed: another variant, which no fresh id has."""
    return raised_id[:_VARIANT] + raised_id[_VARIANT].translate(_OF_AN_END) + raised_id[_VARIANT + 1 :]


def first_id_at(unix_ms: int) -> str:
    """An id that sorts before all that are made from this instant on."""
    return f"{max(0, unix_ms):012x}{'0' * 20}"


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A row that is to be written. ``details`` holds what JSON can hold."""

    id: str
    kind: str
    at: datetime
    operator: str
    book_id: str | None = None
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of the log with its end, and the title of its book, where it has them."""

    entry: NoticeEntry
    ended_at: datetime | None = None
    title: str | None = None


class Notices:
    """Writes and reads on whatever thread it is called from."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def write(self, entries: Sequence[NoticeEntry]) -> None:
        """All of them, in one transaction."""
        with self._library.write() as session:
            session.add_all(
                Event(
                    id=entry.id,
                    at=entry.at,
                    kind=entry.kind,
                    operator=entry.operator,
                    book_id=entry.book_id,
                    details=dict(entry.details),
                )
                for entry in entries
            )

    def newest(self, kinds: Sequence[str], before: str | None, limit: int) -> list[Notice]:
        """The last ``limit`` of these kinds with ids below ``before``, newest first.

        Each kind is one walk down its own index and ends after ``limit`` rows, so a long log costs no more.
        """
        if not kinds:
            return []
        walks = []
        for kind in kinds:
            walk = select(Event.id).where(Event.kind == kind).order_by(Event.id.desc()).limit(limit)
            walks.append(select((walk.where(Event.id < before) if before else walk).subquery().c.id))
        with self._library.read() as session:
            ids = session.scalars(union_all(*walks)).all()
            return self._whole(session, sorted(ids, reverse=True)[:limit])

    def since(self, kinds: Iterable[str], first_id: str, limit: int) -> list[Notice]:
        """What was written with ids from ``first_id`` on, oldest first."""
        wanted = set(kinds)
        query = select(Event.id, Event.kind).where(Event.id >= first_id).order_by(Event.id).limit(limit)
        with self._library.read() as session:
            return self._whole(session, [id_ for id_, kind in session.execute(query) if kind in wanted])

    def of(self, ids: Sequence[str]) -> list[Notice]:
        """These, in the order given; what is not there is left out."""
        with self._library.read() as session:
            return self._whole(session, ids)

    def _whole(self, session: Session, ids: Sequence[str]) -> list[Notice]:
        if not ids:
            return []
        wanted = {*ids, *map(ending_of, ids)}
        rows = {row.id: row for row in session.scalars(select(Event).where(Event.id.in_(wanted)))}
        books = {row.book_id for row in rows.values() if row.book_id is not None}
        titles: dict[str, str] = {}
        if books:
            named = session.execute(select(Book.id, Book.title).where(Book.id.in_(books)))
            titles = {row.id: row.title for row in named}
        return [
            Notice(
                NoticeEntry(row.id, row.kind, row.at, row.operator, row.book_id, row.details),
                ended_at=rows[ending_of(id_)].at if ending_of(id_) in rows else None,
                title=titles.get(row.book_id or ""),
            )
            for id_ in ids
            if (row := rows.get(id_)) is not None
        ]
