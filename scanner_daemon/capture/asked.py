"""How the cycle takes what people ask: presses, re-shoots, insertions, pause, stop. Refusals change nothing else."""

from __future__ import annotations

from dataclasses import replace

from scanner_daemon.capture.effects import Effect, GiveCue, Intend, RecordTurn, Refuse, StopCradle
from scanner_daemon.capture.events import (
    BookFinished,
    BookOpened,
    InsertAsked,
    OwedAccepted,
    PauseAsked,
    Pressed,
    PressedBy,
    Released,
    ReShootAsked,
    ResumeAsked,
    SpreadDeleted,
    SpreadReturned,
    Stopped,
    TurnConfirmed,
)
from scanner_daemon.capture.reasons import (
    BOOK_OPEN,
    BUSY,
    CONFIRM_TURN,
    NO_BOOK,
    NOTHING_OWED,
    NOTHING_TO_CONFIRM,
    NOTHING_TO_RE_SHOOT,
    PAUSED,
    RE_SHOOT_FIRST,
    STOPPED,
    Reason,
    asked_again,
)
from scanner_daemon.capture.states import Owed, Phase, Plan, Platen, Shot, SideShot, Stage, State
from scanner_daemon.capture.words import Cue, TurnResult
from scanner_daemon.vocabulary import TurnAfter

__all__ = ["AskedEvent", "take_asked"]

AskedEvent = (
    BookOpened
    | BookFinished
    | Pressed
    | ReShootAsked
    | InsertAsked
    | OwedAccepted
    | SpreadDeleted
    | SpreadReturned
    | PauseAsked
    | ResumeAsked
    | TurnConfirmed
    | Stopped
    | Released
)

Taken = tuple[State, tuple[Effect, ...]]


def take_asked(state: State, event: AskedEvent) -> Taken:
    """Note one thing that a person (or the run, or the stop button) asked for."""
    match event:
        case Stopped(why=why):
            return _stop(state, why)
        case Released():
            return replace(state, release_wanted=state.stopped is not None), ()
        case Pressed():
            return _press(state, event)
        case SpreadDeleted(position=position, last_position=last_position):
            return _forget(state, position, last_position), ()
        case SpreadReturned():
            return _remember(state, event), ()
        case BookOpened():
            return _open(state, event)
    if state.stopped is not None:
        return state, (Refuse((STOPPED,)),)
    if state.plan is None:
        return state, (Refuse((NO_BOOK,)),)
    match event:
        case BookFinished():
            return _finish(state)
        case ReShootAsked(position=position):
            return _re_shoot(state, position)
        case InsertAsked(position=position):
            return _insert(state, position)
        case OwedAccepted():
            return _accept(state)
        case PauseAsked():
            return replace(state, pause_wanted=True, running=False), ()
        case ResumeAsked():
            return replace(state, pause_wanted=False, fault=None), ()
        case TurnConfirmed(turned=turned):
            return _confirm_turn(state, turned=turned)


def _open(state: State, event: BookOpened) -> Taken:
    if state.plan is not None or state.shot is not None:
        return state, (Refuse((BOOK_OPEN,)),)
    opened = State(
        plan=event.plan,
        number=state.number,
        last_position=event.last_position,
        owed=event.owed,
        question=event.question,
        stopped=state.stopped,
        release_wanted=state.release_wanted,
        refused=state.refused,
    )
    return opened, ()


def _finish(state: State) -> Taken:
    if state.shot is not None or state.judging is not None:
        return state, (Refuse((BUSY,)),)
    return State(number=state.number, refused=state.refused), ()


def _press(state: State, event: Pressed) -> Taken:
    if state.running and event.by is not PressedBy.RUN and state.stopped is None:
        return replace(state, running=False), ()
    refusal = _why_not(state, event)
    if refusal or state.plan is None:
        running = state.running and event.by is not PressedBy.RUN
        return replace(state, refused=state.refused + 1, running=running), (Refuse(refusal or (NO_BOOK,)),)
    owed = state.owed
    if event.by is PressedBy.RE_SHOOT_SWITCH and not owed:
        owed = (Owed(state.last_position, must_match=True, why=asked_again(state.last_position)),)
    task = owed[0] if owed else None
    number = state.number + 1
    shot = _begin(state.plan, number, task)
    starts_run = state.plan.continuous and state.plan.has_turner and task is None
    served = replace(state, number=number, shot=shot, owed=owed, fault=None, told_to_turn=False, running=starts_run)
    return served, (Intend(number, state.plan.sides, task),)


