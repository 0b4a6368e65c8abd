"""Every answer that is not 2xx is a problem (RFC 9457) with a stable code and two sentences."""

from __future__ import annotations

import http
import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from scanner_daemon.api.schemas import Problem
from scanner_daemon.errors import BookcradleError

__all__ = ["PROBLEM_JSON", "PROBLEM_RESPONSES", "install_problem_handlers", "problem_of", "problem_response"]

PROBLEM_JSON = "application/problem+json"
PROBLEM_RESPONSES: dict[int | str, dict[str, object]] = {
    "default": {
        "description": "What is wrong, and what to do about it.",
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
_log = logging.getLogger(__name__)


class BadRequestError(BookcradleError):
    """A request that does not fit the schema."""

    code = "bad_request"
    what = "The request is not understood: {detail}."
    remedy = "See /openapi.json for what this address takes."


class NoSuchAddressError(BookcradleError):
    """A path or method that the API does not have."""

    code = "no_such_address"
    what = "{detail}: {path}."
    remedy = "See /openapi.json for the addresses there are."


class InternalError(BookcradleError):
    """A bug of ours."""

    code = "internal"
    what = "Something unexpected happened in the daemon: {detail}."
    remedy = "Nothing captured is lost. Look at the log, and report it with `bookcradle doctor`."


def problem_of(error: BookcradleError, status: int) -> Problem:
    """The error as it goes over the wire."""
    return Problem(
        title=http.HTTPStatus(status).phrase,
        status=status,
        detail=error.sentence,
        code=error.code,
        params=dict(error.params),
        what=error.what_happened,
        remedy=error.what_to_do,
    )


def status_of(error: BookcradleError) -> int:
    """404 for what is not there, 500 for a bug of ours; all else is a conflict with the state of the rig: 409."""
    if isinstance(error, BadRequestError):
        return 422
    if error.code == "internal":
        return 500
    return 404 if error.code.endswith("not_found") else 409


def problem_response(error: BookcradleError, status: int, headers: dict[str, str] | None = None) -> Response:
    """The error as an answer."""
    body = problem_of(error, status).model_dump(mode="json")
    return JSONResponse(body, status_code=status, media_type=PROBLEM_JSON, headers=headers)


async def _ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BookcradleError)
    return problem_response(error, status_of(error))


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return problem_response(BadRequestError(detail=f"{where}: {first['msg']}", where=where), 422)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code in (404, 405):
        ours: BookcradleError = NoSuchAddressError(detail=str(error.detail), path=request.url.path)
    else:
        ours = BadRequestError(detail=str(error.detail))
    return problem_response(ours, error.status_code, dict(error.headers or {}))


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("unexpected failure of %s %s", request.method, request.url.path, exc_info=error)
    return problem_response(InternalError(detail=type(error).__name__), 500)


def install_problem_handlers(app: FastAPI) -> None:
    """Turn every kind of failure into a problem."""
    app.add_exception_handler(BookcradleError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
