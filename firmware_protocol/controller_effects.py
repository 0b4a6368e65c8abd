"""What the controller does to the world around it, and what the world can do to it, as values with their instants."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from firmware_protocol.vocabulary import CueSound, FaultReason, Output, PlatenPosition, TurnState

__all__ = [
    "Cued",
    "Effect",
    "FaultSeen",
    "Injection",
    "LeavesTurned",
    "MotionEnded",
    "MotionKind",
    "MotionStarted",
    "OutputSet",
    "PlatenMoved",
    "TurnClosed",
]


class MotionKind(Enum):
    """What moves."""

    HOME = "home"
    LOWER = "lower"
    RAISE = "raise"
    JOG = "jog"
    """A nudge, by hand."""
    REVERSE = "reverse"
    """Away from what was pinched."""
    TURN = "turn"


class Injection(Enum):
    """A fault waiting in the mechanics for the next motion that can meet it."""

    JAM_PLATEN = "jam_platen"
    JAM_TURNER = "jam_turner"
    HOME_NOT_FOUND = "home_not_found"
    PINCH = "pinch"
    """Something is under the platen half way down; gone again when the platen has backed off."""
    VACUUM_NOT_REACHED = "vacuum_not_reached"
    NO_LEAF = "no_leaf"
    TWO_LEAVES = "two_leaves"


@dataclass(frozen=True, slots=True)
class MotionStarted:
    """A motor begins to run."""

    at_us: int
    kind: MotionKind
    turn_id: int | None = None


@dataclass(frozen=True, slots=True)
class MotionEnded:
    """It has arrived, or was stopped."""

    at_us: int
    kind: MotionKind
    stopped_by: FaultReason
    """NONE when it arrived."""


@dataclass(frozen=True, slots=True)
class PlatenMoved:
    """The platen left, arrived and settled (UP, DOWN), or was stopped between (UNKNOWN)."""

    at_us: int
    position: PlatenPosition


@dataclass(frozen=True, slots=True)
class LeavesTurned:
    """Leaves have passed over the gutter: this is what must happen once."""

    at_us: int
    turn_id: int
    leaves: int


@dataclass(frozen=True, slots=True)
class TurnClosed:
    """The end of a turn is written down."""

    at_us: int
    turn_id: int
    state: TurnState


@dataclass(frozen=True, slots=True)
class OutputSet:
    """An output has another value, 0…255."""

    at_us: int
    output: Output
    value: int


@dataclass(frozen=True, slots=True)
class Cued:
    """The buzzer sounds."""

    at_us: int
    sound: CueSound


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """A fault latched."""

    at_us: int
    reason: FaultReason


Effect = MotionStarted | MotionEnded | PlatenMoved | LeavesTurned | TurnClosed | OutputSet | Cued | FaultSeen
