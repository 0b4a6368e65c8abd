"""A latched stop is released in two steps on every screen: asked for, then somebody says that they have looked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from operator_gui.theme.sizes import STEP
from operator_gui.widgets.flow import Flow
from operator_gui.widgets.wrapped import wrapped
from scanner_daemon.api.schemas import RigSnapshot, RigState

__all__ = ["ReleaseQuestion", "can_release"]


def can_release(now: RigSnapshot) -> bool:
    """Whether something is latched that only a person clears."""
    cradle = now.cradle
    lost = cradle.homed is False and cradle.has_platen_motor
    latched = cradle.connected and cradle.fault_code is not None
    stopped = now.state is RigState.STOPPED or cradle.emergency_stop_latched
    return stopped or latched or cradle.needs_operator or lost


class ReleaseQuestion(QFrame):
    """The second step. Enter says yes and Esc says no; every other key, Space above all, does nothing: on the capture
    screen it is the pedal, and a hand that wants to go on shooting is not one that has looked.
    """

    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "raised")
        self.setProperty("keepsKeys", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = self.tr("Have you looked at the cradle?")
        words = self.tr("Hands are clear, the book lies as it should, and nothing is caught. The cradle will move.")
        self.setAccessibleName(f"{title} {words}")
        self.yes = _button(self.tr("I have looked: release (Enter)"), "danger")
        self.yes.clicked.connect(self._confirm)
        self.no = _button(self.tr("Not yet (Esc)"))
        self.no.clicked.connect(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(wrapped(title, "title"))
        column.addWidget(wrapped(words, "capture"))
        column.addLayout(Flow(STEP, self.yes, self.no))
        self.hide()

    def ask(self) -> None:
        """Show the question, and take the keys."""
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_rig(self, now: RigSnapshot) -> None:
        """There is nothing to release any more, whoever saw to that."""
        if not self.isHidden() and not can_release(now):
            self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Enter and Esc answer."""
        match event.key():
            case Qt.Key.Key_Escape:
                self._leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.isAutoRepeat():
                self._confirm()
        event.accept()

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()


def _button(text: str, kind: str = "") -> QPushButton:
    """Reached by Tab or a finger; Space then presses it, for it was sought out."""
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAutoDefault(True)
    if kind:
        button.setProperty("kind", kind)
    return button
