"""The state of the capture cycle: facts only. What the rig *is* (its phase) is derived from them, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.words import TurnResult
from scanner_daemon.vocabulary import Level, Side, TurnAfter

__all__ = [
    "FIRE_MARGIN_NS",
    "Judging",
    "Leaf",
    "Match",
    "Owed",
    "Phase",
    "Plan",
    "Platen",
    "Record",
    "Shot",
    "SideShot",
    "Stage",
    "State",
    "TurnQuestion",
]

FIRE_MARGIN_NS = 4_000_000
"""From the decision to fire to the instant of firing: the message must have reached both camera processes by then.
A pipe to a child process takes 0.1 ms in the median and some milliseconds when its core is taken."""


class Phase(StrEnum):
    """What the rig is doing, in one word."""

    NO_BOOK = "no_book"
    READY = "ready"
    INTENDING = "intending"
    LOWERING = "lowering"
    EXPOSING = "exposing"
    LANDING = "landing"
    JUDGING = "judging"
    TURNING = "turning"
    TURN = "turn"
    CONFIRM_TURN = "confirm_turn"
    TURN_BACK = "turn_back"
    PAUSED = "paused"
    FAULTED = "faulted"
    STOPPED = "stopped"


class Platen(StrEnum):
    """Where the platen is, as far as this cycle knows."""

    NOT_FITTED = "not_fitted"
    UP = "up"
    LOWERING = "lowering"
    DOWN = "down"
    RAISING = "raising"
    UNKNOWN = "unknown"


class Leaf(StrEnum):
    """Whether the leaf of this spread still lies where it was photographed."""

    THERE = "there"
    GOING = "going"
    GONE = "gone"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far one side has come."""

    ARMING = "arming"
    ARMED = "armed"
    FIRING = "firing"
    EXPOSED = "exposed"
    LANDED = "landed"
    FAILED = "failed"


