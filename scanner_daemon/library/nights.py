"""The record of the nights: entered when one begins, brought up to date while it runs, closed when it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState, Night, NightState
from scanner_daemon.library.models.base import Details

__all__ = ["NightLog", "Nights", "WaitingBook"]

SEEN_EVERY = timedelta(seconds=5)


class NightLog:
    """One run's row. One that is killed leaves what it wrote last, at most seconds old."""

    def __init__(self, library: Library, worker: str) -> None:
        self._library = library
        self._id = new_id()
        self._seen_at = library.clock.utc()
        with library.write() as session:
            session.add(
                Night(
                    id=self._id,
                    worker=worker,
                    state=NightState.RUNNING,
                    began_at=self._seen_at,
                    seen_at=self._seen_at,
                    report={},
                )
            )

    def seen(self, report: Details) -> None:
        """How far it is; written at most every few seconds."""
        now = self._library.clock.utc()
        if now - self._seen_at >= SEEN_EVERY:
            self._seen_at = now
            self._write(NightState.RUNNING, report, None)

    def end(self, state: NightState, report: Details) -> None:
        """Close the row, in one transaction."""
        self._write(state, report, self._library.clock.utc())

    def _write(self, state: NightState, report: Details, ended_at: datetime | None) -> None:
        values = {"state": state, "report": report, "seen_at": self._library.clock.utc(), "ended_at": ended_at}
        with self._library.write() as session:
            session.execute(update(Night).where(Night.id == self._id).values(values))
            if ended_at is not None:
                kind = "night_done" if state is NightState.DONE else "night_stopped"
                self._library.log(session, kind, "night", night=self._id)


class WaitingBook:
    """What a book still asks of the night."""

    def __init__(self, book_id: str | None) -> None:
        self.book_id = book_id
        self.jobs: dict[str, int] = {}


class Nights:
    """What was done, and what is still to do."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def last(self) -> Night | None:
        """The newest run, also one that is under way."""
        with self._library.read() as session:
            return session.scalars(select(Night).order_by(Night.id.desc()).limit(1)).first()

    def waiting(self, kinds: tuple[str, ...]) -> list[WaitingBook]:
        """What is queued of these kinds, by book, the fullest first."""
        query = (
            select(Job.book_id, Job.kind, func.count())
            # The kind is hidden from the planner, which would else take the index by kind and read every row behind it.
            .where(Job.state == JobState.QUEUED, func.coalesce(Job.kind, "").in_(kinds))
            .group_by(Job.book_id, Job.kind)
        )
        books: dict[str | None, WaitingBook] = {}
        with self._library.read() as session:
            for book_id, kind, jobs in session.execute(query):
                books.setdefault(book_id, WaitingBook(book_id)).jobs[kind] = jobs
        return sorted(books.values(), key=lambda book: -sum(book.jobs.values()))
