"""The rig as the daemon tells it: one snapshot that is always whole, and whether the daemon is there at all."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.address import Address
from operator_gui.daemon.server_sent import ServerSent, ServerSentParser
from operator_gui.daemon.stream import Stream
from operator_gui.daemon.trouble import Trouble
from scanner_daemon.api.schemas import Gap, RigEvent, RigSnapshot, SnapshotTold, follow

__all__ = ["RigFollower"]


class RigFollower(QObject):
    """Follows ``/v1/events``. Every connection begins with the whole snapshot, so nothing need be caught up."""

    changed = Signal(object, object)
    """The new `RigSnapshot`, and a frozenset of the names of its fields that are different now."""
    connection_changed = Signal(bool)

    def __init__(self, address: Address, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stream = Stream(address, "/v1/events", self)
        self._stream.opened.connect(self._opened)
        self._stream.received.connect(self._received)
        self._stream.lost.connect(self._lost)
        self._parser = ServerSentParser()
        self._events: TypeAdapter[RigEvent] = TypeAdapter(RigEvent)
        self.connected = False
        self.snapshot: RigSnapshot | None = None
        """The newest state; None until the first came. It outlives the connection, so ask `connected` too."""

    @property
    def trouble(self) -> Trouble | None:
        """Why there is no connection; None while there is one."""
        return self._stream.trouble

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
            self._take(told)

    def _take(self, told: ServerSent) -> None:
        try:
            event = self._events.validate_json(told.data)
            after = event.snapshot if isinstance(event, SnapshotTold) else self._followed(event)
        except ValidationError:
            after = None
        if after is None:  # something is missing: a new connection begins with the whole snapshot
            self._stream.reopen()
            return
        before, self.snapshot = self.snapshot, after
        different = frozenset(
            name for name in RigSnapshot.model_fields if before is None or getattr(before, name) != getattr(after, name)
        )
        if not self.connected:
            self.connected = True
            self.connection_changed.emit(True)
        if different:
            self.changed.emit(after, different)

    def _followed(self, event: object) -> RigSnapshot | None:
        if self.snapshot is None or isinstance(event, Gap):
            return None
        return follow(self.snapshot, event)  # type: ignore[arg-type]  # the adapter gives one of the union

    def _lost(self) -> None:
        self.connected = False
        self.connection_changed.emit(False)
