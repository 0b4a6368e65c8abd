"""What the library holds, as resources: books, spreads, shots and their files, pages, jobs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import Field, JsonValue

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.rig import VerdictGiven
from scanner_daemon.vocabulary import FileKind, ReadingDirection, ShotRole, Side, TurnAfter

__all__ = ["Book", "Job", "JobState", "Listing", "OriginalFile", "PageResource", "Shot", "Spread"]

Item = TypeVar("Item")


class Listing(Resource, Generic[Item]):
    """Part of a long list. ``next`` is the ``after`` of the following part, None at the end."""

    items: tuple[Item, ...]
    next: str | None = None


class Book(Resource):
    """One digitisation of one copy."""

    book_id: str
    title: str
    author: str | None = None
    language: str | None = None
    reading_direction: ReadingDirection = ReadingDirection.LEFT_TO_RIGHT
    turn_after: TurnAfter | None = None
    state: str = "open"
    spreads: int = 0
    pages: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    expected_spreads: int | None = None
    isbn: str | None = None
    copy_id: str | None = None
    barcode: str | None = None
    shelf: str | None = None
    profile: str | None = None
    operator: str | None = None
    """Who began it."""
    notes: str = ""
    open_tickets: int = 0
    """Spreads on the re-shoot list."""


class OriginalFile(Resource):
    """One captured file, never altered; its bytes are at ``/v1/originals/{sha256}``."""

    sha256: str
    kind: FileKind
    size_bytes: int
    media_type: str = "application/octet-stream"


class Shot(Resource):
    """One exposure of one side."""

    shot_id: str
    side: Side
    role: ShotRole = ShotRole.PAGE
    files: tuple[OriginalFile, ...] = ()


class Spread(Resource):
    """Two facing pages at one place in the book, in its current version."""

    spread_id: str
    book_id: str
    position: int
    version: int = 1
    state: str = "complete"
    deleted: bool = False
    captured_at: datetime | None = None
    operator: str | None = None
    shots: tuple[Shot, ...] = ()
    verdict: VerdictGiven | None = None


class PageResource(Resource):
    """One page made from a shot."""

    page_id: str
    book_id: str
    spread_id: str | None = None
    shot_id: str | None = None
    side: Side
    order: int = 0
    label: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    ppi: float | None = None
    text_confidence: float | None = Field(default=None, ge=0, le=1)


class JobState(StrEnum):
    """What is to become of a job."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    """Given up, with a reason; waits for a person."""
    CANCELLED = "cancelled"


class Job(Resource):
    """One piece of work for the workers."""

    job_id: str
    kind: str
    state: JobState
    subject: str | None = None
    attempts: int = 0
    reason: str | None = None
    """Why the last attempt failed."""
    not_before: datetime | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None
    details: dict[str, JsonValue] = Field(default_factory=dict)
