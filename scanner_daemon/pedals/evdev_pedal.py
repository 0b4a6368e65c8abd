"""The foot pedal on USB: found by its stable name, kept for ourselves, and found again after it was unplugged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from scanner_daemon.capture.ports import PedalPressed
from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.pedals.device import KeyDevice
from scanner_daemon.pedals.hotplug import DeviceTold, watch_input_devices
from scanner_daemon.pedals.keys import Debounce
from scanner_daemon.pedals.outlet import PressOutlet

__all__ = ["EvdevPedal"]

_LOOK_AGAIN_S = 2.0
_log = logging.getLogger(__name__)


class EvdevPedal:
    """A pedal that may come and go. `run` it beside whoever listens to `presses`."""

    name = "evdev"

    def __init__(
        self,
        path: str,
        open_device: Callable[[str], KeyDevice],
        switches: Mapping[int, PedalSwitch],
        *,
        debounce_ms: float,
        watch: Callable[[DeviceTold], AbstractContextManager[None]] = watch_input_devices,
        look_again_s: float = _LOOK_AGAIN_S,
    ) -> None:
        self._path = path
        self._open_device = open_device
        self._switches = switches
        self._debounce_ms = debounce_ms
        self._watch = watch
        self._look_again_s = look_again_s
        self._outlet = PressOutlet()
        self._fitted = False
        self._why_not = ""
        self._node: str | None = None
        self._came = asyncio.Event()
        self._went = asyncio.Event()

    @property
    def fitted(self) -> bool:
        """Whether the pedal is there and is ours now."""
        return self._fitted

    def presses(self) -> AsyncIterator[PedalPressed]:
        """Presses from now on, across unplugging."""
        return self._outlet.presses()

    async def run(self) -> None:
        """Look for the pedal and read it, for ever. Never raises because it is missing."""
        with self._watch(self._told):
            while True:
                self._came.clear()
                self._went.clear()
                device = self._open()
                if device is not None:
                    await self._read_until_gone(device)
                    continue
                try:
                    await asyncio.wait_for(self._came.wait(), self._look_again_s)
                except TimeoutError:
                    continue

    def _told(self, action: str, node: str | None) -> None:
        if action == "remove":
            if node is not None and node == self._node:
                self._went.set()
        else:
            self._came.set()

    def _open(self) -> KeyDevice | None:
        try:
            device = self._open_device(self._path)
        except OSError as error:
            self._say_why_not(error.strerror or str(error))
            return None
        self._node = str(Path(self._path).resolve())
        self._why_not = ""
        return device

    def _say_why_not(self, reason: str) -> None:
        """Once for each reason: this is asked again every two seconds."""
        if reason != self._why_not:
            _log.info("no pedal at %s: %s", self._path, reason)
            self._why_not = reason

    async def _read_until_gone(self, device: KeyDevice) -> None:
        debounce = Debounce(self._switches, self._debounce_ms)
        source = f"{self.name}:{Path(self._path).name}"
        loop = asyncio.get_running_loop()

        def readable() -> None:
            try:
                edges = device.read()
            except BlockingIOError:
                return
            except OSError as error:
                loop.remove_reader(descriptor)
                _log.warning("the pedal has gone: %s", error.strerror or error)
                self._went.set()
                return
            for edge in edges:
                pressed = debounce.press(edge)
                if pressed is not None:
                    switch, at_ns = pressed
                    self._outlet.put(PedalPressed(at_ns=at_ns, switch=switch, source=source))

        descriptor = device.fileno()
        try:
            loop.add_reader(descriptor, readable)
            self._fitted = True
            await self._went.wait()
        finally:
            self._fitted = False
            self._node = None
            loop.remove_reader(descriptor)
            device.close()
