"""The capture cycle: ``step(state, event) -> (state, effects)``. No input or output, and it reads no clock.

The state holds facts (where the platen is, how far each side has come, what the library knows); the phase below is
derived from them. ``take`` notes what an event says, ``advance`` (progress.py) demands what follows from it.

```mermaid
stateDiagram-v2
    [*] --> NO_BOOK
    NO_BOOK --> READY: book opened
    NO_BOOK --> CONFIRM_TURN: a crash left a turn without an end
    NO_BOOK --> TURN_BACK: a crash left the last spread incomplete
    READY --> INTENDING: press, interlocks clear
    INTENDING --> LOWERING: intent committed (platen down, both bodies armed in parallel)
    LOWERING --> EXPOSING: settled, armed, last verdict known (one fire instant)
    EXPOSING --> LANDING: both shutters commanded
    EXPOSING --> TURN: turn_after = exposed, predicted end (platen up, files land under the turn)
    LANDING --> EXPOSING: a side failed and the leaf is there (at most re_exposures times)
    LANDING --> TURNING: turn_after = landed, recorded (motor turns once)
    LANDING --> TURN: turn_after = landed, recorded (by hand)
    LANDING --> JUDGING: turn_after = judged
    JUDGING --> TURNING: verdict is not red
    TURNING --> READY: turned and recorded (armed)
    TURN --> READY: recorded (armed)
    TURNING --> CONFIRM_TURN: end of the turn unknown
    CONFIRM_TURN --> READY: turned
    CONFIRM_TURN --> TURN: not turned (by hand now; never by motor again)
    LANDING --> FAULTED: a side failed for good, the leaf is there
    JUDGING --> FAULTED: red, the leaf is there
    FAULTED --> INTENDING: press (the same spread again)
    TURN --> TURN_BACK: a side failed, the leaf has gone
    READY --> TURN_BACK: red verdict, or re-shoot asked
    TURN_BACK --> INTENDING: press (only that spread; matched)
    READY --> PAUSED: pause
    PAUSED --> READY: resume
    READY --> STOPPED: emergency stop, from every phase
    STOPPED --> READY: released and homed, or CONFIRM_TURN / TURN_BACK if a spread was under way
```
"""

from __future__ import annotations

from dataclasses import replace

from scanner_daemon.capture.asked import AskedEvent, take_asked
from scanner_daemon.capture.effects import Effect, GiveCue, PressAgain, StartLiveView
from scanner_daemon.capture.events import Event
from scanner_daemon.capture.progress import advance
from scanner_daemon.capture.reported import take_reported
from scanner_daemon.capture.states import Phase, State
from scanner_daemon.capture.words import Cue

__all__ = ["step"]

_CUE_ON_ENTERING = {
    Phase.READY: Cue.ARMED,
    Phase.TURN: Cue.TURN,
    Phase.TURN_BACK: Cue.TURN_BACK,
    Phase.FAULTED: Cue.FLAGGED,
    Phase.CONFIRM_TURN: Cue.FLAGGED,
}


def step(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """The next state and what has to be done for it. Total: every event is allowed in every state."""
    noted, effects = take_asked(state, event) if isinstance(event, AskedEvent) else take_reported(state, event)
    after, demanded = advance(noted, event.at_ns)
    if after.stopped is not None and after.release_wanted and after.shot is None:
        after = replace(after, stopped=None, release_wanted=False)
    return after, effects + demanded + _on_entering(state, after)


def _on_entering(before: State, after: State) -> tuple[Effect, ...]:
    """Sounds and live view when the rig comes to rest; in a continuous run, the next press instead."""
    if after.shot is not None or after.plan is None or after.stopped is not None:
        return ()
    effects: tuple[Effect, ...] = ()
    if after.phase is not before.phase:
        cue = _CUE_ON_ENTERING.get(after.phase)
        effects = (GiveCue(cue),) if cue is not None else ()
    goes_on = after.running and after.phase is Phase.READY and after.judging is None
    was_waiting = before.running and before.phase is Phase.READY and before.judging is None
    if goes_on and not was_waiting:
        return (*effects, PressAgain())
    came_to_rest = before.shot is not None or before.plan is None or before.stopped is not None
    if (came_to_rest and not after.running) or (before.running and not after.running):
        effects += (StartLiveView(after.plan.sides),)
    return effects
