"""What the rig wants of a person: to say whether a leaf was turned, to turn back, to have looked before a release."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import wrapped
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import RigSnapshot

__all__ = ["ReleasePanel", "TurnBackCard", "TurnQuestionCard", "can_release"]


def can_release(now: RigSnapshot) -> bool:
    """Whether something is latched that only a person clears."""
    cradle = now.cradle
    lost = cradle.homed is False and cradle.has_platen_motor
    latched = cradle.connected and cradle.fault_code is not None
    stopped = now.state.value == "STOPPED" or cradle.emergency_stop_latched
    return stopped or latched or cradle.needs_operator or lost


def _button(text: str, kind: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(True)
    if kind:
        button.setProperty("kind", kind)
    return button


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


class ReleasePanel(QFrame):
    """The second step of a release: somebody says that they have looked. Esc goes back."""

    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "raised")
        title = wrapped(self.tr("Have you looked at the cradle?"), "title")
        words = wrapped(
            self.tr("Hands are clear, the book lies as it should, and nothing is caught. The cradle will move.")
        )
        self.yes = _button(self.tr("I have looked: release"), "danger")
        self.yes.clicked.connect(self._confirm)
        self.no = _button(self.tr("Not yet (Esc)"))
        self.no.clicked.connect(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(title)
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(STEP)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column.addLayout(row)
        self.setProperty("keepsKeys", True)
        self.hide()

    def ask(self) -> None:
        """Show the question; the answer has the focus, so that the second step is Enter."""
        self.show()
        self.yes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
