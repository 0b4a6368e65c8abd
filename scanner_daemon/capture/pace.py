"""How fast the book goes: pages an hour over the last spreads, from armed to armed."""

from __future__ import annotations

from collections import deque

__all__ = ["Pace"]

_SPREADS = 20
"""Long enough to even out one page that was smoothed by hand, short enough to follow a change of operator."""


class Pace:
    """Counts spreads as they are done."""

    def __init__(self) -> None:
        self._done: deque[tuple[int, int]] = deque(maxlen=_SPREADS)

    def count(self, at_ns: int, pages: int) -> None:
        """A spread of so many pages was done at this monotonic instant."""
        self._done.append((at_ns, pages))

    @property
    def pages_per_hour(self) -> float | None:
        """None before the second spread: one instant has no speed."""
        if len(self._done) < 2:
            return None
        elapsed_ns = self._done[-1][0] - self._done[0][0]
        pages = sum(count for _, count in self._done) - self._done[0][1]
        return pages * 3.6e12 / elapsed_ns if elapsed_ns > 0 else None
