"""What can be made to go wrong with a simulated body.

A `Fault` strikes an operation: at a named `Moment`, or at one operation code. A `Condition` is a state of the body
that refuses the shutter until it is cleared. Both are values; `SimulatedBody.inject` puts them in force.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

__all__ = [
    "BatteryLow",
    "Busy",
    "Condition",
    "Fault",
    "FaultTable",
    "Hang",
    "IoError",
    "Moment",
    "OutOfFocus",
    "Refusal",
    "ShortData",
    "Slow",
    "Stall",
    "StoreFull",
    "Unplug",
    "WrongDial",
]


class Moment(StrEnum):
    """Named groups of operations that a fault can wait for."""

    ANY = "any"
    CONNECT = "connect"
    CAPTURE = "capture"
    """The operation that releases the shutter (not an EOS half-press)."""
    DOWNLOAD = "download"
    LIVE_VIEW = "live_view"
    """Fetching a live-view frame."""
    SETTINGS = "settings"
    """Setting a property."""
    EVENTS = "events"
    """Asking for events, which libgphoto2 does after each shot and while it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that befalls the next operations of one kind."""

    at: Moment | int
    """A moment, or an operation code."""
    times: int | None = 1
    """How many operations it strikes; None strikes until cleared."""
    after: int = 0
    """Matching operations that pass unharmed first."""
    delay_ms: float = 0.0
    """Waited before it strikes, with the operation already taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy(Fault):
    """The body answers DeviceBusy. libgphoto2 tries a release again for about 0.3 s, then says -110."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Fault):
    """The body answers with the response code ``code``."""

    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow(Fault):
    """The body answers properly, ``delay_ms`` late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang(Fault):
    """The body takes the operation, does nothing, and never answers. To release and then say nothing, `Stall` it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall(Fault):
    """The body carries the operation out, and its answer stops for good after ``fraction`` of the data.

    Without a data phase the answer never comes.
    """

    fraction: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortData(Fault):
    """The data phase ends after ``fraction`` of what it announced, and the response follows as if all was well."""

    fraction: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class IoError(Fault):
    """The transfer fails on the bus after ``fraction`` of the data (over PTP/IP the connection is reset)."""

    fraction: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplug(Fault):
    """The cable comes out after ``fraction`` of the answer, and goes back in ``replug_after_ms`` later, or never."""

    fraction: float = 0.5
    replug_after_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A state of the body. ``times`` refused releases end it; None lasts until cleared."""

    times: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFull(Condition):
    """No room: releases answer StoreFull, and no shots are left on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryLow(Condition):
    """The battery shows ``percent`` and releases are refused."""

    percent: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfFocus(Condition):
    """Autofocus finds nothing: releases are refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongDial(Condition):
    """The mode dial stands on P: shutter and aperture cannot be set. Releases work; ``times`` is not used."""


_Kind = TypeVar("_Kind", bound=Condition)


@dataclass(slots=True)
class _InForce:
    fault: Fault
    passing: int
    left: int | None


class FaultTable:
    """The faults in force on one body; safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[_InForce] = []
        self._conditions: dict[type[Condition], Condition] = {}
        self._refusals_left: dict[type[Condition], int] = {}

    def inject(self, fault: Fault | Condition) -> None:
        """Put one more fault in force; a condition replaces its like."""
        with self._lock:
            if isinstance(fault, Condition):
                self._conditions[type(fault)] = fault
                self._refusals_left.pop(type(fault), None)
                if fault.times is not None:
                    self._refusals_left[type(fault)] = fault.times
            else:
                self._faults.append(_InForce(fault, fault.after, fault.times))

    def clear(self, *kinds: type[Fault | Condition]) -> None:
        """Take back what is of these kinds; everything, without any."""
        with self._lock:
            self._faults = [entry for entry in self._faults if kinds and not isinstance(entry.fault, kinds)]
            for kind in list(self._conditions):
                if not kinds or issubclass(kind, kinds):
                    del self._conditions[kind]
                    self._refusals_left.pop(kind, None)

    def take(self, moment: Moment | None, code: int) -> Fault | None:
        """The fault that strikes this operation, if one does; it is used up by one."""
        with self._lock:
            for entry in self._faults:
                if entry.fault.at not in (Moment.ANY, moment, code):
                    continue
                if entry.passing > 0:
                    entry.passing -= 1
                    continue
                if entry.left is not None:
                    entry.left -= 1
                    if entry.left <= 0:
                        self._faults.remove(entry)
                return entry.fault
        return None

    def condition(self, kind: type[_Kind]) -> _Kind | None:
        """The condition of this kind, if the body is in it."""
        found = self._conditions.get(kind)
        return found if isinstance(found, kind) else None

    def refused_by(self, kind: type[Condition]) -> bool:
        """Whether a release is refused by this condition; counts the refusal."""
        with self._lock:
            if kind not in self._conditions:
                return False
            if kind in self._refusals_left:
                self._refusals_left[kind] -= 1
                if self._refusals_left[kind] <= 0:
                    del self._conditions[kind], self._refusals_left[kind]
            return True
