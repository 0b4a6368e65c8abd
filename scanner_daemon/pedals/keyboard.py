"""The keyboard of the terminal as a pedal: space or enter fires, for a rig whose foot pedal has not come yet."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import termios
import tty
from collections.abc import AsyncIterator, Iterator, Mapping
from types import MappingProxyType

from scanner_daemon.capture.ports import PedalPressed
from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.clock import Clock
from scanner_daemon.pedals.outlet import PressOutlet

__all__ = ["TERMINAL_KEYS", "HeldKeys", "KeyboardPedal"]

TERMINAL_KEYS: Mapping[int, PedalSwitch] = MappingProxyType(
    {
        ord(" "): PedalSwitch.FIRE,
        ord("\r"): PedalSwitch.FIRE,
        ord("\n"): PedalSwitch.FIRE,
        ord("r"): PedalSwitch.RE_SHOOT,
        ord("p"): PedalSwitch.PAUSE,
    }
)
_QUIET_NS = 700_000_000
"""A terminal tells no release, only repetition: the first after up to 660 ms, then some thirty a second."""
_log = logging.getLogger(__name__)


class HeldKeys:
    """Tells a key that is pressed from one that is held, by the quiet before it. Pure."""

    def __init__(self, quiet_ns: int = _QUIET_NS) -> None:
        self._quiet_ns = quiet_ns
        self._last_ns: dict[int, int] = {}

    def pressed(self, key: int, at_ns: int) -> bool:
        """Whether this character begins a press."""
        before = self._last_ns.get(key)
        self._last_ns[key] = at_ns
        return before is None or at_ns - before >= self._quiet_ns


class KeyboardPedal:
    """Reads a terminal key by key. Not a terminal (a service, a pipe): not fitted, and nothing is read."""

    name = "keyboard"

    def __init__(self, descriptor: int, clock: Clock) -> None:
        self._descriptor = descriptor
        self._clock = clock
        self._outlet = PressOutlet()
        self._held = HeldKeys()
        self._fitted = False

    @property
    def fitted(self) -> bool:
        """Whether there is a terminal."""
        return self._fitted

    def presses(self) -> AsyncIterator[PedalPressed]:
        """Presses from now on."""
        return self._outlet.presses()

    async def run(self) -> None:
        """Read until the terminal has gone. The terminal is left as it was found, even after a failure."""
        if not os.isatty(self._descriptor):
            return
        loop = asyncio.get_running_loop()
        hung_up = asyncio.Event()
        with self._key_by_key():
            loop.add_reader(self._descriptor, self._take, hung_up)
            self._fitted = True
            try:
                await hung_up.wait()
            finally:
                self._fitted = False
                loop.remove_reader(self._descriptor)

    def _take(self, hung_up: asyncio.Event) -> None:
        try:
            typed = os.read(self._descriptor, 64)
        except BlockingIOError:
            return
        except OSError as error:
            _log.warning("the terminal has gone: %s", error.strerror)
            typed = b""
        if not typed:
            hung_up.set()
            return
        at_ns = self._clock.monotonic_ns()
        for key in typed:
            switch = TERMINAL_KEYS.get(key)
            if switch is not None and self._held.pressed(key, at_ns):
                self._outlet.put(PedalPressed(at_ns=at_ns, switch=switch, source=self.name))

    @contextlib.contextmanager
    def _key_by_key(self) -> Iterator[None]:
        before = termios.tcgetattr(self._descriptor)
        tty.setcbreak(self._descriptor, termios.TCSAFLUSH)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, before)
