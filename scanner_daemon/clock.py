"""Two clocks, never mixed: monotonic nanoseconds for durations and deadlines, UTC for records. Tests inject both."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Clock", "SystemClock", "elapsed_ms"]


class Clock(Protocol):
    """What tells the time."""

    def monotonic_ns(self) -> int:
        """Nanoseconds of CLOCK_MONOTONIC: one scale for all processes of this machine since it started."""
        ...

    def utc(self) -> datetime:
        """The time of day for records, with UTC as its zone."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic_ns(self) -> int:
        """Nanoseconds of CLOCK_MONOTONIC."""
        return time.monotonic_ns()

    def utc(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)


def elapsed_ms(since_ns: int, until_ns: int) -> float:
    """Milliseconds between two monotonic instants in nanoseconds; negative when ``until_ns`` comes first."""
    return (until_ns - since_ns) / 1e6
