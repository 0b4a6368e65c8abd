"""What the facts of the spread in progress demand next: fire, record, raise the platen, let the leaf go, close.

Called after every event; each demand is made once, because making it changes the facts it follows from.
"""

from __future__ import annotations

from dataclasses import replace

from scanner_daemon.capture.effects import (
    AdmitIncomplete,
    CommitSpread,
    CycleClosed,
    Effect,
    Fire,
    GiveCue,
    MatchSpread,
    RaisePlaten,
    TurnPage,
    WakeForTurn,
)
from scanner_daemon.capture.reasons import (
    NOTHING_LANDED,
    OTHER_SIDE_FAILED,
    Reason,
    not_that_spread,
    red_verdict,
    same_leaf,
    turn_not_known,
    unfinished,
)
from scanner_daemon.capture.states import (
    FIRE_MARGIN_NS,
    Leaf,
    Match,
    Owed,
    Plan,
    Platen,
    Record,
    Shot,
    Stage,
    State,
    TurnQuestion,
)
from scanner_daemon.capture.words import Cue
from scanner_daemon.vocabulary import Level, TurnAfter

__all__ = ["advance"]

Demand = tuple[Shot, tuple[Effect, ...]]

_OUT_OF_THE_WAY = (Platen.UP, Platen.NOT_FITTED)
_ON_THE_PAGE = (Platen.DOWN, Platen.NOT_FITTED)
_EXPOSED = (Stage.EXPOSED, Stage.LANDED)


def advance(state: State, at_ns: int) -> tuple[State, tuple[Effect, ...]]:
    """Carry the spread in progress as far as its facts allow at the instant ``at_ns``."""
    shot, plan = state.shot, state.plan
    if shot is None or plan is None or shot.position is None:
        return state, ()
    effects: tuple[Effect, ...] = ()
    shot = _give_up_unfired(shot)
    if state.stopped is None:
        gate_open = state.judging is None or state.judging.number == shot.number
        if gate_open:
            shot, effects = _fire(shot, at_ns)
        shot, more = _wake_for_turn(shot, at_ns)
        effects += more
    shot, more = _record(shot)
    if state.stopped is not None:
        more = tuple(effect for effect in more if not isinstance(effect, GiveCue))  # the stop has the last word
    effects += more
    if state.stopped is None:
        shot, more = _release_leaf(shot, plan)
        effects += more
    last_position = max(state.last_position, shot.position or 0) if shot.fired else state.last_position
    state = replace(state, shot=shot, last_position=last_position)
    if _at_rest(shot, stopped=state.stopped is not None):
        state, more = _close(state, shot)
        effects += more
    return state, effects


def _give_up_unfired(shot: Shot) -> Shot:
    """One side that can never be armed: do not photograph half a spread of which nothing exists yet."""
    if shot.fired or all(side.stage is not Stage.FAILED for side in shot.sides):
        return shot
    sides = tuple(replace(side, stage=Stage.FAILED) for side in shot.sides)
    return replace(shot, sides=sides, trouble=shot.trouble or OTHER_SIDE_FAILED)


def _fire(shot: Shot, at_ns: int) -> Demand:
    """Both sides at one instant, as soon as the platen is still and nobody is arming any more."""
    stages = {side.stage for side in shot.sides}
    ready = shot.platen in _ON_THE_PAGE and shot.leaf is Leaf.THERE
    if not ready or Stage.ARMING in stages or Stage.ARMED not in stages:
        return shot, ()
    armed = tuple((side.side, side.attempt) for side in shot.sides if side.stage is Stage.ARMED)
    sides = tuple(replace(side, stage=Stage.FIRING) if side.stage is Stage.ARMED else side for side in shot.sides)
    fire = Fire(shot.number, armed, at_ns + FIRE_MARGIN_NS)
    return replace(shot, sides=sides, fired=True), (fire,)


def _wake_for_turn(shot: Shot, at_ns: int) -> Demand:
    """``exposed``: the leaf may go at the predicted end of the last exposure, not when libgphoto2 confirms it."""
    if shot.rule is not TurnAfter.EXPOSED or not _all_exposed(shot):
        return shot, ()
    ends = [side.predicted_end_ns for side in shot.sides if side.predicted_end_ns is not None]
    wake_at_ns = max(ends, default=shot.timer_at_ns or at_ns)
    if shot.timer_at_ns == wake_at_ns:
        return shot, ()
    return replace(shot, timer_at_ns=wake_at_ns), (WakeForTurn(shot.number, wake_at_ns),)


def _all_exposed(shot: Shot) -> bool:
    return all(side.stage in _EXPOSED for side in shot.sides)


