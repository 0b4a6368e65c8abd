"""The job queue: leased, bounded, explained; nothing lost and nothing done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from scanner_daemon.library.errors import JobNotFound, LeaseLost
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import Event, JobState
from scanner_daemon.library.queue import JobQueue, Lease, Priority

if TYPE_CHECKING:
    from tests.library.conftest import SetClock


@pytest.fixture
def queue(either_library: Library) -> JobQueue:
    return JobQueue(either_library)


def enqueue(library: Library, subject: str = "s", kind: str = "page", **options: object) -> str:
    with library.write() as session:
        return JobQueue(library).enqueue(session, kind, subject, **options)  # type: ignore[arg-type]


def claimed(queue: JobQueue, kinds: list[str] | None = None, **options: object) -> Lease:
    lease = queue.claim("worker", kinds or ["page"], **options)  # type: ignore[arg-type]
    assert lease is not None
    return lease


def test_jobs_come_by_priority_then_kind_then_age(either_library: Library, queue: JobQueue) -> None:
    enqueue(either_library, "bulk", priority=Priority.BULK)
    enqueue(either_library, "ocr", "ocr")
    enqueue(either_library, "first")
    enqueue(either_library, "second")
    enqueue(either_library, "waiting person", priority=Priority.URGENT)
    order = [claimed(queue, ["page", "ocr"]).subject for _ in range(5)]
    assert order == ["waiting person", "first", "second", "ocr", "bulk"]
    assert queue.claim("worker", ["page", "ocr"]) is None


def test_a_claim_carries_what_the_worker_needs(either_library: Library, queue: JobQueue, clock: SetClock) -> None:
    job = enqueue(either_library, "shot 1", payload={"side": "left"}, book_id="b", max_attempts=5)
    lease = claimed(queue, lease_s=60)
    assert (lease.job_id, lease.subject, lease.payload, lease.book_id) == (job, "shot 1", {"side": "left"}, "b")
    assert (lease.attempt, lease.max_attempts, lease.until) == (1, 5, clock.now + timedelta(seconds=60))


def test_only_asked_for_kinds_are_claimed(either_library: Library, queue: JobQueue) -> None:
    enqueue(either_library, kind="ocr")
    assert queue.claim("worker", ["page"]) is None


def test_a_job_for_tonight_waits_unless_the_night_is_called_early(
    either_library: Library, queue: JobQueue, clock: SetClock
) -> None:
    tonight = clock.now + timedelta(hours=12)
    enqueue(either_library, not_before=tonight)
    assert queue.claim("worker", ["page"]) is None
    assert queue.next_due(["page"]) == tonight
    lease = claimed(queue, due_by=tonight)
    queue.fail(lease, "no room")
    assert queue.claim("worker", ["page"], due_by=tonight) is None, "what waits after a failure is not called early"
    clock.advance(13 * 3600)
    assert claimed(queue).attempt == 2


def test_the_same_work_is_not_queued_twice(either_library: Library, queue: JobQueue) -> None:
    first = enqueue(either_library, dedupe_key="page:1")
    assert enqueue(either_library, dedupe_key="page:1") == first
    queue.complete(claimed(queue))
    assert enqueue(either_library, dedupe_key="page:1") == first
    assert queue.claim("worker", ["page"]) is None
    assert enqueue(either_library, dedupe_key="page:1", payload={"new": 1}, again=True) == first
    assert claimed(queue).payload == {"new": 1}
    enqueue(either_library, dedupe_key="page:1", again=True)
    assert queue.counts() == {"page": {JobState.LEASED: 1}}, "a job that is being done is not queued beside itself"


def test_a_transient_failure_is_tried_again_later_and_not_forever(
    either_library: Library, queue: JobQueue, clock: SetClock
) -> None:
    enqueue(either_library, "shot 1", payload={"file": "a.jpg"})
    waits = []
    for attempt in (1, 2, 3):
        lease = claimed(queue)
        assert lease.attempt == attempt
        queue.fail(lease, f"no memory, try {attempt}")
        due = queue.next_due(["page"])
        if due is not None:
            waits.append((due - clock.now).total_seconds())
            assert queue.claim("worker", ["page"]) is None
            clock.now = due
    assert waits == [5, 20]
    (letter,) = queue.dead_letters()
    assert (letter.subject, letter.payload, letter.attempts) == ("shot 1", {"file": "a.jpg"}, 3)
    assert letter.reason == "no memory, try 3"


def test_a_permanent_failure_is_a_dead_letter_at_once_until_a_person_retries(
    either_library: Library, queue: JobQueue
) -> None:
    job = enqueue(either_library)
    assert queue.fail(claimed(queue), "The JPEG is truncated.", transient=False) is JobState.DEAD
    assert [letter.reason for letter in queue.dead_letters("page")] == ["The JPEG is truncated."]
    assert queue.dead_letters("ocr") == []
    queue.retry(job)
    assert claimed(queue).attempt == 1
    with pytest.raises(JobNotFound):
        queue.retry("nothing")


def test_all_dead_jobs_of_a_kind_can_be_retried(either_library: Library, queue: JobQueue) -> None:
    for subject in "abc":
        enqueue(either_library, subject, kind="ocr" if subject == "c" else "page")
        queue.fail(claimed(queue, ["page", "ocr"]), "broken", transient=False)
    assert queue.retry_dead("page") == 2
    assert queue.counts() == {"page": {JobState.QUEUED: 2}, "ocr": {JobState.DEAD: 1}}


def test_an_expired_lease_is_taken_over_and_the_late_worker_is_refused(
    either_library: Library, queue: JobQueue, clock: SetClock
) -> None:
    enqueue(either_library)
    late = claimed(queue, lease_s=60)
    clock.advance(61)
    taken = claimed(queue)
    assert (taken.job_id, taken.attempt) == (late.job_id, 2)
    for report in (
        lambda: queue.complete(late),
        lambda: queue.fail(late, "late"),
        lambda: queue.renew(late),
        lambda: queue.hand_back(late),
    ):
        with pytest.raises(LeaseLost, match="another worker"):
            report()
    queue.complete(taken)
    assert queue.counts() == {"page": {JobState.DONE: 1}}


def test_a_renewed_lease_is_kept(either_library: Library, queue: JobQueue, clock: SetClock) -> None:
    enqueue(either_library)
    lease = claimed(queue, lease_s=60)
    clock.advance(50)
    lease = queue.renew(lease, lease_s=60)
    clock.advance(50)
    assert queue.claim("other", ["page"]) is None
    queue.complete(lease)


def test_a_job_that_kills_its_workers_ends_as_a_dead_letter(
    either_library: Library, queue: JobQueue, clock: SetClock
) -> None:
    enqueue(either_library, max_attempts=2)
    for _ in range(2):
        claimed(queue, lease_s=60)
        clock.advance(61)
    assert queue.claim("worker", ["page"]) is None
    assert [letter.reason for letter in queue.dead_letters()] == ["The worker worker stopped without a word"]


def test_handing_back_does_not_use_up_an_attempt(either_library: Library, queue: JobQueue) -> None:
    enqueue(either_library)
    queue.hand_back(claimed(queue))
    assert claimed(queue).attempt == 1


def test_what_a_late_worker_made_is_not_recorded(either_library: Library, queue: JobQueue, clock: SetClock) -> None:
    enqueue(either_library)
    late = claimed(queue, lease_s=1)
    clock.advance(2)
    claimed(queue)

    def record() -> None:
        with either_library.write() as session:
            either_library.log(session, "page_made", "worker")
            queue.complete(late, session=session)

    with pytest.raises(LeaseLost):
        record()
    with either_library.read() as session:
        assert session.query(Event).count() == 0


def test_cancelled_jobs_are_not_claimed(either_library: Library, queue: JobQueue) -> None:
    enqueue(either_library, "old shot")
    enqueue(either_library, "new shot")
    with either_library.write() as session:
        assert queue.cancel(session, "old shot") == 1
    assert claimed(queue).subject == "new shot"


def test_a_claim_seeks_its_index_and_sorts_nothing(library: Library) -> None:
    """What keeps a claim in milliseconds at a million jobs, without a clock in the test."""
    statements: list[str] = []
    with library.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(statements.append)
    JobQueue(library).claim("worker", ["page"])
    with library.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(None)
        (look,) = (said for said in statements if said.startswith("SELECT job"))
        leases = [row[-1] for row in connection.execute(text("EXPLAIN QUERY PLAN " + look.replace(":", "\\:")))]
        (claim,) = (said for said in statements if said.startswith("UPDATE job"))
        plan = [row[-1] for row in connection.execute(text("EXPLAIN QUERY PLAN " + claim.replace(":", "\\:")))]
    seeks = "SEARCH job USING INDEX ix_job_claim (kind=? AND priority=? AND not_before<?)"
    assert leases == ["SEARCH job USING INDEX ix_job_lease (lease_until<?)"]
    assert plan.count(seeks) == len(Priority)
    assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step]


_WORKERS = """
import os, sys, time
from pathlib import Path
from scanner_daemon.library.errors import LeaseLost
from scanner_daemon.library.library import open_library
from scanner_daemon.library.queue import JobQueue

