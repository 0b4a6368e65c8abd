"""The daemon's end of the inspection process: starts it, asks it, and starts it again when it dies.

A verdict is never worth a stopped book: when the process cannot answer, the verdict is UNKNOWN and says why.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner_daemon.capture.ports import LandedSpread
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.vocabulary import FileKind, Level, Side
from scanner_daemon.workers.findings import flag_to_json, verdict_from_json

__all__ = ["BookHistory", "InspectionProcess", "PastLeaf", "open_inspector"]

VIEWABLE = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF)
LINE_LIMIT_BYTES = 4_000_000
BEGIN_DEADLINE_S = 30.0


@dataclass(frozen=True, slots=True)
class PastLeaf:
    """A page that was seen lately."""

    spread_id: str
    side: Side
    path: Path


@dataclass(frozen=True, slots=True)
class BookHistory:
    """What the baseline of a book is rebuilt from: the findings of its last accepted spreads, and its last leaves."""

    findings: Sequence[Sequence[Flag]] = ()
    leaves: Sequence[PastLeaf] = ()


class InspectionProcess:
    """Implements `scanner_daemon.capture.ports.Inspector` over one child process."""

    def __init__(
        self,
        history: Callable[[str], Awaitable[BookHistory]],
        spread_files: Callable[[str], Awaitable[Mapping[Side, Path]]],
        deadline_s: float,
    ) -> None:
        """``history(book_id)`` and ``spread_files(spread_id)`` read the library; ``deadline_s`` bounds one verdict."""
        self._history = history
        self._spread_files = spread_files
        self._deadline_s = deadline_s
        self._process: asyncio.subprocess.Process | None = None
        self._book_id: str | None = None
        self._numbers = itertools.count(1)
        self._turn = asyncio.Lock()
        self._beginning: asyncio.Task[None] | None = None

    @property
    def _alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The child's process id, for the memory bench; None before it is started."""
        return self._process.pid if self._process else None

    async def judge(self, spread: LandedSpread) -> Verdict:
        """The verdict about a landed spread; UNKNOWN with the reason where the process cannot answer."""
        files = _viewable(spread)
        request = {
            "op": "judge",
            "spread_id": spread.intent.spread_id,
            "expected": [side.value for side in spread.intent.shot_ids],
            "files": {side.value: str(path) for side, path in files.items()},
        }
        try:
            answer = await self._ask(spread.intent.book_id, request)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            reason = f"The inspection process did not answer ({type(error).__name__}); the spread was not judged."
            flag = Flag("inspection", Level.UNKNOWN, next(iter(spread.intent.shot_ids)), None, None, reason)
            return Verdict(Level.UNKNOWN, (flag,))
        return verdict_from_json(answer["verdict"])

    async def matches(self, spread: LandedSpread, target_spread_id: str) -> bool | None:
        """Whether ``spread`` shows the page of ``target_spread_id``; None where that cannot be told."""
        target = await self._spread_files(target_spread_id)
        request = {
            "op": "matches",
            "one": {side.value: str(path) for side, path in _viewable(spread).items()},
            "other": {side.value: str(path) for side, path in target.items()},
        }
        try:
            answer = await self._ask(spread.intent.book_id, request)
        except (OSError, TimeoutError, EOFError, ValueError):
            return None
        matches = answer["matches"]
        return None if matches is None else bool(matches)

    async def warm_up(self, book_id: str) -> None:
        """Start the process and hand it the book's baseline before the first press needs it."""
        with contextlib.suppress(OSError, TimeoutError, EOFError, ValueError):
            async with self._turn:
                await self._ready(book_id)

    async def close(self) -> None:
        """End the process: closing its pipe is its sign to go."""
        beginning, self._beginning = self._beginning, None
        if beginning is not None:
            beginning.cancel()
            await asyncio.wait({beginning})
        await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def _ask(self, book_id: str, request: dict[str, Any]) -> dict[str, Any]:
        async with self._turn:
            await self._ready(book_id)
            try:
                async with asyncio.timeout(self._deadline_s):
                    return await self._exchange(request)
            except BaseException:
                await self._end()
                raise

    async def _ready(self, book_id: str) -> None:
        """Wait for the process to know the book. Whoever gives up waiting does not take back that it starts.

        A start takes seconds on a machine that has much to do. Were it taken back with the verdict that ran out of
        time, the next verdict would have to begin it anew, and on such a machine no spread would ever be judged.
        """
        for _ in range(2):  # what an earlier verdict began may be for another book
            if self._alive and self._book_id == book_id:
                return
            if self._beginning is None or self._beginning.done():
                self._beginning = asyncio.create_task(self._begin(book_id), name=f"inspection of {book_id}")
                self._beginning.add_done_callback(_heard)
            await asyncio.wait({self._beginning})
            self._beginning.result()

    async def _begin(self, book_id: str) -> None:
        self._book_id = None
        try:
            async with asyncio.timeout(BEGIN_DEADLINE_S):
                await self._introduce(book_id)
        except BaseException:
            await self._end()
            raise

    async def _introduce(self, book_id: str) -> None:
        if not self._alive:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "scanner_daemon.workers.inspection_process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LINE_LIMIT_BYTES,
            )
        history = await self._history(book_id)
        await self._exchange(
            {
                "op": "begin",
                "history": [[flag_to_json(flag) for flag in findings] for findings in history.findings],
                "leaves": [
                    {"spread_id": leaf.spread_id, "side": leaf.side.value, "path": str(leaf.path)}
                    for leaf in history.leaves
                ],
            }
        )
        self._book_id = book_id

    async def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        number = next(self._numbers)
        process.stdin.write(json.dumps({"id": number, **request}).encode() + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        if not line:
            raise EOFError
        answer: dict[str, Any] = json.loads(line)
        if answer["id"] != number:
            raise ValueError(answer["id"])
        return answer


def _heard(task: asyncio.Task[None]) -> None:
    """The failure of a start for which nobody waits any more is nobody's news."""
    if not task.cancelled():
        task.exception()


def _viewable(spread: LandedSpread) -> dict[Side, Path]:
    """One file a side that can be looked at: the JPEG beside a RAW."""
    return {file.side: file.path for file in spread.files if file.kind in VIEWABLE}


@asynccontextmanager
async def open_inspector(
    history: Callable[[str], Awaitable[BookHistory]],
    spread_files: Callable[[str], Awaitable[Mapping[Side, Path]]],
    deadline_s: float,
) -> AsyncIterator[InspectionProcess]:
    """An inspector whose process ends with the block."""
    inspector = InspectionProcess(history, spread_files, deadline_s)
    try:
        yield inspector
    finally:
        await inspector.close()
