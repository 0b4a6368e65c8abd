"""Cycles as two witnesses saw them: the daemon's timing records, and the rig's own record of what really happened.

All instants are nanoseconds of CLOCK_MONOTONIC on one machine, so they may be subtracted from each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner_daemon.clock import elapsed_ms

__all__ = ["SeenCycle", "TrueShot", "seen_cycles"]


@dataclass(frozen=True, slots=True)
class TrueShot:
    """One exposure as the body knows it."""

    received_ns: int
    """The shutter operation had arrived."""
    closed_ns: int
    """The true end of the exposure."""


@dataclass(frozen=True, slots=True)
class SeenCycle:
    """One spread from the press to the rig's being armed again."""

    pressed_ns: int
    """The pedal event was sent."""
    told: Mapping[str, Any]
    """The daemon's record: the fields of `CycleTiming`, sides by name."""
    shots: Mapping[str, TrueShot]
    settled_ns: int | None
    """The controller reported the platen settled; None without a motor."""

    @property
    def press_to_motion_ms(self) -> float | None:
        """From the press to the motion command."""
        motion_ns = self.told["motion_commanded_at_ns"]
        return None if self.settled_ns is None or motion_ns is None else elapsed_ms(self.pressed_ns, motion_ns)

    @property
    def settled_to_shutter_ms(self) -> float | None:
        """From the controller's report to the later body's receipt of the shutter operation."""
        return None if self.settled_ns is None else elapsed_ms(self.settled_ns, self._received_ns)

    @property
    def pedal_to_shutter_ms(self) -> float | None:
        """The software's share of the way from pedal to shutters; None without a motor."""
        first, second = self.press_to_motion_ms, self.settled_to_shutter_ms
        return None if first is None or second is None else first + second

    @property
    def shutter_difference_ms(self) -> float | None:
        """Between the two bodies' receipts; None with one body."""
        received = [shot.received_ns for shot in self.shots.values()]
        return elapsed_ms(min(received), max(received)) if len(received) > 1 else None

    def turn_signal_ms(self, lag_ms: float, exposure_ms: float, guard_ms: float) -> float | None:
        """How far the TURN signal is off the predicted end: the later shutter command + lag + exposure + guard.

        None where a motor turns the leaf and nobody is told.
        """
        signal_ns = self.told["turn_signalled_at_ns"]
        predicted_ns = max(self.told["commanded_at_ns"].values()) + round((lag_ms + exposure_ms + guard_ms) * 1e6)
        return None if signal_ns is None else abs(elapsed_ms(predicted_ns, signal_ns))

    def turn_after_true_end_ms(self) -> Sequence[float]:
        """For each body, from the true end of its exposure to the TURN signal; negative: the signal came too soon."""
        signal_ns = self.told["turn_signalled_at_ns"]
        return [] if signal_ns is None else [elapsed_ms(shot.closed_ns, signal_ns) for shot in self.shots.values()]

    @property
    def landed_to_verdict_ms(self) -> float | None:
        """From the later file's landing to the verdict."""
        judged_ns = self.told["judged_at_ns"]
        return None if judged_ns is None else elapsed_ms(max(self.told["landed_at_ns"].values()), judged_ns)

    @property
    def press_to_armed_ms(self) -> float | None:
        """The whole cycle on a motorised cradle."""
        armed_ns = self.told["armed_at_ns"]
        return None if armed_ns is None else elapsed_ms(self.pressed_ns, armed_ns)

    @property
    def press_to_turn_ms(self) -> float | None:
        """From the press to the TURN signal."""
        signal_ns = self.told["turn_signalled_at_ns"]
        return None if signal_ns is None else elapsed_ms(self.pressed_ns, signal_ns)

    @property
    def shutters_ms(self) -> Mapping[str, float]:
        """For each body, from the receipt of the shutter operation to the end of the exposure: lag and exposure."""
        return {side: elapsed_ms(shot.received_ns, shot.closed_ns) for side, shot in self.shots.items()}

    @property
    def _received_ns(self) -> int:
        return max(shot.received_ns for shot in self.shots.values())


def seen_cycles(
    pressed_ns: Sequence[int], told: Sequence[Mapping[str, Any]], truth: Mapping[str, Any]
) -> list[SeenCycle]:
    """Bring the two records together. ``told`` in order of the presses; ``truth`` as `SimulatedRig.truth` gives it.

    Raises LookupError where they cannot be of the same run.
    """
    if len(pressed_ns) != len(told):
        raise LookupError(f"{len(pressed_ns)} presses, {len(told)} timing records")
    shots = {side: _Shots(records) for side, records in truth["shots"].items()}
    downs = [move["at_ns"] for move in truth["platen_moves"] if move["platen"] == "down"]
    return [_seen(pressed, timing, shots, downs) for pressed, timing in zip(pressed_ns, told, strict=True)]


def _seen(pressed_ns: int, told: Mapping[str, Any], shots: Mapping[str, _Shots], downs: Sequence[int]) -> SeenCycle:
    mine = {side: shots[side].first_after(commanded_ns) for side, commanded_ns in told["commanded_at_ns"].items()}
    settled_ns = None
    if downs:
        reported = bisect_right(downs, told["platen_settled_at_ns"])
        if reported == 0:
            raise LookupError("the platen settled for the daemon before it did for the controller")
        settled_ns = downs[reported - 1]
    return SeenCycle(pressed_ns, told, mine, settled_ns)


class _Shots:
    """One body's shots, found by the command that caused them."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self._records = records
        self._received = [record["received_ns"] for record in records]

    def first_after(self, commanded_ns: int) -> TrueShot:
        """The shot whose operation arrived first after it was commanded."""
        index = bisect_left(self._received, commanded_ns)
        if index == len(self._records):
            raise LookupError("a shutter was commanded that no body heard of")
        record = self._records[index]
        return TrueShot(record["received_ns"], record["closed_ns"])
