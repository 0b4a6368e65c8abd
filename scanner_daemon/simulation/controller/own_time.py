"""The simulated controller's own time: what it does is done at its instant, however late its thread runs."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["OwnTime"]


class OwnTime:
    """Microseconds since it was made, and what is to be done at instants to come. For one thread."""

    def __init__(self) -> None:
        self._origin_ns = time.monotonic_ns()
        self._instant_us: int | None = None
        self._planned: list[tuple[int, int, Callable[[], None]]] = []
        """A heap; the numbers in the middle keep the plans of one instant in their order."""
        self._number = itertools.count()

    def clock_us(self) -> int:
        """What the computer's clock says."""
        return (time.monotonic_ns() - self._origin_ns) // 1000

    def now_us(self) -> int:
        """The instant that is being lived: the clock's, except within `at`."""
        return self.clock_us() if self._instant_us is None else self._instant_us

    def host_ns(self, instant_us: int) -> int:
        """An instant by CLOCK_MONOTONIC."""
        return self._origin_ns + instant_us * 1000

    @contextmanager
    def at(self, instant_us: int) -> Iterator[None]:
        """What is done within is done at this instant, which may have passed."""
        before, self._instant_us = self._instant_us, instant_us
        try:
            yield
        finally:
            self._instant_us = before

    def later(self, after_us: int, act: Callable[[], None]) -> None:
        """Plan it, so long from now."""
        heapq.heappush(self._planned, (self.now_us() + after_us, next(self._number), act))

    @property
    def due_us(self) -> int | None:
        """The instant of the next plan."""
        return self._planned[0][0] if self._planned else None

    def take(self) -> tuple[int, Callable[[], None]]:
        """The next plan, with its instant; it is planned no more."""
        due_us, _, act = heapq.heappop(self._planned)
        return due_us, act
