"""The queue and the night, as a client is told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scanner_daemon.api.schemas import JobState, NightState, QueueCounts, Span
from scanner_daemon.library import models
from scanner_daemon.library.errors import JobEnded, JobNotFound
from scanner_daemon.library.nights import NightLog
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.service.queue import QueueService
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.leasing import worker_name
from tests.service.conftest import Shelf


class Poked:
    def __init__(self) -> None:
        self.times = 0
        self.told: list[QueueCounts] = []

    def poke(self) -> None:
        self.times += 1


@pytest.fixture
def poked() -> Poked:
    return Poked()


@pytest.fixture
def service(shelf: Shelf, poked: Poked, tmp_path: Path) -> QueueService:
    return QueueService(shelf.library, poked, poked.told.append, timers=tmp_path / "timers")


def claimed(shelf: Shelf) -> Lease:
    lease = JobQueue(shelf.library).claim("mill:4711:0.00", ["page"])
    assert lease is not None
    return lease


async def test_a_running_job_says_which_page_of_which_book_it_is_about(shelf: Shelf, service: QueueService) -> None:
    lease = claimed(shelf)
    detail = await service.queue_detail()
    (job,) = detail.running
    assert (job.title, job.position, job.side, job.kind) == ("Days", 1, Side.LEFT, "page")
    assert (job.job_id, job.worker, job.attempts, job.max_attempts) == (lease.job_id, "mill:4711:0.00", 1, 3)
    assert job.started_at is not None
    (kind,) = detail.kinds
    assert (kind.kind, kind.queued, kind.leased) == ("page", 3, 1)


async def test_what_waits_is_listed_by_parts_and_from_any_place(shelf: Shelf, service: QueueService) -> None:
    first = await service.queue_jobs(JobState.QUEUED, None, after=None, skip=0, limit=3)
    rest = await service.queue_jobs(JobState.QUEUED, None, after=first.next, skip=0, limit=3)
    assert [(job.position, job.side) for job in (*first.items, *rest.items)] == [
        (1, Side.LEFT),
        (1, Side.RIGHT),
        (2, Side.LEFT),
        (2, Side.RIGHT),
    ]
    assert rest.next is None
    entered = await service.queue_jobs(JobState.QUEUED, "page", after=None, skip=3, limit=3)
    assert entered.items == rest.items


async def test_a_dead_letter_is_retried_alone_and_with_all_of_its_book(shelf: Shelf, service: QueueService) -> None:
    for _ in range(2):
        JobQueue(shelf.library).fail(claimed(shelf), "The page is torn.", transient=False)
    dead = (await service.queue_jobs(JobState.DEAD, None, after=None, skip=0, limit=9)).items
    assert [job.reason for job in dead] == ["The page is torn."] * 2
    assert (await service.retry_job(dead[0].job_id, "Ada")).state is JobState.QUEUED
    with pytest.raises(JobNotFound):
        await service.retry_job(dead[0].job_id, "Ada")
    assert await service.retry_dead(shelf.book_id, None, "Ada") == 1
    assert (await service.queue_counts()).dead == 0


async def test_a_pause_is_told_at_once_with_who_and_since_when(
    shelf: Shelf, service: QueueService, poked: Poked
) -> None:
    await service.pause_queue(None, "Ada")
    assert JobQueue(shelf.library).claim("w", ["page"]) is None
    (pause,) = poked.told[-1].paused
    assert (pause.kind, pause.by) == (None, "Ada")
    assert (await service.queue_detail()).pauses == (pause,)
    await service.resume_queue(None, "Ada")
    assert poked.told[-1].paused == ()
    assert poked.times > 0


async def test_a_job_is_cancelled_once(shelf: Shelf, service: QueueService) -> None:
    lease = claimed(shelf)
    assert (await service.cancel_job(lease.job_id, "Ada")).state is JobState.CANCELLED
    with pytest.raises(JobEnded):
        await service.cancel_job(lease.job_id, "Ada")


async def test_throughput_counts_what_was_done_and_tells_when_the_queue_will_be_empty(
    shelf: Shelf, service: QueueService
) -> None:
    for _ in range(2):
        JobQueue(shelf.library).complete(claimed(shelf))
    for span, stretch_s in ((Span.HOUR, 60), (Span.DAY, 600)):
        told = await service.throughput(span)
        assert told.stretch_s == stretch_s
        assert sum(made.jobs for made in told.made if made.kind == "page") == 2
        assert all(told.since <= made.since <= told.until for made in told.made)
    detail = await service.queue_detail()
    assert (detail.done_last_hour, detail.empty_in_s) == (2, 3600.0)
    assert detail.kinds[0].seconds_median is not None


async def test_the_night_plans_by_book_and_estimates_once_it_knows_how_long_a_page_takes(
    shelf: Shelf, service: QueueService, poked: Poked, tmp_path: Path
) -> None:
    plan = (await service.night()).plan
    assert (plan.pages, plan.texts, plan.seconds, plan.timer_enabled) == (4, 0, None, None)
    (book,) = plan.books
    assert (book.title, book.pages, book.texts) == ("Days", 4, 0)
    now = shelf.library.clock.utc()
    with shelf.library.write() as session:
        for kind, seconds in (("page", 2), ("text", 5)):
            row = models.Job(kind=kind, subject="x", payload={}, state=models.JobState.DONE, priority=1, not_before=now)
            row.created_at, row.started_at, row.ended_at = now, now, now + timedelta(seconds=seconds)
            session.add(row)
    timers = tmp_path / "timers"
    timers.mkdir()
    (timers / "bookcradle-night.timer").touch()
    again = (await QueueService(shelf.library, poked, poked.told.append, timers=timers).night()).plan
    assert again.timer_enabled is True
    assert again.seconds == pytest.approx((4 * 2 + 4 * 5) / again.processes)


async def test_the_last_night_is_told_whether_it_ended_runs_or_was_killed(shelf: Shelf, service: QueueService) -> None:
    assert (await service.night()).last is None
    record = NightLog(shelf.library, worker_name())
    running = (await service.night()).last
    assert running is not None
    assert (running.state, running.ended_at) == (NightState.RUNNING, None)
    record.end(models.NightState.DONE, {"done": {"page": 4}, "failed": 1, "dead": [{}], "tickets": 2, "books": [{}]})
    ended = (await service.night()).last
    assert ended is not None
    assert (ended.state, ended.done, ended.failed, ended.dead) == (NightState.DONE, {"page": 4}, 1, 1)
    assert (ended.tickets, ended.books) == (2, 1)
    assert isinstance(ended.ended_at, datetime)
    assert ended.ended_at.tzinfo is UTC
    host = worker_name().split(":")[0]
    NightLog(shelf.library, f"{host}:999999999:0.00")
    killed = (await service.night()).last
    assert killed is not None
    assert killed.state is NightState.INTERRUPTED
    assert killed.ended_at is not None
