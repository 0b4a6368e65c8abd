"""The job queue: work is leased, renewed, completed or failed; never lost, never done twice, never retried forever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import CursorResult, bindparam, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from scanner_daemon.library.database import is_sqlite
from scanner_daemon.library.errors import JobEnded, JobNotFound, LeaseLost
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Base, Job, JobState
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pauses import open_kinds

__all__ = ["DeadLetter", "JobQueue", "Lease", "Priority"]

_FIRST_BACKOFF = timedelta(seconds=5)
_LONGEST_BACKOFF = timedelta(hours=1)

# Literals, not parameters: a planner takes a partial index only when it can see that the condition implies its own.
_IS_QUEUED = text("job.state = 'queued'")
_IS_LEASED = text("job.state = 'leased'")
_IS_DEAD = text("job.state = 'dead'")
_JOB = Base.metadata.tables[Job.__tablename__]
_LENT = ("id", "kind", "subject", "book_id", "payload", "attempts", "max_attempts")
_ENDED = (JobState.DONE, JobState.DEAD, JobState.CANCELLED)


class Priority(IntEnum):
    """Few levels by design: a claim seeks the index once for each, so that jobs for tonight never slow it."""

    URGENT = 0
    """Somebody stands at the cradle and waits."""
    NORMAL = 1
    BULK = 2


@dataclass(frozen=True, slots=True)
class Lease:
    """A job, lent to one worker until ``until``. ``token`` is what proves that it still is."""

    job_id: str
    kind: str
    subject: str
    book_id: str | None
    payload: Details
    attempt: int
    max_attempts: int
    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that was given up: with its reason and the input that caused it."""

    job_id: str
    kind: str
    subject: str
    book_id: str | None
    payload: Details
    attempts: int
    reason: str
    ended_at: datetime | None


