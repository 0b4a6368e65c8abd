"""How long a simulated body takes over everything it does."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass, replace

__all__ = ["BodyTiming", "LagSampler", "sleep_until_ns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTiming:
    """Latencies of one body; all of them may be zero, and `instant` makes them so.

    The defaults are chosen to have the order of a mid-range DSLR on USB 2, so that a rig built on them feels like one;
    none was measured on hardware.
    """

    shutter_lag_ms: float = 60.0
    """From the release operation's bytes to the shutter's opening."""
    shutter_lag_jitter_ms: float = 2.0
    """Standard deviation of the lag; a sample never strays further than three of it, nor below zero."""
    exposure_ms: float | None = None
    """Overrides the shutter widget; None exposes for as long as the widget says."""
    write_to_buffer_ms: float = 150.0
    """From the shutter's closing to the picture's being an object that can be fetched."""
    transfer_mb_s: float = 30.0
    """Rate of object downloads in 10^6 bytes a second; ``math.inf`` for as fast as the socket goes."""
    operation_ms: float = 0.5
    """Added before every answer."""
    live_view_start_ms: float = 300.0
    live_view_exit_ms: float = 400.0
    """How long the operation that ends live view keeps its answer back (the mirror comes down): up to 2000 on some."""
    live_view_fps: float = 30.0
    """Frames a second that the body makes; ``math.inf`` makes one whenever asked."""
    seed: int = 0
    """Of the jitter; the body's serial number is mixed in, so two bodies with one timing differ."""

    def __post_init__(self) -> None:
        for name in ("shutter_lag_ms", "shutter_lag_jitter_ms", "write_to_buffer_ms", "operation_ms"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} may not be negative")
        for name in ("live_view_start_ms", "live_view_exit_ms"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} may not be negative")
        if self.transfer_mb_s <= 0 or self.live_view_fps <= 0:
            raise ValueError("transfer_mb_s and live_view_fps must be above zero; math.inf means no limit")
        if self.exposure_ms is not None and self.exposure_ms < 0:
            raise ValueError("exposure_ms may not be negative")

    @classmethod
    def instant(cls, **changes: float | None) -> BodyTiming:
        """Everything takes no time, except what ``changes`` names; live view still comes at 30 fps."""
        zero = cls(
            shutter_lag_ms=0.0,
            shutter_lag_jitter_ms=0.0,
            exposure_ms=0.0,
            write_to_buffer_ms=0.0,
            transfer_mb_s=math.inf,
            operation_ms=0.0,
            live_view_start_ms=0.0,
            live_view_exit_ms=0.0,
        )
        return replace(zero, **changes)  # type: ignore[arg-type]  # every field is a float or None, bar the seed

    def transfer_ms(self, size_bytes: int) -> float:
        """How long ``size_bytes`` are on their way."""
        return size_bytes / self.transfer_mb_s / 1e3


class LagSampler:
    """Shutter lags of one body, the same sequence for the same seed and serial number."""

    def __init__(self, timing: BodyTiming, serial: str) -> None:
        self._timing = timing
        self._random = random.Random(f"{timing.seed}/{serial}")

    def next_ms(self) -> float:
        """Milliseconds from the release to the opening of the shutter."""
        stray = self._random.gauss(0.0, 1.0)
        jitter = max(-3.0, min(3.0, stray)) * self._timing.shutter_lag_jitter_ms
        return max(0.0, self._timing.shutter_lag_ms + jitter)


def sleep_until_ns(instant_ns: int) -> None:
    """Return at or after the monotonic instant, as near to it as the scheduler allows."""
    while (left_ns := instant_ns - time.monotonic_ns()) > 0:
        time.sleep(left_ns / 1e9)
