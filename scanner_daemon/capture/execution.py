"""Carries out the effects of the cycle against the ports, each under a deadline, and reports back as events.

A port that fails becomes an event with its reason; nothing here decides, and nothing that moves is repeated.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from scanner_daemon.capture import effects as wanted
from scanner_daemon.capture import events as happened
from scanner_daemon.capture.ports import (
    Camera,
    Cradle,
    Cue,
    ExposureConfirmed,
    FileLanded,
    Inspector,
    Intent,
    Journal,
    LandedSpread,
    ShutterCommanded,
    TurnResult,
)
from scanner_daemon.capture.reasons import NOTHING_LANDED, STOPPED, Reason, of_error
from scanner_daemon.capture.spread_log import SpreadInHand, SpreadLog
from scanner_daemon.clock import Clock
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.vocabulary import Level, ShotRole, Side

__all__ = ["Deadlines", "Execution", "Mood", "Rig", "only_same_leaf"]

log = logging.getLogger(__name__)
SAME_LEAF = "same_leaf"
INSPECTION = "inspection"
"""The check of inspection that compares a page with the ones before it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rig:
    """Everything that the capture cycle drives. ``free_bytes`` may block: it is asked in a thread."""

    cameras: Mapping[Side, Camera]
    cradle: Cradle
    journal: Journal
    inspector: Inspector
    clock: Clock
    incoming: Path
    free_bytes: Callable[[], int]
    sound: Callable[[Cue], None] = lambda _: None
    """Plays a cue on this computer; must return at once."""
    holds: Callable[[], tuple[Reason, ...]] = tuple
    """What the rest of the daemon has against an exposure now; looks at what is in memory only."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The runner's own limits, in seconds: above those that the ports keep themselves, so that theirs speak first."""

    platen_s: float = 15.0
    arm_s: float = 12.0
    landed_s: float = 30.0
    turn_s: float = 25.0
    ask_s: float = 5.0
    record_s: float = 15.0
    verdict_s: float = 10.0
    release_s: float = 60.0


@dataclass(slots=True)
class Mood:
    """What the next intent is written with, and whether anything may move."""

    book_id: str = ""
    operator: str = ""
    role: ShotRole = ShotRole.PAGE
    stopped: bool = False


