"""An asyncio loop whose clock jumps to the next timer instead of waiting for it."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

__all__ = ["NothingWillHappen", "VirtualTimeLoop", "run_virtually"]

Returned = TypeVar("Returned")


class NothingWillHappen(RuntimeError):
    """Everything waits and no timer is set: the program under test would hang for ever."""


class _SkippingSelector(selectors.SelectSelector):
    def __init__(self, skip: Callable[[float], None]) -> None:
        super().__init__()
        self._skip = skip

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise NothingWillHappen("every task waits for something that no timer will bring")
        if timeout > 0:
            self._skip(timeout)
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Starts at 0.0 s. Not for threads: what they do takes no time here."""

    def __init__(self) -> None:
        self._virtual_s = 0.0
        super().__init__(_SkippingSelector(self._skip))

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._virtual_s

    def monotonic_ns(self) -> int:
        """The same clock in nanoseconds."""
        return round(self._virtual_s * 1e9)

    def _skip(self, seconds: float) -> None:
        self._virtual_s += seconds


def run_virtually(main: Coroutine[Any, Any, Returned]) -> Returned:
    """Run a coroutine to its end on a `VirtualTimeLoop` of its own."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)
