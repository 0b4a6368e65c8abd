"""An error on the wire: RFC 9457 problem details, with the stable code and values that clients translate by."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource

__all__ = ["Fault", "Param", "Problem"]

Param = str | int | float


class Problem(Resource):
    """The body of every answer that is not 2xx, as ``application/problem+json``.

    ``code`` never changes once shipped; ``what`` and ``remedy`` are the English rendering of it with ``params``.
    """

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    code: str
    params: dict[str, Param] = Field(default_factory=dict)
    what: str
    remedy: str = ""


class Fault(Resource):
    """Something that is wrong with the rig now, until it is mended or released."""

    code: str
    params: dict[str, Param] = Field(default_factory=dict)
    what: str
    remedy: str = ""
    source: str = ""
    """Where it sits: ``left``, ``right``, ``cradle``, ``disk``, …"""
    since: datetime | None = None