def _begin(plan: Plan, number: int, task: Owed | None) -> Shot:
    matched = task is not None and task.must_match
    rule = TurnAfter.LANDED if matched and plan.turn_after is TurnAfter.EXPOSED else plan.turn_after
    return Shot(
        number=number,
        sides=tuple(SideShot(side, stage=Stage.ARMING) for side in plan.sides),
        platen=Platen.UP if plan.has_platen_motor else Platen.NOT_FITTED,
        rule=rule,
        task=task,
    )


def _why_not(state: State, event: Pressed) -> tuple[Reason, ...]:
    phase = state.phase
    if phase is Phase.STOPPED:
        return (STOPPED,)
    if phase is Phase.NO_BOOK:
        return (NO_BOOK,)
    if state.shot is not None:
        return (BUSY,)
    if phase is Phase.CONFIRM_TURN:
        return (state.question.why if state.question else CONFIRM_TURN,)
    if phase is Phase.PAUSED:
        return (PAUSED,)
    if event.by is PressedBy.RUN and (not state.running or state.judging is not None or phase is not Phase.READY):
        return (BUSY,)
    if event.by is PressedBy.RE_SHOOT_SWITCH and not state.owed and state.last_position == 0:
        return (NOTHING_TO_RE_SHOOT,)
    return event.blocks


def _re_shoot(state: State, position: int) -> Taken:
    if not 1 <= position <= state.last_position:
        return state, (Refuse((NOTHING_TO_RE_SHOOT,)),)
    others = tuple(task for task in state.owed if task.insert or task.position != position)
    again = Owed(position, must_match=True, why=asked_again(position))
    return replace(state, owed=(again, *others), running=False), ()


def _insert(state: State, position: int) -> Taken:
    if state.shot is not None:
        return state, (Refuse((BUSY,)),)
    if state.owed:
        return state, (Refuse((RE_SHOOT_FIRST,)),)
    if not 1 <= position <= state.last_position:
        return state, (Refuse((NOTHING_TO_RE_SHOOT,)),)
    return replace(state, owed=(Owed(position, must_match=False, insert=True),), running=False), ()


def _accept(state: State) -> Taken:
    if state.shot is not None:
        return state, (Refuse((BUSY,)),)
    if not state.owed:
        return state, (Refuse((NOTHING_OWED,)),)
    return replace(state, owed=state.owed[1:], fault=None), ()


def _forget(state: State, position: int, last_position: int) -> State:
    """A spread was taken out of the book: the ones after it move up by one."""
    owed = tuple(
        replace(task, position=task.position - (task.position > position))
        for task in state.owed
        if task.position != position
    )
    judging = state.judging
    if judging is not None and judging.position > position:
        judging = replace(judging, position=judging.position - 1)
    return replace(state, owed=owed, judging=judging, last_position=last_position)


def _remember(state: State, event: SpreadReturned) -> State:
    """A spread is in the book again: the ones from its place on move back by one."""
    owed = tuple(replace(task, position=task.position + (task.position >= event.position)) for task in state.owed)
    if event.owed is not None:
        owed = (*owed, Owed(event.position, must_match=True, why=event.owed))
    return replace(state, owed=owed, last_position=event.last_position)


def _confirm_turn(state: State, *, turned: bool) -> Taken:
    question = state.question
    if question is None:
        return state, (Refuse((NOTHING_TO_CONFIRM,)),)
    result = TurnResult.DONE if turned else TurnResult.FAILED
    effects = (RecordTurn(question.turn_id, result),) if question.turn_id is not None else ()
    return replace(state, question=None, told_to_turn=not turned and not state.owed), effects


def _stop(state: State, why: Reason) -> Taken:
    """Nothing moves and nothing fires any more; what was already fired may still land, and is recorded."""
    shot = state.shot
    if shot is not None:
        waiting = (Stage.ARMING, Stage.ARMED)
        sides = tuple(replace(side, stage=Stage.FAILED) if side.stage in waiting else side for side in shot.sides)
        shot = replace(shot, sides=sides, trouble=shot.trouble or why)
    stopped = replace(state, shot=shot, stopped=state.stopped or why, release_wanted=False, running=False)
    return stopped, (StopCradle(why), GiveCue(Cue.STOPPED))
