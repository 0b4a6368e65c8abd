"""What was told to the person: faults that came and went, refused presses, red spreads, books, jobs given up."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.problem import Param

__all__ = ["Notification", "NotificationKind"]


class NotificationKind(StrEnum):
    """What sort of thing was told; a client filters by it."""

    STOP = "stop"
    FAULT = "fault"
    WARNING = "warning"
    REFUSED = "refused"
    FLAG = "flag"
    CAMERA = "camera"
    BOOK = "book"
    JOB = "job"
    NIGHT = "night"


class Notification(Resource):
    """One entry of the history. Clients translate by ``code`` and ``params``."""

    id: str
    """Sorts by the time at which it was raised."""
    kind: NotificationKind
    code: str
    params: dict[str, Param] = Field(default_factory=dict)
    what: str
    remedy: str = ""
    source: str = ""
    raised_at: datetime
    lasts: bool = False
    """It has an end: open until ``cleared_at`` is set."""
    cleared_at: datetime | None = None
    operator: str = ""
    book_id: str | None = None
