"""The queue: what waits, what runs, what was given up and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.routes.parts import After, Id, Limit
from scanner_daemon.api.schemas import Action, Job, JobState, Listing, QueueCounts

__all__ = ["job_routes"]


def job_routes(context: ApiContext) -> APIRouter:
    """``/v1/queue`` and ``/v1/jobs``."""
    routes = APIRouter(prefix="/v1", tags=["queue"])
    service = context.service

    @routes.get("/queue", operation_id="queue")
    async def queue() -> QueueCounts:
        """How many jobs there are of each state."""
        return await service.queue_counts()

    @routes.get("/jobs", operation_id="jobs")
    async def jobs(
        state: Annotated[JobState | None, Query()] = None, after: After = None, limit: Limit = 100
    ) -> Listing[Job]:
        """Jobs, the newest first; of one state or of all."""
        return await service.jobs(state, after, limit)

    @routes.get("/jobs/{job_id}", operation_id="job")
    async def job(job_id: Id) -> Job:
        """One job."""
        return await service.job(job_id)

    @routes.post("/jobs/{job_id}/retry", operation_id="retryJob")
    async def retry(request: Request, job_id: Id, asked: Action | None = None) -> Job:
        """Give a job from the dead letters another round."""
        return await service.retry_job(job_id, operator_of(request, asked))

    return routes
