"""The daemon's end of the measuring process: started at the first frame, and again when it dies; ended when idle."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
from pathlib import Path
from typing import Any

from scanner_daemon.workers.alignment_wire import packed

__all__ = ["MeasuringProcess", "MeterGone"]

_log = logging.getLogger(__name__)
BEGIN_DEADLINE_S = 20.0
"""For the first answer: Python and OpenCV have to be loaded, perhaps on a busy machine."""
ANSWER_DEADLINE_S = 3.0
_BACK_OFF_S = (0.5, 1.0, 2.0, 5.0, 15.0)
ANSWER_LIMIT_BYTES = 65_536


class MeterGone(Exception):
    """No answer: the process died, or was killed because it overran its deadline."""


class MeasuringProcess:
    """At most one child process, and at most one request under way. Lives on the event loop."""

    def __init__(self, profile: Path | None) -> None:
        self._profile = profile
        self._process: asyncio.subprocess.Process | None = None
        self._answered = False
        self._failures = 0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._process.pid if self._process is not None else None

    async def measure(self, request: dict[str, Any], jpeg: bytes) -> dict[str, Any] | None:
        """The alignment of one frame, None for bytes that are no picture. Raises MeterGone.

        After a failure the process is started again, but not before a growing pause is over: until then every call
        waits for its end.
        """
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S if self._answered else BEGIN_DEADLINE_S):
                process.stdin.writelines((packed(request, jpeg), jpeg))
                await process.stdin.drain()
                line = await process.stdout.readline()
            answer: dict[str, Any] | None = json.loads(line)["alignment"]
        except (OSError, TimeoutError, ValueError, KeyError) as error:
            await self._failed(error)
            raise MeterGone from error
        except BaseException:
            await self.close()
            raise
        self._answered, self._failures = True, 0
        return answer

    async def close(self) -> None:
        """End the process, if there is one; the next `measure` starts another."""
        process, self._process = self._process, None
        self._answered = False
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        await self.close()
        wait_s = self._not_before - asyncio.get_running_loop().time()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        arguments = [] if self._profile is None else [str(self._profile)]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "scanner_daemon.workers.alignment_process",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=ANSWER_LIMIT_BYTES,
        )
        return self._process

    async def _failed(self, error: Exception) -> None:
        pause_s = _BACK_OFF_S[min(self._failures, len(_BACK_OFF_S) - 1)]
        self._failures += 1
        self._not_before = asyncio.get_running_loop().time() + pause_s
        _log.warning("live alignment pauses for %.1f s: its process failed (%s)", pause_s, type(error).__name__)
        await self.close()
