"""Virtual time that a machine outside shares: it passes only as far as that machine has something to tell."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from firmware_protocol.testing.virtual_time import VirtualTimeLoop

__all__ = ["SteppedTimeLoop", "run_stepped"]

Returned = TypeVar("Returned")

_WITHOUT_TIMERS_S = 1.0


class _SteppingSelector(selectors.SelectSelector):
    def __init__(self, loop: SteppedTimeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and (timeout is None or timeout > 0):
            self._loop.let_pass(_WITHOUT_TIMERS_S if timeout is None else timeout)
        return ready


class SteppedTimeLoop(VirtualTimeLoop):
    """As `VirtualTimeLoop`, with ``passes``: seconds wanted in, seconds passed out."""

    def __init__(self) -> None:
        self.passes: Callable[[float], float] | None = None
        self._stepped_s = 0.0
        asyncio.SelectorEventLoop.__init__(self, _SteppingSelector(self))

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._stepped_s

    def monotonic_ns(self) -> int:
        """The same clock in nanoseconds."""
        return round(self._stepped_s * 1e9)

    def let_pass(self, seconds: float) -> None:
        """Up to so many seconds, and fewer when there is news in between."""
        self._stepped_s += seconds if self.passes is None else self.passes(seconds)


def run_stepped(main: Coroutine[Any, Any, Returned]) -> Returned:
    """Run a coroutine to its end on a `SteppedTimeLoop` of its own."""
    with asyncio.Runner(loop_factory=SteppedTimeLoop) as runner:
        return runner.run(main)
