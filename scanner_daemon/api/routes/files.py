"""Bytes: originals with range requests, and thumbnails. Both are named by their content and cached for ever."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.problems import problem_response
from scanner_daemon.api.ranges import RangeNotSatisfiableError, requested_range
from scanner_daemon.api.routes.parts import Id, Sha256
from scanner_daemon.api.service import Original, Thumbnail
from scanner_daemon.errors import BookcradleError

__all__ = [
    "IfNoneMatch",
    "OriginalMissingError",
    "OriginalResponse",
    "file_routes",
    "matches",
    "original_response",
]

CHUNK_BYTES = 256 * 1024
"""Each is a hop to another thread and back: with Starlette's 64 KiB a photograph of 10 MB makes 160 of them."""
Width = Annotated[int, Query(ge=16, le=2048, description="Pixels")]
IfNoneMatch = Annotated[str | None, Header()]
_FOR_EVER = "private, max-age=31536000, immutable"


class OriginalMissingError(BookcradleError):
    """The library knows a file that its folder does not have."""

    code = "original_missing"
    what = "The file of original {sha256} is not in the library folder."
    remedy = "See that the library's disk is there, then run `bookcradle doctor`."


class OutsideFileError(BookcradleError):
    """A range behind the end of a file."""

    code = "outside_file"
    what = "The file has only {size_bytes} bytes."
    remedy = "Ask for a range inside it."


class OriginalResponse(FileResponse):
    """A file response that ignores what RFC 9110 lets it ignore, and tells an impossible range as a problem."""

    chunk_size = CHUNK_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = dict(scope["headers"]).get(b"range")
        size = int(self.headers["content-length"])
        try:
            wanted = requested_range(asked.decode("latin-1") if asked else None, size)
        except RangeNotSatisfiableError:
            refusal = problem_response(
                OutsideFileError(size_bytes=size), 416, {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
            )
            await refusal(scope, receive, send)
            return
        if wanted is None:
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"range"]}
        await super().__call__(scope, receive, send)


def matches(etag: str, if_none_match: str | None) -> bool:
    """Whether the client has it already."""
    if if_none_match is None:
        return False
    offered = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return "*" in offered or etag in offered


def _thumbnail_response(thumbnail: Thumbnail, if_none_match: str | None) -> Response:
    etag = f'"{thumbnail.key}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if matches(etag, if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(thumbnail.jpeg, media_type="image/jpeg", headers=headers)


def original_response(original: Original, if_none_match: str | None, *, kept_for: str = _FOR_EVER) -> Response:
    """A file of the library, whole or in part; its ETag is its hash or key."""
    etag = f'"{original.sha256}"'
    headers = {"ETag": etag, "Cache-Control": kept_for, "X-Content-Type-Options": "nosniff"}
    if matches(etag, if_none_match):
        return Response(status_code=304, headers=headers)
    try:
        status = original.path.stat()
    except OSError as error:
        raise OriginalMissingError(sha256=original.sha256) from error
    return OriginalResponse(
        original.path,
        media_type=original.media_type,
        headers=headers,
        filename=original.name,
        stat_result=status,
        content_disposition_type="inline",
    )


def file_routes(context: ApiContext) -> APIRouter:
    """``/v1/originals`` and thumbnails."""
    routes = APIRouter(prefix="/v1", tags=["files"])
    service = context.service
    a_jpeg: dict[int | str, dict[str, object]] = {
        200: {"description": "A small JPEG.", "content": {"image/jpeg": {}}},
        304: {"description": "The client has it already."},
    }

    @routes.get(
        "/originals/{sha256}",
        operation_id="original",
        response_class=Response,
        responses={
            200: {"description": "The whole file.", "content": {"application/octet-stream": {}, "image/*": {}}},
            206: {"description": "Part of it.", "content": {"application/octet-stream": {}, "image/*": {}}},
            304: {"description": "The client has it already."},
        },
    )
    async def original(sha256: Sha256, if_none_match: IfNoneMatch = None) -> Response:
        """A captured file, byte for byte. One range may be asked for; the ETag is the SHA-256."""
        return original_response(await service.original(sha256), if_none_match)

    @routes.get("/shots/{shot_id}/thumbnail", operation_id="shotThumbnail", response_class=Response, responses=a_jpeg)
    async def shot_thumbnail(shot_id: Id, width: Width = 320, if_none_match: IfNoneMatch = None) -> Response:
        """A small picture of a shot."""
        return _thumbnail_response(await service.shot_thumbnail(shot_id, width), if_none_match)

    @routes.get("/pages/{page_id}/thumbnail", operation_id="pageThumbnail", response_class=Response, responses=a_jpeg)
    async def page_thumbnail(page_id: Id, width: Width = 320, if_none_match: IfNoneMatch = None) -> Response:
        """A small picture of a page."""
        return _thumbnail_response(await service.page_thumbnail(page_id, width), if_none_match)

    return routes
