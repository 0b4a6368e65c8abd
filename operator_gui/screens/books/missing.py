"""The spreads that keep a book from being finished, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from operator_gui.screens.books.buttons import button
from operator_gui.screens.books.words import side_word
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import MissingSpread

__all__ = ["MissingList"]

SHOWN = 40
"""More than these are not read; they are counted."""


class MissingList(QFrame):
    """Says why the book cannot be finished, and offers to shoot each spread again or to delete it."""

    re_shoot = Signal(str)
    """A spread's id."""
    delete = Signal(str, int)
    """A spread's id, and its position."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self.title = QLabel(wordWrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        self._column.setSpacing(STEP)
        self._column.addWidget(self.title)
        self._rows: list[QWidget] = []
        self._missing: tuple[MissingSpread, ...] = ()
        self._refused = False
        self.hide()

    def show_missing(self, missing: Sequence[MissingSpread], *, refused: bool) -> None:
        """Show these; with ``refused``, because the person wanted to finish the book just now."""
        if tuple(missing) == self._missing and refused == self._refused:
            return
        self._missing = tuple(missing)
        had_focus = _within(self._rows)
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        self.setVisible(bool(missing))
        if not missing:
            self._refused = False
            return
        count = self.tr("%n spread(s) miss a photograph.", "", len(missing))
        why = self.tr("Shoot them again or delete them; then the book can be finished.")
        unfinished = self.tr("Not finished yet.")
        self.title.setText(f"{unfinished} {count} {why}" if refused else f"{count} {why}")
        for gap in missing[:SHOWN]:
            self._add(self._row(gap))
        if len(missing) > SHOWN:
            self._add(QLabel(self.tr("… and %n more", "", len(missing) - SHOWN)))
        if had_focus or (refused and not self._refused):
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)
        self._refused = refused

    def first(self) -> QWidget:
        """The first button."""
        return self._rows[0].findChildren(QWidget, "re_shoot")[0] if self._rows else self

    def _add(self, row: QWidget) -> None:
        self._column.addWidget(row)
        self._rows.append(row)

    def _row(self, gap: MissingSpread) -> QWidget:
        spread = self.tr("Spread {position}").format(position=gap.position)
        sides = ", ".join(map(side_word, gap.sides))
        words = QLabel(f"<b>{spread}</b> · {sides}<br>{escape(said_again(gap.reason))}", wordWrap=True)
        words.setTextFormat(Qt.TextFormat.RichText)
        again = button(self.tr("Shoot again"), lambda: self.re_shoot.emit(gap.spread_id))
        again.setObjectName("re_shoot")
        again.setAccessibleName(f"{again.text()}: {spread}")
        delete = button(self.tr("Delete"), lambda: self.delete.emit(gap.spread_id, gap.position), kind="flat")
        delete.setObjectName("delete")
        delete.setAccessibleName(f"{delete.text()}: {spread}")
        row = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP)
        buttons.addWidget(again)
        buttons.addWidget(delete)
        buttons.addStretch(1)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, STEP, 0, 0)
        layout.setSpacing(STEP // 2)
        layout.addWidget(words)
        layout.addLayout(buttons)
        return row


def _within(rows: Sequence[QWidget]) -> bool:
    """Whether the focus is in one of these."""
    focus: QWidget | None = QApplication.focusWidget()
    return focus is not None and any(row.isAncestorOf(focus) for row in rows)
