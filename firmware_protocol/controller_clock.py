"""The controller's 32-bit microseconds on the host's monotonic clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

__all__ = ["ControllerClock"]

_ROUND = 1 << 32


@dataclass(frozen=True, slots=True)
class _Sample:
    round_trip_ns: int
    middle_ns: int
    uptime_us: int


class ControllerClock:
    """Offset from the heartbeats with the shortest round trip among the last 16 (as NTP's clock filter chooses).

    The error is at most half that round trip, plus what two crystals drift apart in 16 heartbeats.
    """

    def __init__(self) -> None:
        self._samples: deque[_Sample] = deque(maxlen=16)

    def sample(self, sent_ns: int, received_ns: int, uptime_us: int) -> None:
        """One heartbeat: sent, answered at ``uptime_us``, answer received."""
        self._samples.append(_Sample(received_ns - sent_ns, (sent_ns + received_ns) // 2, uptime_us))

    @property
    def round_trip_ms(self) -> float | None:
        """The shortest recent round trip."""
        return min(sample.round_trip_ns for sample in self._samples) / 1e6 if self._samples else None

    def to_host_ns(self, at_us: int, received_ns: int) -> int:
        """The host's instant of a controller's instant, never later than its report was received."""
        if not self._samples:
            return received_ns
        best = min(self._samples, key=lambda sample: sample.round_trip_ns)
        ahead_us = (at_us - best.uptime_us) % _ROUND
        if ahead_us >= _ROUND // 2:
            ahead_us -= _ROUND
        return min(best.middle_ns + ahead_us * 1000, received_ns)
