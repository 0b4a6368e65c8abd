"""What of the set-up is part of the rig's snapshot: what is still missing, lamps, and a pedal that is being tried."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from scanner_daemon.api.schemas.actions import Switch
from scanner_daemon.api.schemas.base import Resource

__all__ = ["PressSeen", "SetupSeen"]


class PressSeen(Resource):
    """A press that was reported and not served, because the pedal is being tried."""

    switch: Switch
    source: str
    at: datetime
    """UTC."""
    count: int = Field(default=1, ge=1)
    """How many of this switch came from this source since the trial began."""


class SetupSeen(Resource):
    """How far the rig is set up. None means not fitted or not known."""

    cameras_missing: bool = False
    """No camera has been given a side: the first thing to do."""
    pedal_tried: bool = False
    """Presses are shown and not served."""
    presses: tuple[PressSeen, ...] = ()
    """The last one of each switch and source, the newest first."""
    lamps: int | None = Field(default=None, ge=0, le=255)
    """Brightness of the lamps that are wired to the controller."""
    warm_up_left_s: int = Field(default=0, ge=0)
    """So long a press is refused, until the lamps are warm; 0: they are, or need not be."""
