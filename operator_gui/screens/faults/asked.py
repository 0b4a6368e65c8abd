"""What the rig wants of a person: to say whether a leaf was turned, and to turn back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import wrapped
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import RigSnapshot

__all__ = ["TurnBackCard", "TurnQuestionCard"]


class TurnQuestionCard(QFrame):
    """Nobody knows whether the leaf was turned: two answers."""

    answered = Signal(bool)

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title = wrapped("", "title")
        self._remedy = wrapped()
        yes, no = partial(self.answered.emit, True), partial(self.answered.emit, False)
        self.turned = KeyedButton(self.tr("It was turned"), keys, "faults.turned", yes)
        self.not_turned = KeyedButton(self.tr("It was not turned"), keys, "faults.not_turned", no)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._remedy)
        answers = QHBoxLayout()
        answers.setSpacing(STEP)
        answers.addWidget(self.turned)
        answers.addWidget(self.not_turned)
        answers.addStretch(1)
        column.addLayout(answers)
        self.hide()

    def show_rig(self, now: RigSnapshot) -> None:
        """Ask, or be gone."""
        question = now.confirm_turn
        self.setVisible(question is not None)
        if question is not None:
            what, remedy = words_of(now.why_code, now.why_params, question.why or now.why, now.remedy)
            self._title.setText(what)
            self._remedy.setText(remedy)
            self.setAccessibleName(f"{what} {remedy}")


class TurnBackCard(QFrame):
    """Which spread to turn back to, and why."""

    accept_asked = Signal()

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title = wrapped("", "title")
        self._why = wrapped()
        self.keep = KeyedButton(self.tr("Keep it as it is"), keys, "faults.keep", self.accept_asked.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_rig(self, now: RigSnapshot) -> None:
        """Say where to, or be gone."""
        target = now.turn_back
        self.setVisible(target is not None)
        if target is not None:
            title = self.tr("Turn back to spread {position} and press.").format(position=target.position)
            why, _ = words_of(now.why_code, now.why_params, target.reason, "")
            self._title.setText(title)
            self._why.setText(why)
            self.setAccessibleName(f"{title} {why}")
