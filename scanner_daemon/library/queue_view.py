"""The queue as a person looks at it: what runs, what waits, what was given up, and how fast it goes.

Every question is answered from an index, so that a million jobs may lie behind it; lists go on by key, and can be
entered at any place by counting along the index alone.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlalchemy.orm import Session

from scanner_daemon.library.database import is_sqlite
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState

__all__ = ["KindPace", "Made", "QueueView"]

_IS = {state: text(f"job.state = '{state.value}'") for state in JobState}
"""Literals, so that a planner sees that a partial index will do."""
_PACE_JOBS = 200


@dataclass(frozen=True, slots=True)
class Made:
    """Jobs of a kind that were done in one stretch of time."""

    kind: str
    since: datetime
    jobs: int


@dataclass(frozen=True, slots=True)
class KindPace:
    """How long a job of a kind takes."""

    kind: str
    seconds_median: float
    jobs: int
    """How many of the newest jobs that is the median of."""


class QueueView:
    """Reads of the table ``job``, on SQLite and PostgreSQL alike."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def kinds(self, session: Session) -> list[str]:
        """The kinds of which there are jobs, one seek each."""
        found: list[str] = []
        kind = session.scalar(select(func.min(Job.kind)))
        while kind is not None:
            found.append(kind)
            kind = session.scalar(select(func.min(Job.kind)).where(Job.kind > kind))
        return found

    def jobs(
        self, state: JobState, kind: str | None = None, *, after: str | None = None, skip: int = 0, limit: int = 100
    ) -> list[Job]:
        """Jobs of one state: those that wait in the order in which they come, ended ones the newest first.

        ``after`` is the id of the last one seen; one that is in this state no more is an empty list's end, so a
        client then begins again. ``skip`` enters the list at a place.
        """
        with self._library.read() as session:
            if state is JobState.QUEUED and kind is None:
                return self._waiting_of_all(session, self.kinds(session), after, skip, limit)
            return self._part(session, state, kind, after, skip, limit)

    def of_book(self, book_id: str, kinds: Sequence[str]) -> list[Job]:
        """The jobs of these kinds about a book, the newest first."""
        with self._library.read() as session:
            query = select(Job).where(Job.book_id == book_id, Job.kind.in_(kinds)).order_by(Job.id.desc()).limit(100)
            return list(session.scalars(query))

    def count(self, state: JobState, kind: str | None = None) -> int:
        """How many jobs are in a state."""
        query = select(func.count()).select_from(Job).where(_IS[state])
        with self._library.read() as session:
            return session.scalar(query.where(Job.kind == kind) if kind is not None else query) or 0

    def due(self, now: datetime) -> dict[str, int]:
        """How many jobs of each kind could be claimed now."""
        query = select(Job.kind, func.count().label("jobs")).where(_IS[JobState.QUEUED], Job.not_before <= now)
        with self._library.read() as session:
            return {row.kind: row.jobs for row in session.execute(query.group_by(Job.kind))}

    def paces(self) -> dict[str, KindPace]:
        """The median duration of the newest jobs of each kind that were done."""
        found = {}
        with self._library.read() as session:
            for kind in self.kinds(session):
                newest = (
                    select(Job.started_at, Job.ended_at)
                    .where(_IS[JobState.DONE], Job.kind == kind)
                    .order_by(Job.ended_at.desc(), Job.id.desc())
                    .limit(_PACE_JOBS)
                )
                took = [
                    (ended - started).total_seconds()
                    for started, ended in session.execute(newest)
                    if started is not None and ended is not None
                ]
                if took:
                    found[kind] = KindPace(kind, statistics.median(took), len(took))
        return found

    def made(self, since: datetime, *, minutes: int) -> list[Made]:
        """Jobs done since then, by kind and by stretches of 1 or 10 minutes of UTC; empty stretches are left out."""
        letters = {1: 16, 10: 15}[minutes]
        with self._library.read() as session:
            if is_sqlite(session.connection()):
                stretch: ColumnElement[str] = func.substr(Job.ended_at, 1, letters)
            else:
                written = func.to_char(func.timezone("UTC", Job.ended_at), "YYYY-MM-DD HH24:MI")
                stretch = func.substr(written, 1, letters)
            query = (
                select(Job.kind, stretch, func.count())
                .where(_IS[JobState.DONE], Job.ended_at >= since)
                .group_by(Job.kind, text("2"))
            )
            found = [
                Made(kind, datetime.fromisoformat(f"{written_as}0"[:16] + ":00+00:00"), jobs)
                for kind, written_as, jobs in session.execute(query)
            ]
        return sorted(found, key=lambda made: (made.since, made.kind))

    def _part(
        self, session: Session, state: JobState, kind: str | None, after: str | None, skip: int, limit: int
    ) -> list[Job]:
        order, where = _order(state), [_IS[state]]
        ids: Select[Any] = select(Job.id).where(*where).order_by(*order)
        if kind is not None:
            ids = ids.where(Job.kind == kind)
        if after is not None:
            last = session.get(Job, after)
            if last is None or last.state is not state:
                return []
            ids = ids.where(_behind(state, last))
        # The ids alone come out of the index, so that skipping reads no row of the table.
        chosen = list(session.scalars(ids.offset(skip).limit(limit)))
        rows = {job.id: job for job in session.scalars(select(Job).where(Job.id.in_(chosen)))}
        return [rows[job_id] for job_id in chosen if job_id in rows]

    def _waiting_of_all(
        self, session: Session, kinds: Sequence[str], after: str | None, skip: int, limit: int
    ) -> list[Job]:
        """Kind by kind: within each the index has the order, and no sort over all kinds is ever needed."""
        found: list[Job] = []
        if after is not None:
            last = session.get(Job, after)
            if last is None or last.state is not JobState.QUEUED:
                return []
            kinds = [kind for kind in kinds if kind >= last.kind]
        for kind in kinds:
            if skip:
                count = session.scalar(
                    select(func.count()).select_from(Job).where(_IS[JobState.QUEUED], Job.kind == kind)
                )
                if skip >= (count or 0):
                    skip -= count or 0
                    continue
            first = after if after is not None and last is not None and kind == last.kind else None
            found += self._part(session, JobState.QUEUED, kind, first, skip, limit - len(found))
            skip = 0
            if len(found) >= limit:
                break
        return found


