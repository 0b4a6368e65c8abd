"""What the routes of the queue, the night, and the ways out of the library ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from scanner_daemon.api.schemas import (
    Job,
    JobState,
    Listing,
    NightView,
    OffLoadCopy,
    QueueDetail,
    QueueJob,
    Span,
    Throughput,
)

if TYPE_CHECKING:
    from scanner_daemon.api.service import Original

__all__ = ["LeavingActions", "QueueActions"]


class QueueActions(Protocol):
    """The queue and the night."""

    async def queue_detail(self) -> QueueDetail: ...
    async def queue_jobs(
        self, state: JobState, kind: str | None, *, after: str | None, skip: int, limit: int
    ) -> Listing[QueueJob]: ...
    async def throughput(self, span: Span) -> Throughput: ...
    async def pause_queue(self, kind: str | None, operator: str) -> None: ...
    async def resume_queue(self, kind: str | None, operator: str) -> None: ...
    async def retry_dead(self, book_id: str | None, kind: str | None, operator: str) -> int: ...
    async def cancel_job(self, job_id: str, operator: str) -> Job: ...
    async def night(self) -> NightView: ...


class LeavingActions(Protocol):
    """Copies of books on other disks, and the preview of a running one."""

    async def off_loads(self, book_id: str) -> Sequence[OffLoadCopy]: ...
    async def off_load(self, book_id: str, folder: str, operator: str) -> QueueJob: ...
    async def free_originals(self, book_id: str, operator: str) -> QueueJob: ...
    async def bring_back(self, book_id: str, operator: str) -> QueueJob: ...
    async def book_errands(self, book_id: str) -> Sequence[QueueJob]: ...
    async def make_preview(self, book_id: str, operator: str) -> QueueJob: ...
    async def preview_pdf(self, book_id: str) -> Original: ...
