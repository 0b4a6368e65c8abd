"""The settings of the bodies: changed, read back, locked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QWidget,
)

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import button, label, row
from operator_gui.screens.rig.settings_list import SettingsList
from scanner_daemon.api.schemas import CameraSetting, LockSetting, RigSnapshot, SetCameraSetting, Side

__all__ = ["SettingsPage"]


class SettingsPage(Page):
    """Enter on a line goes to its value; what is set is what the body says afterwards."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context,
            self.tr("Camera settings"),
            self.tr("What changes how a page looks is locked, and stays as it is within a book."),
        )
        self._side: Side | None = None
        self._sides: tuple[Side, ...] = ()

    def _build(self) -> None:
        self._choices = QButtonGroup(self)
        self._side_row = row()
        self.seek = QLineEdit()
        self.seek.setPlaceholderText(self.tr("Filter (Esc leaves it)"))
        self.seek.setAccessibleName(self.tr("Filter the settings"))
        self.list = SettingsList()
        self.seek.textChanged.connect(self.list.seek)
        self.table = self._table()
        self.name = label(kind="capture")
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("New value"))
        self.text = QLineEdit()
        self.text.setAccessibleName(self.tr("New value"))
        self.text.returnPressed.connect(self._set)
        self._editors = QStackedWidget()
        self._editors.addWidget(self.choice)
        self._editors.addWidget(self.text)
        self._editors.setMinimumWidth(240)
        self.set = button(self.tr("Set"), self._set, kind="primary")
        self.lock = button(self.tr("Lock"), self._lock)
        self.body.addLayout(self._side_row)
        self.body.addWidget(self.seek)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.name)
        self.body.addLayout(row(self._editors, self.set, self.lock))
        self._show_current()

    @property
    def first(self) -> QWidget:
        """Type to find a setting."""
        return self.seek

    def enter(self) -> None:
        """Read all of them now."""
        self._fetch()

    def show_rig(self, rig: RigSnapshot) -> None:
        """One button a side."""
        sides = tuple(rig.cameras)
        if sides == self._sides:
            return
        self._sides = sides
        for old in self._choices.buttons():
            self._choices.removeButton(old)
            old.deleteLater()
        words = {Side.LEFT: self.tr("Left camera"), Side.RIGHT: self.tr("Right camera"), Side.BOTH: self.tr("Camera")}
        for number, side in enumerate(sides):
            choice = QPushButton(words[side])
            choice.setCheckable(True)
            choice.setAutoDefault(True)
            choice.clicked.connect(partial(self._show_side, side))
            self._choices.addButton(choice)
            self._side_row.insertWidget(number, choice)
        if sides:
            self._choices.buttons()[0].setChecked(True)
            self._side = sides[0]
            if self.isVisible():
                self._fetch()

    def _table(self) -> QTableView:
        made = QTableView()
        made.setModel(self.list)
        made.setAccessibleName(self.tr("Settings"))
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setShowGrid(False)
        made.setTabKeyNavigation(False)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(44)
        header = made.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        made.setMinimumHeight(44 * 8)
        made.activated.connect(self._edit)
        made.selectionModel().currentRowChanged.connect(self._show_current)
        self.list.modelReset.connect(self._show_current)
        return made

    def _show_side(self, side: Side, _checked: bool = True) -> None:
        self._side = side
        self._fetch()

    def _fetch(self) -> None:
        if self._side is not None:
            self.name.setText(self.tr("Reading the settings…"))
            path = f"/v1/cameras/{self._side.value}/settings"
            self.context.client.get(path, list[CameraSetting], self._took, failed=self.fail, owner=self)

    def _took(self, settings: list[CameraSetting]) -> None:
        self.well()
        self.list.take(settings)
        self._show_current()
        if settings and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    @property
    def current(self) -> CameraSetting | None:
        """The line that is chosen."""
        line = self.table.currentIndex().row()
        return self.list.shown[line] if 0 <= line < len(self.list.shown) else None

    def _show_current(self, *_: object) -> None:
        setting = self.current
        self.name.setText(setting.label or setting.name if setting is not None else "")
        settable = setting is not None and not setting.read_only and not setting.locked
        for part in (self.set, self.choice, self.text):
            part.setEnabled(settable)
        self.lock.setEnabled(setting is not None)
        if setting is None:
            return
        self.lock.setText(self.tr("Unlock") if setting.locked else self.tr("Lock"))
        if setting.choices:
            self.choice.clear()
            self.choice.addItems(list(setting.choices))
            self.choice.setCurrentText(setting.value)
        self.text.setText(setting.value)
        self._editors.setCurrentWidget(self.choice if setting.choices else self.text)

    def _edit(self, _index: QModelIndex) -> None:
        setting = self.current
        if setting is not None:
            editor = self.choice if setting.choices else self.text
            (self.lock if setting.locked else editor).setFocus()

    def _set(self) -> None:
        setting = self.current
        if setting is None or self._side is None:
            return
        value = self.choice.currentText() if setting.choices else self.text.text()
        path = f"/v1/cameras/{self._side.value}/settings/{setting.name}"
        self._send(path, SetCameraSetting(value=value))

    def _lock(self) -> None:
        setting = self.current
        if setting is not None and self._side is not None:
            path = f"/v1/cameras/{self._side.value}/settings/{setting.name}/lock"
            self._send(path, LockSetting(locked=not setting.locked))

    def _send(self, path: str, body: SetCameraSetting | LockSetting) -> None:
        self.context.client.send("PUT", path, CameraSetting, self._read_back, body=body, failed=self.fail, owner=self)

    def _read_back(self, setting: CameraSetting) -> None:
        self.well()
        self.list.replace(setting)
        self._show_current()