def _record(shot: Shot) -> Demand:
    """Complete, or incomplete and says so: once every side has landed or failed for good."""
    if shot.record is not Record.OPEN or not shot.resolved:
        return shot, ()
    if not shot.all_landed:
        why = shot.trouble or NOTHING_LANDED
        return replace(shot, record=Record.ADMITTING), (AdmitIncomplete(shot.number, shot.missing, why),)
    if shot.must_match and shot.match is Match.NOT_ASKED:
        return replace(shot, match=Match.ASKED), (MatchSpread(shot.number),)
    if shot.match is Match.ASKED:
        return shot, ()
    if shot.match is Match.OTHER_SPREAD:
        why = not_that_spread(shot.position or 0)
        refused = replace(shot, record=Record.ADMITTING, trouble=why)
        return refused, (GiveCue(Cue.REFUSED), AdmitIncomplete(shot.number, (), why))
    return replace(shot, record=Record.COMMITTING), (CommitSpread(shot.number),)


def _release_leaf(shot: Shot, plan: Plan) -> Demand:
    """Platen up when the rule allows it or nothing is left to expose; then the leaf, by motor or by the word TURN."""
    effects: tuple[Effect, ...] = ()
    may_go = _may_go(shot)
    given_up = shot.record in (Record.ADMITTING, Record.INCOMPLETE) or shot.level is Level.RED
    goes_now = (
        may_go
        and shot.turns_leaf
        and shot.leaf is Leaf.THERE
        and (shot.rule is TurnAfter.EXPOSED or shot.record is Record.COMMITTED)
    )
    if goes_now and not plan.has_turner:
        shot = replace(shot, leaf=Leaf.GONE)
        effects += (GiveCue(Cue.TURN),)
    if shot.platen is Platen.DOWN and (may_go or given_up):
        shot = replace(shot, platen=Platen.RAISING)
        effects += (RaisePlaten(shot.number),)
    turn_id = shot.turn_id
    if goes_now and plan.has_turner and shot.platen in _OUT_OF_THE_WAY and turn_id is not None:
        shot = replace(shot, leaf=Leaf.GOING)
        effects += (TurnPage(shot.number, turn_id),)
    return shot, effects


def _may_go(shot: Shot) -> bool:
    if shot.level is Level.RED:
        return False
    match shot.rule:
        case TurnAfter.EXPOSED:
            return shot.turn_due and _all_exposed(shot)
        case TurnAfter.LANDED:
            return shot.all_landed and (not shot.must_match or shot.match is Match.ACCEPTED)
        case TurnAfter.JUDGED:
            return shot.record is Record.COMMITTED and shot.level is not None


def _at_rest(shot: Shot, *, stopped: bool) -> bool:
    if shot.record not in (Record.COMMITTED, Record.INCOMPLETE) or shot.leaf is Leaf.GOING:
        return False
    if stopped:
        return shot.platen not in (Platen.LOWERING, Platen.RAISING)
    if shot.platen not in (*_OUT_OF_THE_WAY, Platen.UNKNOWN):
        return False
    if shot.record is Record.INCOMPLETE or shot.level is Level.RED or shot.platen is Platen.UNKNOWN:
        return True
    if not shot.turns_leaf:
        return _may_go(shot)
    return shot.leaf is not Leaf.THERE


def _close(state: State, shot: Shot) -> tuple[State, tuple[Effect, ...]]:
    """Draw the conclusions: what is owed now, what only a person can say, what stands in the way."""
    position = shot.position or 0
    complete = shot.record is Record.COMMITTED
    owed = tuple(task for task in state.owed if task != shot.task)
    fault = question = None
    in_place = shot.leaf is Leaf.THERE and state.stopped is None
    stuck = shot.platen is Platen.UNKNOWN and shot.level is not Level.RED
    if complete and shot.turns_leaf and shot.leaf is not Leaf.GONE and (stuck or not in_place):
        started = shot.turn_id if shot.leaf is Leaf.UNKNOWN else None
        why = shot.trouble if stuck and shot.trouble is not None else turn_not_known(position)
        question = TurnQuestion(position, started, why)
    elif shot.leaf is Leaf.UNKNOWN:
        question = TurnQuestion(position, shot.turn_id, turn_not_known(position))
    elif complete and stuck:
        fault = shot.trouble
    if not complete or shot.level is Level.RED:
        wrong_spread = shot.match is Match.OTHER_SPREAD
        cause = _cause(state, shot, position)
        still_other = not complete and shot.task is not None and shot.task.other_page
        must_match, other_page = not in_place or wrong_spread, shot.same_leaf or still_other
        again = Owed(position, must_match=must_match, why=cause, other_page=other_page)
        owed = (*owed, again) if shot.withdrawn else (again, *owed)
        if in_place and not shot.withdrawn and not wrong_spread:
            fault = cause
    running = state.running and complete and fault is None and question is None and not owed
    closed = replace(state, shot=None, owed=owed, fault=fault, question=question, running=running)
    return closed, (CycleClosed(shot.number, complete),)


def _cause(state: State, shot: Shot, position: int) -> Reason | None:
    """Why a spread is to be shot again. After a stop, what stopped it is over by the time that this is read."""
    if shot.record is Record.COMMITTED:
        return same_leaf(position) if shot.same_leaf else red_verdict(position)
    return shot.trouble if state.stopped is None else unfinished(position)
