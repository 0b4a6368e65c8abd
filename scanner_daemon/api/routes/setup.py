"""Setting the rig up: cameras to sides, a controller, a pedal, and the spread that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.schemas import (
    Action,
    AssignCameras,
    CameraSetting,
    ChooseController,
    Done,
    FoundCamera,
    FoundController,
    LockSetting,
    MapPedal,
    PedalTrial,
    SetupSpread,
    SetupState,
)
from scanner_daemon.errors import BookcradleError
from scanner_daemon.vocabulary import Side

__all__ = ["setup_routes"]

SerialNumber = Annotated[str, Path(max_length=64, pattern=r"^[!-.0-~]+$")]
CameraSide = Literal[Side.LEFT, Side.RIGHT, Side.BOTH]
WidgetName = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]


class SidesUnclearError(BookcradleError):
    """Sides that cannot all hold."""

    code = "setup.sides_unclear"
    what = "It is not clear which camera is which side."
    remedy = "Give left and right a camera each, or give one camera both sides."


def setup_routes(context: ApiContext) -> APIRouter:
    """``/v1/setup``, and the locks of camera settings."""
    routes = APIRouter(prefix="/v1", tags=["setup"])
    service, board = context.service, context.board

    def done(made: str | None = None) -> Done:
        return Done(revision=board.snapshot.revision, id=made)

    @routes.get("/setup", operation_id="setupState")
    async def state() -> SetupState:
        """What the rig is set to, and where that is kept."""
        return service.setup_state()

    @routes.get("/setup/cameras", operation_id="findCameras")
    async def cameras() -> Sequence[FoundCamera]:
        """Look for bodies on the bus, also such as no side has yet. Takes a second for each body."""
        return await service.find_cameras()

    @routes.post("/setup/cameras", operation_id="assignCameras")
    async def assign(request: Request, asked: AssignCameras) -> Done:
        """Say which body is which side. The rig is opened anew: streams end, and are there again within seconds."""
        sides = {Side.LEFT: asked.left, Side.RIGHT: asked.right, Side.BOTH: asked.both}
        named = {side: serial for side, serial in sides.items() if serial is not None}
        if not named or len(set(named.values())) < len(named) or (asked.both is not None and len(named) > 1):
            raise SidesUnclearError
        await service.assign_cameras(named, operator_of(request, asked))
        return done()

    @routes.get(
        "/setup/cameras/{serial}/preview",
        operation_id="glimpse",
        response_class=Response,
        responses={200: {"content": {"image/jpeg": {}}}},
    )
    async def preview(serial: SerialNumber) -> Response:
        """One preview frame of a body, so that a person sees which one it is."""
        return Response(await service.glimpse(serial), media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    @routes.get("/setup/controllers", operation_id="findControllers")
    async def controllers() -> Sequence[FoundController]:
        """Look for controllers at all serial ports. Nothing moves; takes three seconds when a port stays silent."""
        return await service.find_controllers()

    @routes.post("/setup/controllers", operation_id="chooseController")
    async def choose(request: Request, asked: ChooseController) -> Done:
        """Say where the controller is, or that there is none. The rig is opened anew."""
        await service.choose_controller(asked.port, operator_of(request, asked))
        return done()

    @routes.post("/setup/pedal/keys", operation_id="mapPedal")
    async def map_pedal(request: Request, asked: MapPedal) -> Done:
        """Say what the keys of a foot switch mean. The rig is opened anew."""
        await service.map_pedal(dict(asked.keys), operator_of(request, asked))
        return done()

    @routes.post("/setup/pedal/trial", operation_id="tryPedal")
    async def try_pedal(request: Request, asked: PedalTrial) -> Done:
        """Show presses in the snapshot instead of serving them; ends by itself a minute after it was last asked for."""
        await service.try_pedal(on=asked.on, operator=operator_of(request, asked))
        return done()

    @routes.post("/setup/spread", operation_id="shootSetupSpread")
    async def shoot(request: Request, asked: Action | None = None) -> Done:
        """Shoot one spread that belongs to no book; no leaf is turned by a motor."""
        return done(await service.shoot_setup_spread(operator_of(request, asked)))

    @routes.get("/setup/spread", operation_id="setupSpread")
    async def spread() -> SetupSpread:
        """What became of that spread: both photographs and the verdict."""
        return await service.setup_spread()

    @routes.put("/cameras/{side}/settings/{name}/lock", operation_id="lockCameraSetting")
    async def lock(request: Request, side: CameraSide, name: WidgetName, asked: LockSetting) -> CameraSetting:
        """Lock a setting at its present value, also for the next start; or unlock it until the body comes anew."""
        who = operator_of(request, asked)
        return await service.lock_camera_setting(Side(side), name, locked=asked.locked, operator=who)

    return routes
