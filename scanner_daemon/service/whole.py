"""Actions and reads in one object, as the routes want them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping

from scanner_daemon.api.board import StateBoard
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.capture.controller import Controller
from scanner_daemon.clock import Clock
from scanner_daemon.library.library import Library
from scanner_daemon.service.actions import RigActions
from scanner_daemon.service.catalogue import CatalogueReading
from scanner_daemon.service.feed import BoardFeed
from scanner_daemon.service.health import RigHealth
from scanner_daemon.service.manual import ManualMoves
from scanner_daemon.service.notifications import NotificationReading
from scanner_daemon.service.reads import LibraryReading
from scanner_daemon.service.review_actions import ReviewService
from scanner_daemon.service.setup import RigSetup
from scanner_daemon.service.setup_parts import RigParts
from scanner_daemon.service.setup_spread import SetupSpreads
from scanner_daemon.service.shift import Shifts
from scanner_daemon.service.tickets import TicketService
from scanner_daemon.settings import Settings
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.inspector import InspectionProcess

__all__ = ["WholeService"]


class WholeService(
    RigActions,
    LibraryReading,
    ReviewService,
    NotificationReading,
    CatalogueReading,
    TicketService,
    RigSetup,
    ManualMoves,
    Shifts,
    RigHealth,
    SetupSpreads,
):
    """Implements `scanner_daemon.api.service.RigService`."""

    def __init__(
        self,
        controller: Controller,
        library: Library,
        cameras: Mapping[Side, SupervisedCamera],
        inspector: InspectionProcess,
        feed: BoardFeed,
        clock: Clock,
        swap: Callable[[], None],
        board: StateBoard,
        settings: Settings,
        parts: RigParts,
        start: Callable[[Coroutine[object, object, None]], object],
    ) -> None:
        in_force = settings.cameras.profile
        profile = None if in_force is None else in_force.stem
        RigActions.__init__(self, controller, library, cameras, inspector, feed, clock, swap, profile)
        LibraryReading.__init__(self, library)
        ReviewService.__init__(self, library)
        CatalogueReading.__init__(self, library, settings.catalogue, in_force)
        TicketService.__init__(self, library, self)
        NotificationReading.__init__(self, library, board, settings)
        RigSetup.__init__(self, parts)
        ManualMoves.__init__(self, parts)
        Shifts.__init__(self, parts)
        RigHealth.__init__(self, parts)
        SetupSpreads.__init__(self, parts, feed, start, self.spread)
