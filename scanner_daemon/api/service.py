"""What the routes ask of the rest of the daemon. The composition root implements it over capture and library.

Every method may raise a `BookcradleError`, which reaches the client as a problem with its code, parameters and
remedy; `NotFoundError` becomes 404, everything else 409. Methods that are not ``async`` only look at what is in
memory and return at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scanner_daemon.api.asks.books import BookActions, BookReads, CatalogueReads
from scanner_daemon.api.asks.notifications import NotificationReads
from scanner_daemon.api.asks.queue import LeavingActions, QueueActions
from scanner_daemon.api.asks.review import ReviewActions, ReviewReads
from scanner_daemon.api.asks.setup import HealthReads, ManualActions, SetupActions, ShiftActions
from scanner_daemon.api.asks.tickets import TicketActions
from scanner_daemon.api.schemas import (
    CameraSetting,
    InsertSpread,
    Job,
    JobState,
    Listing,
    PageResource,
    QueueCounts,
    Spread,
    StartBook,
    Switch,
)
from scanner_daemon.errors import BookcradleError
from scanner_daemon.vocabulary import Side

__all__ = ["CaptureActions", "LibraryReads", "NotFoundError", "Original", "Previews", "RigService", "Thumbnail"]


class NotFoundError(BookcradleError):
    """An id that names nothing."""

    code = "not_found"
    what = "There is no {kind} {id}."
    remedy = "It may have been deleted; look at the list again."


@dataclass(frozen=True, slots=True)
class Original:
    """A captured file as it lies in the library."""

    path: Path
    sha256: str
    size_bytes: int
    media_type: str
    name: str
    """What a browser should call it when saving."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG; ``key`` changes whenever the picture does."""

    jpeg: bytes
    key: str


class CaptureActions(Protocol):
    """What a person may ask of the rig. ``operator`` is who asks, for the event log."""

    async def press(self, switch: Switch, operator: str) -> str | None:
        """A press as if of the pedal. Returns why the rig refused it, or None when it was taken."""
        ...

    async def start_book(self, request: StartBook, operator: str) -> str:
        """Begin a new book and return its id."""
        ...

    async def resume_book(self, book_id: str, operator: str) -> None:
        """Put a book that was begun earlier back on the cradle."""
        ...

    async def finish_book(self, operator: str) -> str:
        """The book in hand is done; returns its id."""
        ...

    async def pause(self, operator: str) -> None: ...
    async def resume(self, operator: str) -> None: ...

    async def re_shoot(self, spread_id: str, operator: str) -> None:
        """The next exposure is a new version of this spread."""
        ...

    async def insert_spread(self, request: InsertSpread, operator: str) -> None:
        """The next exposure goes before ``request.position`` of the book in hand."""
        ...

    async def accept_owed(self, operator: str) -> None:
        """Keep the spread that is to be shot again as it is, or give up an insertion: go on after the last spread."""
        ...

    async def delete_spread(self, spread_id: str, operator: str) -> None:
        """Take a spread out of the book; its files are kept."""
        ...

    async def undelete_spread(self, spread_id: str, operator: str) -> None: ...
    async def swap_cameras(self, operator: str) -> None: ...
    async def camera_settings(self, side: Side) -> Sequence[CameraSetting]: ...
    async def set_camera_setting(self, side: Side, name: str, value: str, operator: str) -> CameraSetting:
        """Set one widget and return it as the body reads it back."""
        ...

    async def emergency_stop(self, reason: str, operator: str) -> None: ...
    async def release(self, operator: str) -> None:
        """Clear a latched stop or fault; the person says that hands are clear."""
        ...

    async def confirm_turn(self, *, turned: bool, operator: str) -> None:
        """A person looked at the book after a turn of which no end is known."""
        ...


class LibraryReads(Protocol):
    """What a client may look at. ``after`` is the ``next`` of the part before."""

    async def spreads(self, book_id: str, after: str | None, limit: int, *, deleted: bool) -> Listing[Spread]: ...
    async def spread(self, spread_id: str) -> Spread: ...
    async def pages(self, book_id: str, after: str | None, limit: int) -> Listing[PageResource]: ...
    async def page(self, page_id: str) -> PageResource: ...
    async def jobs(self, state: JobState | None, after: str | None, limit: int) -> Listing[Job]: ...
    async def job(self, job_id: str) -> Job: ...
    async def retry_job(self, job_id: str, operator: str) -> Job:
        """Give a job from the dead letters another round."""
        ...

    async def queue_counts(self) -> QueueCounts: ...
    async def original(self, sha256: str) -> Original: ...
    async def shot_thumbnail(self, shot_id: str, width_px: int) -> Thumbnail: ...
    async def page_thumbnail(self, page_id: str, width_px: int) -> Thumbnail: ...


class Previews(Protocol):
    """Live view as it comes."""

    def latest_preview(self, side: Side) -> tuple[int, bytes] | None:
        """The newest frame as (number, JPEG), or None before the first one. The number grows with every frame."""
        ...

    def preview_at_ns(self, side: Side) -> int:
        """When the body gave the newest frame, by this machine's monotonic clock; 0 before the first one."""
        ...

    def preview_watchers(self, side: Side, watchers: int) -> None:
        """Told whenever a stream opens or ends: with no watchers, live view need not run."""
        ...


class RigService(
    SetupActions,
    ManualActions,
    ShiftActions,
    HealthReads,
    CaptureActions,
    LibraryReads,
    Previews,
    NotificationReads,
    ReviewReads,
    ReviewActions,
    BookActions,
    BookReads,
    CatalogueReads,
    TicketActions,
    QueueActions,
    LeavingActions,
    Protocol,
):
    """Everything that the routes call."""
