"""Both live views: the newest frame of each, and never a queue of old ones."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.address import Address
from operator_gui.daemon.multipart import PartParser
from operator_gui.daemon.stream import Stream
from scanner_daemon.api.schemas import Side

__all__ = ["Frame", "Previews"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One live-view frame, still as JPEG."""

    side: Side
    number: int
    jpeg: bytes
    headers: dict[str, str]


class Previews(QObject):
    """Follows ``/v1/previews/{side}`` for the sides that are watched."""

    frame = Signal(object)
    """The newest `Frame` of a side. Frames that came together with a newer one are not told."""
    lost = Signal(object)
    """No frames come from this `Side`."""

    def __init__(self, address: Address, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._views: dict[Side, _View] = {}

    def watch(self, sides: frozenset[Side]) -> None:
        """Follow these sides and no others; an empty set ends all."""
        for side in self._views.keys() - sides:
            view = self._views.pop(side)
            view.stream.close()
            view.deleteLater()
        for side in sides - self._views.keys():
            view = _View(self._address, side, self)
            view.frame.connect(self.frame)
            view.stream.lost.connect(lambda side=side: self.lost.emit(side))
            self._views[side] = view
            view.stream.open()


class _View(QObject):
    frame = Signal(object)

    def __init__(self, address: Address, side: Side, parent: QObject) -> None:
        super().__init__(parent)
        self._side = side
        self._parser = PartParser()
        self.stream = Stream(address, f"/v1/previews/{side.value}", self)
        self.stream.opened.connect(self._opened)
        self.stream.received.connect(self._received)

    def _opened(self) -> None:
        self._parser = PartParser()

    def _received(self, data: bytes) -> None:
        try:
            parts = self._parser.feed(data)
        except ValueError:
            self._parser = PartParser()
            return
        if parts:
            newest = parts[-1]
            number = newest.headers.get("x-frame-number", "")
            self.frame.emit(Frame(self._side, int(number) if number.isdigit() else 0, newest.body, newest.headers))
