"""A note on a spread, written in place: the field has the focus, so nothing that is typed fires."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from operator_gui.theme.sizes import STEP

__all__ = ["NoteCard"]


class NoteCard(QFrame):
    """Enter keeps, Esc leaves it as it was."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self.field = _Field()
        self.field.setProperty("kind", "capture")
        self.field.setMaxLength(500)
        self.field.setPlaceholderText(self.tr("Note; Enter keeps it, Esc leaves it"))
        self.field.returnPressed.connect(lambda: self.kept.emit(self.field.text().strip()))
        self.field.escaped.connect(self.left)
        keep, leave = QPushButton(self.tr("Keep")), QPushButton(self.tr("Leave"))
        for button in (keep, leave):
            button.setProperty("kind", "capture")
        keep.clicked.connect(lambda: self.kept.emit(self.field.text().strip()))
        leave.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        row.setSpacing(STEP * 2)
        row.addWidget(self._title)
        row.addWidget(self.field, 1)
        row.addWidget(keep)
        row.addWidget(leave)
        self.hide()

    def begin(self, position: int) -> None:
        """Write one for the spread at ``position``."""
        title = self.tr("Note on spread %1").replace("%1", str(position))
        self._title.setText(title)
        self.field.setAccessibleName(title)
        self.field.setText("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, text: str) -> None:
        """What was noted before; words that are typed already are not overwritten."""
        if not self.field.isModified():
            self.field.setText(text)


class _Field(QLineEdit):
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
