"""What the routes share: the service they call, the board they show, and how long a silence on a stream may last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.measurements import MeasurementFeed
from scanner_daemon.api.peers import Peer
from scanner_daemon.api.schemas import Action
from scanner_daemon.api.service import RigService

__all__ = ["ApiContext", "operator_of"]


@dataclass(frozen=True)
class ApiContext:
    """Handed to every router when the application is made."""

    service: RigService
    board: StateBoard
    measurements: MeasurementFeed = field(default_factory=MeasurementFeed)
    heartbeat_s: float = 15.0
    """A comment is sent after this much silence, so that a dead connection is noticed."""
    preview_poll_s: float = 0.01
    """How often a preview stream looks for a newer frame."""

    def close_streams(self) -> None:
        """End every open stream: the daemon is shutting down."""
        self.board.close()
        self.measurements.close()


def operator_of(request: Request, action: Action | None) -> str:
    """Who asks: as the request says, else who works at the cradle, else the user at the other end of the socket."""
    if action is not None and action.operator is not None:
        return action.operator
    on_duty: Callable[[], str | None] | None = getattr(request.app.state, "operator_on_duty", None)
    named = on_duty() if on_duty is not None else None
    if named is not None:
        return named
    peer = request.scope.get("bookcradle.peer")
    return peer.name if isinstance(peer, Peer) else "unknown"
