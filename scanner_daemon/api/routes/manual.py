"""Parts of the rig by themselves, who works at it, and how it is."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.schemas import (
    Action,
    CueTest,
    Done,
    HandOver,
    Health,
    Jog,
    MovePlaten,
    OperatorPace,
    SetLamps,
    SetWarmUp,
    TurnTest,
)
from scanner_daemon.errors import BookcradleError

__all__ = ["manual_routes"]


class TurnNotConfirmedError(BookcradleError):
    """A trial of the turner turns a page, so somebody has to say that it may."""

    code = "turn_not_confirmed"
    what = "The page turner was not tried, because it would turn a page."
    remedy = "See that a leaf may be turned, then confirm it."


def manual_routes(context: ApiContext) -> APIRouter:
    """``/v1/rig/…`` for single parts and the operator, ``/v1/health``."""
    routes = APIRouter(prefix="/v1", tags=["rig"])
    service, board = context.service, context.board

    def done(made: str | None = None) -> Done:
        return Done(revision=board.snapshot.revision, id=made)

    @routes.post("/rig/home", operation_id="home")
    async def home(request: Request, asked: Action | None = None) -> Done:
        """Find the home position of platen and arm."""
        await service.home(operator_of(request, asked))
        return done()

    @routes.post("/rig/jog", operation_id="jog")
    async def jog(request: Request, asked: Jog) -> Done:
        """Nudge the platen; it ends by itself, at the latest at the end of its travel."""
        await service.jog(asked.direction, asked.travel_ms, operator_of(request, asked))
        return done()

    @routes.post("/rig/platen", operation_id="movePlaten")
    async def platen(request: Request, asked: MovePlaten) -> Done:
        """Raise the platen, or lower it onto the pages."""
        await service.move_platen(asked.to, operator_of(request, asked))
        return done()

    @routes.post("/rig/lamps", operation_id="setLamps")
    async def lamps(request: Request, asked: SetLamps) -> Done:
        """Brightness of the lamps."""
        await service.set_lamps(asked.brightness, keep=asked.keep, operator=operator_of(request, asked))
        return done()

    @routes.post("/rig/lamps/warm-up", operation_id="setWarmUp")
    async def warm_up(request: Request, asked: SetWarmUp) -> Done:
        """How long the lamps must have burnt before a spread is taken; kept for the next start."""
        await service.set_warm_up(asked.seconds, operator_of(request, asked))
        return done()

    @routes.post("/rig/lamps/skip-warm-up", operation_id="skipWarmUp")
    async def skip_warm_up(request: Request, asked: Action | None = None) -> Done:
        """Do not wait for the lamps, for this session."""
        await service.skip_warm_up(operator_of(request, asked))
        return done()

    @routes.post("/rig/turn-test", operation_id="testTurner")
    async def turn_test(request: Request, asked: TurnTest) -> Done:
        """Turn one leaf of whatever lies on the cradle; refused with a book in hand. ``id`` says what became of it."""
        if not asked.confirmed:
            raise TurnNotConfirmedError
        return done(await service.test_turner(operator_of(request, asked)))

    @routes.post("/rig/cue-test", operation_id="testCue")
    async def cue_test(request: Request, asked: CueTest) -> Done:
        """Sound and show one cue."""
        await service.test_cue(asked.cue, operator_of(request, asked))
        return done()

    @routes.post("/rig/operator", operation_id="handOver")
    async def hand_over(request: Request, asked: HandOver) -> Done:
        """Somebody else works here from now on: events and spreads carry the new name, also after a restart."""
        await service.hand_over(asked.name, operator_of(request, asked))
        return done()

    @routes.get("/rig/operators", operation_id="operators")
    async def operators() -> Sequence[OperatorPace]:
        """Who captured how much today."""
        return await service.paces()

    @routes.get("/health", operation_id="health")
    async def health() -> Health:
        """What every part counts and measures of itself."""
        return service.health()

    return routes
