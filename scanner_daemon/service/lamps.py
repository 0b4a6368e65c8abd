"""Lamps burn for a while before their colour holds still: until then a press is refused, or somebody insists."""

from __future__ import annotations

import math

from scanner_daemon.capture.reasons import Reason
from scanner_daemon.clock import Clock

__all__ = ["LampWarmUp"]


class LampWarmUp:
    """Follows the brightness that the controller tells, on the clock that it is given. Lives on the event loop."""

    def __init__(self, clock: Clock, warm_up_s: float) -> None:
        self._clock = clock
        self._warm_up_s = warm_up_s
        self._brightness: int | None = None
        self._lit_at_ns = 0
        self._skipped = False

    @property
    def left_s(self) -> int:
        """Whole seconds until the lamps are warm; 0 when they are, are off or not fitted, or nobody waits for them."""
        if not self._brightness or self._skipped:
            return 0
        return max(0, math.ceil(self._warm_up_s - (self._clock.monotonic_ns() - self._lit_at_ns) / 1e9))

    def seen(self, brightness: int | None) -> None:
        """What the controller says now; None: no lamps are wired to it, or it is not there."""
        if brightness and not self._brightness:
            self._lit_at_ns = self._clock.monotonic_ns()
        self._brightness = brightness

    def wanted(self, warm_up_s: float) -> None:
        """How long they must burn, from now on."""
        self._warm_up_s = warm_up_s

    def skip(self) -> None:
        """A person insists: nobody waits for the lamps until the daemon opens the rig anew."""
        self._skipped = True

    def holds(self) -> tuple[Reason, ...]:
        """Why nothing may be exposed yet."""
        left_s = self.left_s
        if not left_s:
            return ()
        return (
            Reason(
                "lamps_warming",
                f"The lamps are warming up: {left_s} s left.",
                "Wait, or go on without waiting in the rig's set-up.",
                (("left_s", left_s),),
            ),
        )
