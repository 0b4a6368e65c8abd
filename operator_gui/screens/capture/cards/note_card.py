"""A note on a spread, written in place: the field has the focus, so nothing that is typed fires."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

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
        self.field.entered.connect(lambda: self.kept.emit(self.field.text().strip()))
        self.field.escaped.connect(self.left)
        keep, leave = QPushButton(self.tr("Keep")), QPushButton(self.tr("Leave"))
        for button in (keep, leave):
            button.setProperty("kind", "capture")
        keep.clicked.connect(lambda: self.kept.emit(self.field.text().strip()))
        leave.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        row.addWidget(self.field, 1)
        row.addWidget(keep)
        row.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.setSpacing(STEP // 2)
        column.addWidget(self._title)
        column.addLayout(row)
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
    """Takes Enter and Esc for itself: QLineEdit hands them on to what lies behind, where by then the focus is, and
    the Enter that ends a note would be a shot.
    """

    entered = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
