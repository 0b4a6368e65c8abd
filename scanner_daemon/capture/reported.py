"""How the cycle takes what cameras, cradle, library and inspection report about the spread in progress."""

from __future__ import annotations

from dataclasses import replace

from scanner_daemon.capture.effects import Arm, Effect, GiveCue, JudgeSpread, LowerPlaten
from scanner_daemon.capture.events import (
    IncompleteRecorded,
    IntentCommitted,
    IntentFailed,
    Judged,
    Matched,
    PlatenFailed,
    PlatenLowered,
    PlatenRaised,
    RecordFailed,
    ShutterFired,
    SideArmed,
    SideFailed,
    SideLanded,
    SpreadCommitted,
    TurnDue,
    TurnEnded,
)
from scanner_daemon.capture.reasons import RED_BEFORE, Reason, red_verdict, same_leaf
from scanner_daemon.capture.states import (
    Judging,
    Leaf,
    Match,
    Owed,
    Plan,
    Platen,
    Record,
    Shot,
    SideShot,
    Stage,
    State,
)
from scanner_daemon.capture.words import Cue, TurnResult
from scanner_daemon.vocabulary import Level, Side, TurnAfter

__all__ = ["ReportedEvent", "take_reported"]

ReportedEvent = (
    IntentCommitted
    | IntentFailed
    | PlatenLowered
    | PlatenRaised
    | PlatenFailed
    | SideArmed
    | ShutterFired
    | SideLanded
    | SideFailed
    | TurnDue
    | Matched
    | SpreadCommitted
    | IncompleteRecorded
    | RecordFailed
    | TurnEnded
    | Judged
)

Taken = tuple[State, tuple[Effect, ...]]

_STILL_ON_THE_PAGE = (Platen.NOT_FITTED, Platen.LOWERING, Platen.DOWN)


def take_reported(state: State, event: ReportedEvent) -> Taken:
    """Note one report. Those of another cycle, or of an attempt that is over, change nothing."""
    if isinstance(event, Judged):
        return _judged(state, event)
    shot, plan = state.shot, state.plan
    if shot is None or plan is None or shot.number != event.number:
        return state, ()
    match event:
        case IntentCommitted():
            return _intended(state, shot, plan, event)
        case IntentFailed(why=why):
            return _not_intended(state, shot, why)
        case SpreadCommitted():
            return _committed(state, shot)
        case SideFailed():
            shot, effects = _side_failed(shot, plan, event, stopped=state.stopped is not None)
            return replace(state, shot=shot), effects
    return replace(state, shot=_noted(shot, event)), ()


def _noted(
    shot: Shot,
    event: PlatenLowered
    | PlatenRaised
    | PlatenFailed
    | SideArmed
    | ShutterFired
    | SideLanded
    | TurnDue
    | Matched
    | IncompleteRecorded
    | RecordFailed
    | TurnEnded,
) -> Shot:
    match event:
        case PlatenLowered() if shot.platen is Platen.LOWERING:
            return replace(shot, platen=Platen.DOWN)
        case PlatenRaised() if shot.platen is Platen.RAISING:
            return replace(shot, platen=Platen.UP)
        case PlatenFailed(why=why) if shot.platen in (Platen.LOWERING, Platen.RAISING):
            return _platen_lost(shot, why)
        case SideArmed(side=side, attempt=attempt):
            return _staged(shot, side, attempt, (Stage.ARMING,), Stage.ARMED)
        case ShutterFired(side=side, attempt=attempt, predicted_end_ns=end_ns):
            return _staged(shot, side, attempt, (Stage.FIRING,), Stage.EXPOSED, end_ns)
        case SideLanded(side=side, attempt=attempt):
            return _staged(shot, side, attempt, (Stage.FIRING, Stage.EXPOSED), Stage.LANDED)
        case TurnDue(at_ns=at_ns) if shot.timer_at_ns is not None and at_ns >= shot.timer_at_ns:
            healthy = all(side.stage in (Stage.EXPOSED, Stage.LANDED) for side in shot.sides)
            return replace(shot, turn_due=shot.turn_due or healthy)
        case Matched(matches=matches) if shot.match is Match.ASKED:
            return replace(shot, match=Match.OTHER_SPREAD if matches is False else Match.ACCEPTED)
        case IncompleteRecorded() if shot.record is Record.ADMITTING:
            return replace(shot, record=Record.INCOMPLETE)
        case RecordFailed(why=why) if shot.record in (Record.COMMITTING, Record.ADMITTING):
            return replace(shot, record=Record.INCOMPLETE, trouble=why)
        case TurnEnded(result=result) if shot.leaf is Leaf.GOING:
            return replace(shot, leaf=Leaf.GONE if result is TurnResult.DONE else Leaf.UNKNOWN, result=result)
    return shot


def _staged(
    shot: Shot, side: Side, attempt: int, before: tuple[Stage, ...], after: Stage, end_ns: int | None = None
) -> Shot:
    def moved(one: SideShot) -> SideShot:
        if one.side is not side or one.attempt != attempt or one.stage not in before:
            return one
        return replace(one, stage=after, predicted_end_ns=one.predicted_end_ns if end_ns is None else end_ns)

    return replace(shot, sides=tuple(moved(one) for one in shot.sides))


