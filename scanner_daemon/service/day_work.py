"""Work beside the cradle: previews, copies to other disks and, where the settings say so, pages by day.

One process a group of kinds, started when something is due and gone when nothing is: an idle daemon carries none of
it. A copy that takes an hour holds up no preview, because they are two groups.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Sequence

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.library import Library
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.settings import Settings
from scanner_daemon.workers.kinds import MOVING, PAGE_JOB, PREVIEW_JOB
from scanner_daemon.workers.leasing import take_back_from_the_dead

__all__ = ["DayWork"]

_log = logging.getLogger(__name__)
LOOK_S = 5.0
REST_AFTER_A_DEATH_S = 5.0
ENDS_WITHIN_S = 5.0


class DayWork:
    """`run` lasts as long as the daemon; `poke` makes it look at once."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._queue = JobQueue(library)
        self._url = settings.library.url
        quick = (PREVIEW_JOB, PAGE_JOB) if settings.workers.pages_by_day else (PREVIEW_JOB,)
        self._groups: tuple[tuple[str, ...], ...] = (quick, MOVING)
        self._pokes = [asyncio.Event() for _ in self._groups]

    def poke(self) -> None:
        """Something was queued by this daemon, or its pause has ended."""
        for poke in self._pokes:
            poke.set()

    async def run(self) -> None:
        """Look, work, look again. Cancelled, it ends what it started; the lease of a job in hand is taken back."""
        with contextlib.suppress(BookcradleError):  # what a killed daemon's workers held; else it waits a minute
            await asyncio.to_thread(take_back_from_the_dead, self._library)
        async with asyncio.TaskGroup() as tasks:
            for kinds, poked in zip(self._groups, self._pokes, strict=True):
                tasks.create_task(self._serve(kinds, poked))

    async def _serve(self, kinds: Sequence[str], poked: asyncio.Event) -> None:
        while True:
            poked.clear()
            if await self._is_due(kinds) and not await self._work(kinds):
                await asyncio.sleep(REST_AFTER_A_DEATH_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await poked.wait()

    async def _is_due(self, kinds: Sequence[str]) -> bool:
        try:
            due = await asyncio.to_thread(self._queue.next_due, kinds)
        except BookcradleError as error:
            _log.warning("the queue could not be looked at: %s", error.sentence)
            return False
        return due is not None and due <= self._library.clock.utc()

    async def _work(self, kinds: Sequence[str]) -> bool:
        """Run one process until it finds nothing due; whether it ended as it should."""
        folder = str(self._library.folders.root)
        command = [sys.executable, "-m", "scanner_daemon.workers.job_process", folder, "--background"]
        command += ["--kinds", ",".join(kinds), *(["--url", self._url] if self._url else [])]
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        try:
            return await process.wait() >= 0
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """A job that cannot be ended quickly is killed: its lease is taken back, and it goes on where it was."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(ENDS_WITHIN_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
