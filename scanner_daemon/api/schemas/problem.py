"""An error on the wire: RFC 9457 problem details, with the stable code and values that clients translate by."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource

__all__ = ["Clears", "Fault", "FaultWeight", "Param", "Problem"]

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


class FaultWeight(StrEnum):
    """How much a fault weighs."""

    STOP = "stop"
    """The emergency stop."""
    FAULT = "fault"
    """The work does not go on until it is mended."""
    WARNING = "warning"
    """The work goes on; it should be looked at."""


class Clears(StrEnum):
    """What ends a fault. The words are stable: clients translate by them."""

    RELEASED = "released"
    CAMERA_ANSWERS = "camera_answers"
    CRADLE_ANSWERS = "cradle_answers"
    LID_CLOSED = "lid_closed"
    PLATEN_UP = "platen_up"
    ROOM_MADE = "room_made"
    BATTERY_CHANGED = "battery_changed"
    CLOCK_SET = "clock_set"
    SHOT_AGAIN = "shot_again"
    NEXT_SPREAD = "next_spread"
    TURN_CONFIRMED = "turn_confirmed"
    SETTINGS_CORRECTED = "settings_corrected"


class Fault(Resource):
    """Something that is wrong with the rig now, until it is mended or released."""

    code: str
    params: dict[str, Param] = Field(default_factory=dict)
    what: str
    remedy: str = ""
    source: str = ""
    """Where it sits: ``left``, ``right``, ``cradle``, ``disk``, …"""
    since: datetime | None = None
    """When it was first seen; the same for as long as it lasts."""
    weight: FaultWeight = FaultWeight.FAULT
    clears: Clears | None = None
    clears_when: str = ""
    """``clears`` in English: what ends it."""
