"""What somebody who was not there needs in order to understand what happened."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.notifications import Notification
from scanner_daemon.api.schemas.rig import RigSnapshot

__all__ = ["Report"]


class Report(Resource):
    """For a letter to whoever mends it. It holds no secret, no folder of a person and no person's name."""

    made_at: datetime
    versions: dict[str, str]
    machine: dict[str, JsonValue]
    settings: dict[str, JsonValue] = Field(default_factory=dict)
    snapshot: RigSnapshot
    notifications: tuple[Notification, ...] = ()
    """The newest, newest first."""
    text: str = ""
    """All of it to be read, or pasted into a letter."""
