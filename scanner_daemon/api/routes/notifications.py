"""What was told to the person, and the report to be sent to somebody else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.report_text import report_text
from scanner_daemon.api.routes.parts import After, Id, Limit
from scanner_daemon.api.schemas import Listing, Notification, NotificationKind, Report

__all__ = ["notification_routes"]


def notification_routes(context: ApiContext) -> APIRouter:
    """``/v1/notifications`` and ``/v1/report``."""
    routes = APIRouter(prefix="/v1", tags=["notifications"])
    service = context.service

    @routes.get("/notifications", operation_id="notifications")
    async def notifications(
        after: After = None, limit: Limit = 100, kind: Annotated[list[NotificationKind] | None, Query()] = None
    ) -> Listing[Notification]:
        """What was told, the newest first. ``kind`` may be given several times; without it, all kinds."""
        return await service.notifications(after, limit, kind or ())

    @routes.get("/notifications/{notification_id}", operation_id="notification")
    async def notification(notification_id: Id) -> Notification:
        """One entry, with its end where it has come."""
        return await service.notification(notification_id)

    @routes.get("/report", operation_id="report")
    async def report() -> Report:
        """Versions, machine, settings, state and the last notifications, without secrets and names of persons."""
        return await service.report()

    @routes.get("/report.txt", operation_id="reportText", response_class=PlainTextResponse)
    async def report_as_text() -> PlainTextResponse:
        """The same, to be read and pasted."""
        return PlainTextResponse(report_text(await service.report()))

    return routes