class Execution:
    """Runs one effect at a time to its event. ``tell`` takes the event at once, on the loop."""

    def __init__(
        self,
        rig: Rig,
        deadlines: Deadlines,
        spreads: SpreadLog,
        mood: Mood,
        tell: Callable[[happened.Event], object],
        trouble: Callable[[Reason], object],
    ) -> None:
        self._rig = rig
        self._deadlines = deadlines
        self._spreads = spreads
        self._mood = mood
        self._tell = tell
        self._trouble = trouble

    def _now(self) -> int:
        return self._rig.clock.monotonic_ns()

    async def _attempt(self, asking: Coroutine[object, object, T], deadline_s: float) -> T | Reason:
        """What a port answers within its deadline, or the reason why it does not."""
        try:
            async with asyncio.timeout(deadline_s):
                return await asking
        except Exception as error:
            reason = of_error(error)
            if reason.code == "internal":
                log.exception("a part of the rig failed unexpectedly")
            return reason

    async def _stored(self, writing: Coroutine[object, object, None]) -> None:
        """Write down something that already happened; where that fails, the person hears of it and the work goes on."""
        failed = await self._attempt(writing, self._deadlines.record_s)
        if failed is not None:
            self._trouble(failed)

    async def intend(self, effect: wanted.Intend) -> None:
        """Commit the intent; only then may anything move."""
        spread, task, mood = self._spreads.of(effect.number), effect.task, self._mood
        inserted = task is not None and task.insert
        intending = self._rig.journal.intend(
            mood.book_id,
            task.position if task is not None else None,
            effect.sides,
            re_shoot=task is not None and not inserted,
            operator=mood.operator,
            insert=inserted,
            role=mood.role,
        )
        intent = await self._attempt(intending, self._deadlines.record_s)
        if isinstance(intent, Reason):
            self._tell(happened.IntentFailed(self._now(), effect.number, intent))
            return
        spread.intent = intent
        self._tell(happened.IntentCommitted(self._now(), effect.number, intent.position, intent.turn_id))

    async def lower_platen(self, number: int) -> None:
        """Lower, unless the stop came first."""
        if self._mood.stopped:
            self._tell(happened.PlatenFailed(self._now(), number, STOPPED))
            return
        settled = await self._attempt(self._rig.cradle.lower_platen(), self._deadlines.platen_s)
        if isinstance(settled, Reason):
            self._tell(happened.PlatenFailed(self._now(), number, settled))
            return
        spread = self._spreads.of(number)
        spread.note(motion_commanded_at_ns=settled.commanded_at_ns, platen_settled_at_ns=settled.at_ns)
        self._tell(happened.PlatenLowered(self._now(), number))

    async def raise_platen(self, number: int) -> None:
        """Raise, unless the stop came first."""
        failed: Reason | None = STOPPED
        if not self._mood.stopped:
            failed = await self._attempt(self._rig.cradle.raise_platen(), self._deadlines.platen_s)
        if failed is not None:
            self._tell(happened.PlatenFailed(self._now(), number, failed))
        else:
            self._tell(happened.PlatenRaised(self._now(), number))

    async def arm(self, effect: wanted.Arm) -> None:
        """Make one body ready."""
        number, side, attempt = effect.number, effect.side, effect.attempt
        failed = await self._attempt(self._rig.cameras[side].arm(), self._deadlines.arm_s)
        if failed is not None:
            self._tell(happened.SideFailed(self._now(), number, side, attempt, failed))
        else:
            self._tell(happened.SideArmed(self._now(), number, side, attempt))

    async def expose(self, number: int, side: Side, attempt: int, at_ns: int) -> None:
        """Fire one side and follow it until its files are home."""
        spread = self._spreads.of(number)
        failed: Reason | None = STOPPED
        if not self._mood.stopped:
            limit_s = self._deadlines.landed_s + self._rig.cameras[side].timing.exposure_ms / 1000
            failed = await self._attempt(self._follow(number, side, attempt, at_ns), limit_s)
        files = spread.files.get((side, attempt), [])
        if failed is not None or not files:
            why = failed or NOTHING_LANDED
            self._tell(happened.SideFailed(self._now(), number, side, attempt, why))
            return
        spread.landed_attempt[side] = attempt
        spread.note_side("landed_at_ns", side, max(file.at_ns for file in files))
        self._tell(happened.SideLanded(self._now(), number, side, attempt))

    async def _follow(self, number: int, side: Side, attempt: int, at_ns: int) -> None:
        spread = self._spreads.of(number)
        files = spread.files.setdefault((side, attempt), [])
        stem = spread.intended().stem(side, attempt)
        async for event in self._rig.cameras[side].expose(at_ns, self._rig.incoming, stem):
            match event:
                case ShutterCommanded(at_ns=commanded_at_ns, predicted_end_ns=end_ns):
                    spread.note_side("commanded_at_ns", side, commanded_at_ns)
                    spread.note_end(end_ns)
                    self._tell(happened.ShutterFired(self._now(), number, side, attempt, end_ns))
                case ExposureConfirmed(at_ns=confirmed_at_ns):
                    spread.note_side("confirmed_at_ns", side, confirmed_at_ns)
                case FileLanded():
                    files.append(event)

    async def turn_page(self, effect: wanted.TurnPage) -> None:
        """Turn once, and find out what became of it without ever sending it again."""
        spread = self._spreads.of(effect.number)
        intent = spread.intended()
        result = TurnResult.NEVER_STARTED
        unwritten = await self._attempt(self._rig.journal.turn_started(intent), self._deadlines.record_s)
        if unwritten is not None:  # a turn that could not be written down must not happen
            self._trouble(unwritten)
            self._tell(happened.TurnEnded(self._now(), effect.number, result))
            return
        if not self._mood.stopped:
            spread.note(turn_commanded_at_ns=self._now())
            result = await self._turned(effect.turn_id)
            if result is TurnResult.DONE:
                spread.note(turned_at_ns=self._now())
        self._tell(happened.TurnEnded(self._now(), effect.number, result))
        if result is not TurnResult.UNKNOWN:
            # Written after the rig has gone on: should a crash come between, the controller is asked and knows.
            await self._stored(self._rig.journal.turn_ended(intent, result))

    async def _turned(self, turn_id: int) -> TurnResult:
        result = await self._attempt(self._rig.cradle.turn_page(turn_id), self._deadlines.turn_s)
        if not isinstance(result, Reason):
            return result
        self._trouble(result)
        return await self.ask_turn(turn_id)

    async def ask_turn(self, turn_id: int) -> TurnResult:
        """What became of a turn; UNKNOWN where the cradle cannot say. Moves nothing."""
        result = await self._attempt(self._rig.cradle.turn_result(turn_id), self._deadlines.ask_s)
        if not isinstance(result, Reason):
            return result
        self._trouble(result)
        return TurnResult.UNKNOWN

    async def match(self, number: int) -> None:
        """Is this the spread that was owed? Where nobody can tell, the operator's word is taken."""
        spread = self._spreads.of(number)
        comparing = self._rig.inspector.matches(spread.whole(), spread.intended().spread_id)
        matches = await self._attempt(comparing, self._deadlines.verdict_s)
        if isinstance(matches, Reason):
            self._trouble(matches)
            matches = None
        self._tell(happened.Matched(self._now(), number, matches))

    async def commit(self, number: int) -> None:
        """Record the spread, whole. Where that fails the files stay in ``incoming/``: it is not complete."""
        spread = self._spreads.of(number)
        committing = self._rig.journal.landed(spread.whole(), spread.timing)
        landed = await self._attempt(committing, self._deadlines.record_s)
        now = self._now()
        if isinstance(landed, Reason):
            self._tell(happened.RecordFailed(now, number, landed))
            return
        spread.landed = landed
        spread.note(committed_at_ns=now)
        self._tell(happened.SpreadCommitted(now, number))

    async def admit(self, effect: wanted.AdmitIncomplete) -> None:
        """Record what is missing. Where even that fails, the intent stands without an end, which says as much."""
        spread = self._spreads.of(effect.number)
        spread.missing = effect.missing
        spread.incomplete = True
        admitting = self._rig.journal.incomplete(
            spread.everything(), effect.missing, effect.why.sentence, spread.timing
        )
        failed = await self._attempt(admitting, self._deadlines.record_s)
        if failed is not None:
            self._tell(happened.RecordFailed(self._now(), effect.number, failed))
        else:
            self._tell(happened.IncompleteRecorded(self._now(), effect.number))

    async def judge(self, number: int) -> None:
        """The verdict, or UNKNOWN in time: a spread that nobody judged is not red.

        One that was given up is shown with its reason and not stored: the library goes on to say that it is unjudged.
        """
        spread = self._spreads.of(number)
        landed = spread.landed
        if landed is None:
            raise LookupError("only a recorded spread is judged")
        verdict = await self._attempt(self._rig.inspector.judge(landed), self._deadlines.verdict_s)
        gave_up = isinstance(verdict, Reason)
        if isinstance(verdict, Reason):
            self._trouble(verdict)
            spread.verdict, level = _unjudged(landed, verdict), Level.UNKNOWN
        else:
            spread.note(judged_at_ns=self._now())
            spread.verdict, level = verdict, verdict.level
            await self._stored(self._rig.journal.judged(spread.intended(), verdict))
        spread.judged = True
        same = not isinstance(verdict, Reason) and only_same_leaf(verdict)
        self._tell(happened.Judged(self._now(), number, level, gave_up, same))

    async def judge_late(self, landed: LandedSpread) -> Verdict | None:
        """The verdict on a spread that a stop of the daemon left without one; None where it cannot be had."""
        verdict = await self._attempt(self._rig.inspector.judge(landed), self._deadlines.verdict_s)
        if isinstance(verdict, Reason):
            self._trouble(verdict)
            return None
        await self._stored(self._rig.journal.judged(landed.intent, verdict))
        return verdict

    async def complete_timing(self, spread: SpreadInHand) -> None:
        """Hand the whole timing record to the library."""
        await self._stored(self._rig.journal.timing_completed(spread.intended(), spread.timing))

    async def live_view(self, side: Side) -> None:
        """Show the page; a body that cannot is told by its interlock, not here."""
        failed = await self._attempt(self._rig.cameras[side].start_live_view(), self._deadlines.arm_s)
        if failed is not None:
            log.warning("live view of the %s camera did not start: %s", side.value, failed.sentence)

    async def cue(self, cue: Cue) -> None:
        """Sound and light; a cue that nobody hears must not cost a spread."""
        self._rig.sound(cue)
        failed = await self._attempt(self._rig.cradle.cue(cue), self._deadlines.ask_s)
        if failed is not None:
            log.warning("the cue %s was not given: %s", cue.value, failed.sentence)

    async def stop_cradle(self, why: Reason) -> None:
        """Tell the controller, whose dead-man timer stops it in any case."""
        failed = await self._attempt(self._rig.cradle.emergency_stop(why.sentence), self._deadlines.ask_s)
        if failed is not None:
            self._trouble(failed)

    async def record_turn(self, intent: Intent, result: TurnResult) -> None:
        """Write down what a person said became of a turn."""
        await self._stored(self._rig.journal.turn_ended(intent, result))

    async def note_event(self, kind: str, operator: str, details: Mapping[str, str | int | float | None]) -> None:
        """Append to the event log."""
        await self._stored(self._rig.journal.event(kind, operator, **details))


def _unjudged(landed: LandedSpread, why: Reason) -> Verdict:
    side = next(iter(landed.intent.shot_ids))
    return Verdict(
        Level.UNKNOWN, (Flag(INSPECTION, Level.UNKNOWN, side, None, None, f"{why.what} The spread was not judged."),)
    )


def only_same_leaf(verdict: Verdict) -> bool:
    """Whether nothing but the leaf is wrong: another photograph of the right pages is all that is wanted."""
    red = {flag.check for flag in verdict.flags if flag.level is Level.RED}
    return red == {SAME_LEAF}
