"""What the rest of the daemon is shown of the capture cycle: one frozen snapshot per change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanner_daemon.capture.interlocks import CameraFact, RigFacts
from scanner_daemon.capture.ports import CradleStatus, Cue, CycleTiming
from scanner_daemon.capture.reasons import CONFIRM_TURN, PAUSED, TURN_BY_HAND, Reason
from scanner_daemon.capture.states import Phase, State
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.vocabulary import ShotRole, Side, TurnAfter

__all__ = ["CaptureView", "LastSpread", "Signals", "view_of"]


@dataclass(frozen=True, slots=True)
class LastSpread:
    """The spread that was captured last. ``verdict`` None: not judged yet."""

    spread_id: str
    position: int
    version: int
    missing: tuple[Side, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """What the runner remembers for the person, beyond the state of the cycle."""

    operator: str
    role: ShotRole = ShotRole.PAGE
    cue: Cue | None = None
    refused_because: tuple[Reason, ...] = ()
    trouble: Reason | None = None
    """Something went wrong that does not hold up the work, such as a verdict that could not be stored."""
    last_spread: LastSpread | None = None
    timing: CycleTiming | None = None
    """Of the last cycle that came to its end."""
    pages_per_hour: float | None = None


@dataclass(frozen=True, slots=True)
class CaptureView:
    """The rig at one instant. ``why`` is None when the phase says it all."""

    revision: int
    at: datetime
    phase: Phase
    armed: bool
    """A press now would be served: at rest, nothing in doubt, and no interlock violated."""
    why: Reason | None
    blocks: tuple[Reason, ...]
    """Interlocks that are violated now, as far as they concern the open book; without one, what waits for a person."""
    operator: str
    role: ShotRole
    cue: Cue | None
    refused: int
    refused_because: tuple[Reason, ...]
    trouble: Reason | None
    book_id: str | None
    turn_after: TurnAfter | None
    position: int | None
    """Of the spread in progress; at rest, of the spread that the next press fills."""
    last_position: int
    inserting: bool
    turn_back_to: int | None
    """The spread to return to: set in TURN_BACK, and in FAULTED when the same spread is to be shot again."""
    turn_in_doubt: int | None
    """The spread whose leaf may or may not have been turned: CONFIRM_TURN."""
    judging: bool
    running: bool
    """A continuous run is on."""
    last_spread: LastSpread | None
    timing: CycleTiming | None
    pages_per_hour: float | None
    cameras: tuple[CameraFact, ...]
    cradle: CradleStatus
    has_platen_motor: bool
    has_turner: bool
    free_bytes: int | None


_WAITS_FOR_A_PERSON = frozenset({"cradle_fault", "cradle_needs_operator"})
"""Told with no book on the cradle, too: after a restart there is none, and nothing moves until somebody has looked."""
_SERVES = (Phase.READY, Phase.TURN, Phase.TURN_BACK, Phase.FAULTED)


def view_of(
    state: State, facts: RigFacts, blocks: tuple[Reason, ...], signals: Signals, revision: int, at: datetime
) -> CaptureView:
    """The snapshot of a state with the facts and signals of the same instant."""
    phase, shot = state.phase, state.shot
    at_rest = shot is None
    owed = state.owed[0] if state.owed and at_rest else None
    position = shot.position if shot is not None else owed.position if owed else state.last_position + 1
    shown_blocks = blocks if at_rest else ()
    if state.plan is None:
        shown_blocks = tuple(block for block in blocks if block.code in _WAITS_FOR_A_PERSON)
    return CaptureView(
        revision=revision,
        at=at,
        phase=phase,
        armed=at_rest and phase in _SERVES and not blocks,
        why=_why(state, shown_blocks),
        blocks=shown_blocks,
        operator=signals.operator,
        role=signals.role,
        cue=signals.cue,
        refused=state.refused,
        refused_because=signals.refused_because,
        trouble=signals.trouble,
        book_id=state.plan.book_id if state.plan else None,
        turn_after=state.plan.turn_after if state.plan else None,
        position=position if state.plan else None,
        last_position=state.last_position,
        inserting=owed is not None and owed.insert,
        turn_back_to=owed.position if owed and not owed.insert else None,
        turn_in_doubt=state.question.position if state.question else None,
        judging=state.judging is not None,
        running=state.running,
        last_spread=signals.last_spread,
        timing=signals.timing,
        pages_per_hour=signals.pages_per_hour,
        cameras=facts.cameras,
        cradle=facts.cradle,
        has_platen_motor=facts.has_platen_motor,
        has_turner=facts.has_turner,
        free_bytes=facts.free_bytes,
    )


def _why(state: State, blocks: tuple[Reason, ...]) -> Reason | None:
    match state.phase:
        case Phase.STOPPED:
            return state.stopped
        case Phase.CONFIRM_TURN:
            return state.question.why if state.question else CONFIRM_TURN
        case Phase.FAULTED:
            return state.fault
        case Phase.PAUSED:
            return PAUSED
        case Phase.TURN_BACK:
            return blocks[0] if blocks else state.owed[0].why
        case Phase.TURN if state.shot is None:
            return blocks[0] if blocks else TURN_BY_HAND
        case Phase.READY if state.shot is None:
            return blocks[0] if blocks else None
    return None
