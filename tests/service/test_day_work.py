"""Work beside the cradle, by the daemon's own processes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psutil

from scanner_daemon.library.models import Job, JobState
from scanner_daemon.library.pauses import Pauses
from scanner_daemon.service.day_work import DayWork
from scanner_daemon.service.leaving import Leaving
from scanner_daemon.settings import LibrarySettings, Settings, WorkerSettings
from tests.service.conftest import Shelf

DEADLINE_S = 60.0


@asynccontextmanager
async def working(shelf: Shelf, *, pages_by_day: bool = False) -> AsyncIterator[DayWork]:
    settings = Settings(
        library=LibrarySettings(folder=shelf.library.folders.root), workers=WorkerSettings(pages_by_day=pages_by_day)
    )
    work = DayWork(shelf.library, settings)
    task = asyncio.create_task(work.run())
    try:
        yield work
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert not workers()


def workers() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it has just ended
            found += [child] if "job_process" in " ".join(child.cmdline()) else []
    return found


def states(shelf: Shelf, kind: str) -> list[JobState]:
    with shelf.library.read() as session:
        return [job.state for job in session.query(Job).filter(Job.kind == kind)]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not holds():
            await asyncio.sleep(0.02)


async def test_a_preview_is_made_as_soon_as_it_is_asked_for_and_pages_wait_for_the_night(shelf: Shelf) -> None:
    async with working(shelf) as work:
        await Leaving(shelf.library, work).make_preview(shelf.book_id, "Ada")
        await until(lambda: states(shelf, "preview_pdf") == [JobState.DONE])
        await until(lambda: not workers())
    assert states(shelf, "page") == [JobState.QUEUED] * 4


async def test_where_the_settings_say_so_pages_are_made_by_day_and_a_pause_holds_them(shelf: Shelf) -> None:
    pauses = Pauses(shelf.library)
    pauses.pause("page", "Ada")
    async with working(shelf, pages_by_day=True) as work:
        await Leaving(shelf.library, work).make_preview(shelf.book_id, "Ada")
        await until(lambda: states(shelf, "preview_pdf") == [JobState.DONE])
        assert states(shelf, "page") == [JobState.QUEUED] * 4
        pauses.resume("page", "Ada")
        work.poke()
        await until(lambda: all(state in (JobState.DONE, JobState.DEAD) for state in states(shelf, "page")))


async def test_an_end_in_the_middle_leaves_the_job_for_the_next_start(shelf: Shelf) -> None:
    async with working(shelf) as work:
        await Leaving(shelf.library, work).make_preview(shelf.book_id, "Ada")
        await until(lambda: bool(workers()))
    async with working(shelf):
        await until(lambda: states(shelf, "preview_pdf") == [JobState.DONE])
