"""One card: a title, a sentence, perhaps pictures, and what can be answered, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.screens.capture.cards.pictures import PictureRow
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.flow import Flow

__all__ = ["Card", "Choice"]

LETTERS = 24
"""Of the title, at least, in a line beside the answers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. ``action_id`` is that of the key which gives it."""

    action_id: str
    words: str
    run: Callable[[], object]


class Card(QFrame):
    """Its keys work while it can be seen (``KeyAction.within``), so it needs no focus, and Space still fires."""

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setProperty("kind", "card")
        self.title, self.detail = QLabel(), QLabel()
        self.title.setProperty("kind", "title")
        self.detail.setProperty("kind", "capture")
        for label in (self.title, self.detail):
            label.setWordWrap(True)
        self.pictures = PictureRow()
        self.pictures.hide()
        self._buttons: list[tuple[QPushButton, Choice]] = []
        words = QVBoxLayout()
        words.setSpacing(STEP // 2)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch()
        told = QHBoxLayout()
        told.setSpacing(STEP * 3)
        told.addLayout(words, 3)
        told.addWidget(self.pictures, 2)
        self._answers = Flow(STEP)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        self._row.setSpacing(STEP * 3)
        self._row.addLayout(told, 1)
        self._row.addLayout(self._answers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        keys.changed.connect(self._name_keys)
        self.hide()

    def offer(self, *choices: Choice) -> None:
        """The answers, once and for all."""
        for choice in choices:
            button = QPushButton()
            button.setProperty("kind", "capture")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(choice.run)
            button.setAccessibleName(choice.words)
            self._buttons.append((button, choice))
            self._answers.addWidget(button)
        self._name_keys()

    def allow(self, action_id: str, possible: bool) -> None:
        """An answer that would only be refused now is not offered."""
        for button, choice in self._buttons:
            if choice.action_id == action_id:
                button.setVisible(possible)

    def say(self, title: str, detail: str) -> None:
        """What it is about."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title} {detail}".strip())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Another width."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Other words, in another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Answers stand beside the words where that leaves these room, and below them elsewhere."""
        words = self.title.fontMetrics().averageCharWidth() * LETTERS
        pictures = 0 if self.pictures.isHidden() else self.pictures.sizeHint().width() + STEP * 3
        beside = words + pictures + self._answers.sizeHint().width() + STEP * 7 <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._row.direction():
            self._row.setDirection(way)
            self._row.setSpacing(STEP * 3 if beside else STEP)

    def _name_keys(self) -> None:
        for button, choice in self._buttons:
            known = {action.id for action in self._keys.actions()}
            key = self._keys.shown(choice.action_id) if choice.action_id in known else ""
            button.setText(f"{key}   {choice.words}" if key else choice.words)
