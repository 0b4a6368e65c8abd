"""Streams of server-sent events: numbered changes of the rig, and live measurements that are not numbered."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.problems import BadRequestError
from scanner_daemon.api.schemas import Change, Gap, Measurement, SnapshotTold

__all__ = ["event_routes", "event_text", "parse_place"]

EVENT_STREAM = "text/event-stream"
_PLACE = re.compile(r"(?:(?P<boot>[0-9a-f]{1,32})-)?(?P<revision>[0-9]{1,18})")
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_HEARTBEAT = ": still here\n\n"


def parse_place(place: str) -> tuple[str | None, int]:
    """``boot-revision`` (an event's id) or a bare ``revision``, as (boot or None, revision).

    Raises BadRequestError for anything else.
    """
    match = _PLACE.fullmatch(place.strip())
    if match is None:
        raise BadRequestError(detail="a place in the stream is a revision, or the id of an event", where="since")
    return match["boot"], int(match["revision"])


def event_text(event: Change | Gap | SnapshotTold) -> str:
    """One event as server-sent text; its id names the run of the daemon and the revision."""
    if isinstance(event, SnapshotTold):
        place, data = f"{event.snapshot.boot}-{event.snapshot.revision}", event.model_dump_json()
    else:
        place, data = f"{event.boot}-{event.revision}", event.model_dump_json()
    return f"id: {place}\nevent: {event.event}\ndata: {data}\n\n"


def event_routes(context: ApiContext) -> APIRouter:
    """``/v1/events`` and ``/v1/measurements``."""
    routes = APIRouter(prefix="/v1", tags=["streams"])
    board = context.board

    async def changes(since: int | None, boot: str | None) -> AsyncIterator[str]:
        with board.subscribe(since, boot) as subscription:
            yield event_text(SnapshotTold(snapshot=board.snapshot)) if since is None else _HEARTBEAT
            while not subscription.ended:
                event = await subscription.next_event(context.heartbeat_s)
                if event is not None:
                    yield event_text(event)
                elif not subscription.ended:
                    yield _HEARTBEAT

    async def measured() -> AsyncIterator[str]:
        with context.measurements.read() as reader:
            yield _HEARTBEAT
            while not reader.ended:
                new = await reader.newest(context.heartbeat_s)
                if new:
                    yield "".join(f"event: measurement\ndata: {each.model_dump_json()}\n\n" for each in new)
                elif not reader.ended:
                    yield _HEARTBEAT

    @routes.get(
        "/events",
        operation_id="events",
        response_class=StreamingResponse,
        responses={200: {"description": "Changes, gaps and snapshots.", "content": {EVENT_STREAM: {}}}},
    )
    async def events(
        since: Annotated[str | None, Query(description="A revision, or the id of the last event seen.")] = None,
        last_event_id: Annotated[str | None, Header()] = None,
    ) -> StreamingResponse:
        """Follow the rig. Without ``since`` or ``Last-Event-ID``, the stream begins with the whole snapshot.

        After a ``gap`` event changes are missing: fetch ``/v1/rig``, and go on with this same stream.
        """
        place = last_event_id or since
        boot, revision = parse_place(place) if place else (None, None)
        return StreamingResponse(changes(revision, boot), media_type=EVENT_STREAM, headers=_HEADERS)

    @routes.get(
        "/measurements",
        operation_id="measurements",
        response_class=StreamingResponse,
        responses={
            200: {"model": Measurement, "description": "The newest measurements.", "content": {EVENT_STREAM: {}}}
        },
    )
    async def measurements() -> StreamingResponse:
        """Follow live measurements: the newest of each name and side, as fast as the client reads them."""
        return StreamingResponse(measured(), media_type=EVENT_STREAM, headers=_HEADERS)

    return routes
