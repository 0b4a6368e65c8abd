"""What a person may ask of the rig: a book, an exposure, a pause, a stop. Everything else follows from the cycle.

An action returns when the rig has taken it, not when it is done; what becomes of it is told through ``on_change``.
One that the rig does not take raises `Refused` with the sentence for the person, and has changed nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from scanner_daemon.capture import effects as wanted
from scanner_daemon.capture import events as happened
from scanner_daemon.capture.engine import Engine, TellChange
from scanner_daemon.capture.execution import Deadlines, Rig, only_same_leaf
from scanner_daemon.capture.interlocks import blocking
from scanner_daemon.capture.leafing import put_back, take_out
from scanner_daemon.capture.ports import PedalPressed, PedalSwitch, TurnResult
from scanner_daemon.capture.reasons import (
    CANNOT_MOVE_NOW,
    NO_SUCH_CAMERA,
    NOTHING_TO_RELEASE,
    STOPPED_AGAIN,
    Refused,
    emergency,
    found_latched,
    of_error,
    red_verdict,
    same_leaf,
    turn_not_known,
    unfinished,
)
from scanner_daemon.capture.states import Owed, Plan, TurnQuestion
from scanner_daemon.capture.view import CaptureView
from scanner_daemon.capture.watching import look_around, measure_free_space, watch_cradle
from scanner_daemon.settings import CaptureSettings
from scanner_daemon.vocabulary import Level, ShotRole, Side, TurnAfter

__all__ = ["BookOnCradle", "Controller", "Refused"]


@dataclass(frozen=True, slots=True)
class BookOnCradle:
    """A book to be captured. None: as the settings and the rig say.

    ``last_position`` is how many spreads the library holds; ``sides`` chooses cameras (one alone: single-camera mode).
    """

    book_id: str
    last_position: int = 0
    sides: tuple[Side, ...] | None = None
    turn_after: TurnAfter | None = None
    continuous: bool | None = None
    by_hand: bool = False
    """No motor turns its leaves, though one may be fitted: the spread that tries a rig must not turn any."""


class Controller:
    """Drives one rig. An async context manager: it watches the rig inside, and leaves nothing running behind."""

    def __init__(
        self,
        rig: Rig,
        settings: CaptureSettings,
        on_change: TellChange,
        *,
        deadlines: Deadlines | None = None,
        operator: str = "operator",
    ) -> None:
        self._settings = settings
        self._deadlines = deadlines or Deadlines(
            landed_s=settings.landed_deadline_s, verdict_s=settings.verdict_deadline_s
        )
        self._engine = Engine(rig, settings, self._deadlines, operator, on_change)
        self._stack = AsyncExitStack()

    # -------------------------------------------------------------------------------------------- coming and going

    async def __aenter__(self) -> Self:
        engine, rig = self._engine, self._engine.rig
        await measure_free_space(engine)
        engine.begin(await self._stack.enter_async_context(asyncio.TaskGroup()))
        engine.start(watch_cradle(engine))
        engine.start(look_around(engine))
        for side in rig.cameras:
            engine.start(engine.execution.live_view(side))
        if rig.cradle.status.emergency_stop_latched:
            engine.take(happened.Stopped(engine.now(), found_latched()))
        engine.publish()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.end()
        if error is None or isinstance(error, asyncio.CancelledError):
            await self._stack.__aexit__(kind, error, trace)
        else:  # an error of the caller's own stays itself, and does not become one of the group
            await self._stack.aclose()

    async def rest(self, deadline_s: float) -> bool:
        """Wait until no spread is under way and no verdict outstanding; False when ``deadline_s`` passes first."""
        try:
            async with asyncio.timeout(deadline_s):
                await self._engine.at_rest.wait()
        except TimeoutError:
            return False
        return True

    @property
    def view(self) -> CaptureView:
        """The rig now."""
        return self._engine.view()

    # ---------------------------------------------------------------------------------------------------- the book

    async def open_book(self, book: BookOnCradle, *, operator: str | None = None) -> None:
        """Put a book on the cradle, and find out what a crash may have left open.

        A turn that was started and of which no end is recorded is asked of the controller, and of a person where the
        controller cannot say that it was done; so is one that should have come and was never begun. A last spread that
        is not complete is owed first.

        Raises `Refused` when a book is open or a camera of the book is not fitted; library errors pass through.
        """
        if self._engine.state.plan is not None:
            self._ask(happened.BookOpened(self._engine.now(), self._engine.state.plan))
        plan = self._plan(book)
        self._engine.be_operated_by(operator)
        question = await self._open_turn(book.book_id)
        position = await self._engine.rig.journal.unfinished(book.book_id)
        if position is None:
            owed = await self._red_before_the_stop(book.book_id)
        else:
            owed = (Owed(position, must_match=True, why=unfinished(position)),)
        if question is None and position is None and plan.has_turner:
            question = await self._turn_not_begun(book.book_id)
        self._ask(happened.BookOpened(self._engine.now(), plan, book.last_position, question, owed))
        self._engine.new_book(book.book_id)
        self._log("book_opened", book_id=book.book_id, last_position=book.last_position)

    def _plan(self, book: BookOnCradle) -> Plan:
        cradle = self._engine.rig.cradle
        sides = book.sides if book.sides is not None else tuple(self._engine.rig.cameras)
        if not sides or any(side not in self._engine.rig.cameras for side in sides):
            raise Refused.because(NO_SUCH_CAMERA)
        has_turner = cradle.has_turner and not book.by_hand
        by_rig = TurnAfter.LANDED if has_turner else TurnAfter.EXPOSED
        return Plan(
            book_id=book.book_id,
            sides=sides,
            has_platen_motor=cradle.has_platen_motor,
            has_turner=has_turner,
            turn_after=book.turn_after or self._settings.turn_after or by_rig,
            continuous=self._settings.continuous if book.continuous is None else book.continuous,
            re_exposures=self._settings.re_exposures,
        )

    async def _open_turn(self, book_id: str) -> TurnQuestion | None:
        intent = await self._engine.rig.journal.pending_turn(book_id)
        if intent is None:
            return None
        result = TurnResult.UNKNOWN
        if self._engine.rig.cradle.has_turner:
            result = await self._engine.execution.ask_turn(intent.turn_id)
        if result is TurnResult.DONE:
            await self._engine.rig.journal.turn_ended(intent, result)
            return None
        self._engine.turn_in_doubt = intent
        return TurnQuestion(intent.position, intent.turn_id, turn_not_known(intent.position))

    async def _red_before_the_stop(self, book_id: str) -> tuple[Owed, ...]:
        """What the last spread's verdict demands: one that a stop left unjudged is judged now."""
        last = await self._engine.rig.journal.last_spread(book_id)
        if last is None:
            return ()
        spread, verdict = last
        if verdict is None:
            verdict = await self._engine.execution.judge_late(spread)
        if verdict is None or verdict.level is not Level.RED:
            return ()
        position, same = spread.intent.position, only_same_leaf(verdict)
        why = same_leaf(position) if same else red_verdict(position)
        return (Owed(position, must_match=True, why=why, other_page=same),)

    async def _turn_not_begun(self, book_id: str) -> TurnQuestion | None:
        position = await self._engine.rig.journal.unturned(book_id)
        return None if position is None else TurnQuestion(position, None, turn_not_known(position))

    async def finish(self, *, operator: str | None = None) -> str:
        """Take the book off the cradle and return its id. Refused while a spread or its verdict is under way."""
        book_id = self._engine.mood.book_id
        self._ask(happened.BookFinished(self._engine.now()))
        self._log("book_taken_off", operator, book_id=book_id)
        return book_id

    # --------------------------------------------------------------------------------------------------- exposures

    async def press(self, pressed: PedalPressed) -> None:
        """Serve one press, or refuse it: audibly, counted, and never kept for later."""
        match pressed.switch:
            case PedalSwitch.PAUSE:
                await (self.resume() if self._engine.state.pause_wanted else self.pause())
                return
            case PedalSwitch.RE_SHOOT:
                by = happened.PressedBy.RE_SHOOT_SWITCH
            case PedalSwitch.FIRE:
                by = happened.PressedBy.OPERATOR
        blocks = blocking(self._engine.facts())
        try:
            self._ask(happened.Pressed(pressed.at_ns, blocks, by))
        except Refused as refusal:
            first = refusal.reasons[0]
            params = {f"param_{name}": value for name, value in first.params}
            about: dict[str, str | int | float | None] = {
                "book_id": self._engine.mood.book_id or None,
                "source": pressed.source,
                **params,
            }
            self._log("press_refused", None, reason=first.code, what=first.what, remedy=first.remedy, **about)
            raise

    async def re_shoot(self, position: int, *, operator: str | None = None) -> None:
        """The next press shoots a new version of this spread, and is accepted only if it shows its pages."""
        self._ask(happened.ReShootAsked(self._engine.now(), position))
        self._log("re_shoot_asked", operator, position=position)

    async def insert(self, position: int, *, operator: str | None = None) -> None:
        """The next press shoots a new spread before the one that is now at ``position``."""
        self._ask(happened.InsertAsked(self._engine.now(), position))
        self._log("insert_asked", operator, position=position)

    async def accept(self, *, operator: str | None = None) -> None:
        """Do not shoot what is owed: keep that spread as it is, with its flag; or forget an insertion."""
        owed = self._engine.state.owed
        self._ask(happened.OwedAccepted(self._engine.now()))
        self._log("owed_accepted", operator, position=owed[0].position, book_id=self._engine.mood.book_id)

    async def delete(self, position: int, *, operator: str | None = None) -> None:
        """Take a spread out of the book. Refused while a spread or its verdict is under way."""
        await take_out(self._engine, position, operator or self._engine.mood.operator)
        self._log("spread_deleted", operator, position=position)

    async def undelete(self, spread_id: str, *, operator: str | None = None) -> None:
        """Put a spread of this book back to where it was. Refused while a spread or its verdict is under way."""
        await put_back(self._engine, spread_id, operator or self._engine.mood.operator)

    async def set_role(self, role: ShotRole, *, operator: str | None = None) -> None:
        """What the next shots show, until it is said again."""
        self._engine.mood.role = role
        self._engine.signals = replace(self._engine.signals, role=role)
        self._engine.publish()
        self._log("role_set", operator, role=role.value)

    # ------------------------------------------------------------------------------------------------ holding still

    async def pause(self, *, operator: str | None = None) -> None:
        """Serve no press after the spread that is under way."""
        self._ask(happened.PauseAsked(self._engine.now()))
        self._log("paused", operator)

    async def resume(self, *, operator: str | None = None) -> None:
        """Go on after a pause, or after a fault has been read."""
        self._ask(happened.ResumeAsked(self._engine.now()))
        self._log("resumed", operator)

    async def emergency_stop(self, reason: str, *, operator: str | None = None) -> None:
        """Stop everything that moves, now. Never refused."""
        self._engine.take(happened.Stopped(self._engine.now(), emergency(reason)))
        self._log("emergency_stop", operator, reason=reason)

    async def release(self, *, operator: str | None = None) -> None:
        """Clear a latched stop or fault, after a person has looked, and home the cradle.

        Raises `Refused` when nothing is latched, when a spread is under way, or when the stop was pressed again
        meanwhile; the cradle's own error when it cannot home.
        """
        status = self._engine.rig.cradle.status
        latched = status.emergency_stop_latched or status.fault_code is not None or status.needs_operator
        lost = status.homed is False and self._engine.rig.cradle.has_platen_motor
        if self._engine.state.stopped is None and not latched and not lost:
            raise Refused.because(NOTHING_TO_RELEASE)
        if self._engine.state.stopped is None and self._engine.state.shot is not None:
            raise Refused.because(CANNOT_MOVE_NOW)
        stops = self._engine.stops
        try:
            async with asyncio.timeout(self._deadlines.release_s):
                await self._engine.rig.cradle.release()
        except TimeoutError as error:
            raise Refused.because(of_error(error)) from error
        if stops != self._engine.stops:
            raise Refused.because(STOPPED_AGAIN)
        self._engine.take(happened.Released(self._engine.now()))
        self._log("released", operator)

    async def confirm_turn(self, turned: bool, *, operator: str | None = None) -> None:
        """A person looked at the book: the leaf was turned, or it was not (and is then turned by hand)."""
        self._ask(happened.TurnConfirmed(self._engine.now(), turned))
        self._log("turn_confirmed", operator, turned=int(turned))

    # ------------------------------------------------------------------------------------------- beside the cycle

    @contextmanager
    def occupied(self, with_what: str) -> Iterator[None]:
        """Keep every press off while a person tries a part of the rig by itself.

        Raises `Refused` while a spread is under way, a run is on, something else is being tried, or a stop is latched.
        """
        engine = self._engine
        state = engine.state
        if state.stopped is not None:
            raise Refused.because(state.stopped)
        if state.shot is not None or state.running:
            raise Refused.because(CANNOT_MOVE_NOW)
        if engine.busy_with is not None:
            raise Refused.because(*(reason for reason in blocking(engine.facts()) if reason.code == "own_work"))
        engine.busy_with = with_what
        engine.publish()
        try:
            yield
        finally:
            engine.busy_with = None
            engine.publish()

    def look_again(self) -> None:
        """Something that is shown with the rig has changed outside it: show it."""
        self._engine.publish()

    def hand_over(self, operator: str) -> None:
        """Whose name stands on what follows, from the next intent on."""
        before = self._engine.mood.operator
        self._engine.be_operated_by(operator)
        self._engine.publish()
        self._log("operator_changed", operator, before=before)

    # ------------------------------------------------------------------------------------------------------ asking

    def _ask(self, event: happened.Event) -> None:
        """Take what a person asks; raises `Refused` when the cycle refuses it."""
        for effect in self._engine.take(event):
            if isinstance(effect, wanted.Refuse):
                raise Refused.because(*effect.reasons)

    def _log(self, kind: str, operator: str | None = None, **details: str | int | float | None) -> None:
        self._engine.start(self._engine.execution.note_event(kind, operator or self._engine.mood.operator, details))
