"""Preview frames, pushed beside the commands and never in their way: a frame that does not fit is dropped."""

from __future__ import annotations

import contextlib
import socket
import time

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.failure import translated
from scanner_daemon.cameras.body.session import Session
from scanner_daemon.cameras.wire import PREVIEW_STAMP, frame

__all__ = ["LiveView"]

_AT_MOST_EVERY_S = 1 / 40
"""A little less than the period of a body that gives 30 frames a second, which itself sets the pace."""


class LiveView:
    """Takes frames from one session and sends the newest one that its reader has room for."""

    def __init__(self, reader: socket.socket) -> None:
        reader.setblocking(False)
        self._reader = reader
        self._unsent = memoryview(b"")
        self._next_at = 0.0
        self.running = False

    def start(self) -> None:
        """Begin with the next `frame`."""
        self.running = True
        self._next_at = 0.0

    def stop(self, session: Session) -> None:
        """Leave live view; returns when the body has taken the order (it may stay busy for a while)."""
        if not self.running:
            return
        self.running = False
        if session.brand.viewfinder is not None:
            widgets.write(session.camera, session.brand.viewfinder, "0")

    def wait_s(self) -> float:
        """How long until the next frame is due, in seconds."""
        return max(0.0, self._next_at - time.monotonic())

    def show_one(self, session: Session) -> None:
        """Take one frame and pass it on. Raises BodyFailure when the body gives none."""
        self._next_at = time.monotonic() + _AT_MOST_EVERY_S
        jpeg = self._take(session)
        self._flush()
        if not self._unsent:
            self._unsent = memoryview(frame(PREVIEW_STAMP.pack(time.monotonic_ns()) + jpeg))
            self._flush()

    @staticmethod
    def _take(session: Session) -> bytes:
        with translated("take a preview frame"):
            shown = session.camera.capture_preview()
            # `shown` owns the bytes and must live until they are copied: its memoryview does not keep it alive.
            return bytes(shown.get_data_and_size())

    def _flush(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._unsent:
                self._unsent = self._unsent[self._reader.send(self._unsent) :]
