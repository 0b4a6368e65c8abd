"""What the capture cycle asks of the world: cameras, cradle, library and inspection implement these; no I/O here.

All instants are nanoseconds of CLOCK_MONOTONIC. Every method that waits has its own deadline and raises a
`BookcradleError` subclass when it passes; none retries anything that moves.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from scanner_daemon.capture.words import Cue as Cue
from scanner_daemon.capture.words import PedalSwitch as PedalSwitch
from scanner_daemon.capture.words import TurnResult as TurnResult
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.vocabulary import FileKind, ShotRole, Side

# ------------------------------------------------------------------------------------------------------------ cameras


@dataclass(frozen=True, slots=True)
class CameraIdentity:
    """Which body this is: never its port, which changes at every plug-in."""

    side: Side
    serial: str
    model: str
    brand: str


@dataclass(frozen=True, slots=True)
class ShutterTiming:
    """When an exposure that is commanded now will be over: ``command + lag + exposure + guard``."""

    lag_ms: float
    exposure_ms: float
    guard_ms: float

    def predicted_end_ns(self, commanded_at_ns: int) -> int:
        """The instant from which the leaf may move."""
        return commanded_at_ns + round((self.lag_ms + self.exposure_ms + self.guard_ms) * 1e6)


@dataclass(frozen=True, slots=True)
class ShutterCommanded:
    """The camera process has just handed the shutter operation to libgphoto2."""

    side: Side
    at_ns: int
    predicted_end_ns: int


@dataclass(frozen=True, slots=True)
class ExposureConfirmed:
    """libgphoto2 says the body took the picture. Comes on a coarse grid: it only latches failures."""

    side: Side
    at_ns: int


@dataclass(frozen=True, slots=True)
class FileLanded:
    """A file lies under its final name in ``incoming/``, fsynced, its folder too."""

    side: Side
    at_ns: int
    path: Path
    kind: FileKind
    sha256: str
    size_bytes: int


ExposureEvent = ShutterCommanded | ExposureConfirmed | FileLanded


class Camera(Protocol):
    """One body behind its own supervised child process; `alive` follows the process and the cable."""

    @property
    def side(self) -> Side: ...
    @property
    def identity(self) -> CameraIdentity | None: ...
    @property
    def alive(self) -> bool: ...
    @property
    def battery_percent(self) -> int | None: ...
    @property
    def timing(self) -> ShutterTiming: ...

    async def start_live_view(self) -> None:
        """Begin preview frames; harmless when already running."""
        ...

    def latest_preview(self) -> tuple[int, bytes] | None:
        """The newest frame as (number, JPEG bytes), or None before the first."""
        ...

    async def arm(self) -> None:
        """Leave live view and be ready to fire; idempotent. Raises a camera error when the body cannot."""
        ...

    def expose(self, at_ns: int, incoming: Path, stem: str) -> AsyncIterator[ExposureEvent]:
        """Fire at the absolute instant ``at_ns`` and bring the files home as ``incoming/stem.suffix``.

        Yields ShutterCommanded once, ExposureConfirmed once, FileLanded per file, then ends. Raises a camera error at
        the point of failure; whatever had landed stays landed.
        """
        ...


# ------------------------------------------------------------------------------------------------------------- cradle


@dataclass(frozen=True, slots=True)
class PlatenSettled:
    """The platen is down and still. ``commanded_at_ns`` is when the motion command left this host."""

    commanded_at_ns: int
    at_ns: int


@dataclass(frozen=True, slots=True)
class CradleStatus:
    """What the controller reports. None means not fitted or not known."""

    connected: bool
    homed: bool | None = None
    platen: str | None = None
    """``up``, ``down``, ``moving``, ``between`` (jogged there by hand) or None."""
    lid_closed: bool | None = None
    emergency_stop_latched: bool = False
    fault_code: str | None = None
    """First latched fault, with ``fault_reason`` for the log."""
    fault_reason: str | None = None
    needs_operator: bool = False
    """After a controller reset or an unknown turn: nothing moves until a person has confirmed."""


class CradleEventKind(StrEnum):
    """Things that the cradle tells unasked."""

    EMERGENCY_STOP_PRESSED = "emergency_stop_pressed"
    EMERGENCY_STOP_RELEASED = "emergency_stop_released"
    FAULT_LATCHED = "fault_latched"
    LINK_LOST = "link_lost"
    LINK_RESTORED = "link_restored"
    CONTROLLER_RESET = "controller_reset"
    LID_OPENED = "lid_opened"
    LID_CLOSED = "lid_closed"
    STATUS_CHANGED = "status_changed"


@dataclass(frozen=True, slots=True)
class CradleEvent:
    """One unasked report, with the status that it leaves."""

    kind: CradleEventKind
    at_ns: int
    status: CradleStatus


class Cradle(Protocol):
    """Platen and turner. A hand cradle answers at once and says what is not fitted."""

    @property
    def has_platen_motor(self) -> bool: ...
    @property
    def has_turner(self) -> bool: ...
    @property
    def status(self) -> CradleStatus:
        """What is known without asking: it holds all that was heard before a method of this object returned."""
        ...

    def events(self) -> AsyncIterator[CradleEvent]:
        """A fresh subscription to unasked reports; each subscriber gets all of them."""
        ...

    async def home(self) -> None: ...
    async def lower_platen(self) -> PlatenSettled: ...
    async def raise_platen(self) -> None: ...

    async def turn_page(self, turn_id: int) -> TurnResult:
        """Turn one leaf, once. After a lost link it asks about ``turn_id`` and never sends it again."""
        ...

    async def turn_result(self, turn_id: int) -> TurnResult:
        """Ask what became of a turn, without moving anything."""
        ...

    async def cue(self, cue: Cue) -> None:
        """Sound and light; never raises, never waits longer than a frame."""
        ...

    async def emergency_stop(self, reason: str) -> None: ...
    async def release(self) -> None:
        """Clear a latched stop or fault after the person confirmed, and home again."""
        ...


# ------------------------------------------------------------------------------------------------------------- pedals


@dataclass(frozen=True, slots=True)
class PedalPressed:
    """One debounced press."""

    at_ns: int
    switch: PedalSwitch
    source: str


class Pedal(Protocol):
    """A source of presses that survives unplugging."""

    @property
    def fitted(self) -> bool: ...

    def presses(self) -> AsyncIterator[PedalPressed]: ...


# ---------------------------------------------------------------------------------------------------------- inspection


class Inspector(Protocol):
    """Judges a landed spread in another process."""

    async def judge(self, spread: LandedSpread) -> Verdict: ...

    async def matches(self, spread: LandedSpread, target_spread_id: str) -> bool | None:
        """Whether ``spread``, not yet recorded, shows the pages that ``target_spread_id`` is known to show.

        None when that cannot be told (blank pages, nothing kept of the target): the operator's word is then taken.
        """
        ...


# ------------------------------------------------------------------------------------------------------------- library


@dataclass(frozen=True, slots=True)
class Intent:
    """A spread that is about to be exposed, already committed: its ids name every file that follows."""

    spread_id: str
    book_id: str
    position: int
    """1-based place in the book."""
    turn_id: int
    shot_ids: dict[Side, str]
    version: int = 1
    """Grows with each re-shoot; older versions are kept."""
    role: ShotRole = ShotRole.PAGE

    def stem(self, side: Side, attempt: int) -> str:
        """The name, without suffix, of this side's files in ``incoming/``; orphan adoption parses it again."""
        return f"{self.shot_ids[side]}.{attempt}"


