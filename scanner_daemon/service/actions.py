"""What a person may ask of the rig, through the API: each action finds its words here and its rules in the cycle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select

from scanner_daemon.api.schemas import CameraSetting, InsertSpread, StartBook, Switch
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.capture.controller import BookOnCradle, Controller, Refused
from scanner_daemon.capture.ports import PedalPressed, PedalSwitch
from scanner_daemon.catalogue.isbn import isbn13
from scanner_daemon.clock import Clock
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library import models, spreads
from scanner_daemon.library.books import EXPECTED_SPREADS, Books
from scanner_daemon.library.catalogue import NewCopy
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.intents import Intents
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import BookState, Layout
from scanner_daemon.service.feed import BoardFeed, BookShown
from scanner_daemon.vocabulary import ReadingDirection, Side
from scanner_daemon.workers.inspector import InspectionProcess

__all__ = ["BookUnfinished", "CameraNotConfigured", "CannotSwapNow", "RigActions"]


class BookUnfinished(BookcradleError):
    """A book may not be finished while photographs are missing from it."""

    code = "book.unfinished"
    what = "“{title}” is not complete: {missing}."
    # ``book`` and ``count`` are in its parameters too: a client lists them all from /v1/books/{book}/missing.
    remedy = "Shoot these spreads again, or delete them, then finish the book."


class CameraNotConfigured(BookcradleError):
    """There is no camera on that side."""

    code = "camera.not_configured"
    what = "This rig has no {side} camera."
    remedy = "Name its serial number in the settings (cameras.{side}.serial)."


class CannotSwapNow(BookcradleError):
    """Sides are exchanged between two books only."""

    code = "camera.cannot_swap"
    what = "The cameras cannot be swapped: {detail}."
    remedy = "Finish or put away the book in hand, then swap them."


class RigActions:
    """Implements `scanner_daemon.api.service.CaptureActions` and `Previews`."""

    def __init__(
        self,
        controller: Controller,
        library: Library,
        cameras: Mapping[Side, SupervisedCamera],
        inspector: InspectionProcess,
        feed: BoardFeed,
        clock: Clock,
        swap: Callable[[], None],
        profile: str | None = None,
    ) -> None:
        """``swap`` remembers that left and right change places, and has the rig opened again.

        ``profile`` is the calibration that new books are photographed under, unless they ask for another.
        """
        self._controller = controller
        self._library = library
        self._books = Books(library)
        self._leaves = Leaves(library)
        self._cameras = cameras
        self._inspector = inspector
        self._feed = feed
        self._clock = clock
        self._swap = swap
        self._profile = profile

    async def press(self, switch: Switch, operator: str) -> str | None:
        """A press as if of the pedal; the reason when it was refused."""
        pressed = PedalPressed(self._clock.monotonic_ns(), PedalSwitch(switch.value), f"api:{operator}")
        try:
            await self._controller.press(pressed)
        except Refused as refusal:
            return refusal.sentence
        return None

    async def start_book(self, request: StartBook, operator: str) -> str:
        """Make a book and put it on the cradle; its id."""
        if self._controller.view.book_id is not None:
            await self._open(await self._book(self._controller.view.book_id), operator)  # refused by the cycle
        book_id = await asyncio.to_thread(
            self._books.create,
            request.title,
            copy_id=request.copy_id,
            copy=NewCopy(request.barcode, request.shelf, request.condition),
            authors=(request.author,) if request.author else (),
            isbn=None if request.isbn is None else isbn13(request.isbn),
            publisher=request.publisher,
            published=request.published,
            language=request.language or "eng",
            reading_direction=request.reading_direction,
            layout=Layout.SPREAD if Side.BOTH in self._cameras else Layout.LEFT_RIGHT,
            turn_after=request.turn_after,
            profile=request.profile or self._profile,
            notes=request.notes,
            expected_spreads=request.expected_spreads,
            operator=operator,
        )
        await self._open(await self._book(book_id), operator)
        return book_id

    async def resume_book(self, book_id: str, operator: str) -> None:
        """Put a book that was begun earlier back on the cradle."""
        await self._open(await self._book(book_id), operator)

    def book_in_hand(self) -> tuple[str, str] | None:
        """Id and title of the book on the cradle."""
        book_id = self._controller.view.book_id
        return None if book_id is None else (book_id, self._feed.book.title if self._feed.book else book_id)

    async def put_away_book(self, operator: str) -> str:
        """Take the book in hand off the cradle unfinished; its id. Refused while a spread is under way."""
        book_id = await self._controller.finish(operator=operator)
        await asyncio.to_thread(self._books.set_state, book_id, BookState.PAUSED, operator)
        self._feed.book = None
        return book_id

    async def finish_book(self, operator: str) -> str:
        """The book in hand is done. Raises BookUnfinished while photographs are missing."""
        book_id = self._controller.view.book_id
        if book_id is not None:
            missing = await asyncio.to_thread(self._leaves.missing, book_id)
            if missing:
                told = ", ".join(f"spread {gap.position} ({', '.join(gap.sides)})" for gap in missing[:5])
                title = self._feed.book.title if self._feed.book else book_id
                told += " and more" if len(missing) > 5 else ""
                raise BookUnfinished(title=title, missing=told, book=book_id, count=len(missing))
        book_id = await self._controller.finish(operator=operator)
        await asyncio.to_thread(self._books.set_state, book_id, BookState.FINISHED, operator)
        self._feed.book = None
        return book_id

    async def pause(self, operator: str) -> None:
        """Serve no press after the spread that is under way."""
        await self._controller.pause(operator=operator)

    async def resume(self, operator: str) -> None:
        """Go on."""
        await self._controller.resume(operator=operator)

    async def re_shoot(self, spread_id: str, operator: str) -> None:
        """The next exposure is a new version of this spread."""
        await self._controller.re_shoot(await self._position(spread_id), operator=operator)

    async def insert_spread(self, request: InsertSpread, operator: str) -> None:
        """The next exposure goes before ``request.position``."""
        await self._controller.insert(request.position, operator=operator)
        await self._controller.set_role(request.role, operator=operator)

    async def accept_owed(self, operator: str) -> None:
        """Keep the spread that is owed as it is, or give up an insertion.

        Its red flags are answered with that, so that no restart asks for it again.
        """
        view = self._controller.view
        await self._controller.accept(operator=operator)
        if view.book_id is not None and view.turn_back_to is not None:
            await asyncio.to_thread(self._leaves.accept_flags, view.book_id, view.turn_back_to, operator)

    async def delete_spread(self, spread_id: str, operator: str) -> None:
        """Take a spread out of its book; through the cycle when the book is in hand."""
        if await self._in_hand(spread_id):
            await self._controller.delete(await self._position(spread_id), operator=operator)
        else:
            await asyncio.to_thread(self._leaves.delete, spread_id, operator)

    async def undelete_spread(self, spread_id: str, operator: str) -> None:
        """Bring it back to where it was; through the cycle when the book is in hand."""
        if await self._in_hand(spread_id):
            await self._controller.undelete(spread_id, operator=operator)
        else:
            await asyncio.to_thread(self._leaves.undelete, spread_id, operator)

    async def swap_cameras(self, operator: str) -> None:
        """Left becomes right. Raises CannotSwapNow with a book in hand or without two cameras."""
        if self._controller.view.book_id is not None:
            raise CannotSwapNow(detail="a book is on the cradle")
        if not {Side.LEFT, Side.RIGHT} <= self._cameras.keys():
            raise CannotSwapNow(detail="this rig has no two cameras")
        await asyncio.to_thread(self._log, "cameras_swapped", operator)
        self._swap()

    async def camera_settings(self, side: Side) -> Sequence[CameraSetting]:
        """The widgets of a body, as it reads them back now."""
        camera = self._camera(side)
        return [
            CameraSetting(
                name=widget.name,
                label=widget.label,
                value=widget.value,
                choices=widget.choices,
                read_only=widget.read_only,
                locked=widget.locked,
            )
            for widget in await camera.widgets()
        ]

    async def set_camera_setting(self, side: Side, name: str, value: str, operator: str) -> CameraSetting:
        """Set one widget; what the body says it is afterwards."""
        await self._camera(side).set_widget(name, value)
        await asyncio.to_thread(self._log, "camera_setting_changed", operator, side=side.value, name=name, value=value)
        for setting in await self.camera_settings(side):
            if setting.name == name:
                return setting
        raise NotFoundError(kind="camera setting", id=name)

    async def emergency_stop(self, reason: str, operator: str) -> None:
        """Stop everything that moves, now."""
        await self._controller.emergency_stop(reason, operator=operator)

    async def release(self, operator: str) -> None:
        """Clear a latched stop or fault, after a person has looked."""
        await self._controller.release(operator=operator)

    async def confirm_turn(self, *, turned: bool, operator: str) -> None:
        """A person looked at the book."""
        await self._controller.confirm_turn(turned, operator=operator)

    def latest_preview(self, side: Side) -> tuple[int, bytes] | None:
        """The newest live-view frame of a side."""
        camera = self._cameras.get(side)
        return None if camera is None else camera.latest_preview()

    def preview_at_ns(self, side: Side) -> int:
        """When its body gave that frame."""
        camera = self._cameras.get(side)
        return 0 if camera is None else camera.preview_at_ns

    def preview_watchers(self, side: Side, watchers: int) -> None:
        """Live view runs whenever the rig is at rest, so that the operator sees the page before the press."""

    async def _open(self, book: models.Book, operator: str) -> None:
        count = await asyncio.to_thread(self._count, book.id)
        shown = BookShown(book.title, ReadingDirection(book.reading_direction), book.details.get(EXPECTED_SPREADS))
        before, self._feed.book = self._feed.book, shown
        try:
            on_cradle = BookOnCradle(book.id, last_position=count, turn_after=book.turn_after)
            await self._controller.open_book(on_cradle, operator=operator)
        except BaseException:
            self._feed.book = before
            raise
        if book.state is not BookState.OPEN:
            await asyncio.to_thread(self._books.set_state, book.id, BookState.OPEN, operator)
        await asyncio.to_thread(Intents(self._library).rehearse, book.id, tuple(self._cameras))
        await self._inspector.warm_up(book.id)

    async def _book(self, book_id: str) -> models.Book:
        return await asyncio.to_thread(self._books.get, book_id)

    async def _position(self, spread_id: str) -> int:
        def find() -> int:
            with self._library.read() as session:
                spread = session.get(models.Spread, spread_id)
                if spread is None:
                    raise NotFoundError(kind="spread", id=spread_id)
                if spread.deleted:
                    raise NotInBook(thing=f"spread {spread_id}")
                return spreads.position_of(session, spread)

        return await asyncio.to_thread(find)

    async def _in_hand(self, spread_id: str) -> bool:
        def book_of() -> str | None:
            with self._library.read() as session:
                return session.scalar(select(models.Spread.book_id).where(models.Spread.id == spread_id))

        return await asyncio.to_thread(book_of) == self._controller.view.book_id

    def _log(self, kind: str, operator: str, **details: str) -> None:
        with self._library.write() as session:
            self._library.log(session, kind, operator, **details)

    def _count(self, book_id: str) -> int:
        with self._library.read() as session:
            return spreads.count_of(session, book_id)

    def _camera(self, side: Side) -> SupervisedCamera:
        camera = self._cameras.get(side)
        if camera is None:
            raise CameraNotConfigured(side=side.value)
        return camera