def _order(state: JobState) -> tuple[ColumnElement[Any], ...]:
    match state:
        case JobState.QUEUED:
            return (Job.kind.asc(), Job.priority.asc(), Job.not_before.asc(), Job.id.asc())
        case JobState.LEASED:
            return (Job.lease_until.asc(), Job.id.asc())
        case _:
            return (Job.ended_at.desc(), Job.id.desc())


def _behind(state: JobState, last: Job) -> ColumnElement[bool]:
    """What comes after ``last`` in the order of its state."""
    match state:
        case JobState.QUEUED:
            steps = [(Job.kind, last.kind), (Job.priority, last.priority), (Job.not_before, last.not_before)]
            return _after([*steps, (Job.id, last.id)], newest_first=False)
        case JobState.LEASED:
            return _after([(Job.lease_until, last.lease_until), (Job.id, last.id)], newest_first=False)
        case _:
            return _after([(Job.ended_at, last.ended_at), (Job.id, last.id)], newest_first=True)


def _after(steps: Sequence[tuple[Any, Any]], *, newest_first: bool) -> ColumnElement[bool]:
    """A row comparison, spelt out with its leading column bounded, so that both databases seek in the index."""
    column, value = steps[0]
    further: ColumnElement[bool] = column < value if newest_first else column > value
    if len(steps) == 1:
        return further
    bound: ColumnElement[bool] = column <= value if newest_first else column >= value
    return and_(bound, or_(further, and_(column == value, _after(steps[1:], newest_first=newest_first))))
