"""The runner of the capture cycle: it owns the state, carries out what each step wants, and tells who looks on.

Everything happens on one event loop. An event changes the state at once; its effects become tasks of one group; what
has changed is published after those tasks have started, so that a press reaches the platen before it reaches a screen.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Protocol, Self

from scanner_daemon.capture import effects as wanted
from scanner_daemon.capture import events as happened
from scanner_daemon.capture.cycle import step
from scanner_daemon.capture.execution import Deadlines, Execution, Mood, Rig
from scanner_daemon.capture.interlocks import CameraFact, RigFacts, blocking
from scanner_daemon.capture.pace import Pace
from scanner_daemon.capture.ports import Camera, CradleEventKind, Cue, Intent, PedalPressed, PedalSwitch, TurnResult
from scanner_daemon.capture.reasons import (
    BUSY,
    CANNOT_MOVE_NOW,
    NO_BOOK,
    NO_SUCH_CAMERA,
    NOTHING_TO_RE_SHOOT,
    NOTHING_TO_RELEASE,
    STOPPED_AGAIN,
    Reason,
    of_error,
    turn_not_known,
    unfinished,
)
from scanner_daemon.capture.spread_log import SpreadLog
from scanner_daemon.capture.states import Owed, Phase, Plan, State, TurnQuestion
from scanner_daemon.capture.view import CaptureView, LastSpread, Signals, view_of
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import CaptureSettings
from scanner_daemon.vocabulary import ShotRole, Side, TurnAfter

__all__ = ["BookOnCradle", "Controller", "Refused"]

LOOK_AROUND_S = 0.5
"""How often cameras are looked at for having come or gone; free space is measured every tenth time."""


class Refused(BookcradleError):
    """The rig does not do this now; ``reason`` is the stable code of why."""

    code = "refused"
    what = "{what}"
    remedy = "{remedy}"

    def __init__(self, **params: str | int | float) -> None:
        super().__init__(**params)
        self.reasons: tuple[Reason, ...] = ()

    @classmethod
    def because(cls, *reasons: Reason) -> Refused:
        """The refusal for these reasons, of which the first is told."""
        refusal = cls(reason=reasons[0].code, what=reasons[0].what, remedy=reasons[0].remedy)
        refusal.reasons = reasons
        return refusal


class TellChange(Protocol):
    """Takes every published snapshot, in order, on the event loop. Must not block."""

    def __call__(self, view: CaptureView, /) -> object: ...


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
        self._rig = rig
        self._settings = settings
        self._on_change = on_change
        self._deadlines = deadlines or Deadlines(
            landed_s=settings.landed_deadline_s, verdict_s=settings.verdict_deadline_s
        )
        self._state = State()
        self._spreads = SpreadLog()
        self._mood = Mood(operator=operator)
        self._execution = Execution(rig, self._deadlines, self._spreads, self._mood, self._take, self._note_trouble)
        self._signals = Signals(operator=operator)
        self._pace = Pace()
        self._revision = 0
        self._free_bytes: int | None = None
        self._busy_with: str | None = None
        self._turn_in_doubt: Intent | None = None
        self._stops = 0
        self._wake: asyncio.TimerHandle | None = None
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._group: asyncio.TaskGroup | None = None
        self._stack = AsyncExitStack()
        self._tasks: set[asyncio.Task[None]] = set()

    # -------------------------------------------------------------------------------------------- coming and going

    async def __aenter__(self) -> Self:
        self._free_bytes = await asyncio.to_thread(self._rig.free_bytes)
        self._group = await self._stack.enter_async_context(asyncio.TaskGroup())
        self._start(self._watch_cradle())
        self._start(self._look_around())
        for side in self._rig.cameras:
            self._start(self._execution.live_view(side))
        if self._rig.cradle.status.emergency_stop_latched:
            self._take(happened.Stopped(self._now(), self._emergency("it was latched when the daemon started")))
        self._publish()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._wake is not None:
            self._wake.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        self._group = None
        await self._stack.__aexit__(kind, error, trace)

    async def rest(self, deadline_s: float) -> bool:
        """Wait until no spread is under way and no verdict outstanding; False when ``deadline_s`` passes first."""
        try:
            async with asyncio.timeout(deadline_s):
                await self._at_rest.wait()
        except TimeoutError:
            return False
        return True

    @property
    def view(self) -> CaptureView:
        """The rig now."""
        return self._view()

    # ---------------------------------------------------------------------------------------------------- the book

    async def open_book(self, book: BookOnCradle, *, operator: str | None = None) -> None:
        """Put a book on the cradle, and find out what a crash may have left open.

        A turn that was started and of which no end is recorded is asked of the controller, and of a person where the
        controller cannot say that it was done. A last spread that is not complete is owed first.

        Raises `Refused` when a book is open or a camera of the book is not fitted; library errors pass through.
        """
        if self._state.plan is not None:
            self._ask(happened.BookOpened(self._now(), self._state.plan))
        plan = self._plan(book)
        self._set_operator(operator)
        question = await self._open_turn(book.book_id)
        position = await self._rig.journal.unfinished(book.book_id)
        owed = (Owed(position, must_match=True, why=unfinished(position)),) if position is not None else ()
        self._ask(happened.BookOpened(self._now(), plan, book.last_position, question, owed))
        self._mood.book_id = book.book_id
        self._pace = Pace()
        self._log("book_opened", book_id=book.book_id, last_position=book.last_position)

    def _plan(self, book: BookOnCradle) -> Plan:
        cradle = self._rig.cradle
        sides = book.sides if book.sides is not None else tuple(self._rig.cameras)
        if not sides or any(side not in self._rig.cameras for side in sides):
            raise Refused.because(NO_SUCH_CAMERA)
        by_rig = TurnAfter.LANDED if cradle.has_turner else TurnAfter.EXPOSED
        return Plan(
            book_id=book.book_id,
            sides=sides,
            has_platen_motor=cradle.has_platen_motor,
            has_turner=cradle.has_turner,
            turn_after=book.turn_after or self._settings.turn_after or by_rig,
            continuous=self._settings.continuous if book.continuous is None else book.continuous,
            re_exposures=self._settings.re_exposures,
        )

    async def _open_turn(self, book_id: str) -> TurnQuestion | None:
        intent = await self._rig.journal.pending_turn(book_id)
        if intent is None:
            return None
        result = TurnResult.UNKNOWN
        if self._rig.cradle.has_turner:
            result = await self._execution.ask_turn(intent.turn_id)
        if result is TurnResult.DONE:
            await self._rig.journal.turn_ended(intent, result)
            return None
        self._turn_in_doubt = intent
        return TurnQuestion(intent.position, intent.turn_id, turn_not_known(intent.position))

    async def finish(self, *, operator: str | None = None) -> str:
        """Take the book off the cradle and return its id. Refused while a spread or its verdict is under way."""
        book_id = self._mood.book_id
        self._ask(happened.BookFinished(self._now()))
        self._log("book_finished", operator, book_id=book_id)
        return book_id

    # --------------------------------------------------------------------------------------------------- exposures

    async def press(self, pressed: PedalPressed) -> None:
        """Serve one press, or refuse it: audibly, counted, and never kept for later."""
        match pressed.switch:
            case PedalSwitch.PAUSE:
                await (self.resume() if self._state.pause_wanted else self.pause())
                return
            case PedalSwitch.RE_SHOOT:
                by = happened.PressedBy.RE_SHOOT_SWITCH
            case PedalSwitch.FIRE:
                by = happened.PressedBy.OPERATOR
        blocks = blocking(self._facts())
        try:
            self._ask(happened.Pressed(pressed.at_ns, blocks, by))
        except Refused as refusal:
            self._log("press_refused", source=pressed.source, reason=refusal.reasons[0].code)
            raise

    async def re_shoot(self, position: int, *, operator: str | None = None) -> None:
        """The next press shoots a new version of this spread, and is accepted only if it shows its pages."""
        self._ask(happened.ReShootAsked(self._now(), position))
        self._log("re_shoot_asked", operator, position=position)

    async def insert(self, position: int, *, operator: str | None = None) -> None:
        """The next press shoots a new spread before the one that is now at ``position``."""
        self._ask(happened.InsertAsked(self._now(), position))
        self._log("insert_asked", operator, position=position)

    async def accept(self, *, operator: str | None = None) -> None:
        """Do not shoot what is owed: keep that spread as it is, with its flag; or forget an insertion."""
        owed = self._state.owed
        self._ask(happened.OwedAccepted(self._now()))
        self._log("owed_accepted", operator, position=owed[0].position)

    async def delete(self, position: int, *, operator: str | None = None) -> None:
        """Take a spread out of the book. Refused while a spread or its verdict is under way."""
        state = self._state
        if state.plan is None:
            raise Refused.because(NO_BOOK)
        if state.shot is not None or state.judging is not None or self._busy_with is not None:
            raise Refused.because(BUSY)
        if not 1 <= position <= state.last_position:
            raise Refused.because(NOTHING_TO_RE_SHOOT)
        who = operator or self._mood.operator
        self._busy_with = "a spread is being deleted"
        try:
            last_position = await self._rig.journal.delete(self._mood.book_id, position, operator=who)
        finally:
            self._busy_with = None
        self._take(happened.SpreadDeleted(self._now(), position, last_position))
        self._log("spread_deleted", operator, position=position)

    async def set_role(self, role: ShotRole, *, operator: str | None = None) -> None:
        """What the next shots show, until it is said again."""
        self._mood.role = role
        self._signals = replace(self._signals, role=role)
        self._publish()
        self._log("role_set", operator, role=role.value)

    # ------------------------------------------------------------------------------------------------ holding still

    async def pause(self, *, operator: str | None = None) -> None:
        """Serve no press after the spread that is under way."""
        self._ask(happened.PauseAsked(self._now()))
        self._log("paused", operator)

    async def resume(self, *, operator: str | None = None) -> None:
        """Go on after a pause, or after a fault has been read."""
        self._ask(happened.ResumeAsked(self._now()))
        self._log("resumed", operator)

    async def emergency_stop(self, reason: str, *, operator: str | None = None) -> None:
        """Stop everything that moves, now. Never refused."""
        self._take(happened.Stopped(self._now(), self._emergency(reason)))
        self._log("emergency_stop", operator, reason=reason)

    async def release(self, *, operator: str | None = None) -> None:
        """Clear a latched stop or fault, after a person has looked, and home the cradle.

        Raises `Refused` when nothing is latched, when a spread is under way, or when the stop was pressed again
        meanwhile; the cradle's own error when it cannot home.
        """
        status = self._rig.cradle.status
        latched = status.emergency_stop_latched or status.fault_code is not None or status.needs_operator
        lost = status.homed is False and self._rig.cradle.has_platen_motor
        if self._state.stopped is None and not latched and not lost:
            raise Refused.because(NOTHING_TO_RELEASE)
        if self._state.stopped is None and self._state.shot is not None:
            raise Refused.because(CANNOT_MOVE_NOW)
        stops = self._stops
        try:
            async with asyncio.timeout(self._deadlines.release_s):
                await self._rig.cradle.release()
        except TimeoutError as error:
            raise Refused.because(of_error(error)) from error
        if stops != self._stops:
            raise Refused.because(STOPPED_AGAIN)
        self._take(happened.Released(self._now()))
        self._log("released", operator)

    async def confirm_turn(self, turned: bool, *, operator: str | None = None) -> None:
        """A person looked at the book: the leaf was turned, or it was not (and is then turned by hand)."""
        self._ask(happened.TurnConfirmed(self._now(), turned))
        self._log("turn_confirmed", operator, turned=int(turned))

    # ---------------------------------------------------------------------------------------------------- the cycle

    def _now(self) -> int:
        return self._rig.clock.monotonic_ns()

    def _emergency(self, reason: str) -> Reason:
        remedy = "Make sure that hands are clear, then release it."
        return Reason("emergency_stop", f"Emergency stop: {reason}.", remedy, (("reason", reason),))

    def _ask(self, event: happened.Event) -> None:
        """Take what a person asks; raises `Refused` when the cycle refuses it."""
        effects = self._take(event)
        for effect in effects:
            if isinstance(effect, wanted.Refuse):
                raise Refused.because(*effect.reasons)

    def _take(self, event: happened.Event) -> tuple[wanted.Effect, ...]:
        """One step of the cycle, its effects started, and the change published after them."""
        before = self._state
        self._state, effects = step(before, event)
        state = self._state
        self._mood.stopped = state.stopped is not None
        if isinstance(event, happened.Stopped):
            self._stops += 1
        if state.number > before.number:
            self._spreads.begin(state.number, event.at_ns)
            self._signals = replace(self._signals, refused_because=(), trouble=None)
        for effect in effects:
            self._carry_out(effect)
        if isinstance(event, happened.Judged | happened.SpreadCommitted | happened.IncompleteRecorded):
            self._show_last(event.number)
        if isinstance(event, happened.IntentFailed):
            self._spreads.drop(event.number)
        if state.shot is None and state.judging is None:
            self._at_rest.set()
        else:
            self._at_rest.clear()
        self._hand_in_timings()
        if state is not before or effects:
            self._publish()
        return effects

    def _carry_out(self, effect: wanted.Effect) -> None:
        do = self._execution
        match effect:
            case wanted.Intend():
                self._start(do.intend(effect))
            case wanted.LowerPlaten(number=number):
                self._start(do.lower_platen(number))
            case wanted.RaisePlaten(number=number):
                self._start(do.raise_platen(number))
            case wanted.Arm():
                self._start(do.arm(effect))
            case wanted.Fire(number=number, sides=sides, at_ns=at_ns):
                self._spreads.of(number).note(fire_at_ns=at_ns)
                for side, attempt in sides:
                    self._start(do.expose(number, side, attempt, at_ns))
            case wanted.WakeForTurn(number=number, at_ns=at_ns):
                self._wake_at(number, at_ns)
            case wanted.TurnPage():
                self._start(do.turn_page(effect))
            case wanted.MatchSpread(number=number):
                self._start(do.match(number))
            case wanted.CommitSpread(number=number):
                self._start(do.commit(number))
            case wanted.AdmitIncomplete():
                self._start(do.admit(effect))
            case wanted.JudgeSpread(number=number):
                self._start(do.judge(number))
            case wanted.RecordTurn(turn_id=turn_id, result=result):
                self._record_turn(turn_id, result)
            case wanted.GiveCue(cue=cue):
                self._give_cue(cue)
            case wanted.Refuse(reasons=reasons):
                self._signals = replace(self._signals, refused_because=reasons)
                self._give_cue(Cue.REFUSED)
            case wanted.StartLiveView(sides=sides):
                for side in sides:
                    self._start(do.live_view(side))
            case wanted.StopCradle(why=why):
                self._start(do.stop_cradle(why))
            case wanted.PressAgain():
                asyncio.get_running_loop().call_soon(self._press_again)
            case wanted.CycleClosed():
                self._close(effect)

    def _give_cue(self, cue: Cue) -> None:
        shot = self._state.shot
        if cue is Cue.TURN and shot is not None:
            self._spreads.of(shot.number).note(turn_signalled_at_ns=self._now())
        self._signals = replace(self._signals, cue=cue)
        self._start(self._execution.cue(cue))

    def _press_again(self) -> None:
        if self._group is not None:
            self._take(happened.Pressed(self._now(), blocking(self._facts()), happened.PressedBy.RUN))

    def _wake_at(self, number: int, at_ns: int) -> None:
        """Send TurnDue at ``at_ns``, never a nanosecond before: the loop's timers round to their own clock."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        now = self._now()
        if now >= at_ns:
            self._take(happened.TurnDue(now, number))
            return
        loop = asyncio.get_running_loop()
        self._wake = loop.call_at(loop.time() + (at_ns - now) / 1e9, self._wake_at, number, at_ns)

    def _record_turn(self, turn_id: int, result: TurnResult) -> None:
        intent = self._turn_in_doubt
        if intent is not None and intent.turn_id == turn_id:
            self._start(self._execution.record_turn(intent, result))
            self._turn_in_doubt = None

    def _close(self, effect: wanted.CycleClosed) -> None:
        spread = self._spreads.of(effect.number)
        spread.closed = True
        now = self._now()
        if effect.complete:
            spread.note(armed_at_ns=now if self._state.phase is Phase.READY else None)
            sides = self._state.plan.sides if self._state.plan else ()
            self._pace.count(now, pages=2 if Side.BOTH in sides else len(sides))
        else:
            spread.judged = True
        question = self._state.question
        if question is not None and question.turn_id is not None:
            self._turn_in_doubt = spread.intent
        self._signals = replace(self._signals, timing=spread.timing, pages_per_hour=self._pace.pages_per_hour)

    def _hand_in_timings(self) -> None:
        for spread in self._spreads.drop_finished():
            self._signals = replace(self._signals, timing=spread.timing)
            self._start(self._execution.complete_timing(spread))

    def _show_last(self, number: int) -> None:
        spread = self._spreads.of(number)
        intent = spread.intended()
        last = self._signals.last_spread
        if last is not None and last.spread_id != intent.spread_id and last.position > intent.position:
            return
        shown = LastSpread(intent.spread_id, intent.position, intent.version, spread.missing, spread.verdict)
        self._signals = replace(self._signals, last_spread=shown)

    # ------------------------------------------------------------------------------------------------ looking around

    async def _watch_cradle(self) -> None:
        while True:
            try:
                async for event in self._rig.cradle.events():
                    if event.kind is CradleEventKind.EMERGENCY_STOP_PRESSED:
                        why = self._emergency("it was pressed at the cradle")
                        self._take(happened.Stopped(self._now(), why))
                    else:
                        self._publish()
            except BookcradleError as error:
                self._note_trouble(of_error(error))
            await asyncio.sleep(LOOK_AROUND_S)

    async def _look_around(self) -> None:
        """Notice cameras that come and go, and measure the free space in a thread."""
        alive = {side: camera.alive for side, camera in self._rig.cameras.items()}
        for count in itertools.count():
            await asyncio.sleep(LOOK_AROUND_S)
            if count % 10 == 0:
                await self._measure_free_space()
            now_alive = {side: camera.alive for side, camera in self._rig.cameras.items()}
            if now_alive == alive:
                continue
            came_back = [side for side, is_alive in now_alive.items() if is_alive and not alive[side]]
            alive = now_alive
            self._publish()
            if self._state.shot is None and not self._state.running:
                for side in came_back:
                    self._start(self._execution.live_view(side))

    async def _measure_free_space(self) -> None:
        try:
            self._free_bytes = await asyncio.to_thread(self._rig.free_bytes)
        except OSError as error:
            self._note_trouble(of_error(error))

    def _facts(self) -> RigFacts:
        cradle, plan = self._rig.cradle, self._state.plan
        return RigFacts(
            sides=plan.sides if plan is not None else (),
            cameras=tuple(_fact(side, camera) for side, camera in self._rig.cameras.items()),
            cradle=cradle.status,
            has_platen_motor=cradle.has_platen_motor,
            has_turner=cradle.has_turner,
            free_bytes=self._free_bytes,
            min_free_bytes=self._settings.min_free_bytes,
            busy_with=self._busy_with,
        )

    def _view(self) -> CaptureView:
        facts = self._facts()
        utc = self._rig.clock.utc()
        return view_of(self._state, facts, blocking(facts), self._signals, self._revision, utc)

    def _publish(self) -> None:
        """Tell this state, as it is now, once the tasks that were just started have had their first turn."""
        self._revision += 1
        asyncio.get_running_loop().call_soon(self._on_change, self._view())

    def _note_trouble(self, reason: Reason) -> None:
        self._signals = replace(self._signals, trouble=reason)
        self._publish()

    def _set_operator(self, operator: str | None) -> None:
        if operator is not None:
            self._mood.operator = operator
            self._signals = replace(self._signals, operator=operator)

    def _log(self, kind: str, operator: str | None = None, **details: str | int | float | None) -> None:
        self._start(self._execution.note_event(kind, operator or self._mood.operator, details))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        if self._group is None:
            work.close()
            return
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _fact(side: Side, camera: Camera) -> CameraFact:
    identity = camera.identity
    return CameraFact(
        side=side,
        alive=camera.alive,
        model=identity.model if identity else None,
        serial=identity.serial if identity else None,
        brand=identity.brand if identity else None,
        battery_percent=camera.battery_percent,
    )
