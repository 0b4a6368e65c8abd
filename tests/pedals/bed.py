"""A fake foot switch below the real libudev and python-evdev, run by the system's Python under ``umockdev-wrapper``.

``bed.py DESCRIPTION COMMAND…`` starts COMMAND in a testbed and obeys the lines of its standard input: ``plug``,
``unplug``, ``grabbed``, and ``key CODE VALUE``, which injects an event stamped with the monotonic clock.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402  # the version must be required first

NODE = "/dev/input/event5"
USB = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2"
EVENT = f"{USB}/1-2:1.0/0003:0C45:7403.0003/input/input20/event5"
EV_SYN, EV_KEY, EV_MSC = 0, 1, 4
KEYS = (30, 48, 46)
SIZES = {EV_SYN: 4, EV_KEY: 96, EV_MSC: 8}
ENOENT, EINVAL, ENOTTY = 2, 22, 25


def bits(numbers: tuple[int, ...], size: int) -> bytes:
    field = bytearray(size)
    for number in numbers:
        if number // 8 < size:
            field[number // 8] |= 1 << (number % 8)
    return bytes(field)


def answer(number: int, size: int) -> tuple[int, bytes | None] | int:
    """The (return value, data) of an evdev ioctl, or the errno with which it fails."""
    if number == 0x01:
        return 0, struct.pack("<i", 0x10001)
    if number == 0x02:
        return 0, struct.pack("<HHHH", 3, 0x0C45, 0x7403, 0x110)
    if number in (0x06, 0x07):
        text = {0x06: b"RDing FootSwitch1F1.\0", 0x07: b"usb-0000:00:14.0-2/input0\0"}[number]
        return len(text), text
    if number == 0x08:
        return ENOENT
    if number in (0x09, 0x18, 0x19, 0x1A, 0x1B):
        return size, bits((), size)
    if 0x20 <= number < 0x40:
        kind = number - 0x20
        numbers = {EV_SYN: (EV_SYN, EV_KEY, EV_MSC), EV_KEY: KEYS, EV_MSC: (4,)}.get(kind, ())
        length = min(size, SIZES.get(kind, 8))
        return length, bits(numbers, length)
    if number == 0x84:
        return 0, struct.pack("<i", 0)
    if number in (0x90, 0xA0):
        return 0, None
    return EINVAL


class Bed:
    def __init__(self, description: str) -> None:
        self.description = description
        self.grabs = 0
        self.testbed: Any = UMockdev.Testbed.new()
        self.ioctls: Any = UMockdev.IoctlBase()
        self.ioctls.connect("handle-ioctl", self.on_ioctl)
        self.descriptor = -1

    def on_ioctl(self, _base: Any, client: Any) -> bool:
        request = client.get_request() & 0xFFFFFFFF
        number, kind, size = request & 0xFF, (request >> 8) & 0xFF, (request >> 16) & 0x3FFF
        if kind != ord("E"):
            client.complete(-1, ENOTTY)
            return True
        told = answer(number, size)
        self.grabs += number == 0x90
        if isinstance(told, int):
            client.complete(-1, told)
            return True
        value, data = told
        if data is not None:
            client.get_arg().resolve(0, size).update(0, data[:size])
        client.complete(value, 0)
        return True

    def plug(self) -> None:
        """Once: umockdev 0.17 cannot plug the same node again."""
        self.testbed.add_from_string(self.description)
        self.testbed.attach_ioctl(NODE, self.ioctls)
        self.descriptor = self.testbed.get_dev_fd(NODE)
        self.testbed.uevent(EVENT, "add")

    def unplug(self) -> None:
        self.testbed.detach_ioctl(NODE)
        self.testbed.uevent(EVENT, "remove")
        self.testbed.remove_device(EVENT)
        self.descriptor = -1

    def key(self, code: int, value: int) -> None:
        seconds, nanoseconds = divmod(time.monotonic_ns(), 1_000_000_000)
        stamp = struct.pack("<qq", seconds, nanoseconds // 1000)
        scan = stamp + struct.pack("<HHi", EV_MSC, 4, 0x70005)
        edge = stamp + struct.pack("<HHi", EV_KEY, code, value)
        report = stamp + struct.pack("<HHi", EV_SYN, 0, 0)
        for event in (scan, edge, report):
            os.write(self.descriptor, event)


def main() -> int:
    bed = Bed(Path(sys.argv[1]).read_text())
    loop = GLib.MainLoop()
    threading.Thread(target=loop.run, daemon=True).start()
    environment = dict(os.environ, UMOCKDEV_DIR=bed.testbed.get_root_dir())
    with subprocess.Popen(sys.argv[2:], env=environment, stdin=subprocess.DEVNULL) as child:
        for line in sys.stdin:
            command, *numbers = line.split()
            if command == "grabbed":
                print(f'{{"grabs": {bed.grabs}}}', flush=True)
            else:
                getattr(bed, command)(*map(int, numbers))
        child.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
