"""Trying the pedal: presses are shown and not served, and a trial that nobody looks at any more ends by itself."""

from __future__ import annotations

from scanner_daemon.api.schemas import PressSeen, Switch
from scanner_daemon.capture.ports import PedalPressed
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.clock import Clock

__all__ = ["TRIAL_S", "PedalTrials"]

TRIAL_S = 60.0
"""A screen that is killed in mid-trial must not leave a pedal behind that does nothing."""
_HOLD = Reason("pedal_tried", "The pedal is being tried.", "End its trial in the rig's set-up, then press again.")


class PedalTrials:
    """At most one trial at a time. Lives on the event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until_ns = 0
        self._seen: dict[tuple[Switch, str], PressSeen] = {}

    @property
    def on(self) -> bool:
        """Presses are shown and not served."""
        return self._clock.monotonic_ns() < self._until_ns

    @property
    def presses(self) -> tuple[PressSeen, ...]:
        """The last press of each switch and source, the newest first."""
        return tuple(sorted(self._seen.values(), key=lambda seen: seen.at, reverse=True))

    def begin(self) -> None:
        """Begin, or go on for another minute."""
        if not self.on:
            self._seen.clear()
        self._until_ns = self._clock.monotonic_ns() + round(TRIAL_S * 1e9)

    def end(self) -> None:
        """Presses are served again."""
        self._until_ns = 0

    def saw(self, press: PedalPressed) -> None:
        """A press came."""
        switch = Switch(press.switch.value)
        before = self._seen.get((switch, press.source))
        count = before.count + 1 if before is not None else 1
        self._seen[switch, press.source] = PressSeen(
            switch=switch, source=press.source, at=self._clock.utc(), count=count
        )

    def holds(self) -> tuple[Reason, ...]:
        """Why nothing may be exposed now."""
        return (_HOLD,) if self.on else ()
