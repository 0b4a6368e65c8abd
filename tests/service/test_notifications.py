"""The history: written beside the work, read in parts, told live, and never lost to a stop or a full disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import NotificationKind
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import DiskFull
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.service import notice_log
from scanner_daemon.service.notice_log import NoticeLog
from scanner_daemon.service.notifications import NotificationReading
from scanner_daemon.settings import Settings
from tests.service.conftest import Shelf

UNPLUGGED: dict[str, Any] = {
    "code": "camera_unplugged",
    "params": {"side": "left"},
    "what": "The left camera went away.",
    "remedy": "Check its USB cable.",
    "source": "left",
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_log, "BATCH_S", 0.001)
    monkeypatch.setattr(notice_log, "LOOK_S", 0.01)


class Told:
    """A log at work, the board it tells, and what a client reads."""

    def __init__(self, shelf: Shelf) -> None:
        self.board = StateBoard(shelf.library.clock)
        self.log = NoticeLog(shelf.library, self.board)
        self.reading = NotificationReading(shelf.library, self.board, Settings())

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not holds():
                await asyncio.sleep(0.002)

    async def counted(self, count: int) -> None:
        await self.until(lambda: self.board.snapshot.notifications_told >= count)


@asynccontextmanager
async def told_on(shelf: Shelf) -> AsyncIterator[Told]:
    told = Told(shelf)
    running = asyncio.create_task(told.log.run())
    try:
        yield told
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_fault_is_in_the_history_from_its_beginning_to_its_end(shelf: Shelf) -> None:
    async with told_on(shelf) as told:
        raised = told.log.begin("fault_raised", "ada", shelf.book_id, **UNPLUGGED)
        await told.counted(1)
        latest = told.board.snapshot.latest_notification
        assert latest is not None
        assert (latest.id, latest.code, latest.lasts, latest.cleared_at) == (raised, "camera_unplugged", True, None)
        told.log.end(raised, "ada")
        await told.counted(2)
        one = await told.reading.notification(raised)
        assert one == told.board.snapshot.latest_notification
        assert one.cleared_at is not None
        assert (one.params, one.source, one.operator, one.kind) == (
            {"side": "left"},
            "left",
            "ada",
            NotificationKind.FAULT,
        )


async def test_the_history_is_read_in_parts_the_newest_first_and_by_kind(shelf: Shelf) -> None:
    async with told_on(shelf) as told:
        ids = [told.log.begin("fault_raised", "ada", None, **UNPLUGGED) for _ in range(5)]
        ids.append(told.log.note("camera_connected", "ada", None, side="left", model="D750"))
        await told.counted(6)
        first = await told.reading.notifications(None, 4, ())
        rest = await told.reading.notifications(first.next, 4, ())
        assert [one.id for one in (*first.items, *rest.items)][:6] == list(reversed(ids))
        assert rest.items[-1].code == "book_started", "what was logged before is in it too"
        (camera,) = (await told.reading.notifications(None, 4, [NotificationKind.CAMERA])).items
        assert camera.what == "The left camera is connected (D750)."


async def test_what_the_daemon_leaves_open_ends_with_it(shelf: Shelf) -> None:
    async with told_on(shelf) as told:
        await told.until(lambda: told.log.looked)
        raised = told.log.begin("stop_raised", "ada", None, **UNPLUGGED)
    assert (await Told(shelf).reading.notification(raised)).cleared_at is not None, "an orderly stop"


async def test_what_a_killed_daemon_leaves_open_is_ended_by_the_next(shelf: Shelf) -> None:
    killed = Told(shelf)
    raised = killed.log.begin("fault_raised", "ada", None, **UNPLUGGED)
    await asyncio.to_thread(killed.log.write_now)
    assert (await killed.reading.notification(raised)).cleared_at is None
    async with told_on(shelf) as told:
        told.log.note("camera_connected", "ada", None, side="left", model="D750")
        await told.counted(1)
        assert (await told.reading.notification(raised)).cleared_at is not None


async def test_what_other_processes_log_is_noticed(shelf: Shelf) -> None:
    async with told_on(shelf) as told:
        await told.until(lambda: told.log.looked)
        queue = JobQueue(shelf.library)
        lease = queue.claim("a worker", ["page"])
        assert lease is not None
        queue.fail(lease, "The page is torn.", transient=False)
        await told.counted(1)
        latest = told.board.snapshot.latest_notification
        assert latest is not None
        assert (latest.code, latest.params["reason"], latest.book_id) == (
            "job_dead",
            "The page is torn.",
            shelf.book_id,
        )


async def test_a_book_is_named_by_its_title(shelf: Shelf) -> None:
    Books(shelf.library).create("Nights")
    newest = (await Told(shelf).reading.notifications(None, 1, [NotificationKind.BOOK])).items[0]
    assert newest.what == "“Nights” was begun."


async def test_notices_wait_for_a_disk_that_is_full(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    async with told_on(shelf) as told:
        await told.until(lambda: told.log.looked)
        refused = 0

        def full(*_: object) -> None:
            nonlocal refused
            refused += 1
            raise DiskFull

        with monkeypatch.context() as trouble:
            trouble.setattr(told.log.notices, "write", full)
            raised = told.log.begin("fault_raised", "ada", None, **UNPLUGGED)
            await told.until(lambda: refused > 1)
        await told.counted(1)
        assert (await told.reading.notification(raised)).code == "camera_unplugged"


async def test_only_what_is_told_to_a_person_is_a_notification(shelf: Shelf) -> None:
    with shelf.library.write() as session:
        shelf.library.log(session, "role_set", "ada", role="cover")
    reading = Told(shelf).reading
    assert {one.code for one in (await reading.notifications(None, 9, ())).items} == {"book_started"}
    with pytest.raises(NotFoundError):
        await reading.notification("nothing-of-the-kind")
