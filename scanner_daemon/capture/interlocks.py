"""Interlocks: facts in, the reasons that forbid an exposure out. Pure; asked at every press and shown while at rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner_daemon.capture.ports import CradleStatus
from scanner_daemon.capture.reasons import IF_DOWN, Reason
from scanner_daemon.vocabulary import Side

__all__ = ["CameraFact", "RigFacts", "blocking"]


@dataclass(frozen=True, slots=True)
class CameraFact:
    """One body as it is known without asking it."""

    side: Side
    alive: bool
    model: str | None = None
    serial: str | None = None
    brand: str | None = None
    battery_percent: int | None = None


@dataclass(frozen=True, slots=True)
class RigFacts:
    """All that the interlocks look at, cached: reading it makes no system call.

    ``free_bytes`` None: not measured yet, which blocks nothing. ``busy_with`` names work of our own that must not
    meet an exposure, such as a deletion.
    """

    sides: tuple[Side, ...]
    cameras: tuple[CameraFact, ...]
    cradle: CradleStatus
    has_platen_motor: bool
    has_turner: bool
    free_bytes: int | None
    min_free_bytes: int
    busy_with: str | None = None
    holds: tuple[Reason, ...] = ()
    """What the rest of the daemon has against an exposure, such as lamps that are not warm yet."""


def blocking(facts: RigFacts) -> tuple[Reason, ...]:
    """Every reason why nothing may be exposed now, the most urgent first; empty when all is clear."""
    reasons = [reason for check in _CHECKS for reason in check(facts)]
    return tuple(reasons)


def _emergency_stop(facts: RigFacts) -> Sequence[Reason]:
    if not facts.cradle.emergency_stop_latched:
        return ()
    return (Reason("emergency_stop", "The emergency stop at the cradle is latched.", IF_DOWN),)


def _link(facts: RigFacts) -> Sequence[Reason]:
    motors = facts.has_platen_motor or facts.has_turner
    if facts.cradle.connected or not motors:
        return ()
    remedy = "Check its USB cable and its power; captured files are kept."
    return (Reason("link_lost", "The cradle's controller does not answer.", remedy),)


def _latched_fault(facts: RigFacts) -> Sequence[Reason]:
    code = facts.cradle.fault_code
    if code is None or not facts.cradle.connected:  # without a link, the lost link is the reason
        return ()
    said = (facts.cradle.fault_reason or code).rstrip(".")
    remedy = "Clear its cause, then release the cradle."
    return (Reason("cradle_fault", f"The cradle has stopped itself: {said}.", remedy, (("fault", code),)),)


def _operator_needed(facts: RigFacts) -> Sequence[Reason]:
    if not facts.cradle.needs_operator:
        return ()
    remedy = "Look at platen and leaf, then release the cradle; it will find its home position."
    return (Reason("cradle_needs_operator", "The cradle does not know where it stands.", remedy),)


def _homed(facts: RigFacts) -> Sequence[Reason]:
    if facts.cradle.homed is not False or not facts.has_platen_motor:
        return ()
    return (Reason("not_homed", "The platen has not found its home position.", "Release the cradle to home it."),)


def _lid(facts: RigFacts) -> Sequence[Reason]:
    if facts.cradle.lid_closed is not False:
        return ()
    return (Reason("lid_open", "The lid is open.", "Close it."),)


_PLACES = {"down": "down", "moving": "moving", "between": "between up and down"}


def _platen(facts: RigFacts) -> Sequence[Reason]:
    if not facts.has_platen_motor or facts.cradle.platen not in ("down", "moving", "between"):
        return ()
    where = facts.cradle.platen
    return (
        Reason(
            "platen_not_up", f"The platen is {_PLACES[where]}.", "Raise it, then press again.", (("platen", where),)
        ),
    )


def _cameras(facts: RigFacts) -> Sequence[Reason]:
    alive = {camera.side for camera in facts.cameras if camera.alive}
    return [
        Reason(
            "camera_lost",
            f"The {side.value} camera does not answer." if side is not Side.BOTH else "The camera does not answer.",
            "Check that it is switched on, and its USB cable; captured files are kept.",
            (("side", side.value),),
        )
        for side in facts.sides
        if side not in alive
    ]


def _disk(facts: RigFacts) -> Sequence[Reason]:
    if facts.free_bytes is None or facts.free_bytes >= facts.min_free_bytes:
        return ()
    left, least = facts.free_bytes // 1_000_000, facts.min_free_bytes // 1_000_000
    return (
        Reason(
            "disk_low",
            f"Only {left} MB are free where the library is kept.",
            f"Make room until {least} MB are free.",
            (("free_bytes", facts.free_bytes), ("min_free_bytes", facts.min_free_bytes)),
        ),
    )


def _own_work(facts: RigFacts) -> Sequence[Reason]:
    if facts.busy_with is None:
        return ()
    return (Reason("own_work", f"The rig is busy: {facts.busy_with}.", "Press again in a moment."),)


def _held(facts: RigFacts) -> Sequence[Reason]:
    return facts.holds


_CHECKS: tuple[Callable[[RigFacts], Sequence[Reason]], ...] = (
    _emergency_stop,
    _link,
    _latched_fault,
    _operator_needed,
    _homed,
    _lid,
    _platen,
    _cameras,
    _disk,
    _held,
    _own_work,
)