class Match(StrEnum):
    """Whether the photograph shows the spread that was to be shot again."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ACCEPTED = "accepted"
    OTHER_SPREAD = "other_spread"


class Record(StrEnum):
    """What the library knows of the spread."""

    OPEN = "open"
    COMMITTING = "committing"
    COMMITTED = "committed"
    ADMITTING = "admitting"
    INCOMPLETE = "incomplete"
    """The spread says that it is incomplete (or the library could not even be told, which is a fault of its own)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for this book on this rig."""

    book_id: str
    sides: tuple[Side, ...]
    has_platen_motor: bool
    has_turner: bool
    turn_after: TurnAfter
    continuous: bool = False
    re_exposures: int = 2

    def __post_init__(self) -> None:
        if not self.sides:
            raise ValueError("a plan needs at least one side")


@dataclass(frozen=True, slots=True)
class Owed:
    """A spread that goes before the next new one: a re-shoot, or an insertion.

    ``must_match``: it must be turned back to, and nothing else is accepted. ``other_page``: what the library holds of
    it is known to show another spread, so there is nothing to match with, and inspection alone judges it.
    """

    position: int
    must_match: bool
    why: Reason | None = None
    insert: bool = False
    other_page: bool = False


@dataclass(frozen=True, slots=True)
class SideShot:
    """One side of the spread in progress. ``attempt`` counts from 0."""

    side: Side
    attempt: int = 0
    stage: Stage = Stage.ARMING
    predicted_end_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Shot:
    """The spread in progress, from the press until leaf, platen and library are at rest again."""

    number: int
    sides: tuple[SideShot, ...]
    platen: Platen
    rule: TurnAfter
    task: Owed | None = None
    position: int | None = None
    """None until the intent is committed."""
    turn_id: int | None = None
    turns_leaf: bool = False
    """The cycle ends with a turn: this is the last spread of the book so far, and not an insertion."""
    fired: bool = False
    timer_at_ns: int | None = None
    turn_due: bool = False
    match: Match = Match.NOT_ASKED
    record: Record = Record.OPEN
    leaf: Leaf = Leaf.THERE
    level: Level | None = None
    same_leaf: bool = False
    """It is red for nothing but showing the pages of a spread before."""
    trouble: Reason | None = None
    """The first thing that went wrong with this spread."""
    withdrawn: bool = False
    """Given up before it was exposed, because the spread before it must be shot again."""
    result: TurnResult | None = None

    @property
    def must_match(self) -> bool:
        """Only the spread that is owed is accepted, and it can be recognised."""
        return self.task is not None and self.task.must_match and not self.task.other_page

    @property
    def all_landed(self) -> bool:
        return all(side.stage is Stage.LANDED for side in self.sides)

    @property
    def resolved(self) -> bool:
        """Every side has landed or failed for good."""
        return all(side.stage in (Stage.LANDED, Stage.FAILED) for side in self.sides)

    @property
    def missing(self) -> tuple[Side, ...]:
        return tuple(side.side for side in self.sides if side.stage is not Stage.LANDED)


@dataclass(frozen=True, slots=True)
class Judging:
    """A recorded spread whose verdict is still to come."""

    number: int
    position: int


@dataclass(frozen=True, slots=True)
class TurnQuestion:
    """Only a person can say whether this leaf was turned. ``turn_id`` None: no motor was ever asked."""

    position: int
    turn_id: int | None
    why: Reason


@dataclass(frozen=True, slots=True)
class State:
    """Everything the cycle knows. ``number`` is that of the last cycle begun."""

    plan: Plan | None = None
    number: int = 0
    shot: Shot | None = None
    last_position: int = 0
    """The furthest spread of the book that was exposed."""
    owed: tuple[Owed, ...] = ()
    """What the next presses shoot, first one first; empty: the next new spread."""
    judging: Judging | None = None
    question: TurnQuestion | None = None
    fault: Reason | None = None
    told_to_turn: bool = False
    """A turn by hand was asked for outside a cycle; the next press says that it was done."""
    pause_wanted: bool = False
    running: bool = False
    """A continuous run is on."""
    stopped: Reason | None = None
    release_wanted: bool = False
    """A person has released the stop; it ends when all that was under way has been recorded."""
    refused: int = 0

    @property
    def phase(self) -> Phase:
        """The one word that follows from the facts."""
        if self.stopped is not None:
            return Phase.STOPPED
        if self.plan is None:
            return Phase.NO_BOOK
        return self._at_rest() if self.shot is None else _under_way(self.shot, self.plan)

    def _at_rest(self) -> Phase:
        if self.question is not None:
            return Phase.CONFIRM_TURN
        if self.fault is not None:
            return Phase.FAULTED
        if self.pause_wanted:
            return Phase.PAUSED
        if self.owed and self.owed[0].must_match:
            return Phase.TURN_BACK
        return Phase.TURN if self.told_to_turn else Phase.READY


def _under_way(shot: Shot, plan: Plan) -> Phase:
    if shot.position is None:
        return Phase.INTENDING
    if shot.leaf is not Leaf.THERE:
        by_motor = plan.has_turner or shot.leaf is Leaf.UNKNOWN
        return Phase.TURNING if by_motor else Phase.TURN
    stages = {side.stage for side in shot.sides}
    if shot.record in (Record.OPEN, Record.COMMITTING) and shot.fired:
        return Phase.EXPOSING if stages & {Stage.ARMING, Stage.ARMED, Stage.FIRING} else Phase.LANDING
    if not shot.fired:
        return Phase.LOWERING
    waits_for_verdict = shot.record is Record.COMMITTED and shot.rule is TurnAfter.JUDGED and shot.level is None
    if waits_for_verdict:
        return Phase.JUDGING
    return Phase.TURNING if plan.has_turner and shot.turns_leaf and shot.platen is not Platen.DOWN else Phase.LANDING
