"""Writes notices to the event log beside the work, and tells every client that there are new ones.

A fault is on the board at once; its place in the history is written a moment later, on a thread, many in one
transaction: the spread that is under way must not wait for the disk because something went wrong. Notices that other
processes write (a worker that gives a job up) are noticed by looking.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from datetime import datetime

from scanner_daemon.api.board import StateBoard
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library
from scanner_daemon.library.notices import ENDED, Notice, NoticeEntry, Notices, ending_of, first_id_at
from scanner_daemon.service.notified import EVENT_KINDS, LASTING, notification_of

__all__ = ["NoticeLog"]

BATCH_S = 0.25
"""How long a notice may wait for others before it is written."""
LOOK_S = 2.0
OVERLAP_MS = 10_000
"""How far back each look goes: an id is made before its row is committed."""
LEFT_OPEN = 200
"""How many of each kind are looked through at the start for having been left open."""
_log = logging.getLogger(__name__)


class NoticeLog:
    """Lives on the event loop; `run` must be running for anything to be written."""

    def __init__(self, library: Library, board: StateBoard) -> None:
        self._clock = library.clock
        self.notices = Notices(library)
        self._board = board
        self.waiting: list[NoticeEntry] = []
        """What is not written yet."""
        self.looked = False
        """Whether the log has been looked at since the start."""
        self._something = asyncio.Event()
        self._open: set[str] = set()
        self._seen: set[str] = set()
        self._told = 0
        self._unwritable = False

    def note(
        self, kind: str, operator: str, book_id: str | None = None, *, since: datetime | None = None, **details: object
    ) -> str:
        """Something happened and is over; its id. Returns at once. ``since``: when, if not now."""
        entry = NoticeEntry(new_id(), kind, since or self._clock.utc(), operator, book_id, details)
        self.waiting.append(entry)
        self._something.set()
        return entry.id

    def begin(
        self, kind: str, operator: str, book_id: str | None = None, *, since: datetime | None = None, **details: object
    ) -> str:
        """Something lasts from now on, until `end` is told its id."""
        raised = self.note(kind, operator, book_id, since=since, **details)
        self._open.add(raised)
        return raised

    def end(self, raised_id: str, operator: str, **details: object) -> None:
        """It is over."""
        self._open.discard(raised_id)
        self.waiting.append(self._ending(raised_id, operator, **details))
        self._something.set()

    async def run(self) -> None:
        """Write and look until cancelled; what still lasts then is ended, and everything is written."""
        try:
            await self._safely(self._begin)
            self.looked = True
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await self._something.wait()
                    await asyncio.sleep(BATCH_S)
                await self._hand_in()
        finally:
            for raised_id in tuple(self._open):
                self.end(raised_id, "daemon", by="stop")
            self.write_now()

    async def _hand_in(self) -> None:
        batch, self.waiting = self.waiting, []
        self._something.clear()
        told: list[Notice] | None = None
        try:
            told = await self._safely(self._write_and_look, batch)
        finally:
            if self._unwritable:
                self.waiting = batch + self.waiting
        if told:
            self._told += len(told)
            self._board.update(latest_notification=notification_of(told[-1]), notifications_told=self._told)

    async def _safely(self, work: object, *arguments: object) -> list[Notice] | None:
        """On a thread, to its end even when cancelled meanwhile; None where the library cannot be written now."""
        assert callable(work)
        working = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
        try:
            told: list[Notice] = await asyncio.shield(working)
        except asyncio.CancelledError:
            failed = await asyncio.gather(working, return_exceptions=True)
            self._unwritable = isinstance(failed[0], BaseException)
            raise
        except BookcradleError as error:
            if not self._unwritable:
                _log.warning("notices wait to be written: %s", error.sentence)
            self._unwritable = True
            return None
        self._unwritable = False
        return told

    def _begin(self) -> list[Notice]:
        """A daemon that was killed has ended nothing: what it left open ended with it."""
        newest = self.notices.newest(tuple(EVENT_KINDS), None, 1)
        left = self.notices.newest(tuple(LASTING), None, LEFT_OPEN)
        ends = [self._ending(one.entry.id, "daemon", by="restart") for one in left if one.ended_at is None]
        if ends:
            self.notices.write(ends)
        self._seen = {one.entry.id for one in self.notices.since(EVENT_KINDS, self._horizon(), LEFT_OPEN)}
        return newest

    def _write_and_look(self, batch: Sequence[NoticeEntry]) -> list[Notice]:
        if batch:
            self.notices.write(batch)
        ended = [str(entry.details["of"]) for entry in batch if entry.kind == ENDED]
        begun = [entry.id for entry in batch if entry.kind != ENDED]
        horizon = self._horizon()
        news = [one.entry.id for one in self.notices.since(EVENT_KINDS, horizon, LEFT_OPEN)]
        fresh = [id_ for id_ in news if id_ not in self._seen and id_ not in begun]
        self._seen = {id_ for id_ in self._seen if id_ >= horizon}.union(news, begun)
        ids = [*fresh, *(id_ for id_ in ended if id_ not in begun), *begun]
        return self.notices.of(ids) if ids else []

    def _horizon(self) -> str:
        return first_id_at(time.time_ns() // 1_000_000 - OVERLAP_MS)

    def write_now(self) -> None:
        """What waits, on the calling thread: for the end, when there is no loop to wait for."""
        if self.waiting:
            try:
                self.notices.write(self.waiting)
            except BookcradleError as error:
                _log.warning("%d notices could not be written: %s", len(self.waiting), error.sentence)

    def _ending(self, raised_id: str, operator: str, **details: object) -> NoticeEntry:
        return NoticeEntry(ending_of(raised_id), ENDED, self._clock.utc(), operator, None, {"of": raised_id} | details)
