"""Worker processes: they share the queue, and killing one loses nothing and repeats nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psutil
from sqlalchemy import func, select

from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState, Page
from scanner_daemon.library.pages import Pages
from scanner_daemon.workers.crew import CrewReport, run_crew


def run(library: Library, told: Callable[[dict[str, str]], None] = lambda _: None) -> CrewReport:
    soon = datetime.now(UTC) + timedelta(days=2)
    folder = str(library.folders.root)
    return run_crew(library, folder, None, ["page", "text"], processes=2, due_by=soon, told=told)


def test_a_crew_does_all_that_is_queued(library: Library, book_id: str, add_page: Callable[[str], str]) -> None:
    for word in ("Monday", "Tuesday", "Wednesday"):
        add_page(word)
    report = run(library)
    assert report.done == {"page": 3, "text": 3}
    assert all("plain" in page.artifacts for page in Pages(library).in_order(book_id))


def test_a_worker_that_is_killed_costs_its_job_one_attempt_and_nothing_is_done_twice(
    library: Library, book_id: str, add_page: Callable[[str], str]
) -> None:
    for word in ("Monday", "Tuesday", "Wednesday", "Thursday"):
        add_page(word)
    killed: list[int] = []

    def kill_a_worker(_: dict[str, str]) -> None:
        if not killed:
            workers = [child for child in psutil.Process().children() if "job_process" in " ".join(child.cmdline())]
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    report = run(library, kill_a_worker)
    assert killed
    assert report.died == 1
    with library.read() as session:
        states = dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
        assert states == {JobState.DONE: 8}
        assert session.scalar(select(func.count()).select_from(Page)) == 4
    assert all("plain" in page.artifacts for page in Pages(library).in_order(book_id))


def test_a_missing_language_stops_the_crew_with_the_package_to_install(
    library: Library, book_id: str, add_page: Callable[[str], str]
) -> None:
    from scanner_daemon.library.models import Book

    add_page("Monday")
    with library.write() as session:
        session.get_one(Book, book_id).language = "tlh"
    report = run(library)
    assert "tesseract-ocr-tlh" in report.stopped
    with library.read() as session:
        waiting = session.scalars(select(Job).where(Job.kind == "text")).one()
        assert (waiting.state, waiting.attempts) == (JobState.QUEUED, 0)