def work(name):
    with open_library(Path(sys.argv[1]), url=sys.argv[2] or None) as library:
        queue = JobQueue(library)
        while True:
            lease = queue.claim(name, ["page"], lease_s=3)
            if lease is None:
                if queue.next_due(["page"]) is None:
                    return
                time.sleep(0.05)
                continue
            try:
                with library.write() as session:
                    library.log(session, "done", name, subject=lease.subject)
                    queue.complete(lease, session=session)
            except LeaseLost:
                pass

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        work(line.strip())
        os._exit(0)
    print(child, flush=True)
try:
    while True:
        print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
except ChildProcessError:
    pass
"""


@pytest.mark.parametrize(("database", "jobs"), [("sqlite", 2000), ("postgresql", 400)])
def test_four_processes_under_kill_9_lose_nothing_and_do_nothing_twice(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, jobs: int
) -> None:
    url = "" if database == "sqlite" else request.getfixturevalue("postgresql_url")
    with open_library(tmp_path, url=url or None) as library:
        queue = JobQueue(library)
        with library.write() as session:
            for number in range(jobs):
                queue.enqueue(session, "page", f"{number}", max_attempts=50)
        with subprocess.Popen(
            [sys.executable, "-c", _WORKERS, str(tmp_path), url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as workers:
            assert workers.stdin is not None
            assert workers.stdout is not None

            def start(name: str) -> int:
                assert workers.stdin is not None
                assert workers.stdout is not None
                print(name, file=workers.stdin, flush=True)
                return int(workers.stdout.readline())

            alive = [start(f"worker {number}") for number in range(4)]
            for kill in range(4):
                _wait_until_more_are_done(queue, jobs // 12)
                os.kill(alive[kill], signal.SIGKILL)
                alive[kill] = start(f"successor {kill}")
            workers.stdin.close()
            ends = sorted(int(line) for line in workers.stdout)
        assert ends == [-signal.SIGKILL] * 4 + [0] * 4
        with library.read() as session:
            done = [event.details["subject"] for event in session.query(Event)]
        assert sorted(done, key=int) == [f"{number}" for number in range(jobs)]
        assert queue.counts() == {"page": {JobState.DONE: jobs}}


def _wait_until_more_are_done(queue: JobQueue, more: int) -> None:
    def done() -> int:
        return queue.counts().get("page", {}).get(JobState.DONE, 0)

    goal, deadline = done() + more, time.monotonic() + 60
    while done() < goal:
        assert time.monotonic() < deadline, "no worker makes progress"
        time.sleep(0.05)
