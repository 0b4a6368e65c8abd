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

_KIND = "|".join(NotificationKind)
Kinds = Annotated[str | None, Query(pattern=rf"^({_KIND})(,({_KIND}))*$", max_length=200)]


def notification_routes(context: ApiContext) -> APIRouter:
    """``/v1/notifications`` and ``/v1/report``."""
    routes = APIRouter(prefix="/v1", tags=["notifications"])
    service = context.service

    @routes.get("/notifications", operation_id="notifications")
    async def notifications(after: After = None, limit: Limit = 100, kind: Kinds = None) -> Listing[Notification]:
        """What was told, the newest first. ``kind``: one or several, joined by commas; without it, all kinds."""
        kinds = tuple(NotificationKind(word) for word in kind.split(",")) if kind else ()
        return await service.notifications(after, limit, kinds)

    @routes.get("/notifications/{notification_id}", operation_id="notification")
    async def notification(notification_id: Id) -> Notification:
        """One entry, with its end where it has come."""
        return await service.notification(notification_id)

    @routes.get("/report", operation_id="report")
    async def report() -> Report:
        """Versions, machine, settings, state and the last notifications, without secrets and names of persons."""
        report = await service.report()
        return report.model_copy(update={"text": report_text(report)})

    @routes.get("/report.txt", operation_id="reportText", response_class=PlainTextResponse)
    async def report_as_text() -> PlainTextResponse:
        """The same, to be read and pasted."""
        return PlainTextResponse(report_text(await service.report()))

    return routes
