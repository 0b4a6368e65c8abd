"""The history as a model: it fetches what is looked at, and hears of what is new."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from operator_gui.daemon.client import Call, DaemonClient
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.faults.words import heading_of, told_words
from scanner_daemon.api.schemas import Listing, Notification, NotificationKind, RigSnapshot

__all__ = ["NOTIFICATION_ROLE", "History"]

NOTIFICATION_ROLE = Qt.ItemDataRole.UserRole + 1
PART = 100
"""Entries a request."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class History(QAbstractListModel):
    """The newest first. Only as much is held as has been scrolled to."""

    failed = Signal(object)
    """A `Trouble`: a part could not be fetched."""
    loaded = Signal()
    """The newest part is there."""

    def __init__(self, client: DaemonClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._entries: list[Notification] = []
        self._next: str | None = None
        self._whole = False
        self._kinds: tuple[NotificationKind, ...] = ()
        self._call: Call | None = None
        self._again = False

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  Qt's name
        """What is held now."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself, and its words for those who do not see the row."""
        if not index.isValid():
            return None
        told = self._entries[index.row()]
        if role == NOTIFICATION_ROLE:
            return told
        if role == Qt.ItemDataRole.DisplayRole:
            return told_words(told)[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading_of(told)} {told_words(told)[0]}"
        return None

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:  # noqa: N802  Qt's name
        """Whether the log goes on."""
        return not parent.isValid() and not self._whole and self._next is not None and self._call is None

    def fetchMore(self, parent: Index = _NOWHERE) -> None:  # noqa: N802  Qt's name
        """Ask for the following part."""
        if self.canFetchMore(parent) and self._next is not None:
            self._ask(self._next, self._append)

    def show_kinds(self, kinds: tuple[NotificationKind, ...]) -> None:
        """Only these; all where none is named."""
        if kinds != self._kinds:
            self._kinds = kinds
            self._forget()
            self.renew()

    def renew(self) -> None:
        """The newest part again: what is new comes on top, what was cleared says so."""
        if self._call is not None:
            self._again = True
            return
        self._ask(None, self._merge)

    def rig_changed(self, snapshot: RigSnapshot, different: frozenset[str]) -> None:
        """The board says that there is news."""
        if different & {"notifications_told", "latest_notification", "boot"}:
            if "boot" in different and snapshot.notifications_told == 0:
                self._whole = False
            self.renew()

    def _ask(self, after: str | None, then: object) -> None:
        query: dict[str, str | int] = {"limit": PART, **({"after": after} if after else {})}
        if self._kinds:
            query["kind"] = ",".join(self._kinds)

        def come(part: Listing[Notification]) -> None:
            self._call = None
            assert callable(then)
            then(part)
            if self._again:
                self._again = False
                self.renew()

        def gone(trouble: Trouble) -> None:
            self._call = None
            self.failed.emit(trouble)

        self._call = self._client.get(
            "/v1/notifications", Listing[Notification], come, query=query, failed=gone, owner=self
        )

    def _append(self, part: Listing[Notification]) -> None:
        known = {told.id for told in self._entries}
        fresh = [told for told in part.items if told.id not in known]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(fresh) - 1)
            self._entries += fresh
            self.endInsertRows()
        self._take_next(part)

    def _merge(self, part: Listing[Notification]) -> None:
        held = {told.id: row for row, told in enumerate(self._entries)}
        fresh = [told for told in part.items if told.id not in held]
        if self._entries and len(fresh) == len(part.items) == PART:  # more is new than one part holds: begin again
            self._forget()
            held = {}
        for told in part.items:
            row = held.get(told.id)
            if row is not None and self._entries[row] != told:
                self._entries[row] = told
                self.dataChanged.emit(self.index(row), self.index(row))
        if not self._entries:
            self._take_next(part)
        if fresh:
            self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
            self._entries = fresh + self._entries
            self.endInsertRows()
        self.loaded.emit()

    def _take_next(self, part: Listing[Notification]) -> None:
        self._next, self._whole = part.next, part.next is None

    def _forget(self) -> None:
        if self._call is not None:
            self._call.abort()
            self._call = None
        self.beginResetModel()
        self._entries, self._next, self._whole = [], None, False
        self.endResetModel()
