"""One fault as a card: shape and word, what happened, what to do next, since when, and what ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from operator_gui.screens.faults.words import clock_of, level_of_fault, source_words, weight_words
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.level_mark import LevelMark
from operator_gui.widgets.wrapped import wrapped
from operator_gui.words.clearing import clears_when
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import Fault, Level

__all__ = ["FaultCard", "WellCard"]

MARK_PX = 36


class _Card(QFrame):
    def __init__(self, level: Level, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._level = level
        self._mark = LevelMark(look.palette, MARK_PX)
        self._mark.show_level(level, look.palette)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        row.setSpacing(STEP * 2)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout()
        self.column.setSpacing(STEP)
        row.addLayout(self.column, 1)

    def restyle(self, look: Look) -> None:
        """Draw the shape in another theme."""
        self._mark.show_level(self._level, look.palette)


class FaultCard(_Card):
    """A fault that stands."""

    def __init__(self, fault: Fault, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(level_of_fault(fault), look, parent)
        self.fault = fault
        what, remedy = words_of(fault.code, fault.params, fault.what, fault.remedy)
        since = self.tr("since {time}").format(time=clock_of(fault.since)) if fault.since else ""
        heading = " · ".join(part for part in (weight_words(fault), source_words(fault.source), since) if part)
        ends = clears_when(fault)
        self.column.addWidget(wrapped(heading, "quiet"))
        self.column.addWidget(wrapped(what, "title"))
        if remedy:
            self.column.addWidget(wrapped(remedy))
        if ends:
            self.column.addWidget(wrapped(ends, "quiet"))
        self.setAccessibleName(f"{heading}. {what} {remedy} {ends}".strip())


class WellCard(_Card):
    """Nothing is wrong."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Level.GREEN, look, parent)
        words = self.tr("Nothing is wrong.")
        self.column.addWidget(wrapped(words, "title"))
        self.setAccessibleName(words)
