"""The cameras of a rig, opened and kept; and a look at what is plugged in."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass

from scanner_daemon.cameras.bus import Bus
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.cameras.errors import (
    CameraDuplicateSerial,
    CameraError,
    CameraHasNoSerial,
    camera_called,
    camera_error,
)
from scanner_daemon.cameras.process import BodyProcess, ProcessGone, ProcessSilent, RequestFailed
from scanner_daemon.cameras.serials import bare
from scanner_daemon.cameras.wire import Message
from scanner_daemon.capture.ports import FileLanded
from scanner_daemon.clock import Clock
from scanner_daemon.settings import CameraBodySettings, CamerasSettings
from scanner_daemon.vocabulary import Side

__all__ = ["FoundBody", "configured", "discover", "glimpse", "open_cameras"]


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body on the bus. ``serial`` is empty when it could not be asked; ``error`` says why."""

    port: str
    model: str
    serial: str
    error: CameraError | None = None


def configured(settings: CamerasSettings) -> dict[Side, CameraBodySettings]:
    """The bodies of the settings by side, refused when their serial numbers cannot tell them apart.

    Raises CameraHasNoSerial and CameraDuplicateSerial.
    """
    if settings.both is not None:
        bodies = {Side.BOTH: settings.both}
    else:
        sides = ((Side.LEFT, settings.left), (Side.RIGHT, settings.right))
        bodies = {side: body for side, body in sides if body is not None}
    seen: set[str] = set()
    for side, body in bodies.items():
        serial = bare(body.serial)
        if not serial:
            raise CameraHasNoSerial(camera=camera_called(side), serial=body.serial)
        if serial in seen:
            raise CameraDuplicateSerial(serial=body.serial)
        seen.add(serial)
    return bodies


@contextlib.asynccontextmanager
async def open_cameras(
    settings: CamerasSettings,
    clock: Clock,
    recovered: Callable[[FileLanded], None] = lambda _file: None,
    bus: Bus | None = None,
) -> AsyncIterator[Mapping[Side, SupervisedCamera]]:
    """The configured cameras, each with its supervised process, until the block ends.

    Returns when every body was looked for once: one that is not plugged in has ``alive`` False, and comes alive when
    it is plugged in. ``recovered`` gets each file that landed after its `expose` had failed. ``bus`` is shared with
    whoever looks for further bodies meanwhile.
    """
    bus = bus or Bus()
    cameras = {
        side: SupervisedCamera(side, body, settings, clock, bus, recovered)
        for side, body in configured(settings).items()
    }
    # Not a TaskGroup: it would wrap what the caller's block raises, and errors for people must arrive as they are.
    supervisors = [asyncio.create_task(camera.supervise(), name=f"{side} camera") for side, camera in cameras.items()]
    try:
        for camera in cameras.values():
            await camera.first_look_done.wait()
        yield cameras
    finally:
        for supervisor in supervisors:
            supervisor.cancel()
        endings = await asyncio.gather(*supervisors, return_exceptions=True)
    for ending in endings:
        if isinstance(ending, BaseException) and not isinstance(ending, asyncio.CancelledError):
            raise ending


async def discover(settings: CamerasSettings, skip: Sequence[str] = ()) -> list[FoundBody]:
    """Every body on the bus with its serial number, asked in a process of its own that ends afterwards.

    Ports in ``skip`` are left alone. A body that another program (or a running daemon) holds is listed with the error
    that says so.
    """
    told = await _asked_once(settings, "roll_call", skip=list(skip))
    return [
        FoundBody(
            port=body["port"],
            model=body["model"],
            serial=body.get("serial", ""),
            error=camera_error(Side.SINGLE, body["failed"], body["details"]) if "failed" in body else None,
        )
        for body in told["bodies"]
    ]


async def glimpse(settings: CamerasSettings, serial: str, skip: Sequence[str] = ()) -> bytes:
    """One preview frame (JPEG) of a body that no side has, so that a person sees which one it is.

    Nothing of the body is changed; it is let go afterwards. Raises a CameraError.
    """
    told = await _asked_once(settings, "glimpse", skip=list(skip), serial=serial)
    return base64.b64decode(told["jpeg"])


async def _asked_once(settings: CamerasSettings, do: str, **parameters: str | list[str]) -> Message:
    process = await BodyProcess.start(settings.iolibs, lambda _message: None)
    try:
        return await process.request(do, settings.call_deadline_s * 2, ports=list(settings.ports), **parameters)
    except RequestFailed as failure:
        raise camera_error(Side.SINGLE, failure.kind, failure.details) from failure
    except ProcessSilent as failure:
        raise camera_error(Side.SINGLE, "silent", {}) from failure
    except ProcessGone as failure:
        raise camera_error(Side.SINGLE, "crashed", {}) from failure
    finally:
        await process.close()
