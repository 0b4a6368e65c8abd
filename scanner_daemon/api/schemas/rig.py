"""The rig at one instant, as the person at the cradle would describe it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.notifications import Notification
from scanner_daemon.api.schemas.problem import Fault, Param
from scanner_daemon.api.schemas.setup_seen import SetupSeen
from scanner_daemon.vocabulary import Level, ReadingDirection, Side, TurnAfter

__all__ = [
    "BookInHand",
    "CameraState",
    "CradleState",
    "CueWord",
    "CycleTimes",
    "FlagRaised",
    "LastSpread",
    "PedalState",
    "QueueCounts",
    "QueuePause",
    "RigSnapshot",
    "RigState",
    "TurnBackTarget",
    "TurnQuestion",
    "VerdictGiven",
]


class RigState(StrEnum):
    """The one word of the state band."""

    NO_BOOK = "NO BOOK"
    READY = "READY"
    HOLD_STILL = "HOLD STILL"
    TURN = "TURN"
    WAIT = "WAIT"
    TURN_BACK = "TURN BACK"
    CONFIRM_TURN = "CONFIRM TURN"
    """Nobody knows whether the leaf was turned: a person looks and says."""
    PAUSED = "PAUSED"
    FAULT = "FAULT"
    """Something must be mended first; the spread in place is kept."""
    STOPPED = "STOPPED"


class CueWord(StrEnum):
    """What the cradle last sounded and showed."""

    ARMED = "armed"
    TURN = "turn"
    TURN_BACK = "turn_back"
    REFUSED = "refused"
    FLAGGED = "flagged"
    STOPPED = "stopped"


class BookInHand(Resource):
    """The book on the cradle."""

    book_id: str
    title: str
    reading_direction: ReadingDirection = ReadingDirection.LEFT_TO_RIGHT
    turn_after: TurnAfter = TurnAfter.EXPOSED
    spreads: int = Field(default=0, ge=0)
    """How many are captured, deleted ones apart."""
    expected_spreads: int | None = Field(default=None, ge=1)


class CameraState(Resource):
    """One body. None means not known."""

    side: Side
    alive: bool
    model: str | None = None
    serial: str | None = None
    brand: str | None = None
    battery_percent: int | None = None
    live: bool = False
    """Preview frames are coming."""
    rotate_degrees: int = 0
    """0, 90, 180 or 270: how far a client turns this camera's frames clockwise, so that the page stands upright."""
    what: str = ""
    """Why it is not alive, in one sentence."""


class CradleState(Resource):
    """Platen and page turner. None means not fitted or not known."""

    fitted: bool = True
    connected: bool = False
    homed: bool | None = None
    platen: str | None = None
    lid_closed: bool | None = None
    emergency_stop_latched: bool = False
    fault_code: str | None = None
    fault_reason: str | None = None
    needs_operator: bool = False
    has_platen_motor: bool = False
    has_turner: bool = False


class PedalState(Resource):
    """Where presses come from."""

    fitted: bool = False
    sources: tuple[str, ...] = ()
    """Names of the sources that are there now."""


class FlagRaised(Resource):
    """One finding of inspection: a value against its limit. ``crop`` is x, y, width, height in pixels."""

    check: str
    level: Level
    side: Side
    value: float | None = None
    limit: float | None = None
    reason: str
    crop: tuple[int, int, int, int] | None = None
    version: str = "1"


class VerdictGiven(Resource):
    """What inspection said of a spread."""

    level: Level
    flags: tuple[FlagRaised, ...] = ()
    inspected_ms: float = 0.0


class LastSpread(Resource):
    """The spread that was captured last."""

    spread_id: str
    position: int
    version: int = 1
    missing: tuple[Side, ...] = ()
    """Sides whose photograph did not land."""
    verdict: VerdictGiven | None = None
    """None until it is judged."""


class TurnBackTarget(Resource):
    """Where the operator must turn back to before anything else is accepted."""

    spread_id: str | None = None
    position: int
    reason: str


class TurnQuestion(Resource):
    """The leaf after this spread may or may not have been turned: a person must look at the book and say."""

    position: int
    why: str = ""


class CycleTimes(Resource):
    """How long the last cycle took, in milliseconds. None: that step did not happen."""

    press_to_motion_ms: float | None = None
    platen_ms: float | None = None
    settled_to_shutter_ms: float | None = None
    software_ms: float | None = None
    """(motion command - press) + (last shutter command - platen settled): the software's share."""
    shutter_difference_ms: float | None = None
    turn_signal_ms: float | None = None
    """From the press to the turn signal."""
    landed_ms: float | None = None
    committed_ms: float | None = None
    judged_ms: float | None = None
    """From both files landed to the verdict."""
    cycle_ms: float | None = None
    """From the press to armed again."""


class QueuePause(Resource):
    """Who paused the queue, and since when."""

    kind: str | None = None
    """None: every kind."""
    by: str
    since: datetime


class QueueCounts(Resource):
    """Jobs by what is to become of them."""

    queued: int = 0
    leased: int = 0
    done: int = 0
    dead: int = 0
    """Given up after their retries; a person looks at these."""
    cancelled: int = 0
    paused: tuple[QueuePause, ...] = ()
    """Workers take no new job of these kinds."""


class RigSnapshot(Resource):
    """Everything that a client shows of the rig, and the revision from which it follows the changes.

    ``boot`` names this run of the daemon: revisions count from 1 in each.
    """

    boot: str
    revision: int = Field(ge=0)
    at: datetime
    """When the last change happened, UTC."""
    state: RigState = RigState.WAIT
    phase: str = ""
    """What the cycle is doing, in the daemon's own finer word; for display and logs only."""
    why: str = ""
    """Why the state is what it is, in one sentence; empty when the word says it all."""
    remedy: str = ""
    """What the person does next."""
    why_code: str = ""
    """The stable code of ``why``, by which clients translate; empty when there is none."""
    why_params: dict[str, Param] = Field(default_factory=dict)
    cue: CueWord | None = None
    operator: str | None = None
    book: BookInHand | None = None
    position: int | None = None
    """The 1-based place in the book that the next press fills."""
    cameras: dict[Side, CameraState] = Field(default_factory=dict)
    cradle: CradleState = CradleState()
    pedal: PedalState = PedalState()
    last_spread: LastSpread | None = None
    turn_back: TurnBackTarget | None = None
    confirm_turn: TurnQuestion | None = None
    running: bool = False
    """A continuous run is on: the rig goes on by itself until a flag, the pedal or a stop."""
    refused_presses: int = Field(default=0, ge=0)
    refused_because: tuple[Fault, ...] = ()
    """Why the last press was not taken, the most urgent reason first; empty once a press is."""
    pages_per_hour: float | None = None
    disk_free_bytes: int | None = None
    disk_hours_left: float | None = None
    queue: QueueCounts = QueueCounts()
    faults: tuple[Fault, ...] = ()
    latest_notification: Notification | None = None
    """The newest entry of the history, or the one that has just been cleared."""
    notifications_told: int = Field(default=0, ge=0)
    """Grows whenever the history does: a client that shows it fetches again."""
    timing: CycleTimes | None = None
    setup: SetupSeen = SetupSeen()
