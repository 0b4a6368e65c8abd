"""Where one source's presses come out: at once, to whoever listens now. Nothing is kept for a listener to come."""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections.abc import AsyncIterator

from scanner_daemon.capture.ports import PedalPressed

__all__ = ["PressOutlet"]

_MOST_WAITING = 16
_log = logging.getLogger(__name__)


class PressOutlet:
    """Hands each press to every listener. Lives on the event loop."""

    def __init__(self) -> None:
        self._listeners: weakref.WeakSet[asyncio.Queue[PedalPressed]] = weakref.WeakSet()

    def put(self, press: PedalPressed) -> None:
        """Tell a press; never waits. A listener that has not taken its last 16 presses does not get this one."""
        for listener in self._listeners:
            try:
                listener.put_nowait(press)
            except asyncio.QueueFull:
                _log.warning("a press of %s was dropped: nobody takes them", press.source)

    def presses(self) -> AsyncIterator[PedalPressed]:
        """All presses from now on (from this call, not from the first that is awaited)."""
        listener: asyncio.Queue[PedalPressed] = asyncio.Queue(_MOST_WAITING)
        self._listeners.add(listener)
        return _taken_from(listener)


async def _taken_from(listener: asyncio.Queue[PedalPressed]) -> AsyncIterator[PedalPressed]:
    while True:
        yield await listener.get()
