"""Setting the rig up: which body is left, where the controller is, what the pedal means, what stays locked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from scanner_daemon.api.schemas import CameraSetting, FoundCamera, FoundController, SetupState, Switch
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.cameras.rig import FoundBody, configured, discover
from scanner_daemon.cameras.rig import glimpse as glimpse_of
from scanner_daemon.cameras.serials import bare
from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.cradle import SerialCradle
from scanner_daemon.cradle.probing import FoundPort, find_controllers, fitted_parts
from scanner_daemon.errors import BookcradleError
from scanner_daemon.pedals.device import switches_by_code
from scanner_daemon.service.setup_parts import RigParts
from scanner_daemon.settings import CameraBodySettings
from scanner_daemon.vocabulary import Side

__all__ = ["RigSetup"]


class CameraSideEmpty(BookcradleError):
    """There is no camera on that side."""

    code = "camera.not_configured"
    what = "This rig has no {side} camera."
    remedy = "Give a camera that side in the rig's set-up."


class LockedInBook(BookcradleError):
    """How a page looks must not change within a book."""

    code = "camera.locked_in_book"
    what = "The setting {setting} stays locked while a book is on the cradle."
    remedy = "Finish or put away the book in hand, then unlock it."


class RigSetup:
    """Implements `scanner_daemon.api.asks.setup.SetupActions`, the spread that ends it apart."""

    def __init__(self, parts: RigParts) -> None:
        self._parts = parts

    def setup_state(self) -> SetupState:
        """What is chosen now."""
        parts = self._parts
        cameras, cradle = parts.settings.cameras, parts.settings.cradle
        chosen = parts.memory.chosen
        return SetupState(
            cameras={side: body.serial for side, body in configured(parts.swapped.applied(cameras)).items()},
            controller=cradle.controller,
            port=cradle.port,
            pedal_keys={key: Switch(switch) for key, switch in parts.settings.pedals.keys.items()},
            pedal_sources=parts.pedals.sources,
            lamps=chosen.lamps if chosen.lamps is not None else cradle.lamps,
            lamp_warm_up_s=chosen.lamp_warm_up_s if chosen.lamp_warm_up_s is not None else cradle.lamp_warm_up_s,
            saved_in=str(parts.memory.file),
            locked=chosen.locked,
            operator=chosen.operator,
        )

    # -------------------------------------------------------------------------------------------------------- cameras

    async def find_cameras(self) -> Sequence[FoundCamera]:
        """All bodies: those that the rig holds as it knows them, the others asked."""
        parts = self._parts
        async with parts.bus.looking:
            held = list(parts.bus.ports.values())
            found = await discover(parts.settings.cameras, held)
        ours = [_held(camera) for camera in parts.cameras.values() if camera.port is not None]
        sides = {bare(body.serial): side for side, body in self._bodies().items()}
        return [*ours, *(_seen(body, sides.get(bare(body.serial))) for body in found)]

    async def glimpse(self, serial: str) -> bytes:
        """One frame: of live view for a body that the rig holds, else taken from the body itself."""
        parts = self._parts
        for camera in parts.cameras.values():
            if camera.identity is not None and camera.port is not None and camera.identity.serial == serial:
                frame = camera.latest_preview()
                if frame is None:
                    raise NotFoundError(kind="preview of camera", id=serial)
                return frame[1]
        async with parts.bus.looking:
            return await glimpse_of(parts.settings.cameras, serial, list(parts.bus.ports.values()))

    async def assign_cameras(self, sides: dict[Side, str], operator: str) -> None:
        """Remember it, and open the rig anew."""
        parts = self._parts
        parts.between_books()
        told = {side.value: serial for side, serial in sides.items()}
        await asyncio.to_thread(parts.log, "cameras_assigned", operator, **told)
        parts.swapped.forget()
        parts.memory.choose(reopen=True, cameras=sides)

    async def lock_camera_setting(self, side: Side, name: str, *, locked: bool, operator: str) -> CameraSetting:
        """Hold a setting at what the body shows, also after a restart; or let it be changed for now."""
        parts = self._parts
        camera = parts.cameras.get(side)
        if camera is None:
            raise CameraSideEmpty(side=side.value)
        value: str | None = None
        if locked:
            value = await camera.lock_widget(name)
        elif parts.controller.view.book_id is not None:
            raise LockedInBook(setting=name)
        else:
            await camera.unlock_widget(name)
        if camera.identity is not None:
            parts.memory.lock(camera.identity.serial, name, value)
        kind = "camera_setting_locked" if locked else "camera_setting_unlocked"
        await asyncio.to_thread(parts.log, kind, operator, side=side.value, name=name, value=value)
        for widget in await camera.widgets():
            if widget.name == name:
                return CameraSetting(
                    name=widget.name,
                    label=widget.label,
                    value=widget.value,
                    choices=widget.choices,
                    read_only=widget.read_only,
                    locked=widget.locked,
                )
        raise NotFoundError(kind="camera setting", id=name)

    def _bodies(self) -> dict[Side, CameraBodySettings]:
        return dict(configured(self._parts.swapped.applied(self._parts.settings.cameras)))

    # ---------------------------------------------------------------------------------------------------- controller

    async def find_controllers(self) -> Sequence[FoundController]:
        """All serial ports; the one that the rig speaks at is told as it is, and not asked again."""
        cradle, settings = self._parts.cradle, self._parts.settings.cradle
        connected = isinstance(cradle, SerialCradle) and cradle.problem is None
        chosen = settings.port if settings.controller == "serial" else None
        more = (*settings.ports, *((chosen,) if chosen is not None else ()))
        held = (chosen,) if connected and chosen is not None else ()
        found = await find_controllers(more, settings.baud, leave_alone=held)
        return [self._told(port, port.port == chosen, connected) for port in found]

    def _told(self, found: FoundPort, chosen: bool, connected: bool) -> FoundController:
        cradle = self._parts.cradle
        welcome, firmware = found.welcome, found.firmware
        if chosen and connected and isinstance(cradle, SerialCradle) and cradle.welcome is not None:
            welcome = cradle.welcome
            firmware = f"{welcome.firmware_major}.{welcome.firmware_minor}.{welcome.firmware_patch}"
        return FoundController(
            port=found.port,
            description=found.description,
            answers=welcome is not None,
            connected=chosen and connected,
            chosen=chosen,
            firmware=firmware,
            fitted=fitted_parts(welcome.options) if welcome is not None else (),
            what=found.problem,
        )

    async def choose_controller(self, port: str | None, operator: str) -> None:
        """Remember it, and open the rig anew."""
        parts = self._parts
        parts.between_books()
        controller = "none" if port is None else "serial"
        await asyncio.to_thread(parts.log, "controller_chosen", operator, controller=controller, port=port)
        parts.memory.choose(reopen=True, controller=controller, port=port)

    # --------------------------------------------------------------------------------------------------------- pedal

    async def map_pedal(self, keys: dict[str, Switch], operator: str) -> None:
        """Remember it, and open the rig anew. Raises UnknownKeyError for a key that the kernel does not know."""
        parts = self._parts
        parts.between_books()
        switches_by_code({key: PedalSwitch(switch.value) for key, switch in keys.items()})
        told = {key: switch.value for key, switch in keys.items()}
        await asyncio.to_thread(parts.log, "pedal_mapped", operator, **told)
        parts.memory.choose(reopen=True, pedal_keys=told)

    async def try_pedal(self, *, on: bool, operator: str) -> None:
        """Show presses instead of serving them. Raises `Refused` while a spread is under way."""
        parts = self._parts
        if on and not parts.trials.on:
            with parts.occupied("the pedal is being tried"):
                await asyncio.to_thread(parts.log, "pedal_tried", operator)
        if on:
            parts.trials.begin()
        else:
            parts.trials.end()
        parts.show()
        parts.controller.look_again()


def _held(camera: SupervisedCamera) -> FoundCamera:
    identity = camera.identity
    return FoundCamera(
        port=camera.port or "",
        model=identity.model if identity else "",
        serial=identity.serial if identity else "",
        side=camera.side,
        connected=camera.alive,
        what=camera.trouble.what_happened if camera.trouble is not None and not camera.alive else "",
        remedy=camera.trouble.what_to_do if camera.trouble is not None and not camera.alive else "",
    )


def _seen(body: FoundBody, side: Side | None) -> FoundCamera:
    return FoundCamera(
        port=body.port,
        model=body.model,
        serial=body.serial,
        side=side,
        what=body.error.what_happened if body.error is not None else "",
        remedy=body.error.what_to_do if body.error is not None else "",
    )
