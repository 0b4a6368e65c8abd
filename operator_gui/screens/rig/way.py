"""The way through the set-up: its steps one below the other, each with a mark, a word and what it has come to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import label
from operator_gui.theme.sizes import STEP

__all__ = ["Way"]

WIDTH = 264


class Way(QFrame):
    """Buttons that exclude each other; a number key goes with each."""

    asked = Signal(int)
    fitted = Signal(int)
    """So wide its words are, in pixels."""

    def __init__(self, pages: Sequence[Page], steps: int) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Steps of the set-up"))
        self._pages = pages
        self._group = QButtonGroup(self)
        self._notes = [label(kind="small") for _ in pages]
        within = QVBoxLayout(self)
        within.setContentsMargins(STEP, STEP * 2, STEP, STEP * 2)
        within.setSpacing(STEP // 2)
        for number, page in enumerate(pages):
            if number in (0, steps):
                heading = self.tr("Set up") if number == 0 else self.tr("Look after")
                within.addWidget(label(heading, "small", wrapped=False))
            choice = QPushButton()
            choice.setCheckable(True)
            choice.setAutoDefault(True)
            choice.setProperty("kind", "flat")
            choice.setStyleSheet("text-align: left;")
            choice.clicked.connect(partial(self._pressed, number))
            page.changed.connect(partial(self.show_page, number))
            self._group.addButton(choice, number)
            self._notes[number].setContentsMargins(STEP * 2, 0, 0, STEP // 2)
            within.addWidget(choice)
            within.addWidget(self._notes[number])
            self.show_page(number)
        within.addStretch(1)

    def fit(self) -> None:
        """As wide as the longest word of a step, in whatever language and size."""
        words = max(choice.sizeHint().width() for choice in self._group.buttons())
        self.fitted.emit(max(WIDTH, words + STEP * 3))

    def show_page(self, number: int) -> None:
        """Its mark and what it has come to."""
        page = self._pages[number]
        mark = "" if page.done is None else "✓ " if page.done else "○ "
        choice = self._group.button(number)
        choice.setText(f"{number + 1}  {mark}{page.title}")
        state = "" if page.done is None else self.tr("done") if page.done else self.tr("to do")
        choice.setAccessibleName(", ".join(part for part in (page.title, state, page.summary) if part))
        self._notes[number].setText(page.summary)
        self._notes[number].setVisible(bool(page.summary))

    def show_current(self, number: int) -> None:
        """This one is in front."""
        self._group.button(number).setChecked(True)

    def _pressed(self, number: int, _checked: bool = True) -> None:
        self.asked.emit(number)
