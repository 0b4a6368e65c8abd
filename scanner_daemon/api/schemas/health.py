"""How well the rig is: what each part counts and measures of itself. None means not fitted or not known."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.vocabulary import Side

__all__ = ["CameraHealth", "ControllerHealth", "Health"]


class CameraHealth(Resource):
    """One body and the way to it, since the rig was opened."""

    side: Side
    alive: bool
    model: str | None = None
    serial: str | None = None
    port: str | None = None
    connections: int = Field(default=0, ge=0)
    """How often it was connected; every one beyond the first is a reconnection."""
    errors: dict[str, int] = Field(default_factory=dict)
    """What went wrong on the way to it, by code."""
    battery_percent: int | None = None
    shutter_count: int | None = None
    temperature_c: float | None = None
    card_free_bytes: int | None = None
    card_free_images: int | None = None
    clock_set: bool | None = None
    """Its clock was set from this computer's when it was connected."""
    clock_off_s: float | None = None
    """Its clock less this computer's, when it was last read."""
    last_error: str = ""


class ControllerHealth(Resource):
    """The cradle's controller and the line to it."""

    connected: bool
    port: str
    firmware: str | None = None
    protocol: str | None = None
    uptime_s: float | None = None
    boot_count: int | None = None
    reset_cause: str | None = None
    connections: int = Field(default=0, ge=0)
    resets: int = Field(default=0, ge=0)
    """How often it started again by itself while the rig was open."""
    retries: int = Field(default=0, ge=0)
    """Commands that had to be sent again."""
    crc_errors: int = Field(default=0, ge=0)
    """Runs of bytes that were no frame."""
    round_trip_ms: float | None = None


class Health(Resource):
    """All of it, now."""

    at: datetime
    up_s: float = Field(ge=0)
    """Since the rig was opened."""
    cameras: tuple[CameraHealth, ...] = ()
    controller: ControllerHealth | None = None
