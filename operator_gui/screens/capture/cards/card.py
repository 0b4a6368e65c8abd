"""One card: a title, a sentence, perhaps pictures, and what can be answered, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.screens.capture.cards.pictures import PictureRow
from operator_gui.theme.sizes import STEP

__all__ = ["Card", "Choice"]

IN_TWO_COLUMNS = 3
"""From so many answers on."""


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
        self._answers = QGridLayout()
        self._answers.setSpacing(STEP)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        row.setSpacing(STEP * 3)
        row.addLayout(words, 3)
        row.addWidget(self.pictures, 4)
        row.addLayout(self._answers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        keys.changed.connect(self._name_keys)
        self.hide()

    def offer(self, *choices: Choice) -> None:
        """The answers, once and for all."""
        columns = 1 if len(choices) < IN_TWO_COLUMNS else 2
        for place, choice in enumerate(choices):
            button = QPushButton()
            button.setProperty("kind", "capture")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(choice.run)
            button.setAccessibleName(choice.words)
            self._buttons.append((button, choice))
            self._answers.addWidget(button, place // columns, place % columns)
        self._name_keys()

    def say(self, title: str, detail: str) -> None:
        """What it is about."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title} {detail}".strip())

    def _name_keys(self) -> None:
        for button, choice in self._buttons:
            known = {action.id for action in self._keys.actions()}
            key = self._keys.shown(choice.action_id) if choice.action_id in known else ""
            button.setText(f"{key}   {choice.words}" if key else choice.words)
