"""udev's word that input devices came or went; where udev cannot be heard, the pedal looks again by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["DeviceTold", "watch_input_devices"]

DeviceTold = Callable[[str, str | None], None]
"""Called with the action (``add``, ``remove``, …) and the device node, such as ``/dev/input/event5``."""

_log = logging.getLogger(__name__)


@contextmanager
def watch_input_devices(told: DeviceTold) -> Iterator[None]:
    """Call ``told`` on the running loop for each change of an input device, after udev's rules have been applied."""
    monitor = _monitor()
    if monitor is None:
        yield
        return
    loop = asyncio.get_running_loop()
    descriptor = monitor.fileno()

    def readable() -> None:
        while (device := monitor.poll(timeout=0)) is not None:
            told(device.action, device.device_node)

    loop.add_reader(descriptor, readable)
    try:
        yield
    finally:
        loop.remove_reader(descriptor)


def _monitor() -> Any | None:
    try:
        import pyudev

        monitor = pyudev.Monitor.from_netlink(pyudev.Context())
        monitor.filter_by("input")
        monitor.start()
    except (ImportError, OSError) as error:
        _log.warning("udev cannot be heard (%s); a pedal that is plugged in is found a little later", error)
        return None
    return monitor
