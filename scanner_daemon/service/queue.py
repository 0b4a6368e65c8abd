"""The queue and the night as the API asks for them.

Counting a million jobs takes a good part of a second of a core, so counts are kept for a time that grows with what
they cost: whoever asks often gets the last ones.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from sqlalchemy import select

from scanner_daemon.api.schemas import (
    Job,
    JobState,
    KindOfJob,
    Listing,
    MadeInStretch,
    NightBook,
    NightPlan,
    NightReport,
    NightState,
    NightView,
    QueueCounts,
    QueueDetail,
    QueueJob,
    QueuePause,
    Span,
    Throughput,
)
from scanner_daemon.clock import Clock
from scanner_daemon.library import models
from scanner_daemon.library.library import Library
from scanner_daemon.library.nights import Nights, WaitingBook
from scanner_daemon.library.pauses import Pauses
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.library.queue_view import KindPace, QueueView
from scanner_daemon.service.job_words import jobs_in_words
from scanner_daemon.service.resources import job_resource
from scanner_daemon.workers.kinds import NIGHTLY, PAGE_JOB, TEXT_JOB
from scanner_daemon.workers.leasing import is_dead
from scanner_daemon.workers.tonight import tonight

__all__ = ["QueueService", "Worked"]

T = TypeVar("T")
KEPT_S, KEPT_TIMES = 1.0, 40
"""An answer is kept for a second, or for forty times as long as it took: at most 2.5 % of a core goes into asking."""
BOOKS_SHOWN = 100
RUNNING_SHOWN = 100
_STRETCHES = {Span.HOUR: (timedelta(hours=1), 1), Span.DAY: (timedelta(days=1), 10)}
_TIMERS = Path("/etc/systemd/system/timers.target.wants")
_TIMER = "bookcradle-night.timer"


class Worked(Protocol):
    """Whoever looks for work beside the cradle."""

    def poke(self) -> None: ...


class _Kept(Generic[T]):
    """The last answer of a costly question. Used from worker threads."""

    def __init__(self, ask: Callable[[], T], clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._lock = threading.Lock()
        self._answer: T | None = None
        self._good_until_ns = 0

    def get(self) -> T:
        with self._lock:
            began = self._clock.monotonic_ns()
            if self._answer is None or began >= self._good_until_ns:
                self._answer = self._ask()
                ended = self._clock.monotonic_ns()
                self._good_until_ns = ended + max(int(KEPT_S * 1e9), KEPT_TIMES * (ended - began))
            return self._answer

    def forget(self) -> None:
        self._good_until_ns = 0


class QueueService:
    """Implements `scanner_daemon.api.asks.queue.QueueActions`."""

    def __init__(
        self, library: Library, day_work: Worked, tell: Callable[[QueueCounts], None], *, timers: Path = _TIMERS
    ) -> None:
        """``tell`` hears the counts whenever a person has changed something."""
        self._queue_library = library
        self._tell_counts = tell
        self._day_work = day_work
        self._timers = timers
        self._jobs = JobQueue(library)
        self._view = QueueView(library)
        self._pauses = Pauses(library)
        self._nights = Nights(library)
        self._counted = _Kept(self._jobs.counts, library.clock)
        self._paces = _Kept(self._view.paces, library.clock)
        self._waiting = _Kept(lambda: self._nights.waiting(NIGHTLY), library.clock)
        self._last_hour = _Kept(lambda: self._made(Span.HOUR), library.clock)
        self._last_day = _Kept(lambda: self._made(Span.DAY), library.clock)

    async def queue_counts(self) -> QueueCounts:
        """Jobs of all kinds by what is to become of them, and who paused them."""
        return await asyncio.to_thread(self._counts)

    async def queue_detail(self) -> QueueDetail:
        """Everything of the head of the queue screen."""
        return await asyncio.to_thread(self._detail)

    async def queue_jobs(
        self, state: JobState, kind: str | None, *, after: str | None, skip: int, limit: int
    ) -> Listing[QueueJob]:
        """A part of the jobs of one state."""

        def read() -> Listing[QueueJob]:
            found = self._view.jobs(models.JobState(state.value), kind, after=after, skip=skip, limit=limit)
            with self._queue_library.read() as session:
                items = tuple(jobs_in_words(session, found))
            return Listing(items=items, next=items[-1].job_id if len(items) == limit else None)

        return await asyncio.to_thread(read)

    async def throughput(self, span: Span) -> Throughput:
        """Jobs done lately."""
        kept = self._last_hour if span is Span.HOUR else self._last_day
        return await asyncio.to_thread(kept.get)

    async def pause_queue(self, kind: str | None, operator: str) -> None:
        """Workers take no new job."""
        await self._changed(lambda: self._pauses.pause(kind, operator))

    async def resume_queue(self, kind: str | None, operator: str) -> None:
        """Workers go on."""
        await self._changed(lambda: self._pauses.resume(kind, operator))

    async def retry_dead(self, book_id: str | None, kind: str | None, operator: str) -> int:
        """How many were queued again."""

        def retry() -> int:
            retried = self._jobs.retry_dead(kind, book_id)
            with self._queue_library.write() as session:
                self._queue_library.log(session, "jobs_retried", operator, book_id, jobs=retried)
            return retried

        return await self._changed(retry)

    async def retry_job(self, job_id: str, operator: str) -> Job:
        """Give a dead letter another round. Raises JobNotFound where it is not dead."""

        def retry() -> Job:
            self._jobs.retry(job_id)
            return self._logged("job_retried", job_id, operator)

        return await self._changed(retry)

    async def cancel_job(self, job_id: str, operator: str) -> Job:
        """Raises JobNotFound, JobEnded."""

        def cancel() -> Job:
            self._jobs.cancel_one(job_id)
            return self._logged("job_cancelled", job_id, operator)

        return await self._changed(cancel)

    async def night(self) -> NightView:
        """Plan and report."""
        return await asyncio.to_thread(lambda: NightView(plan=self._plan(), last=self._last_night()))

    async def _changed(self, change: Callable[[], T]) -> T:
        changed = await asyncio.to_thread(change)
        self._counted.forget()
        self._day_work.poke()
        self._tell_counts(await self.queue_counts())
        return changed

    def _logged(self, kind: str, job_id: str, operator: str) -> Job:
        with self._queue_library.write() as session:
            row = session.get_one(models.Job, job_id)
            self._queue_library.log(session, kind, operator, row.book_id, job=job_id)
            return job_resource(row)

    def _counts(self) -> QueueCounts:
        by_kind = self._counted.get()
        totals = {state.value: sum(each.get(state, 0) for each in by_kind.values()) for state in models.JobState}
        return QueueCounts(**totals, paused=self._paused())

    def _paused(self) -> tuple[QueuePause, ...]:
        return tuple(QueuePause(kind=each.kind, by=each.by, since=each.since) for each in self._pauses.standing())

    def _detail(self) -> QueueDetail:
        by_kind, paces, counts = self._counted.get(), self._paces.get(), self._counts()
        running = self._view.jobs(models.JobState.LEASED, limit=RUNNING_SHOWN)
        with self._queue_library.read() as session:
            shown = tuple(jobs_in_words(session, running))
        done = sum(each.jobs for each in self._last_hour.get().made)
        waiting = counts.queued + counts.leased
        return QueueDetail(
            counts=counts,
            kinds=tuple(_kind(kind, by_kind[kind], paces.get(kind)) for kind in sorted(by_kind)),
            pauses=counts.paused,
            running=shown,
            done_last_hour=done,
            empty_in_s=waiting / done * 3600 if waiting and done else None,
        )

    def _made(self, span: Span) -> Throughput:
        length, minutes = _STRETCHES[span]
        until = self._queue_library.clock.utc()
        began = (until - length).replace(second=0, microsecond=0)
        began = began.replace(minute=began.minute - began.minute % minutes)
        made = self._view.made(began, minutes=minutes)
        stretches = tuple(MadeInStretch(kind=each.kind, since=each.since, jobs=each.jobs) for each in made)
        return Throughput(span=span, stretch_s=60 * minutes, since=began, until=until, made=stretches)

    def _plan(self) -> NightPlan:
        waiting, paces = self._waiting.get(), self._paces.get()
        shown = waiting[:BOOKS_SHOWN]
        with self._queue_library.read() as session:
            of_shown = models.Book.id.in_([book.book_id for book in shown])
            titles = {row.id: row.title for row in session.scalars(select(models.Book).where(of_shown))}
        processes = len(os.sched_getaffinity(0))
        pages, texts = (sum(book.jobs.get(kind, 0) for book in waiting) for kind in NIGHTLY)
        seconds = _seconds(pages, texts, paces)
        return NightPlan(
            begins_at=tonight(self._queue_library.clock.utc()),
            timer_enabled=(self._timers / _TIMER).exists() if self._timers.is_dir() else None,
            pages=pages,
            texts=texts,
            books=tuple(_night_book(book, titles, paces) for book in shown),
            more_books=len(waiting) - len(shown),
            processes=processes,
            seconds=None if seconds is None else seconds / processes,
        )

    def _last_night(self) -> NightReport | None:
        row = self._nights.last()
        if row is None:
            return None
        killed = row.state is models.NightState.RUNNING and is_dead(row.worker)
        told = row.report
        return NightReport(
            state=NightState.INTERRUPTED if killed else NightState(row.state.value),
            began_at=row.began_at,
            ended_at=row.seen_at if killed else row.ended_at,
            done=told.get("done", {}),
            failed=told.get("failed", 0),
            dead=len(told.get("dead", ())),
            tickets=told.get("tickets", 0),
            books=len(told.get("books", ())),
            why=told.get("stopped", ""),
        )


def _kind(kind: str, states: dict[models.JobState, int], pace: KindPace | None) -> KindOfJob:
    counts = {state.value: count for state, count in states.items()}
    return KindOfJob(kind=kind, seconds_median=pace.seconds_median if pace else None, **counts)


def _night_book(book: WaitingBook, titles: dict[str, str], paces: dict[str, KindPace]) -> NightBook:
    pages, texts = book.jobs.get(PAGE_JOB, 0), book.jobs.get(TEXT_JOB, 0)
    return NightBook(
        book_id=book.book_id,
        title=titles.get(book.book_id or ""),
        pages=pages,
        texts=texts,
        seconds=_seconds(pages, texts, paces),
    )


def _seconds(pages: int, texts: int, paces: dict[str, KindPace]) -> float | None:
    """Of work on one process: a page that is still to be flattened is to be read as well."""
    page, text = paces.get(PAGE_JOB), paces.get(TEXT_JOB)
    if (pages and page is None) or ((pages or texts) and text is None):
        return None
    return pages * (page.seconds_median if page else 0) + (pages + texts) * (text.seconds_median if text else 0)
