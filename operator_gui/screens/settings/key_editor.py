"""Changes keys: choose an action, press Enter, press the key that shall do it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from operator_gui.keys.dispatch import key_of
from operator_gui.keys.registry import KeyAction, Keys
from operator_gui.screens.settings.bindings import Bindings, written
from operator_gui.theme.sizes import STEP, TOUCH
from operator_gui.widgets.flow import Flow
from operator_gui.widgets.wrapped import wrapped

__all__ = ["KeyCatcher", "KeyEditor"]


class KeyCatcher(QFrame):
    """Takes the next key whatever it is; Esc, which pauses the rig elsewhere, gives up here."""

    caught = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "raised")
        self.setProperty("keepsKeys", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = wrapped("", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.addWidget(self._words)
        column.addWidget(wrapped(self.tr("Esc leaves it as it is."), "quiet"))
        self.hide()

    def ask(self, action: KeyAction) -> None:
        """Wait for a key for ``action``."""
        words = self.tr("Press the key for: {action}").format(action=action.title)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: object) -> bool:
        """Tab is a key like any other here."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        return bool(super().event(event))  # type: ignore[arg-type]  # any event

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """The key; a modifier alone is none yet."""
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.given_up.emit()
        elif key := key_of(event):
            self.hide()
            self.caught.emit(key)


class KeyEditor(QFrame):
    """The table of keys with what can be done to them. A conflict is told and changes nothing."""

    def __init__(self, keys: Keys, bindings: Bindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._bindings = bindings
        self._adding = False
        self.setProperty("kind", "card")
        self.table = QTableView()
        self.table.setModel(bindings)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setMinimumSectionSize(TOUCH)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.setAccessibleName(self.tr("Keys"))
        self.table.activated.connect(lambda _: self.change())
        self.catcher = KeyCatcher()
        self.catcher.caught.connect(self._caught)
        self.catcher.given_up.connect(self.table.setFocus)
        self.said = wrapped("")
        self.said.hide()
        self._buttons = [
            self._button(self.tr("Change"), self.change),
            self._button(self.tr("Add a key"), self.add),
            self._button(self.tr("No key"), self.unbind),
            self._button(self.tr("Default"), self.restore),
            self._button(self.tr("All defaults"), self.restore_all),
        ]
        self._lay_out()
        self._chosen = ""
        bindings.modelReset.connect(self._choose_again)
        self.table.selectionModel().currentRowChanged.connect(self._remember)
        self._choose_again()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Only now the table fits itself to its words: while it is built, every step would make it do so again."""
        super().showEvent(event)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for section in (1, 2):
            self.table.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def current(self) -> KeyAction | None:
        """The action that is chosen."""
        index = self.table.currentIndex()
        return self._bindings.action(index.row()) if index.isValid() else None

    def change(self) -> None:
        """Wait for the key that takes the place of the others."""
        self._wait(adding=False)

    def add(self) -> None:
        """Wait for one more key."""
        self._wait(adding=True)

    def unbind(self) -> None:
        """Take all keys away; never from the emergency stop."""
        action = self.current()
        if action is None:
            return
        if action.fixed:
            self._tell(self.tr("{action} always keeps its key.").format(action=action.title))
            return
        self._bind(action, [], self.tr("{action} has no key now.").format(action=action.title))

    def restore(self) -> None:
        """The keys that it came with, if nothing else has them by now."""
        action = self.current()
        if action is None:
            return
        for key in action.defaults:
            if (other := self._keys.taken_by(key, action.id)) is not None:
                self._conflict(key, other)
                return
        self._bind(action, None, self.tr("{action} has its first keys again.").format(action=action.title))

    def restore_all(self) -> None:
        """Every action as it came."""
        self._keys.bind_all_defaults()
        self._tell(self.tr("All keys are as they came."))
        self.table.setFocus()

    def _remember(self, current: QModelIndex) -> None:
        if current.isValid():
            self._chosen = self._bindings.action(current.row()).id

    def _choose_again(self) -> None:
        """More actions have come: the one that was chosen stays chosen."""
        if self._bindings.rowCount():
            self.table.selectRow(self._bindings.row_of(self._chosen) if self._chosen else 0)

    def _wait(self, *, adding: bool) -> None:
        action = self.current()
        if action is not None:
            self._adding = adding or action.fixed
            self.said.hide()
            self.catcher.ask(action)

    def _caught(self, key: str) -> None:
        self.table.setFocus()
        action = self.current()
        if action is None:
            return
        if (other := self._keys.taken_by(key, action.id)) is not None:
            self._conflict(key, other)
            return
        had = self._keys.keys_of(action.id) if self._adding else ()
        words = self.tr("{key} does: {action}").format(key=written(key), action=action.title)
        self._bind(action, list(dict.fromkeys((*had, key))), words)

    def _bind(self, action: KeyAction, keys: list[str] | None, words: str) -> None:
        self._keys.bind(action.id, keys)
        self._tell(words)

    def _conflict(self, key: str, other: KeyAction) -> None:
        self._tell(
            self.tr("{key} is taken by “{other}”. Give that another key first.").format(
                key=written(key), other=other.title
            )
        )

    def _tell(self, words: str) -> None:
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.show()

    def _button(self, words: str, pressed: object) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(True)
        button.setAccessibleName(words)
        assert callable(pressed)
        button.clicked.connect(lambda _=False: pressed())
        return button

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Keys"))
        title.setProperty("kind", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(title)
        column.addWidget(self.table, 1)
        column.addWidget(self.catcher)
        column.addWidget(self.said)
        column.addLayout(Flow(STEP, *self._buttons))
