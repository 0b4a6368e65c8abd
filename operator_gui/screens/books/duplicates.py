"""The warning before a book is scanned a second time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from operator_gui.screens.books.buttons import button
from operator_gui.screens.books.words import was_scanned
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import BookState, ScannedBook, WorkResource

__all__ = ["Duplicates"]

SHOWN = 3


class Duplicates(QFrame):
    """Shown before anything is exposed; another copy may still be scanned."""

    show_asked = Signal(str)
    """A book's id."""
    continue_asked = Signal(str, str)
    """A book's id and title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        self._rows: list[QWidget] = []
        self.scanned: list[ScannedBook] = []
        self.hide()

    def show_works(self, works: Sequence[WorkResource]) -> None:
        """What was scanned of these works, the newest first."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.scanned = sorted(
            (book for work in works for copy in work.copies for book in copy.books),
            key=lambda book: book.started_at,
            reverse=True,
        )
        self._rows = [self._row(book) for book in self.scanned[:SHOWN]]
        if len(self.scanned) > SHOWN:
            self._rows.append(QLabel(self.tr("… and %n time(s) before", "", len(self.scanned) - SHOWN)))
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self.scanned))
        self.setAccessibleName(was_scanned(self.scanned[0]) if self.scanned else "")

    def _row(self, book: ScannedBook) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(QLabel(f"▲ {was_scanned(book)}", wordWrap=True), 1)
        if book.state != BookState.FINISHED:
            again = button(self.tr("Continue that one"), lambda: self.continue_asked.emit(book.book_id, book.title))
            layout.addWidget(again)
        layout.addWidget(button(self.tr("Show it"), lambda: self.show_asked.emit(book.book_id)))
        return row
