"""The queue as a person looks at it: what runs, waits and was given up, how fast it goes, and what the night does."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from scanner_daemon.api.schemas.actions import Action
from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.library import JobState
from scanner_daemon.api.schemas.rig import QueueCounts, QueuePause
from scanner_daemon.vocabulary import Side

__all__ = [
    "ChangeQueue",
    "FolderAsked",
    "JobProgress",
    "KindOfJob",
    "MadeInStretch",
    "NightBook",
    "NightPlan",
    "NightReport",
    "NightState",
    "NightView",
    "OffLoadCopy",
    "OffLoadState",
    "QueueDetail",
    "QueueJob",
    "Retried",
    "RetryDead",
    "Span",
    "Throughput",
]

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class JobProgress(Resource):
    """How far a long job is."""

    done: int
    total: int
    unit: str
    """``bytes``, ``files`` or ``pages``."""


class QueueJob(Resource):
    """One job with what it is about, in words that a person knows."""

    job_id: str
    kind: str
    state: JobState
    book_id: str | None = None
    title: str | None = None
    """Of the book."""
    spread_id: str | None = None
    position: int | None = None
    """Of the spread in the book, 1-based."""
    side: Side | None = None
    worker: str | None = None
    attempts: int = 0
    max_attempts: int = 0
    reason: str | None = None
    """Why the last attempt failed."""
    progress: JobProgress | None = None
    not_before: datetime | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


class KindOfJob(Resource):
    """The jobs of one kind."""

    kind: str
    queued: int = 0
    leased: int = 0
    done: int = 0
    dead: int = 0
    cancelled: int = 0
    seconds_median: float | None = None
    """How long one takes a worker: the median of the newest that were done; None before any was."""


class QueueDetail(Resource):
    """The queue at one moment."""

    counts: QueueCounts = QueueCounts()
    kinds: tuple[KindOfJob, ...] = ()
    pauses: tuple[QueuePause, ...] = ()
    running: tuple[QueueJob, ...] = ()
    """What workers have in hand, at most 100."""
    done_last_hour: int = 0
    empty_in_s: float | None = None
    """At the pace of the last hour; None when nothing waits, or nothing was done."""


class Span(StrEnum):
    """How far back."""

    HOUR = "hour"
    DAY = "day"


class MadeInStretch(Resource):
    """Jobs of one kind that were done in the stretch that began at ``since``."""

    kind: str
    since: datetime
    jobs: int


class Throughput(Resource):
    """What was done, in stretches of UTC; those in which nothing was done are left out."""

    span: Span
    stretch_s: int
    since: datetime
    until: datetime
    made: tuple[MadeInStretch, ...] = ()


class ChangeQueue(Action):
    """Pause or resume; without ``kind``, everything."""

    kind: Kind | None = None


class RetryDead(Action):
    """Give dead letters another round: those of a book, of a kind, or all."""

    book_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] | None = None
    kind: Kind | None = None


class Retried(Resource):
    """How many dead letters were queued again."""

    jobs: int


class NightBook(Resource):
    """What the night will do for one book."""

    book_id: str | None
    title: str | None
    pages: int = 0
    """Photographs to flatten; each brings at least one text to read."""
    texts: int = 0
    seconds: float | None = None
    """Of work, over all processes; None while nobody has measured how long a page takes."""


class NightPlan(Resource):
    """What is due tonight."""

    begins_at: datetime
    timer_enabled: bool | None = None
    """Whether this machine starts the night by itself; None where that cannot be told."""
    pages: int = 0
    texts: int = 0
    books: tuple[NightBook, ...] = ()
    """The fullest first, at most 100."""
    more_books: int = 0
    processes: int = Field(default=1, ge=1)
    seconds: float | None = None
    """Estimate of how long it takes; None while nobody has measured how long a page takes."""


class NightState(StrEnum):
    """How a night stands, or how it ended."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """By what the machine lacks; ``why`` says it."""
    INTERRUPTED = "interrupted"


class NightReport(Resource):
    """What a night did."""

    state: NightState
    began_at: datetime
    ended_at: datetime | None = None
    """Of one that was killed, when it was last heard of."""
    done: dict[str, int] = Field(default_factory=dict)
    failed: int = 0
    """Attempts that did not succeed."""
    dead: int = 0
    """Jobs that lie given up."""
    tickets: int = 0
    """Spreads on the re-shoot list."""
    books: int = 0
    """Books whose PDF is up to date."""
    why: str = ""


class NightView(Resource):
    """What the night will do, and what the last one did."""

    plan: NightPlan
    last: NightReport | None = None


class OffLoadState(StrEnum):
    """What is known of a copy of a book on another disk."""

    COPYING = "copying"
    VERIFIED = "verified"
    FREEING = "freeing"
    FREED = "freed"


class OffLoadCopy(Resource):
    """One copy of a book in one folder."""

    off_load_id: str
    book_id: str
    folder: str
    state: OffLoadState
    files: int = 0
    size_bytes: int = 0
    asked_by: str = ""
    asked_at: datetime
    verified_at: datetime | None = None
    freed_at: datetime | None = None
    same_disk: bool = False
    """It lies on the library's own disk: no help when that fails."""


class FolderAsked(Action):
    """A folder on another disk, as the machine of the cradle sees it."""

    folder: Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"^[^\x00-\x1f]+$")]