@dataclass(frozen=True, slots=True)
class CycleTiming:
    """The instants of one cycle, for the timing record and the bench. None: it did not happen."""

    pressed_at_ns: int
    motion_commanded_at_ns: int | None = None
    platen_settled_at_ns: int | None = None
    fire_at_ns: int | None = None
    commanded_at_ns: dict[Side, int] = field(default_factory=dict)
    predicted_end_ns: int | None = None
    turn_signalled_at_ns: int | None = None
    confirmed_at_ns: dict[Side, int] = field(default_factory=dict)
    landed_at_ns: dict[Side, int] = field(default_factory=dict)
    committed_at_ns: int | None = None
    turn_commanded_at_ns: int | None = None
    turned_at_ns: int | None = None
    judged_at_ns: int | None = None
    armed_at_ns: int | None = None


@dataclass(frozen=True, slots=True)
class LandedSpread:
    """A spread with its files."""

    intent: Intent
    files: Sequence[FileLanded]


class Journal(Protocol):
    """The library as the capture cycle sees it. Every method commits before it returns."""

    async def intend(
        self,
        book_id: str,
        position: int | None,
        sides: Sequence[Side],
        *,
        re_shoot: bool,
        operator: str,
        insert: bool = False,
        role: ShotRole = ShotRole.PAGE,
    ) -> Intent:
        """Record that a spread is about to be exposed. ``position`` None means after the last one."""
        ...

    async def landed(self, spread: LandedSpread, timing: CycleTiming) -> LandedSpread:
        """Adopt the files as originals and record them with the timing, in one transaction, and queue page jobs.

        Returns the spread with the files at their final, immutable paths.
        """
        ...

    async def incomplete(self, spread: LandedSpread, missing: Sequence[Side], why: str, timing: CycleTiming) -> None:
        """Record what had landed and which sides did not.

        Nothing missing: all sides landed and were refused, because they show another spread. Their files are kept,
        and replace nothing.
        """
        ...

    async def timing_completed(self, intent: Intent, timing: CycleTiming) -> None:
        """Replace the timing of a spread by the whole record, once its leaf has gone and its verdict is in."""
        ...

    async def judged(self, intent: Intent, verdict: Verdict) -> None: ...

    async def turn_started(self, intent: Intent) -> None:
        """Record, before the motor is asked, that ``turn_id`` may now happen."""
        ...

    async def turn_ended(self, intent: Intent, result: TurnResult) -> None: ...

    async def pending_turn(self, book_id: str) -> Intent | None:
        """The turn that was started and of which no end is recorded, after a crash."""
        ...

    async def unturned(self, book_id: str) -> int | None:
        """The position of the book's last spread, when it is complete and no end of a turn after it says "done".

        A crash between the commit and the turn leaves it so: whether the leaf lies turned, only a person can see.
        """
        ...

    async def last_spread(self, book_id: str) -> tuple[LandedSpread, Verdict | None] | None:
        """The book's last spread, when it is complete, with its verdict; None for one that was never given.

        Red flags that a person has answered are red no more.
        """
        ...

    async def unfinished(self, book_id: str) -> int | None:
        """The position of the spread intended last in this book, when its newest version is not complete.

        A book that is opened again returns there first. None when that spread is complete, or the book is empty.
        """
        ...

    async def delete(self, book_id: str, position: int, *, operator: str) -> int:
        """Take a spread out of the book's order (its files stay), and return the book's last position."""
        ...

    async def undelete(self, spread_id: str, *, operator: str) -> tuple[int, int] | None:
        """Put a spread back; where it is, and the book's last position. None: it had not been taken out."""
        ...

    async def event(self, kind: str, operator: str, **details: str | int | float | None) -> None:
        """Append to the event log."""
        ...
