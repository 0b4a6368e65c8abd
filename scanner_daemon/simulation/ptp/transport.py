"""What both transports share: whole reads, paced sends, the end of a connection, and who holds the body."""

from __future__ import annotations

import contextlib
import math
import select
import socket
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["ConnectionGone", "Session", "receive_exactly", "send_paced"]

_PACED_CHUNK_BYTES = 1 << 18


class ConnectionGone(Exception):
    """The other end of the connection is no more, or the cable is out."""


def receive_exactly(connection: socket.socket, size: int) -> bytes:
    """All of ``size`` bytes; raises ConnectionGone when they end before."""
    got = bytearray()
    while len(got) < size:
        part = connection.recv(size - len(got))
        if not part:
            raise ConnectionGone
        got += part
    return bytes(got)


def send_paced(send: Callable[[memoryview], None], data: memoryview, timing: BodyTiming, cut: threading.Event) -> None:
    """Send at the body's transfer rate; raises ConnectionGone when the cable is pulled on the way."""
    if math.isinf(timing.transfer_mb_s):
        send(data)
        return
    began_ns = time.monotonic_ns()
    for start in range(0, len(data), _PACED_CHUNK_BYTES):
        chunk = data[start : start + _PACED_CHUNK_BYTES]
        due_ns = began_ns + round(timing.transfer_ms(start + len(chunk)) * 1e6)
        if cut.wait(max(0.0, (due_ns - time.monotonic_ns()) / 1e9)):
            raise ConnectionGone
        send(chunk)


class Session(ABC):
    """One host's connection with the thread that serves it. A subclass says how in `serve`."""

    def __init__(self, connection: socket.socket, name: str) -> None:
        self.connection = connection
        self.unplugged = threading.Event()
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def serve(self) -> None:
        """Take requests until the connection ends."""

    def _run(self) -> None:
        with self.connection, contextlib.suppress(ConnectionGone, OSError):
            self.serve()

    def cut(self) -> None:
        """Pull the cable: both ends see the connection end at once."""
        self.unplugged.set()
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    @property
    def held(self) -> bool:
        """A host is still there: its end is open, whatever the body is doing."""
        if not self.thread.is_alive():
            return False
        poller = select.poll()
        try:
            poller.register(self.connection, select.POLLHUP | select.POLLRDHUP)
            return not poller.poll(0)
        except (OSError, ValueError):
            return False
