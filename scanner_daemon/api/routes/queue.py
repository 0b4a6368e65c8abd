"""The queue in detail, its pauses, the night, and the ways of a book out of the library."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.routes.files import IfNoneMatch, original_response
from scanner_daemon.api.routes.parts import After, Id, Limit
from scanner_daemon.api.schemas import (
    Action,
    ChangeQueue,
    Done,
    FolderAsked,
    Job,
    JobState,
    Listing,
    NightView,
    OffLoadCopy,
    QueueDetail,
    QueueJob,
    Retried,
    RetryDead,
    Span,
    Throughput,
)

__all__ = ["leaving_routes", "queue_routes"]

KindAsked = Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")]


def queue_routes(context: ApiContext) -> APIRouter:
    """``/v1/queue/…``, ``/v1/jobs/{job_id}/cancel`` and ``/v1/night``."""
    routes = APIRouter(prefix="/v1", tags=["queue"])
    service, board = context.service, context.board

    @routes.get("/queue/detail", operation_id="queueDetail")
    async def detail() -> QueueDetail:
        """Counts by kind, what runs now, what is paused, how long a job takes and when the queue will be empty."""
        return await service.queue_detail()

    @routes.get("/queue/jobs", operation_id="queueJobs")
    async def jobs(
        state: Annotated[JobState, Query()],
        kind: KindAsked = None,
        after: After = None,
        skip: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
        limit: Limit = 100,
    ) -> Listing[QueueJob]:
        """Jobs of one state: those that wait in the order in which they come, ended ones the newest first.

        ``skip`` enters the list at a place, and ``after`` goes on from a part. A list whose last job has moved on
        meanwhile ends there: begin again.
        """
        return await service.queue_jobs(state, kind, after=after, skip=skip, limit=limit)

    @routes.get("/queue/throughput", operation_id="throughput")
    async def throughput(span: Annotated[Span, Query()] = Span.HOUR) -> Throughput:
        """Jobs done by kind: by the minute over the last hour, or by ten minutes over the last day."""
        return await service.throughput(span)

    @routes.post("/queue/pause", operation_id="pauseQueue")
    async def pause(request: Request, asked: ChangeQueue | None = None) -> Done:
        """Workers end the job in hand and take no other, until somebody resumes; it holds over restarts."""
        await service.pause_queue(asked.kind if asked else None, operator_of(request, asked))
        return Done(revision=board.snapshot.revision)

    @routes.post("/queue/resume", operation_id="resumeQueue")
    async def resume(request: Request, asked: ChangeQueue | None = None) -> Done:
        """End the pause of a kind; without one, every pause."""
        await service.resume_queue(asked.kind if asked else None, operator_of(request, asked))
        return Done(revision=board.snapshot.revision)

    @routes.post("/queue/retry", operation_id="retryDead")
    async def retry(request: Request, asked: RetryDead | None = None) -> Retried:
        """Give all dead letters of a book, of a kind, or altogether another round."""
        book_id, kind = (asked.book_id, asked.kind) if asked else (None, None)
        return Retried(jobs=await service.retry_dead(book_id, kind, operator_of(request, asked)))

    @routes.post("/jobs/{job_id}/cancel", operation_id="cancelJob")
    async def cancel(request: Request, job_id: Id, asked: Action | None = None) -> Job:
        """Drop a job that waits, runs or was given up. What its worker makes meanwhile is thrown away."""
        return await service.cancel_job(job_id, operator_of(request, asked))

    @routes.get("/night", operation_id="night")
    async def night() -> NightView:
        """What the night will do, and what the last one did."""
        return await service.night()

    return routes


def leaving_routes(context: ApiContext) -> APIRouter:
    """Off-loading and the preview PDF, under ``/v1/books/{book_id}``."""
    routes = APIRouter(prefix="/v1/books/{book_id}", tags=["books"])
    service = context.service

    @routes.get("/off-loads", operation_id="offLoads")
    async def off_loads(book_id: Id) -> Listing[OffLoadCopy]:
        """The copies of a book on other disks, the newest first."""
        return Listing(items=tuple(await service.off_loads(book_id)))

    @routes.get("/errands", operation_id="bookErrands")
    async def errands(book_id: Id) -> Listing[QueueJob]:
        """The jobs of previews, copies, freeing and bringing back of a book, the newest first."""
        return Listing(items=tuple(await service.book_errands(book_id)))

    @routes.post("/off-load", operation_id="offLoad", status_code=202)
    async def off_load(request: Request, book_id: Id, asked: FolderAsked) -> QueueJob:
        """Copy a finished book to a folder on another disk and read every byte back. Nothing here is removed."""
        return await service.off_load(book_id, asked.folder, operator_of(request, asked))

    @routes.post("/free", operation_id="freeOriginals", status_code=202)
    async def free(request: Request, book_id: Id, asked: Action | None = None) -> QueueJob:
        """Read the verified copy once more, and then remove the book's originals here."""
        return await service.free_originals(book_id, operator_of(request, asked))

    @routes.post("/bring-back", operation_id="bringBack", status_code=202)
    async def bring_back(request: Request, book_id: Id, asked: Action | None = None) -> QueueJob:
        """Take the originals from the other disk into the library again."""
        return await service.bring_back(book_id, operator_of(request, asked))

    @routes.post("/preview-pdf", operation_id="makePreviewPdf", status_code=202)
    async def make_preview(request: Request, book_id: Id, asked: Action | None = None) -> QueueJob:
        """Make a small PDF of what there is of the book now."""
        return await service.make_preview(book_id, operator_of(request, asked))

    @routes.get(
        "/preview.pdf",
        operation_id="previewPdf",
        response_class=Response,
        responses={
            200: {"description": "The newest preview.", "content": {"application/pdf": {}}},
            206: {"description": "Part of it.", "content": {"application/pdf": {}}},
            304: {"description": "The client has it already."},
        },
    )
    async def preview(book_id: Id, if_none_match: IfNoneMatch = None) -> Response:
        """The newest preview that was made."""
        return original_response(await service.preview_pdf(book_id), if_none_match, kept_for="private, no-cache")

    return routes
