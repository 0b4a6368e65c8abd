"""Live view as a body gives it: frames on a grid, and a mirror that takes its time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from scanner_daemon.simulation.ptp.timing import BodyTiming, sleep_until_ns
from scanner_daemon.simulation.ptp.wire import Buffer

__all__ = ["LiveView", "Preview"]

Preview = Callable[[], Buffer]
"""Called at the instant at which the body takes a live-view frame; returns a JPEG file, quickly."""


class LiveView:
    """Whether live view is on, and when its next frame is due. Used from the connection's thread only."""

    def __init__(self, timing: BodyTiming, preview: Preview) -> None:
        self._timing = timing
        self._preview = preview
        self._period_ns = 0 if math.isinf(timing.live_view_fps) else round(1e9 / timing.live_view_fps)
        self._ready_ns = 0
        self._due_ns = 0
        self.on = False
        self.frames = 0
        """Frames taken since the body was made."""

    def start(self) -> None:
        """Mirror up; frames come ``live_view_start_ms`` later. Harmless when on."""
        if not self.on:
            self.on = True
            self._ready_ns = time.monotonic_ns() + round(self._timing.live_view_start_ms * 1e6)
            self._due_ns = self._ready_ns

    def stop(self) -> None:
        """Mirror down: returns when it is. Harmless, and quick, when off."""
        if self.on:
            self.on = False
            time.sleep(self._timing.live_view_exit_ms / 1e3)

    @property
    def starting(self) -> bool:
        """On, but the first frame is not there yet."""
        return self.on and time.monotonic_ns() < self._ready_ns

    def frame(self) -> memoryview:
        """The next frame, at its instant on the body's grid; a late caller gets a fresh one at once."""
        now_ns = time.monotonic_ns()
        if self._due_ns < now_ns - self._period_ns:
            self._due_ns = now_ns
        sleep_until_ns(self._due_ns)
        self._due_ns += self._period_ns
        self.frames += 1
        return memoryview(self._preview()).cast("B")