class JobQueue:
    """Over the table ``job``, on SQLite and PostgreSQL alike.

    Clocks: leases are judged by the claiming machine's UTC clock, so machines that share a library need NTP and
    leases that are long against its error (the default is two minutes).
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lendings: dict[tuple[str, ...], ReturningUpdate[tuple[Any, ...]]] = {}

    def enqueue(
        self,
        session: Session,
        kind: str,
        subject: str,
        *,
        payload: Details | None = None,
        book_id: str | None = None,
        dedupe_key: str | None = None,
        priority: Priority = Priority.NORMAL,
        not_before: datetime | None = None,
        max_attempts: int = 3,
        again: bool = False,
    ) -> str:
        """Queue a job in the caller's transaction; its id.

        With a ``dedupe_key`` that is known already nothing is added and the id of that job is returned; ``again``
        puts it back into the queue when it had ended.
        """
        now = self._library.clock.utc()
        values = {
            "id": new_id(),
            "kind": kind,
            "subject": subject,
            "book_id": book_id,
            "payload": payload or {},
            "dedupe_key": dedupe_key,
            "state": JobState.QUEUED,
            "priority": int(priority),
            "not_before": not_before or now,
            "attempts": 0,
            "max_attempts": max_attempts,
            "created_at": now,
        }
        insert = sqlite_insert if is_sqlite(session.connection()) else postgresql_insert
        added = session.execute(
            insert(Job).values(values).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Job.id)
        ).scalar_one_or_none()
        if added is not None:
            return added
        if again:
            session.execute(
                update(_JOB)
                .where(Job.dedupe_key == dedupe_key, Job.state.in_(_ENDED))
                .values(state=JobState.QUEUED, attempts=0, payload=payload or {}, not_before=not_before or now)
            )
        return session.execute(select(Job.id).where(Job.dedupe_key == dedupe_key)).scalar_one()

    def claim(
        self, owner: str, kinds: Sequence[str], *, lease_s: float = 120.0, due_by: datetime | None = None
    ) -> Lease | None:
        """Lend the next due job of one of these kinds to ``owner``, or None.

        Order: priority, then ``kinds`` as given, then due time, then age. ``due_by`` in the future takes work early
        (`bookcradle night` by day), except what waits after a failure. Leases that ran out are taken over first; a
        job whose workers vanished at its last attempt is dead. Paused kinds are left alone.
        """
        if not kinds:
            return None
        now = self._library.clock.utc()
        with self._library.write() as session:
            self._take_back(session, now)
            kinds = open_kinds(session, kinds)
            return self._lend(session, owner, kinds, now, lease_s, due_by) if kinds else None

    def renew(self, lease: Lease, *, lease_s: float = 120.0) -> Lease:
        """Keep the job for longer. Raises `LeaseLost` when it is somebody else's by now."""
        until = self._library.clock.utc() + timedelta(seconds=lease_s)
        with self._library.write() as session:
            self._change(session, lease, {"lease_until": until})
        return replace(lease, until=until)

    def complete(self, lease: Lease, result: Details | None = None, *, session: Session | None = None) -> None:
        """The work is done. Given a session, that is part of its transaction: results are kept only with the lease.

        Raises `LeaseLost`, so that what a late worker made is not recorded.
        """
        ended = {"state": JobState.DONE, "result": result, "ended_at": self._library.clock.utc()}
        with self._session(session) as active:
            self._change(active, lease, ended | _NO_LEASE)

    def fail(self, lease: Lease, reason: str, *, transient: bool = True) -> JobState:
        """The work failed; the state that follows. Raises `LeaseLost`.

        Transient failures are tried again after 5 s, 20 s, 80 s … (1 h at most) until ``max_attempts``; a permanent
        one, caused by the input, is a dead letter at once.
        """
        now = self._library.clock.utc()
        with self._library.write() as session:
            if transient and lease.attempt < lease.max_attempts:
                wait = min(_FIRST_BACKOFF * 4 ** (lease.attempt - 1), _LONGEST_BACKOFF)
                again = {"state": JobState.QUEUED, "not_before": now + wait, "reason": reason}
                self._change(session, lease, again | _NO_LEASE)
                return JobState.QUEUED
            self._change(session, lease, {"state": JobState.DEAD, "reason": reason, "ended_at": now} | _NO_LEASE)
            self._log_dead(session, lease.job_id, lease.kind, lease.book_id, reason)
            return JobState.DEAD

    def hand_back(self, lease: Lease) -> None:
        """The worker is asked to stop: the attempt does not count. Raises `LeaseLost`."""
        with self._library.write() as session:
            self._change(session, lease, {"state": JobState.QUEUED, "attempts": lease.attempt - 1} | _NO_LEASE)

    def retry(self, job_id: str) -> None:
        """Queue a dead job again, from its first attempt; its reason stays readable. Raises `JobNotFound`."""
        with self._library.write() as session:
            if self._revive(session, Job.id == job_id) == 0:
                raise JobNotFound(job=job_id)

    def retry_dead(self, kind: str | None = None, book_id: str | None = None) -> int:
        """Queue all dead jobs (of a kind, of a book) again; how many they were."""
        with self._library.write() as session:
            return self._revive(
                session,
                Job.kind == kind if kind is not None else text("1 = 1"),
                Job.book_id == book_id if book_id is not None else text("1 = 1"),
            )

    def report(self, lease: Lease, done: int, total: int, unit: str) -> None:
        """Say how far a long job is. Raises `LeaseLost`, also when a person has cancelled it."""
        with self._library.write() as session:
            self._change(session, lease, {"progress": {"done": done, "total": total, "unit": unit}})

    def cancel_one(self, job_id: str) -> None:
        """Drop a job that waits, runs or was given up. Raises `JobNotFound`, `JobEnded`.

        A worker that runs it learns of it when it next speaks of its lease, and what it made is thrown away.
        """
        with self._library.write() as session:
            now = self._library.clock.utc()
            dropped = session.execute(
                update(_JOB)
                .where(_JOB.c.id == job_id, _JOB.c.state.in_((JobState.QUEUED, JobState.LEASED, JobState.DEAD)))
                .values({"state": JobState.CANCELLED, "ended_at": now} | _NO_LEASE)
            )
            if _rows(dropped) == 0:
                if session.get(Job, job_id) is None:
                    raise JobNotFound(job=job_id)
                raise JobEnded(job=job_id)

    def cancel(self, session: Session, subject: str) -> int:
        """Drop what is queued about ``subject``, whose input has been replaced; how many jobs that were."""
        return _rows(
            session.execute(
                update(_JOB)
                .where(Job.subject == subject, Job.state == JobState.QUEUED)
                .values(state=JobState.CANCELLED, ended_at=self._library.clock.utc())
            )
        )

    def dead_letters(
        self, kind: str | None = None, *, book_id: str | None = None, limit: int = 100
    ) -> list[DeadLetter]:
        """What was given up, newest first."""
        query = select(Job).where(_IS_DEAD).order_by(Job.ended_at.desc()).limit(limit)
        if kind is not None:
            query = query.where(Job.kind == kind)
        if book_id is not None:
            query = query.where(Job.book_id == book_id)
        with self._library.read() as session:
            return [
                DeadLetter(
                    job.id,
                    job.kind,
                    job.subject,
                    job.book_id,
                    job.payload,
                    job.attempts,
                    job.reason or "",
                    job.ended_at,
                )
                for job in session.scalars(query)
            ]

    def counts(self, book_id: str | None = None) -> dict[str, dict[JobState, int]]:
        """How many jobs of each kind are in each state; states without jobs are left out."""
        query = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
        if book_id is not None:
            query = query.where(Job.book_id == book_id)
        found: dict[str, dict[JobState, int]] = {}
        with self._library.read() as session:
            for kind, state, count in session.execute(query):
                found.setdefault(kind, {})[state] = count
        return found

    def next_due(self, kinds: Sequence[str]) -> datetime | None:
        """When the next job of these kinds falls due or a lease runs out: how long a worker may sleep.

        None when nothing is left that may be claimed; paused kinds do not count.
        """
        with self._library.read() as session:
            kinds = open_kinds(session, kinds)
            if not kinds:
                return None
            times: list[datetime | None] = [
                session.scalar(
                    select(func.min(Job.not_before)).where(_IS_QUEUED, Job.kind == kind, Job.priority == int(priority))
                )
                for kind in kinds
                for priority in Priority
            ]
            times.append(session.scalar(select(func.min(Job.lease_until)).where(_IS_LEASED)))
        return min((time for time in times if time is not None), default=None)

    def _lend(
        self,
        session: Session,
        owner: str,
        kinds: Sequence[str],
        now: datetime,
        lease_s: float,
        due_by: datetime | None,
    ) -> Lease | None:
        token, until = new_id(), now + timedelta(seconds=lease_s)
        row = session.execute(
            self._lending(tuple(kinds)),
            {"now": now, "due_by": max(now, due_by or now), "owner": owner, "token": token, "until": until},
        ).one_or_none()
        if row is None:
            return None
        job_id, kind, subject, book_id, payload, attempt, max_attempts = row
        return Lease(job_id, kind, subject, book_id, payload, attempt, max_attempts, token, until)

    def _lending(self, kinds: tuple[str, ...]) -> ReturningUpdate[tuple[Any, ...]]:
        """One statement: each candidate is one seek, and ``coalesce`` stops at the first that there is.

        Built once for each combination of kinds, because building it takes longer than running it.
        """
        if kinds in self._lendings:
            return self._lendings[kinds]
        early = or_(_JOB.c.attempts == 0, _JOB.c.not_before <= bindparam("now"))
        candidates = [
            select(_JOB.c.id)
            .where(_IS_QUEUED, _JOB.c.kind == kind, _JOB.c.priority == int(priority))
            .where(_JOB.c.not_before <= bindparam("due_by"), early)
            .order_by(_JOB.c.not_before, _JOB.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time and ignores it
            .correlate(None)
            .scalar_subquery()
            for priority in Priority
            for kind in kinds
        ]
        statement = (
            update(_JOB)
            .where(_JOB.c.id == func.coalesce(*candidates))
            .values(
                state=JobState.LEASED,
                attempts=_JOB.c.attempts + 1,
                lease_owner=bindparam("owner"),
                lease_token=bindparam("token"),
                lease_until=bindparam("until"),
                started_at=bindparam("now"),
                progress=None,
            )
            .returning(*(_JOB.c[name] for name in _LENT))
        )
        self._lendings[kinds] = statement
        return statement

    def _take_back(self, session: Session, now: datetime) -> None:
        expired = (_IS_LEASED, _JOB.c.lease_until < now)
        if session.execute(select(_JOB.c.id).where(*expired).limit(1)).first() is None:
            return
        said = "The worker " + func.coalesce(_JOB.c.lease_owner, "") + " stopped without a word"
        dead = session.execute(
            update(_JOB)
            .where(*expired, _JOB.c.attempts >= _JOB.c.max_attempts)
            .values({"state": JobState.DEAD, "reason": said, "ended_at": now} | _NO_LEASE)
            .returning(_JOB.c.id, _JOB.c.kind, _JOB.c.book_id, _JOB.c.reason)
        )
        for job_id, kind, book_id, reason in dead.all():
            self._log_dead(session, job_id, kind, book_id, reason)
        session.execute(
            update(_JOB)
            .where(*expired)
            .values({"state": JobState.QUEUED, "reason": said, "not_before": now} | _NO_LEASE)
        )

    def _log_dead(self, session: Session, job_id: str, kind: str, book_id: str | None, reason: str) -> None:
        """A person hears of it, in the transaction that gives the job up."""
        self._library.log(session, "job_dead", "worker", book_id, job=job_id, job_kind=kind, reason=reason)

    def _change(self, session: Session, lease: Lease, values: dict[str, Any]) -> None:
        changed = session.execute(
            update(_JOB).where(_JOB.c.id == lease.job_id, _IS_LEASED, _JOB.c.lease_token == lease.token).values(values)
        )
        if _rows(changed) != 1:
            raise LeaseLost(job=lease.job_id)

    def _revive(self, session: Session, *which: Any) -> int:
        return _rows(
            session.execute(
                update(_JOB)
                .where(_IS_DEAD, *which)
                .values(state=JobState.QUEUED, attempts=0, not_before=self._library.clock.utc(), ended_at=None)
            )
        )

    @contextmanager
    def _session(self, session: Session | None) -> Iterator[Session]:
        with nullcontext(session) if session is not None else self._library.write() as active:
            yield active


_NO_LEASE: dict[str, Any] = {"lease_owner": None, "lease_token": None, "lease_until": None}


def _rows(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
