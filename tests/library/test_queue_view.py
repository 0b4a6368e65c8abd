"""The queue as a person looks at it: paused, listed, timed; the same on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.library.errors import JobEnded, JobNotFound, LeaseLost
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import JobState
from scanner_daemon.library.pauses import Pauses
from scanner_daemon.library.queue import JobQueue, Lease, Priority
from scanner_daemon.library.queue_view import QueueView

if TYPE_CHECKING:
    from tests.library.conftest import SetClock

KINDS = ("page", "text")


@pytest.fixture
def queue(either_library: Library) -> JobQueue:
    return JobQueue(either_library)


@pytest.fixture
def view(either_library: Library) -> QueueView:
    return QueueView(either_library)


@pytest.fixture
def pauses(either_library: Library) -> Pauses:
    return Pauses(either_library)


def enqueue(library: Library, subject: str, kind: str = "page", **options: object) -> str:
    with library.write() as session:
        return JobQueue(library).enqueue(session, kind, subject, **options)  # type: ignore[arg-type]  # as the test says


def claimed(queue: JobQueue) -> Lease:
    lease = queue.claim("worker", KINDS)
    assert lease is not None
    return lease


def test_a_paused_queue_lends_nothing_and_says_who_paused_it(
    either_library: Library, queue: JobQueue, pauses: Pauses, clock: SetClock
) -> None:
    enqueue(either_library, "a")
    pauses.pause(None, "Ada")
    assert queue.claim("worker", KINDS) is None
    assert queue.next_due(KINDS) is None
    (pause,) = pauses.standing()
    assert (pause.kind, pause.by, pause.since) == (None, "Ada", clock.now)
    pauses.pause(None, "Grace")
    assert [each.by for each in pauses.standing()] == ["Ada"]
    pauses.resume(None, "Grace")
    assert pauses.standing() == ()
    assert claimed(queue).subject == "a"


def test_the_job_in_hand_is_ended_under_a_pause(either_library: Library, queue: JobQueue, pauses: Pauses) -> None:
    enqueue(either_library, "a")
    lease = claimed(queue)
    pauses.pause(None, "Ada")
    queue.complete(queue.renew(lease))
    assert queue.counts() == {"page": {JobState.DONE: 1}}


def test_one_kind_is_paused_and_the_others_go_on(either_library: Library, queue: JobQueue, pauses: Pauses) -> None:
    enqueue(either_library, "a")
    enqueue(either_library, "b", "text")
    pauses.pause("page", "Ada")
    assert claimed(queue).subject == "b"
    assert queue.claim("worker", KINDS) is None
    pauses.resume("page", "Ada")
    assert claimed(queue).subject == "a"


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.LEASED, JobState.DONE, JobState.DEAD])
def test_a_list_goes_on_by_key_and_can_be_entered_at_any_place(
    either_library: Library, queue: JobQueue, view: QueueView, clock: SetClock, state: JobState
) -> None:
    for number in range(12):
        kind = KINDS[number % 2]
        enqueue(either_library, f"{number}", kind, priority=Priority.BULK if number % 3 else Priority.NORMAL)
        clock.now += timedelta(seconds=number % 2)
    for _ in range(0 if state is JobState.QUEUED else 12):
        lease = claimed(queue)
        if state is JobState.DONE:
            queue.complete(lease)
        if state is JobState.DEAD:
            queue.fail(lease, "it is torn", transient=False)
    everything = [job.id for job in view.jobs(state, limit=100)]
    assert len(set(everything)) == 12
    by_parts: list[str] = []
    while part := view.jobs(state, after=by_parts[-1] if by_parts else None, limit=5):
        by_parts += [job.id for job in part]
    assert by_parts == everything
    assert [job.id for job in view.jobs(state, skip=7, limit=3)] == everything[7:10]
    assert [job.id for job in view.jobs(state, after=everything[6], limit=3)] == everything[7:10]
    text = [job.id for job in view.jobs(state, "text")]
    assert len(text) == 6
    assert text == [job_id for job_id in everything if job_id in text]
    assert view.count(state) == 12
    assert view.count(state, "text") == 6


def test_waiting_jobs_are_listed_in_the_order_in_which_they_are_claimed(
    either_library: Library, queue: JobQueue, view: QueueView
) -> None:
    for number in range(6):
        enqueue(either_library, f"{number}", "page", priority=Priority(number % 3))
    listed = [job.subject for job in view.jobs(JobState.QUEUED, "page")]
    assert listed == [claimed(queue).subject for _ in range(6)]


def test_after_a_job_that_has_moved_on_the_list_ends(either_library: Library, queue: JobQueue, view: QueueView) -> None:
    first = enqueue(either_library, "a")
    enqueue(either_library, "b")
    claimed(queue)
    assert view.jobs(JobState.QUEUED, after=first) == []


def test_the_pace_is_the_median_of_how_long_jobs_took(
    either_library: Library, queue: JobQueue, view: QueueView, clock: SetClock
) -> None:
    for seconds in (1, 2, 30):
        enqueue(either_library, f"{seconds}")
        lease = claimed(queue)
        clock.now += timedelta(seconds=seconds)
        queue.complete(lease)
    assert view.paces()["page"].seconds_median == 2
    assert view.paces()["page"].jobs == 3


def test_what_was_done_is_counted_by_minute_and_by_ten_minutes(
    either_library: Library, queue: JobQueue, view: QueueView, clock: SetClock
) -> None:
    began = clock.now.replace(minute=7, second=0, microsecond=0)
    for minute in (0, 0, 1, 4):
        clock.now = began + timedelta(minutes=minute, seconds=30)
        enqueue(either_library, "a", "page")
        queue.complete(claimed(queue))
    by_minute = [(made.since - began, made.jobs) for made in view.made(began, minutes=1)]
    assert by_minute == [(timedelta(0), 2), (timedelta(minutes=1), 1), (timedelta(minutes=4), 1)]
    by_ten = [(made.since - began, made.jobs) for made in view.made(began, minutes=10)]
    assert by_ten == [(timedelta(minutes=-7), 3), (timedelta(minutes=3), 1)]
    assert view.made(clock.now + timedelta(seconds=1), minutes=1) == []


def test_a_long_job_says_how_far_it_is(either_library: Library, queue: JobQueue, view: QueueView) -> None:
    enqueue(either_library, "a")
    lease = claimed(queue)
    queue.report(lease, 3, 10, "files")
    (running,) = view.jobs(JobState.LEASED)
    assert running.progress == {"done": 3, "total": 10, "unit": "files"}
    assert running.started_at is not None


def test_a_cancelled_job_is_taken_from_its_worker_and_what_it_made_is_not_recorded(
    either_library: Library, queue: JobQueue
) -> None:
    job = enqueue(either_library, "a")
    lease = claimed(queue)
    queue.cancel_one(job)
    with pytest.raises(LeaseLost):
        queue.report(lease, 1, 2, "files")
    with pytest.raises(LeaseLost):
        queue.complete(lease)
    assert queue.counts() == {"page": {JobState.CANCELLED: 1}}
    with pytest.raises(JobEnded, match="ended already"):
        queue.cancel_one(job)
    with pytest.raises(JobNotFound):
        queue.cancel_one("no such job")


def test_the_dead_letters_of_one_book_are_retried_without_the_others(either_library: Library, queue: JobQueue) -> None:
    for book in ("b1", "b2"):
        enqueue(either_library, book, book_id=book)
        queue.fail(claimed(queue), "torn", transient=False)
    assert queue.retry_dead(book_id="b1") == 1
    assert [letter.subject for letter in queue.dead_letters()] == ["b2"]
