"""An evdev device: opened, grabbed so that nobody else gets its keys, and read with monotonic time stamps."""

from __future__ import annotations

import fcntl
import logging
import struct
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.clock import Clock
from scanner_daemon.errors import BookcradleError
from scanner_daemon.pedals.keys import COMMON_KEYS, KeyEdge

__all__ = ["EvdevDevice", "KeyDevice", "UnknownKeyError", "switches_by_code"]

_EVIOCSCLOCKID = 0x400445A0
_log = logging.getLogger(__name__)


class UnknownKeyError(BookcradleError):
    """The settings name a key that the kernel does not know."""

    code = "unknown_key"
    what = "The settings of the pedal name a key that does not exist: {key}."
    remedy = "Use the kernel's names, such as KEY_B or BTN_1; `evtest` shows what a pedal sends."


class KeyDevice(Protocol):
    """What the pedal reads from; tests put a fake here."""

    def fileno(self) -> int:
        """Readable when there are events."""
        ...

    def read(self) -> Sequence[KeyEdge]:
        """The events that have come; never waits. Raises OSError when the device has gone."""
        ...

    def close(self) -> None: ...


class EvdevDevice:
    """One ``/dev/input/event*``, grabbed exclusively.

    The kernel stamps the events with CLOCK_MONOTONIC, so a press has the time at which it happened even when this
    process was busy. Raises OSError when the device is missing, forbidden, or grabbed by another program.
    """

    def __init__(self, path: str, clock: Clock) -> None:
        import evdev  # only a rig with such a pedal carries it

        self._clock = clock
        try:
            self._device: Any = evdev.InputDevice(path, readonly=True)
        except SystemError as error:  # python-evdev's answer to an ioctl that fails
            raise OSError(f"{path} is not an input device") from error
        try:
            self._device.grab()
            self._stamped = self._stamp_monotonic()
        except OSError:
            self.close()
            raise
        self._key_type: int = evdev.ecodes.EV_KEY
        self._syn_type: int = evdev.ecodes.EV_SYN
        self._syn_dropped: int = evdev.ecodes.SYN_DROPPED
        self._lost = False
        _log.info("pedal %s is %s", path, self._device.name)

    def _stamp_monotonic(self) -> bool:
        try:
            fcntl.ioctl(self._device.fd, _EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC))
        except OSError:
            return False
        return True

    def fileno(self) -> int:
        """The device's file descriptor."""
        return int(self._device.fd)

    def read(self) -> Sequence[KeyEdge]:
        """The edges of keys that have come. After the kernel has lost events, those up to the next report are void."""
        now_ns = self._clock.monotonic_ns()
        edges = []
        for event in self._device.read():
            if event.type == self._syn_type:
                self._lost = event.code == self._syn_dropped
            elif event.type == self._key_type and not self._lost:
                stamp_ns = event.sec * 1_000_000_000 + event.usec * 1_000
                at_ns = min(stamp_ns, now_ns) if self._stamped else now_ns
                edges.append(KeyEdge(at_ns, event.code, event.value))
        return edges

    def close(self) -> None:
        """Let go of the device; the grab goes with it."""
        self._device.close()


def switches_by_code(named: Mapping[str, PedalSwitch]) -> dict[int, PedalSwitch]:
    """The common keys and, before them, those of the settings, by the kernel's number. Raises UnknownKeyError."""
    from evdev import ecodes

    codes: dict[int, PedalSwitch] = {}
    for key, switch in {**COMMON_KEYS, **named}.items():
        code = ecodes.ecodes.get(key)
        if code is None or not key.startswith(("KEY_", "BTN_")):
            raise UnknownKeyError(key=key)
        codes[code] = switch
    return codes
