"""The mechanical critical path of a cycle: what it would take if the software took no time at all.

Two things that happen at once count as the longer of them. The lag of a shutter varies from shot to shot, so each
cycle is held against its own: ``shutter`` is the true time from a body's receipt of the shutter operation to the end
of its exposure, lag and exposure together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["BY_HAND_FORMULA", "MOTOR_FORMULA", "Mechanics"]

MOTOR_FORMULA = (
    "max(platen_travel + platen_settle, live_view_exit)"
    " + max over both bodies(shutter + write_to_buffer + picture / transfer_rate)"
    " + platen_travel + turn"
)
"""Motorised cradle, ``landed``: from the press to ARMED. The verdict runs under platen and turn."""
BY_HAND_FORMULA = (
    "live_view_exit + max(shutter_lag + exposure + guard + hand_turn,"
    " max over both bodies(shutter + write_to_buffer + picture / transfer_rate))"
)
"""By hand, ``exposed``: from the press until the leaf is over and the rig ARMED. Downloads run under the turn.

The person may turn at the predicted end, which is no sooner than the guard allows: no program knows this shot's lag.
"""


@dataclass(frozen=True, slots=True)
class Mechanics:
    """Everything that takes time in a rig, besides the software."""

    pace: Pace
    timing: BodyTiming
    picture_bytes: int
    guard_ms: float
    hand_turn_ms: float = 1_800.0
    """How long a person takes from TURN until the leaf is over and the glass down again."""

    def motor_path_ms(self, shutters_ms: Mapping[str, float]) -> float:
        """See MOTOR_FORMULA; ``shutters_ms`` by side."""
        lowered = max(self.pace.platen_travel_ms + self.pace.platen_settle_ms, self.timing.live_view_exit_ms)
        landed = max(shutters_ms.values()) + self._delivery_ms
        return lowered + landed + self.pace.platen_travel_ms + self.pace.turn_ms

    def by_hand_path_ms(self, shutters_ms: Mapping[str, float]) -> float:
        """See BY_HAND_FORMULA; ``shutters_ms`` by side."""
        predicted = self.timing.shutter_lag_ms + (self.timing.exposure_ms or 0.0) + self.guard_ms
        landed = max(shutters_ms.values()) + self._delivery_ms
        return self.timing.live_view_exit_ms + max(predicted + self.hand_turn_ms, landed)

    def by_hand_cycle_ms(self, press_to_turn_ms: float, press_to_armed_ms: float) -> float:
        """The cycle as it went: the leaf is over `hand_turn_ms` after the TURN signal."""
        return max(press_to_turn_ms + self.hand_turn_ms, press_to_armed_ms)

    def table(self) -> Mapping[str, Any]:
        """The latency table of the formulas, in milliseconds."""
        return {
            "platen_travel": self.pace.platen_travel_ms,
            "platen_settle": self.pace.platen_settle_ms,
            "turn": self.pace.turn_ms,
            "hand_turn": self.hand_turn_ms,
            "live_view_exit": self.timing.live_view_exit_ms,
            "shutter_lag": self.timing.shutter_lag_ms,
            "shutter_lag_jitter_sd": self.timing.shutter_lag_jitter_ms,
            "exposure": round(self.timing.exposure_ms or 0.0, 1),
            "guard": self.guard_ms,
            "write_to_buffer": self.timing.write_to_buffer_ms,
            "transfer": round(self.timing.transfer_ms(self.picture_bytes), 1),
        }

    @property
    def _delivery_ms(self) -> float:
        return self.timing.write_to_buffer_ms + self.timing.transfer_ms(self.picture_bytes)
