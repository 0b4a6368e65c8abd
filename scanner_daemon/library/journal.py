"""The library as the capture cycle sees it: the same steps, awaited, on one thread of their own.

One thread, because SQLite has one writer and the order of commits is then the order of calls; a thread at all,
because the event loop must not wait for a disk to sync while it owes somebody a shutter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from scanner_daemon.capture.ports import CycleTiming, Intent, LandedSpread, TurnResult
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.library.captures import Captures
from scanner_daemon.library.intents import Intents
from scanner_daemon.library.landing import Landing, timing_details
from scanner_daemon.library.last_spread import last_spread
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.vocabulary import ShotRole, Side

__all__ = ["LibraryJournal"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class LibraryJournal:
    """Implements `scanner_daemon.capture.ports.Journal`. An async context manager: leaving it waits for the thread.

    ``serial_of`` tells which body photographs a side, for the shot's record. A caller that is cancelled while it
    waits does not undo the step: it is committed, or fails, as if nobody had listened.
    """

    def __init__(self, library: Library, serial_of: Callable[[Side], str | None] | None = None) -> None:
        self._library = library
        self._intents = Intents(library)
        self._captures = Captures(library)
        self._landing = Landing(library, serial_of)
        self._leaves = Leaves(library)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown(wait=True)

    async def intend(
        self,
        book_id: str,
        position: int | None,
        sides: Sequence[Side],
        *,
        re_shoot: bool,
        operator: str,
        insert: bool = False,
        role: ShotRole = ShotRole.PAGE,
    ) -> Intent:
        """See `Intents.intend`."""
        return await self._run(
            self._intents.intend,
            book_id,
            position,
            tuple(sides),
            re_shoot=re_shoot,
            operator=operator,
            insert=insert,
            role=role,
        )

    async def landed(self, spread: LandedSpread, timing: CycleTiming) -> LandedSpread:
        """See `Landing.landed`; a side of the intent without a file makes the spread incomplete."""
        return await self._run(self._landing.landed, spread, timing, why_missing="No picture came from this side.")

    async def incomplete(self, spread: LandedSpread, missing: Sequence[Side], why: str, timing: CycleTiming) -> None:
        """Record what had landed, and why the other sides did not; nothing missing: why all of it was refused."""
        sentence = why or f"No picture came from: {', '.join(missing)}."
        await self._run(self._landing.landed, spread, timing, why_missing=sentence, refused=not missing)

    async def judged(self, intent: Intent, verdict: Verdict) -> None:
        """See `Landing.judged`."""
        await self._run(self._landing.judged, intent, verdict)

    async def turn_started(self, intent: Intent) -> None:
        """Committed before the motor is asked."""
        await self._run(self._captures.turn_started, intent.turn_id)

    async def turn_ended(self, intent: Intent, result: TurnResult) -> None:
        """Committed when the controller has answered, or has been asked after a lost link."""
        await self._run(self._captures.turn_ended, intent.turn_id, result)

    async def pending_turn(self, book_id: str) -> Intent | None:
        """See `Captures.pending_turn`."""
        return await self._run(self._captures.pending_turn, book_id)

    async def unturned(self, book_id: str) -> int | None:
        """See `Captures.unturned`."""
        return await self._run(self._captures.unturned, book_id)

    async def timing_completed(self, intent: Intent, timing: CycleTiming) -> None:
        """The cycle is over: its record now has the turn, the verdict and the instant of being armed again."""
        await self._run(self._captures.timing_completed, intent.turn_id, timing_details(timing))

    async def last_spread(self, book_id: str) -> tuple[LandedSpread, Verdict | None] | None:
        """See `last_spread.last_spread`."""
        return await self._run(last_spread, self._library, book_id)

    async def unfinished(self, book_id: str) -> int | None:
        """See `Captures.unfinished`."""
        return await self._run(self._captures.unfinished, book_id)

    async def delete(self, book_id: str, position: int, *, operator: str) -> int:
        """See `Leaves.delete_at`."""
        return await self._run(self._leaves.delete_at, book_id, position, operator)

    async def undelete(self, spread_id: str, *, operator: str) -> tuple[int, int] | None:
        """See `Leaves.undelete`."""
        return await self._run(self._leaves.undelete, spread_id, operator)

    async def event(self, kind: str, operator: str, **details: str | int | float | None) -> None:
        """Append to the event log; a ``book_id`` among the details makes it findable by book."""
        await self._run(self._event, kind, operator, details)

    def _event(self, kind: str, operator: str, details: dict[str, str | int | float | None]) -> None:
        book_id = details.pop("book_id", None)
        with self._library.write() as session:
            self._library.log(session, kind, operator, None if book_id is None else str(book_id), **details)

    async def _run(self, step: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(step, *args, **kwargs))
