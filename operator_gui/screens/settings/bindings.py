"""The keys of every action, as a table model: scope, action, keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence

from operator_gui.keys.registry import KeyAction, Keys

__all__ = ["Bindings", "written"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def written(key: str) -> str:
    """A key in portable words as it stands on keyboards."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class Bindings(QAbstractTableModel):
    """One row an action, in the order of registration, screen by screen."""

    def __init__(self, keys: Keys, scope_name: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._scope_name = scope_name
        self._actions = self._ordered()
        keys.changed.connect(self._changed)

    def action(self, row: int) -> KeyAction:
        """What stands in a row."""
        return self._actions[row]

    def row_of(self, action_id: str) -> int:
        """Where an action stands."""
        return next(row for row, action in enumerate(self._actions) if action.id == action_id)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  Qt's name
        """An action a row."""
        return 0 if parent.isValid() else len(self._actions)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  Qt's name
        """Where, what, keys."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        action = self._actions[index.row()]
        keys = ", ".join(written(key) for key in self._keys.keys_of(action.id)) or self.tr("no key")
        fixed = self.tr("{keys} (always)").format(keys=keys) if action.fixed else keys
        cells = (self._scope_name(action.scope), action.title, fixed)
        return cells[index.column()] if role == Qt.ItemDataRole.DisplayRole else ", ".join(cells)

    def headerData(  # noqa: N802  Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Where"), self.tr("What"), self.tr("Keys"))[section]
        return None

    def _ordered(self) -> list[KeyAction]:
        actions = self._keys.actions()
        scopes = list(dict.fromkeys(action.scope for action in actions))
        return sorted(actions, key=lambda action: scopes.index(action.scope))

    def _changed(self) -> None:
        if [action.id for action in self._ordered()] != [action.id for action in self._actions]:
            self.beginResetModel()
            self._actions = self._ordered()
            self.endResetModel()
        elif self._actions:
            self._actions = self._ordered()
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._actions) - 1, 2))
