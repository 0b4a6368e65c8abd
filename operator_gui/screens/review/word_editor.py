"""The field in which a word is corrected, right under the word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from operator_gui.theme.sizes import STEP, TOUCH
from scanner_daemon.api.schemas import PlacedWord

__all__ = ["WordEditor"]


class WordEditor(QLineEdit):
    """Enter keeps what is typed, Esc leaves the word as it was."""

    kept = Signal(object, str)
    """The word as it was shown, and what is printed there."""
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Correction of the word"))
        self.setMaxLength(200)
        self.hide()
        self._page = parent
        self._word: PlacedWord | None = None

    def begin(self, word: PlacedWord, text: str, where: QRectF) -> None:
        """Edit a word that is shown at ``where`` of the parent."""
        self._word = word
        self.setText(text)
        self.selectAll()
        parent = self._page
        width = min(parent.width(), max(200, round(where.width()) + 5 * STEP))
        left = round(min(max(0.0, where.left() - STEP), parent.width() - width))
        top = round(where.bottom()) + STEP
        if top + TOUCH > parent.height():
            top = max(0, round(where.top()) - TOUCH - STEP)
        self.setGeometry(left, top, width, TOUCH)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """See the class."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            word, text = self._word, self.text().strip()
            self._end()
            if word is not None:
                self.kept.emit(word, text)
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._end()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _end(self) -> None:
        self._word = None
        self.hide()
