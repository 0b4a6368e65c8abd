"""Preview frames, pushed beside the commands and never in their way: the newest wins, the rest is dropped."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.failure import translated
from scanner_daemon.cameras.body.session import Session
from scanner_daemon.cameras.wire import PREVIEW_STAMP, frame

__all__ = ["LiveView"]

_REST_AFTER_FRAME_S = 0.026
"""From one frame's arrival until the next one is asked for. A body with 30 frames a second has the next one 7 ms later:
it sets the pace, and a press hardly ever finds it in the middle of a frame, which nothing can cut short."""


class LiveView:
    """Takes frames from one session; a thread of its own sends the newest one as fast as the reader takes them.

    The thread sleeps while there is no live view, so it cannot come between the instant and the shutter.
    """

    def __init__(self, reader: socket.socket) -> None:
        self._reader = reader
        self._newest: bytes | None = None
        self._arrived = threading.Event()
        self._next_at = 0.0
        self.running = False
        threading.Thread(target=self._send_newest, name="previews", daemon=True).start()

    def start(self) -> None:
        """Begin with the next `show_one`."""
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
        jpeg = self._take(session)
        self._next_at = time.monotonic() + _REST_AFTER_FRAME_S
        self._newest = frame(PREVIEW_STAMP.pack(time.monotonic_ns()) + jpeg)
        self._arrived.set()

    @classmethod
    def glimpse(cls, session: Session) -> bytes:
        """One frame of a body that is not kept, and the mirror down again. Raises BodyFailure."""
        jpeg = cls._take(session)
        if session.brand.viewfinder is not None:
            widgets.write(session.camera, session.brand.viewfinder, "0")
        return jpeg

    @staticmethod
    def _take(session: Session) -> bytes:
        with translated("take a preview frame"):
            shown = session.camera.capture_preview()
            # `shown` owns the bytes and must live until they are copied: its memoryview does not keep it alive.
            return bytes(shown.get_data_and_size())

    def _send_newest(self) -> None:
        with contextlib.suppress(OSError):  # the daemon has closed its end: the commands' socket tells that properly
            while self._arrived.wait():
                self._arrived.clear()
                newest, self._newest = self._newest, None
                if newest is not None:
                    self._reader.sendall(newest)
