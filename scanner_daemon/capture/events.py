"""What happened, in the past tense: the only input of the cycle. Each carries its monotonic instant ``at_ns``.

Events that belong to one spread carry the ``number`` of its cycle; the cycle ignores those of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.states import Owed, Plan, TurnQuestion
from scanner_daemon.capture.words import TurnResult
from scanner_daemon.vocabulary import Level, Side


class PressedBy(StrEnum):
    """Who wants the next exposure."""

    OPERATOR = "operator"
    RE_SHOOT_SWITCH = "re_shoot_switch"
    RUN = "run"
    """The continuous run itself."""


@dataclass(frozen=True, slots=True)
class BookOpened:
    """A book lies on the cradle. ``question`` and ``owed`` are what a crash left open."""

    at_ns: int
    plan: Plan
    last_position: int = 0
    question: TurnQuestion | None = None
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class BookFinished:
    """The book leaves the cradle."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press, with the interlocks that were violated at that instant."""

    at_ns: int
    blocks: tuple[Reason, ...] = ()
    by: PressedBy = PressedBy.OPERATOR


@dataclass(frozen=True, slots=True)
class ReShootAsked:
    """The operator wants a new version of this spread."""

    at_ns: int
    position: int


@dataclass(frozen=True, slots=True)
class InsertAsked:
    """The operator wants a new spread before the one at ``position``."""

    at_ns: int
    position: int


@dataclass(frozen=True, slots=True)
class OwedAccepted:
    """The operator keeps the spread that is owed as it is (or gives up an insertion)."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class SpreadDeleted:
    """A spread was taken out of the book, whose last position is now ``last_position``."""

    at_ns: int
    position: int
    last_position: int


@dataclass(frozen=True, slots=True)
class SpreadReturned:
    """A spread that had been taken out is at ``position`` again. ``owed``: it is to be shot again, and why."""

    at_ns: int
    position: int
    last_position: int
    owed: Reason | None = None


@dataclass(frozen=True, slots=True)
class PauseAsked:
    """No press is to be served after this spread."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class ResumeAsked:
    """The operator goes on, after a pause or having read a fault."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class TurnConfirmed:
    """A person looked at the book: the leaf was turned, or it was not."""

    at_ns: int
    turned: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The emergency stop was pressed, at the cradle or in a client."""

    at_ns: int
    why: Reason


@dataclass(frozen=True, slots=True)
class Released:
    """The stop is released and the cradle has homed."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class IntentCommitted:
    """The library knows of the spread that is about to be exposed."""

    at_ns: int
    number: int
    position: int
    turn_id: int


@dataclass(frozen=True, slots=True)
class IntentFailed:
    """The library could not take the intent."""

    at_ns: int
    number: int
    why: Reason


@dataclass(frozen=True, slots=True)
class PlatenLowered:
    """The platen lies on the page and is still."""

    at_ns: int
    number: int


@dataclass(frozen=True, slots=True)
class PlatenRaised:
    """The platen is out of the way."""

    at_ns: int
    number: int


@dataclass(frozen=True, slots=True)
class PlatenFailed:
    """The platen did not arrive, up or down: nobody knows where it is."""

    at_ns: int
    number: int
    why: Reason


@dataclass(frozen=True, slots=True)
class SideArmed:
    """This body has left live view and can fire."""

    at_ns: int
    number: int
    side: Side
    attempt: int


@dataclass(frozen=True, slots=True)
class ShutterFired:
    """The shutter operation was handed to this body."""

    at_ns: int
    number: int
    side: Side
    attempt: int
    predicted_end_ns: int


@dataclass(frozen=True, slots=True)
class SideLanded:
    """All files of this side lie under their final names, fsynced and hashed."""

    at_ns: int
    number: int
    side: Side
    attempt: int


@dataclass(frozen=True, slots=True)
class SideFailed:
    """This side could not be armed, exposed or brought home."""

    at_ns: int
    number: int
    side: Side
    attempt: int
    why: Reason


@dataclass(frozen=True, slots=True)
class TurnDue:
    """The predicted end of every exposure has passed."""

    at_ns: int
    number: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Inspection compared the photograph with the spread that was owed; None: it could not tell."""

    at_ns: int
    number: int
    matches: bool | None


@dataclass(frozen=True, slots=True)
class SpreadCommitted:
    """Every side, its hash and the timing are recorded, in one transaction."""

    at_ns: int
    number: int


@dataclass(frozen=True, slots=True)
class IncompleteRecorded:
    """The library knows which sides are missing, and why."""

    at_ns: int
    number: int


@dataclass(frozen=True, slots=True)
class RecordFailed:
    """The library could not be told; the files stay in ``incoming/`` and are adopted later."""

    at_ns: int
    number: int
    why: Reason


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """What became of the turn."""

    at_ns: int
    number: int
    result: TurnResult


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict's level. ``gave_up``: inspection did not answer, and the level is UNKNOWN.

    ``same_leaf``: it is red for nothing but showing the pages of a spread before.
    """

    at_ns: int
    number: int
    level: Level
    gave_up: bool = False
    same_leaf: bool = False


Event = (
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
    | IntentCommitted
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
