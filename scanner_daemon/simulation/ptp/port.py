"""A socket that a body is plugged into: it listens while the cable is in, and serves one host at a time."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from abc import ABC, abstractmethod

from scanner_daemon.simulation.ptp.body import SimulatedBody
from scanner_daemon.simulation.ptp.transport import ConnectionGone, Session

__all__ = ["Port"]

_log = logging.getLogger(__name__)
_END_SECONDS = 5.0


class Port(ABC):
    """One body's port, plugged in or not. Safe from any thread."""

    def __init__(self, body: SimulatedBody, name: str) -> None:
        self.body = body
        self.name = name
        """As libgphoto2 calls it."""
        self._lock = threading.RLock()
        self._listener: socket.socket | None = None
        self._accepting: threading.Thread | None = None
        self._session: Session | None = None
        self._replug: threading.Timer | None = None

    # what a transport adds

    @abstractmethod
    def listen(self) -> socket.socket:
        """A socket that hosts can find."""

    @abstractmethod
    def vanish(self) -> None:
        """Take away what hosts find, before the socket closes."""

    @abstractmethod
    def admit(self, connection: socket.socket) -> None:
        """Take a host in (`begin`), or turn it away and close. May raise OSError; runs one at a time."""

    # the cable

    @property
    def plugged_in(self) -> bool:
        """Whether a host would find the body."""
        return self._listener is not None

    def plug(self) -> None:
        """Put the cable in; harmless when it is."""
        with self._lock:
            if self._listener is not None:
                return
            self._listener = self.listen()
            self._accepting = threading.Thread(
                target=self._accept, args=(self._listener,), name=f"simulated {self.name}", daemon=True
            )
            self._accepting.start()

    def unplug(self, *, replug_after_ms: float | None = None) -> None:
        """Pull the cable; harmless when it is out. With a time, it goes back in by itself."""
        with self._lock:
            if self._replug is not None:
                self._replug.cancel()
                self._replug = None
            if self._listener is not None:
                self.vanish()
                with contextlib.suppress(OSError):
                    self._listener.shutdown(socket.SHUT_RDWR)
                self._listener.close()
                self._listener = None
            if self._session is not None:
                self._session.cut()
            if replug_after_ms is not None:
                self._replug = threading.Timer(replug_after_ms / 1e3, self.plug)
                self._replug.daemon = True
                self._replug.start()

    def close(self) -> None:
        """Unplug for good and let every thread end."""
        with self._lock:
            replug = self._replug
            self.unplug()
            threads = [self._accepting, self._session.thread if self._session else None, replug]
        for thread in threads:
            if thread is not None and thread.is_alive() and thread is not threading.current_thread():
                thread.join(_END_SECONDS)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            try:
                self.admit(connection)
            except (OSError, ConnectionGone) as error:
                connection.close()
                _log.info("a host left %s while it was greeted: %s", self.name, error)

    @property
    def taken(self) -> bool:
        """A host holds the body."""
        session = self._session
        return session is not None and session.held

    def begin(self, session: Session) -> None:
        """Serve this host from now on, and the one before no more."""
        with self._lock:
            if self._session is not None:
                self._session.cut()
            if self._listener is None:
                session.connection.close()
                return
            self._session = session
            session.thread.start()
