"""The emergency stop's own way to the daemon: a network of its own, warm, that no stalled download can hold up."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from operator_gui.daemon.address import Address
from operator_gui.daemon.trouble import trouble_of
from scanner_daemon.api.schemas import EmergencyStop

__all__ = ["EmergencyLine"]

DEADLINE_MS = 2_000
TRIES = 5


class EmergencyLine(QObject):
    """Stops everything that moves. Pressed twice, it asks twice; a request that fails is repeated at once."""

    stopped = Signal()
    """The daemon has taken the stop."""
    failed = Signal(object)
    """A `Trouble`: the stop was NOT taken. The person must use the switch at the cradle."""

    def __init__(self, address: Address, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._network = QNetworkAccessManager(self)

    def stop(self, reason: str, operator: str | None) -> None:
        """Ask for the stop, now."""
        asked = EmergencyStop(reason=reason, operator=operator)
        self._ask(asked.model_dump_json(exclude_none=True).encode(), TRIES)

    def _ask(self, body: bytes, tries: int) -> None:
        request = self._address.request("/v1/rig/emergency-stop")
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        request.setTransferTimeout(DEADLINE_MS)
        request.setPriority(QNetworkRequest.Priority.HighPriority)
        reply = self._network.post(request, QByteArray(body))
        reply.finished.connect(lambda: self._answered(reply, body, tries))

    def _answered(self, reply: QNetworkReply, body: bytes, tries: int) -> None:
        reply.deleteLater()
        if reply.error() is QNetworkReply.NetworkError.NoError:
            self.stopped.emit()
        elif tries > 1:
            self._network.clearConnectionCache()  # Qt may hold one to the socket of a daemon that has gone
            self._ask(body, tries - 1)
        else:
            self.failed.emit(trouble_of(reply, bytes(reply.readAll().data())))
