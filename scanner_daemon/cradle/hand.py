"""A cradle without a controller: the platen is lifted and the leaf turned by hand."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from scanner_daemon.capture.ports import (
    CradleEvent,
    CradleEventKind,
    CradleStatus,
    Cue,
    PlatenSettled,
    TurnResult,
)
from scanner_daemon.clock import Clock
from scanner_daemon.cradle.broadcast import Broadcast
from scanner_daemon.cradle.errors import CradlePartNotFitted
from scanner_daemon.cradle.pedal import ControllerPedal

__all__ = ["HandCradle"]

_log = logging.getLogger(__name__)


class HandCradle:
    """Implements `scanner_daemon.capture.ports.Cradle`. Nothing is fitted, so everything is answered at once.

    An emergency stop still latches, so that the cycle stops and somebody has to release it.
    """

    has_platen_motor = False
    has_turner = False

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: Broadcast[CradleEvent] = Broadcast()
        self._stopped = False
        self.pedal = ControllerPedal()
        """Never fitted."""

    @property
    def status(self) -> CradleStatus:
        """Connected, since there is nothing to connect; all sensors not fitted."""
        return CradleStatus(connected=True, emergency_stop_latched=self._stopped)

    def events(self) -> AsyncIterator[CradleEvent]:
        """Stop and release, which come from the program itself."""
        return self._told.subscribe()

    async def home(self) -> None:
        """Nothing to home."""

    async def lower_platen(self) -> PlatenSettled:
        """The operator pressed the pedal because the platen lies on the pages: settled now."""
        now_ns = self._clock.monotonic_ns()
        return PlatenSettled(now_ns, now_ns)

    async def raise_platen(self) -> None:
        """The operator lifts it."""

    async def turn_page(self, turn_id: int) -> TurnResult:
        """Raises CradlePartNotFitted: the operator turns the leaf."""
        _log.error("turn %d was asked of a cradle without a page turner", turn_id)
        raise CradlePartNotFitted(part="page turner")

    async def turn_result(self, turn_id: int) -> TurnResult:
        """No leaf was ever turned by a motor here."""
        del turn_id
        return TurnResult.NEVER_STARTED

    async def cue(self, cue: Cue) -> None:
        """No buzzer, no lights."""

    async def emergency_stop(self, reason: str) -> None:
        """Latch, so that nothing is exposed until somebody has released it."""
        _log.warning("emergency stop: %s", reason)
        if not self._stopped:
            self._stopped = True
            self._tell(CradleEventKind.EMERGENCY_STOP_PRESSED)

    async def release(self) -> None:
        """Somebody has looked."""
        if self._stopped:
            self._stopped = False
            self._tell(CradleEventKind.EMERGENCY_STOP_RELEASED)

    def close(self) -> None:
        """Nothing more will be told."""
        self._told.close()
        self.pedal.close()

    def _tell(self, kind: CradleEventKind) -> None:
        self._told.tell(CradleEvent(kind, self._clock.monotonic_ns(), self.status))
