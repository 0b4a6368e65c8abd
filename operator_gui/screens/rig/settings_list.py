"""A camera's settings as a list that is filtered by typing."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from scanner_daemon.api.schemas import CameraSetting

__all__ = ["SettingsList"]

Index = QModelIndex | QPersistentModelIndex


class SettingsList(QAbstractTableModel):
    """Name, value as the body read it back, and whether it is locked."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[CameraSetting] = []
        self._sought = ""
        self.shown: list[CameraSetting] = []

    def take(self, settings: list[CameraSetting]) -> None:
        """All settings of a body."""
        self._all = sorted(settings, key=lambda setting: (not setting.locked, setting.label.casefold()))
        self._filter()

    def replace(self, setting: CameraSetting) -> None:
        """One of them was read back."""
        self._all = [setting if each.name == setting.name else each for each in self._all]
        for line, each in enumerate(self.shown):
            if each.name == setting.name:
                self.shown[line] = setting
                self.dataChanged.emit(self.index(line, 0), self.index(line, self.columnCount() - 1))

    def seek(self, text: str) -> None:
        """Show those that have this in their name or words."""
        self._sought = text.strip().casefold()
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self.shown = [each for each in self._all if self._sought in f"{each.label} {each.name}".casefold()]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  Qt's name
        """How many are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  Qt's name
        """Three."""
        return 0 if parent is not None and parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of one cell."""
        setting = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            lock = self.tr("■ locked") if setting.locked else ""
            return (setting.label or setting.name, setting.value, lock)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return setting.name
        return None

    def headerData(  # noqa: N802  Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What the columns are."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Setting"), self.tr("Value"), self.tr("Lock"))[section]
        return None
