"""The engine of the capture cycle: it owns the state, starts what each step wants, and tells who looks on.

Everything happens on one event loop. An event changes the state at once; its effects become tasks of one group; what
has changed is published after those tasks have started, so that a press reaches the platen before it reaches a screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Protocol

from scanner_daemon.capture import effects as wanted
from scanner_daemon.capture import events as happened
from scanner_daemon.capture.cycle import step
from scanner_daemon.capture.execution import Deadlines, Execution, Mood, Rig
from scanner_daemon.capture.interlocks import CameraFact, RigFacts, blocking
from scanner_daemon.capture.pace import Pace
from scanner_daemon.capture.ports import Camera, Cue, Intent, TurnResult
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.spread_log import SpreadLog
from scanner_daemon.capture.states import Phase, State
from scanner_daemon.capture.view import CaptureView, LastSpread, Signals, view_of
from scanner_daemon.settings import CaptureSettings
from scanner_daemon.vocabulary import Side

__all__ = ["Engine", "TellChange"]


class TellChange(Protocol):
    """Takes every published snapshot, in order, on the event loop. Must not block."""

    def __call__(self, view: CaptureView, /) -> object: ...


class Engine:
    """State, effects and publication of one rig. The controller asks; this carries out."""

    def __init__(
        self, rig: Rig, settings: CaptureSettings, deadlines: Deadlines, operator: str, on_change: TellChange
    ) -> None:
        self.rig = rig
        self.mood = Mood(operator=operator)
        self.state = State()
        self.signals = Signals(operator=operator)
        self.free_bytes: int | None = None
        self.busy_with: str | None = None
        self.turn_in_doubt: Intent | None = None
        self.stops = 0
        """How often the stop was asked for: a release that was overtaken by one must not count."""
        self.taken_out: dict[str, LastSpread] = {}
        """What was shown of spreads of this book when they were taken out of it, by their ids."""
        self._settings = settings
        self._on_change = on_change
        self._spreads = SpreadLog()
        self.execution = Execution(rig, deadlines, self._spreads, self.mood, self.take, self.note_trouble)
        self._pace = Pace()
        self._revision = 0
        self._wake: asyncio.TimerHandle | None = None
        self.at_rest = asyncio.Event()
        self.at_rest.set()
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, group: asyncio.TaskGroup) -> None:
        """Tasks may be started from now on."""
        self._group = group

    def end(self) -> None:
        """Cancel everything that was started, and start nothing more."""
        if self._wake is not None:
            self._wake.cancel()
        self._group = None
        for task in tuple(self._tasks):
            task.cancel()

    def be_operated_by(self, operator: str | None) -> None:
        """Whose name stands on what follows; None: still the same person."""
        if operator is not None:
            self.mood.operator = operator
            self.signals = replace(self.signals, operator=operator)

    def new_book(self, book_id: str) -> None:
        """What is remembered of the last book no longer holds."""
        self.mood.book_id = book_id
        self._pace = Pace()
        self.taken_out.clear()
        self.signals = replace(self.signals, last_spread=None, timing=None, pages_per_hour=None)
        self.publish()

    def now(self) -> int:
        """Monotonic nanoseconds."""
        return self.rig.clock.monotonic_ns()

    def take(self, event: happened.Event) -> tuple[wanted.Effect, ...]:
        """One step of the cycle, its effects started, and the change published after them."""
        before = self.state
        self.state, effects = step(before, event)
        state = self.state
        self.mood.stopped = state.stopped is not None
        if isinstance(event, happened.Stopped):
            self.stops += 1
        if state.number > before.number:
            self._spreads.begin(state.number, event.at_ns)
            self.signals = replace(self.signals, refused_because=(), trouble=None)
        for effect in effects:
            if effect == wanted.GiveCue(Cue.TURN) and before.shot is not None:
                self._spreads.of(before.shot.number).note(turn_signalled_at_ns=self.now())
            self._carry_out(effect)
        if isinstance(event, happened.Judged | happened.SpreadCommitted | happened.IncompleteRecorded):
            self._show_last(event.number)
        if isinstance(event, happened.IntentFailed):
            self._spreads.drop(event.number)
        if state.shot is None and state.judging is None:
            self.at_rest.set()
        else:
            self.at_rest.clear()
        self._hand_in_timings()
        if state is not before or effects:
            self.publish()
        return effects

    def _carry_out(self, effect: wanted.Effect) -> None:
        do = self.execution
        match effect:
            case wanted.Intend():
                self.start(do.intend(effect))
            case wanted.LowerPlaten(number=number):
                self.start(do.lower_platen(number))
            case wanted.RaisePlaten(number=number):
                self.start(do.raise_platen(number))
            case wanted.Arm():
                self.start(do.arm(effect))
            case wanted.Fire(number=number, sides=sides, at_ns=at_ns):
                self._spreads.of(number).note(fire_at_ns=at_ns)
                for side, attempt in sides:
                    self.start(do.expose(number, side, attempt, at_ns))
            case wanted.WakeForTurn(number=number, at_ns=at_ns):
                self._wake_at(number, at_ns)
            case wanted.TurnPage():
                self.start(do.turn_page(effect))
            case wanted.MatchSpread(number=number):
                self.start(do.match(number))
            case wanted.CommitSpread(number=number):
                self.start(do.commit(number))
            case wanted.AdmitIncomplete():
                self.start(do.admit(effect))
            case wanted.JudgeSpread(number=number):
                self.start(do.judge(number))
            case wanted.RecordTurn(turn_id=turn_id, result=result):
                self._record_turn(turn_id, result)
            case wanted.GiveCue(cue=cue):
                self._give_cue(cue)
            case wanted.Refuse(reasons=reasons):
                self.signals = replace(self.signals, refused_because=reasons)
                self._give_cue(Cue.REFUSED)
            case wanted.StartLiveView(sides=sides):
                for side in sides:
                    self.start(do.live_view(side))
            case wanted.StopCradle(why=why):
                self.start(do.stop_cradle(why))
            case wanted.PressAgain():
                asyncio.get_running_loop().call_soon(self._press_again)
            case wanted.CycleClosed():
                self._close(effect)

    def _give_cue(self, cue: Cue) -> None:
        self.signals = replace(self.signals, cue=cue)
        self.start(self.execution.cue(cue))

    def _press_again(self) -> None:
        if self._group is not None:
            self.take(happened.Pressed(self.now(), blocking(self.facts()), happened.PressedBy.RUN))

    def _wake_at(self, number: int, at_ns: int) -> None:
        """Send TurnDue at ``at_ns``, never a nanosecond before: the loop's timers round to their own clock."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        now = self.now()
        if now >= at_ns:
            self.take(happened.TurnDue(now, number))
            return
        loop = asyncio.get_running_loop()
        self._wake = loop.call_at(loop.time() + (at_ns - now) / 1e9, self._wake_at, number, at_ns)

    def _record_turn(self, turn_id: int, result: TurnResult) -> None:
        intent = self.turn_in_doubt
        if intent is not None and intent.turn_id == turn_id:
            self.start(self.execution.record_turn(intent, result))
            self.turn_in_doubt = None

    def _close(self, effect: wanted.CycleClosed) -> None:
        spread = self._spreads.of(effect.number)
        spread.closed = True
        now = self.now()
        if effect.complete:
            spread.note(armed_at_ns=now if self.state.phase is Phase.READY else None)
            sides = self.state.plan.sides if self.state.plan else ()
            self._pace.count(now, pages=2 if Side.BOTH in sides else len(sides))
        else:
            spread.judged = True
        question = self.state.question
        if question is not None and question.turn_id is not None:
            self.turn_in_doubt = spread.intent
        self.signals = replace(self.signals, timing=spread.timing, pages_per_hour=self._pace.pages_per_hour)

    def _hand_in_timings(self) -> None:
        for spread in self._spreads.drop_finished():
            self.signals = replace(self.signals, timing=spread.timing)
            self.start(self.execution.complete_timing(spread))

    def _show_last(self, number: int) -> None:
        spread = self._spreads.of(number)
        intent = spread.intended()
        shown = LastSpread(intent.spread_id, intent.position, intent.version, spread.missing, spread.verdict)
        self.signals = replace(self.signals, last_spread=shown)

    def facts(self) -> RigFacts:
        """What the interlocks look at, without a system call."""
        cradle, plan = self.rig.cradle, self.state.plan
        return RigFacts(
            sides=plan.sides if plan is not None else (),
            cameras=tuple(_fact(side, camera) for side, camera in self.rig.cameras.items()),
            cradle=cradle.status,
            has_platen_motor=cradle.has_platen_motor,
            has_turner=cradle.has_turner,
            free_bytes=self.free_bytes,
            min_free_bytes=self._settings.min_free_bytes,
            busy_with=self.busy_with,
            holds=self.rig.holds(),
        )

    def view(self) -> CaptureView:
        """The snapshot of this instant."""
        facts = self.facts()
        utc = self.rig.clock.utc()
        return view_of(self.state, facts, blocking(facts), self.signals, self._revision, utc)

    def publish(self) -> None:
        """Tell this state, as it is now, once the tasks that were just started have had their first turn."""
        self._revision += 1
        asyncio.get_running_loop().call_soon(self._on_change, self.view())

    def note_trouble(self, reason: Reason) -> None:
        """Something went wrong that does not hold up the work: show it."""
        self.signals = replace(self.signals, trouble=reason)
        self.publish()

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Run this beside everything else; after the end it is dropped unrun."""
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
