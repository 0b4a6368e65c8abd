"""Live measurements while somebody looks at them."""

from __future__ import annotations

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.address import Address
from operator_gui.daemon.server_sent import ServerSentParser
from operator_gui.daemon.stream import Stream
from scanner_daemon.api.schemas import Measurement

__all__ = ["Measurements"]


class Measurements(QObject):
    """Follows ``/v1/measurements`` while it is open: with nobody reading, the daemon measures nothing."""

    measured = Signal(object)
    """A `Measurement`."""

    def __init__(self, address: Address, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stream = Stream(address, "/v1/measurements", self)
        self._stream.opened.connect(self._opened)
        self._stream.received.connect(self._received)
        self._parser = ServerSentParser()

    def open(self) -> None:
        """Begin to follow."""
        self._stream.open()

    def close(self) -> None:
        """Follow no longer."""
        self._stream.close()

    def _opened(self) -> None:
        self._parser = ServerSentParser()

    def _received(self, data: bytes) -> None:
        for told in self._parser.feed(data):
            try:
                measurement = Measurement.model_validate_json(told.data)
            except ValidationError:
                continue  # of a newer daemon; the others still count
            self.measured.emit(measurement)
