"""The end of a set-up: one spread, shot and judged like any other, that belongs to no book."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

from sqlalchemy import select

from scanner_daemon.api.schemas import SetupSpread, Spread
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.capture.controller import BookOnCradle, Refused
from scanner_daemon.capture.ports import PedalPressed, PedalSwitch
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.books import SCRATCH_BOOK, Books
from scanner_daemon.library.models import Book, BookState, Layout, Shot
from scanner_daemon.library.models import Spread as SpreadRow
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.service.feed import BoardFeed, BookShown
from scanner_daemon.service.setup_parts import RigParts
from scanner_daemon.vocabulary import ReadingDirection, Side

__all__ = ["SCRATCH", "SetupSpreads"]

TITLE = "Test spread"
SCRATCH = "setup"
"""``details["scratch"]`` of a book that only tried the rig."""
_PATIENCE_S = 120.0
_log = logging.getLogger(__name__)


class SetupSpreads:
    """Shoots it into a scratch book, takes that book off again, and spares the night its pages."""

    def __init__(
        self,
        parts: RigParts,
        feed: BoardFeed,
        start: Callable[[Coroutine[object, object, None]], object],
        read_spread: Callable[[str], Coroutine[object, object, Spread]],
    ) -> None:
        """``start`` runs beside everything else, ``read_spread`` tells a spread as the API does."""
        self._trying = parts
        self._shown_with = feed
        self._start = start
        self._read_spread = read_spread
        self._result: SetupSpread | None = None

    async def shoot_setup_spread(self, operator: str) -> str:
        """Press once, with all interlocks. Raises CannotSetUpNow with a book in hand, `Refused` like a press."""
        parts = self._trying
        parts.between_books()
        parts.trials.end()
        book_id = await asyncio.to_thread(self._make_book, operator)
        controller, feed = parts.controller, self._shown_with
        feed.book = BookShown(TITLE, ReadingDirection.LEFT_TO_RIGHT, 1)
        try:
            await controller.open_book(BookOnCradle(book_id, by_hand=True), operator=operator)
            try:
                await controller.press(PedalPressed(parts.clock.monotonic_ns(), PedalSwitch.FIRE, "setup"))
            except Refused:
                await controller.finish(operator=operator)
                raise
        except BaseException:
            feed.book = None
            await asyncio.to_thread(self._close_book, book_id, operator)
            raise
        self._result = SetupSpread(book_id=book_id, state="shooting")
        self._start(self._follow(book_id, operator))
        return book_id

    async def setup_spread(self) -> SetupSpread:
        """The last one. Raises NotFoundError before the first one since the rig was opened."""
        result = self._result
        if result is None:
            raise NotFoundError(kind="test spread", id="yet")
        view = self._trying.controller.view
        if result.state == "shooting" and view.book_id == result.book_id and view.judging:
            return result.model_copy(update={"state": "judging"})
        return result

    async def _follow(self, book_id: str, operator: str) -> None:
        try:
            self._result = await self._end_of(book_id, operator)
        except BookcradleError as error:
            what, remedy = error.what_happened, error.what_to_do
            self._result = SetupSpread(book_id=book_id, state="failed", what=what, remedy=remedy)
        self._trying.controller.look_again()

    async def _end_of(self, book_id: str, operator: str) -> SetupSpread:
        controller = self._trying.controller
        at_rest = await controller.rest(_PATIENCE_S)
        view = controller.view
        last = view.last_spread
        why = view.why or view.trouble
        if at_rest:
            await controller.finish(operator=operator)
            self._shown_with.book = None
        else:
            _log.warning("the test spread did not come to an end")
        await asyncio.to_thread(self._close_book, book_id, operator)
        spread = await self._read_spread(last.spread_id) if last is not None else None
        complete = at_rest and last is not None and not last.missing
        return SetupSpread(
            book_id=book_id,
            state="done" if complete else "failed",
            spread=spread,
            what="" if complete else _what(why),
            remedy="" if complete else why.remedy if why is not None else "",
        )

    def _make_book(self, operator: str) -> str:
        parts = self._trying
        layout = Layout.SPREAD if Side.BOTH in parts.cameras else Layout.LEFT_RIGHT
        book_id = Books(parts.library).create(TITLE, layout=layout, operator=operator)
        with parts.library.write() as session:
            book = session.get_one(Book, book_id)
            book.details = {**book.details, SCRATCH_BOOK: SCRATCH}
        return book_id

    def _close_book(self, book_id: str, operator: str) -> None:
        library = self._trying.library
        Books(library).set_state(book_id, BookState.FINISHED, operator)
        with library.write() as session:
            shots = select(Shot.id).join(SpreadRow).where(SpreadRow.book_id == book_id)
            for shot_id in session.scalars(shots).all():
                JobQueue(library).cancel(session, shot_id)


def _what(why: Reason | None) -> str:
    return why.what if why is not None else "The test spread was not finished."
