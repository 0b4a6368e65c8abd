"""An answer that never ends, and is asked for again when it does."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

from operator_gui.daemon.address import Address

__all__ = ["Stream"]

AGAIN_MS = 250
SILENT_MS = 45_000
"""Three heartbeats of the daemon: a stream that says nothing for so long is dead."""


class Stream(QObject):
    """Follows one address for as long as it is open. Reconnects by itself; a local socket makes that cheap."""

    opened = Signal()
    """The first bytes of a connection came."""
    received = Signal(bytes)
    lost = Signal()
    """The connection ended, or none could be made; told once until `opened` comes again."""

    def __init__(self, address: Address, path: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._path = path
        self._network = QNetworkAccessManager(self)
        self._reply: QNetworkReply | None = None
        self._alive: bool | None = None
        self._wanted = False
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._connect)
        self._silence = QTimer(self, singleShot=True, interval=SILENT_MS)
        self._silence.timeout.connect(self._drop)

    def open(self) -> None:
        """Begin to follow; harmless when it runs already."""
        if not self._wanted:
            self._wanted = True
            self._connect()

    def close(self) -> None:
        """Follow no longer."""
        self._wanted = False
        self._again.stop()
        self._drop()

    def reopen(self) -> None:
        """Drop the connection and make another."""
        self._drop()

    def _connect(self) -> None:
        if not self._wanted or self._reply is not None:
            return
        reply = self._network.get(self._address.request(self._path))
        self._reply = reply
        reply.readyRead.connect(self._read)
        reply.finished.connect(self._ended)
        self._silence.start()

    def _read(self) -> None:
        reply = self._reply
        if reply is None:
            return
        self._silence.start()
        if not self._alive:
            self._alive = True
            self.opened.emit()
        self.received.emit(bytes(reply.readAll().data()))

    def _drop(self) -> None:
        if self._reply is not None:
            self._reply.abort()

    def _ended(self) -> None:
        reply, self._reply = self._reply, None
        self._silence.stop()
        if reply is not None:
            reply.deleteLater()
        if self._alive is not False:
            self._alive = False
            self.lost.emit()
        # After some refused connections Qt keeps one to a socket that is gone, and waits on it for ever.
        self._network.clearConnectionCache()
        if self._wanted:
            self._again.start()
