"""The rig: its snapshot, and what a person may ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.schemas import (
    Action,
    CameraSetting,
    Done,
    EmergencyStop,
    InsertSpread,
    Press,
    Release,
    RigSnapshot,
    SetCameraSetting,
    Switch,
    TurnConfirmed,
)
from scanner_daemon.errors import BookcradleError
from scanner_daemon.vocabulary import Side

__all__ = ["rig_routes"]

CameraSide = Literal[Side.LEFT, Side.RIGHT, Side.BOTH]
WidgetName = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]


class NobodyLookedError(BookcradleError):
    """A release was asked for without anybody having looked."""

    code = "nobody_looked"
    what = "The stop was not released, because nobody has looked at the cradle."
    remedy = "Look that hands and book are clear, then confirm that you looked."


def rig_routes(context: ApiContext) -> APIRouter:
    """``/v1/rig`` and ``/v1/cameras``."""
    routes = APIRouter(prefix="/v1", tags=["rig"])
    service, board = context.service, context.board

    def done(why: str | None = None, made: str | None = None) -> Done:
        return Done(revision=board.snapshot.revision, refused=why is not None, why=why or "", id=made)

    @routes.get("/rig", operation_id="snapshot")
    async def snapshot() -> RigSnapshot:
        """The state of the rig now; follow it with ``/v1/events?since=REVISION``."""
        return board.snapshot

    @routes.post("/rig/press", operation_id="press")
    async def press(request: Request, asked: Press | None = None) -> Done:
        """Press a switch. A press that the rig does not take is answered with ``refused`` and never kept for later."""
        return done(await service.press(asked.switch if asked else Switch.FIRE, operator_of(request, asked)))

    @routes.post("/rig/pause", operation_id="pause")
    async def pause(request: Request, asked: Action | None = None) -> Done:
        """Take no presses until resumed."""
        await service.pause(operator_of(request, asked))
        return done()

    @routes.post("/rig/resume", operation_id="resume")
    async def resume(request: Request, asked: Action | None = None) -> Done:
        """Go on after a pause."""
        await service.resume(operator_of(request, asked))
        return done()

    @routes.post("/rig/insert", operation_id="insertSpread")
    async def insert(request: Request, asked: InsertSpread) -> Done:
        """Put the next exposure before a position in mid-book."""
        await service.insert_spread(asked, operator_of(request, asked))
        return done()

    @routes.post("/rig/accept", operation_id="acceptOwed")
    async def accept(request: Request, asked: Action | None = None) -> Done:
        """Keep the spread that is to be shot again as it is, or give up an insertion."""
        await service.accept_owed(operator_of(request, asked))
        return done()

    @routes.post("/rig/swap-cameras", operation_id="swapCameras")
    async def swap_cameras(request: Request, asked: Action | None = None) -> Done:
        """The left camera is the right one, and the other way round."""
        await service.swap_cameras(operator_of(request, asked))
        return done()

    @routes.post("/rig/emergency-stop", operation_id="emergencyStop")
    async def emergency_stop(request: Request, asked: EmergencyStop | None = None) -> Done:
        """Stop everything that moves, now. The hard-wired button is faster: prefer it."""
        stop = asked or EmergencyStop()
        await service.emergency_stop(stop.reason, operator_of(request, stop))
        return done()

    @routes.post("/rig/release", operation_id="release")
    async def release(request: Request, asked: Release) -> Done:
        """Clear a latched stop or fault, after somebody looked."""
        if not asked.looked:
            raise NobodyLookedError
        await service.release(operator_of(request, asked))
        return done()

    @routes.post("/rig/confirm-turn", operation_id="confirmTurn")
    async def confirm_turn(request: Request, asked: TurnConfirmed) -> Done:
        """Say whether the leaf has turned, when no end of a turn is known."""
        await service.confirm_turn(turned=asked.turned, operator=operator_of(request, asked))
        return done()

    @routes.get("/cameras/{side}/settings", operation_id="cameraSettings")
    async def camera_settings(side: CameraSide) -> Sequence[CameraSetting]:
        """The widgets of a body, as it reports them."""
        return await service.camera_settings(Side(side))

    @routes.put("/cameras/{side}/settings/{name}", operation_id="setCameraSetting")
    async def set_setting(
        request: Request, side: CameraSide, name: WidgetName, asked: SetCameraSetting
    ) -> CameraSetting:
        """Set one widget; the answer is what the body reads back."""
        return await service.set_camera_setting(Side(side), name, asked.value, operator_of(request, asked))

    return routes
