"""Live view over HTTP: ``multipart/x-mixed-replace``, the newest frame wins, and a slow client misses frames."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.routes.rig import CameraSide
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.vocabulary import Side

__all__ = ["BOUNDARY", "frame_part", "preview_routes"]

BOUNDARY = "bookcradle-frame"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def frame_part(number: int, jpeg: bytes, at_ns: int) -> bytes:
    """One part of the stream. ``X-Frame-Number`` lets a client see how many it has missed, and ``X-Frame-At-Ns`` how
    old a frame is: nanoseconds of this machine's CLOCK_MONOTONIC at which the body gave it.

    The closing boundary line comes at once with each frame, so that a client shows it now and not when the next comes.
    """
    head = (
        f"Content-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n"
        f"X-Frame-Number: {number}\r\nX-Frame-At-Ns: {at_ns}\r\n\r\n"
    )
    return head.encode() + jpeg + f"\r\n--{BOUNDARY}\r\n".encode()


def preview_routes(context: ApiContext) -> APIRouter:
    """``/v1/previews``."""
    routes = APIRouter(prefix="/v1/previews", tags=["previews"])
    service, board = context.service, context.board
    watchers: Counter[Side] = Counter()

    def watch(side: Side, difference: int) -> None:
        watchers[side] += difference
        service.preview_watchers(side, watchers[side])

    async def frames(side: Side) -> AsyncIterator[bytes]:
        watch(side, +1)
        try:
            yield f"--{BOUNDARY}\r\n".encode()
            shown: int | None = None
            while not board.closed:
                newest = service.latest_preview(side)
                if newest is None or newest[0] == shown:
                    await asyncio.sleep(context.preview_poll_s)
                    continue
                shown = newest[0]
                yield frame_part(*newest, service.preview_at_ns(side))
        finally:
            watch(side, -1)

    media_type = f"multipart/x-mixed-replace; boundary={BOUNDARY}"

    @routes.get(
        "/{side}",
        operation_id="preview",
        response_class=StreamingResponse,
        responses={200: {"description": "JPEG frames for ever.", "content": {"multipart/x-mixed-replace": {}}}},
    )
    async def preview(side: CameraSide) -> StreamingResponse:
        """Live view of one camera."""
        return StreamingResponse(frames(Side(side)), media_type=media_type, headers=_HEADERS)

    @routes.get(
        "/{side}/frame",
        operation_id="previewFrame",
        response_class=Response,
        responses={200: {"description": "One JPEG.", "content": {"image/jpeg": {}}}},
    )
    async def frame(side: CameraSide) -> Response:
        """The newest frame of one camera."""
        newest = service.latest_preview(Side(side))
        if newest is None:
            raise NotFoundError(kind="preview frame of camera", id=side.value)
        return Response(newest[1], media_type="image/jpeg", headers=_HEADERS | {"X-Frame-Number": str(newest[0])})

    return routes
