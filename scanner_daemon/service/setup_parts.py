"""What setting up, moving by hand and looking after the rig have in common: the parts themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import SetupSeen
from scanner_daemon.cameras.bus import Bus
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.capture.controller import Controller
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.words import Cue
from scanner_daemon.clock import Clock
from scanner_daemon.cradle import SerialCradle
from scanner_daemon.cradle.hand import HandCradle
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.library import Library
from scanner_daemon.pedals.merged import MergedPedal
from scanner_daemon.service.lamps import LampWarmUp
from scanner_daemon.service.pedal_trial import PedalTrials
from scanner_daemon.service.setup_memory import SetupMemory
from scanner_daemon.service.swapped import SwapMemory
from scanner_daemon.settings import Settings
from scanner_daemon.vocabulary import Side

__all__ = ["CannotSetUpNow", "RigParts", "rig_holds"]


class CannotSetUpNow(BookcradleError):
    """Parts of the rig are chosen between two books only."""

    code = "setup.not_now"
    what = "The rig cannot be set up now: {detail}."
    remedy = "Finish or put away the book in hand, then try again."


@dataclass(frozen=True)
class RigParts:
    """One opened rig. Lives on the event loop."""

    settings: Settings
    """As they hold, with what was chosen at the screen."""
    memory: SetupMemory
    swapped: SwapMemory
    bus: Bus
    cameras: Mapping[Side, SupervisedCamera]
    cradle: SerialCradle | HandCradle
    pedals: MergedPedal
    lamps: LampWarmUp
    trials: PedalTrials
    controller: Controller
    library: Library
    board: StateBoard
    clock: Clock
    opened_at_ns: int
    sound: Callable[[Cue], None]

    def occupied(self, with_what: str) -> AbstractContextManager[None]:
        """See `Controller.occupied`."""
        return self.controller.occupied(with_what)

    def between_books(self) -> None:
        """Raises CannotSetUpNow with a book in hand, and `Refused` while something moves."""
        if self.controller.view.book_id is not None:
            raise CannotSetUpNow(detail="a book is on the cradle")
        with self.occupied("it is being set up"):
            pass

    def log(self, kind: str, operator: str, **details: object) -> None:
        """Append to the event log; blocks, so it is asked in a thread."""
        with self.library.write() as session:
            self.library.log(session, kind, operator, None, **details)

    def show(self) -> None:
        """Put on the board how far the rig is set up."""
        lamps = self.cradle.lamps if isinstance(self.cradle, SerialCradle) else None
        self.lamps.seen(lamps)
        self.board.update(
            setup=SetupSeen(
                cameras_missing=not self.cameras,
                pedal_tried=self.trials.on,
                presses=self.trials.presses,
                lamps=lamps,
                warm_up_left_s=self.lamps.left_s,
            )
        )


def rig_holds(
    trials: PedalTrials, lamps: LampWarmUp, cradle: SerialCradle | HandCradle
) -> Callable[[], tuple[Reason, ...]]:
    """What the set-up has against an exposure, as the capture cycle asks it at every press."""

    def holds() -> tuple[Reason, ...]:
        lamps.seen(cradle.lamps if isinstance(cradle, SerialCradle) else None)
        return (*trials.holds(), *lamps.holds())

    return holds
