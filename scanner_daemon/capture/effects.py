"""What the cycle wants done: values that the runner carries out against the ports, each reported back as an event."""

from __future__ import annotations

from dataclasses import dataclass

from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.states import Owed
from scanner_daemon.capture.words import Cue, TurnResult
from scanner_daemon.vocabulary import Side


@dataclass(frozen=True, slots=True)
class Intend:
    """Commit that a spread is about to be exposed. Answered by IntentCommitted or IntentFailed."""

    number: int
    sides: tuple[Side, ...]
    task: Owed | None


@dataclass(frozen=True, slots=True)
class LowerPlaten:
    """Answered by PlatenLowered or PlatenFailed."""

    number: int


@dataclass(frozen=True, slots=True)
class RaisePlaten:
    """Answered by PlatenRaised or PlatenFailed."""

    number: int


@dataclass(frozen=True, slots=True)
class Arm:
    """End live view and make one body ready. Answered by SideArmed or SideFailed."""

    number: int
    side: Side
    attempt: int


@dataclass(frozen=True, slots=True)
class Fire:
    """Fire these sides (with their attempts) at one instant. Each answers by SideLanded or SideFailed."""

    number: int
    sides: tuple[tuple[Side, int], ...]
    at_ns: int


@dataclass(frozen=True, slots=True)
class WakeForTurn:
    """Send TurnDue at this instant, never before it. A later one of the same number replaces it."""

    number: int
    at_ns: int


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Turn one leaf, once. Answered by TurnEnded."""

    number: int
    turn_id: int


@dataclass(frozen=True, slots=True)
class MatchSpread:
    """Compare the landed files with the spread that is owed. Answered by Matched."""

    number: int


@dataclass(frozen=True, slots=True)
class CommitSpread:
    """Record both sides in one transaction. Answered by SpreadCommitted or RecordFailed."""

    number: int


@dataclass(frozen=True, slots=True)
class AdmitIncomplete:
    """Record what landed and what did not. Answered by IncompleteRecorded or RecordFailed."""

    number: int
    missing: tuple[Side, ...]
    why: Reason


@dataclass(frozen=True, slots=True)
class JudgeSpread:
    """Answered by Judged, in any case."""

    number: int


@dataclass(frozen=True, slots=True)
class RecordTurn:
    """Write down what a person said became of a turn."""

    turn_id: int
    result: TurnResult


@dataclass(frozen=True, slots=True)
class GiveCue:
    """Sound and light at the cradle."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say audibly and visibly that this was not taken."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class StartLiveView:
    """Show the operator the page again."""

    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class StopCradle:
    """Tell the controller to stop, whatever it is doing."""

    why: Reason


@dataclass(frozen=True, slots=True)
class PressAgain:
    """The continuous run goes on: answered by Pressed, with the interlocks of that instant."""


@dataclass(frozen=True, slots=True)
class CycleClosed:
    """Leaf, platen and library are at rest. ``complete``: every side is recorded."""

    number: int
    complete: bool


Effect = (
    Intend
    | LowerPlaten
    | RaisePlaten
    | Arm
    | Fire
    | WakeForTurn
    | TurnPage
    | MatchSpread
    | CommitSpread
    | AdmitIncomplete
    | JudgeSpread
    | RecordTurn
    | GiveCue
    | Refuse
    | StartLiveView
    | StopCradle
    | PressAgain
    | CycleClosed
)
