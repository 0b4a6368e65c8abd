"""A pseudo-terminal under a stable name, seen from the controller's side."""

from __future__ import annotations

import os
import select
import tty
from pathlib import Path

__all__ = ["SimulatedPort"]

_READ_BYTES = 4096


class SimulatedPort:
    """The master of a pty whose slave is linked as ``path``. What is sent to a host that is not there is lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._master, slave = os.openpty()
        try:
            tty.setraw(slave)
            os.set_blocking(self._master, False)
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(path.name + ".new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(os.ttyname(slave))
            fresh.replace(path)
        finally:
            # From here on the master reports a hang-up until a host opens the slave.
            os.close(slave)

    def fileno(self) -> int:
        """The master's descriptor, for select."""
        return self._master

    @property
    def opened_by_host(self) -> bool:
        """Somebody has the tty open."""
        poll = select.poll()
        poll.register(self._master, 0)
        return not any(happened & select.POLLHUP for _, happened in poll.poll(0))

    def read(self) -> bytes | None:
        """What the host wrote; None when it has closed the tty."""
        try:
            return os.read(self._master, _READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError:
            return None

    def write(self, data: bytes) -> None:
        """Send to the host; lost when nobody reads."""
        try:
            os.write(self._master, data)
        except OSError:
            return

    def close(self) -> None:
        """Unplug: the name vanishes, and the host's tty with it."""
        self._path.unlink(missing_ok=True)
        os.close(self._master)
