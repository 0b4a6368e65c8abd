"""A worker's life: what it does with a job that succeeds, fails, or is no longer its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.errors import DiskFull, LibraryBusy
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.workers.leasing import Finished, Worker, is_dead, take_back_from_the_dead, worker_name


class Torn(BookcradleError):
    code = "torn"
    what = "The page is torn."
    remedy = "Mend it."


def recorded(_: Session) -> None:
    return None


def queued(library: Library, *subjects: str) -> JobQueue:
    queue = JobQueue(library)
    with library.write() as session:
        for subject in subjects:
            queue.enqueue(session, "page", subject)
    return queue


def worker(library: Library, handle: Callable[[Lease], Finished]) -> Worker:
    return Worker(JobQueue(library), {"page": handle}, library.write)


def failing(error: Exception) -> Callable[[Lease], Finished]:
    def handle(_: Lease) -> Finished:
        raise error

    return handle


def job(library: Library, subject: str) -> Job:
    with library.read() as session:
        return session.scalars(select(Job).where(Job.subject == subject)).one()


def test_a_job_is_done_and_what_it_made_is_recorded_with_it(library: Library) -> None:
    queued(library, "one")
    ended = worker(library, lambda _: lambda __: {"pages": 2}).work_one()
    assert ended is not None
    assert ended.why == ""
    assert (job(library, "one").state, job(library, "one").result) == (JobState.DONE, {"pages": 2})


def test_no_job_is_no_work(library: Library) -> None:
    assert worker(library, lambda _: recorded).work_one() is None


def test_a_bad_input_is_a_dead_letter_with_its_sentence_and_the_next_job_goes_on(library: Library) -> None:
    queue = queued(library, "bad", "good")
    doing = worker(library, lambda lease: failing(Torn())(lease) if lease.subject == "bad" else recorded)
    assert doing.work_one() is not None
    assert doing.work_one() is not None
    assert [letter.reason for letter in queue.dead_letters()] == ["The page is torn. Mend it."]
    assert job(library, "good").state is JobState.DONE


@pytest.mark.parametrize("error", [ValueError("odd"), LibraryBusy(detail="locked")])
def test_anything_unforeseen_is_tried_again(library: Library, error: Exception) -> None:
    queued(library, "one")
    ended = worker(library, failing(error)).work_one()
    assert ended is not None
    assert ended.why
    assert (job(library, "one").state, job(library, "one").attempts) == (JobState.QUEUED, 1)


def test_what_the_machine_lacks_stops_the_worker_and_costs_the_job_nothing(library: Library) -> None:
    queued(library, "one")
    with pytest.raises(DiskFull):
        worker(library, failing(DiskFull(path="/"))).work_one()
    assert (job(library, "one").state, job(library, "one").attempts) == (JobState.QUEUED, 0)


def test_a_result_is_not_recorded_when_the_lease_was_lost(library: Library) -> None:
    queued(library, "one")
    made: list[str] = []

    def handle(_: Lease) -> Finished:
        with library.write() as session:
            session.execute(update(Job).values(lease_token="another's"))

        def finish(session: Session) -> None:
            made.append("recorded")
            session.execute(update(Job).values(reason="made by the loser"))

        return finish

    ended = worker(library, handle).work_one()
    assert ended is not None
    assert "another worker" in ended.why
    assert job(library, "one").reason != "made by the loser"


def test_the_lease_of_a_process_that_was_killed_is_taken_back_at_once(library: Library, tmp_path: Path) -> None:
    queue = queued(library, "one")
    code = "import sys; from scanner_daemon.workers.leasing import worker_name; print(worker_name())"
    name = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert is_dead(name)
    assert not is_dead(worker_name())
    assert not is_dead("another-host:1:0.00")
    assert queue.claim(name, ["page"], lease_s=3600) is not None
    assert queue.claim("me", ["page"]) is None
    assert take_back_from_the_dead(library) == 1
    lease = queue.claim("me", ["page"])
    assert lease is not None
    assert lease.attempt == 2
