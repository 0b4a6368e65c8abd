"""How the parts of the rig are: what each counts and measures of itself, put side by side."""

from __future__ import annotations

from scanner_daemon.api.schemas import CameraHealth, ControllerHealth, Health
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.cradle import SerialCradle
from scanner_daemon.service.setup_parts import RigParts

__all__ = ["RigHealth"]


class RigHealth:
    """Implements `scanner_daemon.api.asks.setup.HealthReads`. Looks at what is in memory only."""

    def __init__(self, parts: RigParts) -> None:
        self._watched = parts

    def health(self) -> Health:
        """All of it, now."""
        parts = self._watched
        cradle = parts.cradle
        return Health(
            at=parts.clock.utc(),
            up_s=(parts.clock.monotonic_ns() - parts.opened_at_ns) / 1e9,
            cameras=tuple(_camera(camera) for camera in parts.cameras.values()),
            controller=_controller(cradle, parts.settings.cradle.port) if isinstance(cradle, SerialCradle) else None,
        )


def _camera(camera: SupervisedCamera) -> CameraHealth:
    identity, record = camera.identity, camera.health
    return CameraHealth(
        side=camera.side,
        alive=camera.alive,
        model=identity.model if identity else None,
        serial=identity.serial if identity else None,
        port=camera.port,
        connections=record.connections,
        errors=dict(record.errors),
        battery_percent=camera.battery_percent,
        shutter_count=record.shutter_count,
        card_free_bytes=record.card_free_bytes,
        card_free_images=record.card_free_images,
        clock_set=record.clock_set,
        clock_off_s=record.clock_off_s,
        last_error=record.last_error,
    )


def _controller(cradle: SerialCradle, port: str) -> ControllerHealth:
    line, told = cradle.link_health, cradle.welcome
    uptime_us = cradle.uptime_us
    return ControllerHealth(
        connected=cradle.problem is None,
        port=port,
        firmware=f"{told.firmware_major}.{told.firmware_minor}.{told.firmware_patch}" if told is not None else None,
        protocol=f"{told.protocol_major}.{told.protocol_minor}" if told is not None else None,
        uptime_s=uptime_us / 1e6 if uptime_us is not None else None,
        boot_count=told.boot_count if told is not None else None,
        reset_cause=told.reset_cause.name.lower() if told is not None else None,
        connections=line.connections,
        resets=line.resets,
        retries=line.retries,
        crc_errors=line.crc_errors,
        round_trip_ms=line.round_trip_ms,
    )