def _platen_lost(shot: Shot, why: Reason) -> Shot:
    waiting = (Stage.ARMING, Stage.ARMED)
    sides = tuple(replace(one, stage=Stage.FAILED) if one.stage in waiting else one for one in shot.sides)
    return replace(shot, platen=Platen.UNKNOWN, sides=sides, trouble=shot.trouble or why)


def _intended(state: State, shot: Shot, plan: Plan, event: IntentCommitted) -> Taken:
    if shot.position is not None:
        return state, ()
    inserted = shot.task is not None and shot.task.insert
    turns_leaf = not inserted and event.position >= state.last_position
    rule = TurnAfter.LANDED if not turns_leaf and shot.rule is TurnAfter.EXPOSED else shot.rule
    shot = replace(shot, position=event.position, turn_id=event.turn_id, turns_leaf=turns_leaf, rule=rule)
    if inserted:
        state = _moved_down(state, event.position)
    if state.stopped is not None or shot.withdrawn:
        return replace(state, shot=shot), ()
    effects: tuple[Effect, ...] = ()
    if plan.has_platen_motor:
        shot = replace(shot, platen=Platen.LOWERING)
        effects = (LowerPlaten(shot.number),)
    effects += tuple(Arm(shot.number, one.side, one.attempt) for one in shot.sides)
    return replace(state, shot=shot), effects


def _moved_down(state: State, position: int) -> State:
    """A spread now stands at ``position``: the ones from there on have moved down by one."""
    task = state.shot.task if state.shot else None
    owed = tuple(
        one if one == task else replace(one, position=one.position + (one.position >= position)) for one in state.owed
    )
    judging = state.judging
    if judging is not None and judging.position >= position:
        judging = replace(judging, position=judging.position + 1)
    return replace(state, owed=owed, judging=judging, last_position=state.last_position + 1)


def _not_intended(state: State, shot: Shot, why: Reason) -> Taken:
    """The library could not take the intent, so nothing moved: the press is answered, and what was owed stays owed."""
    if shot.position is not None:
        return state, ()
    return replace(state, shot=None, fault=why, running=False), ()


def _side_failed(shot: Shot, plan: Plan, event: SideFailed, *, stopped: bool) -> tuple[Shot, tuple[Effect, ...]]:
    """While the leaf is there under the platen, try this side again; else it is lost for this version."""
    under_way = (Stage.ARMING, Stage.ARMED, Stage.FIRING, Stage.EXPOSED)
    side = next((one for one in shot.sides if one.side is event.side), None)
    if side is None or side.attempt != event.attempt or side.stage not in under_way:
        return shot, ()
    again = (
        not stopped
        and not shot.withdrawn
        and not shot.turn_due
        and shot.leaf is Leaf.THERE
        and shot.platen in _STILL_ON_THE_PAGE
        and side.attempt < plan.re_exposures
    )
    if again:
        failed = SideShot(side.side, side.attempt + 1)
        effects: tuple[Effect, ...] = (Arm(shot.number, side.side, side.attempt + 1),)
    else:
        failed = replace(side, stage=Stage.FAILED)
        effects = ()
        shot = replace(shot, trouble=shot.trouble or event.why)
    sides = tuple(failed if one.side is event.side else one for one in shot.sides)
    return replace(shot, sides=sides, timer_at_ns=None), effects


def _committed(state: State, shot: Shot) -> Taken:
    if shot.record is not Record.COMMITTING:
        return state, ()
    judging = Judging(shot.number, shot.position or 0)
    return replace(state, shot=replace(shot, record=Record.COMMITTED), judging=judging), (JudgeSpread(shot.number),)


def _judged(state: State, event: Judged) -> Taken:
    """A flag ends the continuous run. Red: shoot again in place, or turn back if the leaf has gone."""
    judging = state.judging
    if judging is None or judging.number != event.number:
        return state, ()
    flagged = event.level in (Level.AMBER, Level.RED)
    effects: tuple[Effect, ...] = (GiveCue(Cue.FLAGGED),) if flagged and state.stopped is None else ()
    state = replace(state, judging=None, running=state.running and not flagged and not event.gave_up)
    shot = state.shot
    if shot is not None and shot.number == event.number:
        return replace(state, shot=replace(shot, level=event.level, same_leaf=event.same_leaf)), effects
    if event.level is not Level.RED:
        return state, effects
    why = same_leaf(judging.position) if event.same_leaf else red_verdict(judging.position)
    again = Owed(judging.position, must_match=True, why=why, other_page=event.same_leaf)
    state = replace(state, owed=(again, *(one for one in state.owed if one != again)))
    if shot is not None and not shot.fired:
        sides = tuple(replace(one, stage=Stage.FAILED) for one in shot.sides)
        shot = replace(shot, sides=sides, withdrawn=True, trouble=shot.trouble or RED_BEFORE)
    return replace(state, shot=shot), effects
