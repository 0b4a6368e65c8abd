"""Every key press of the program passes here once, before any widget sees it.

Qt's own shortcuts are not used: they fire while Enter is pressed in a text field, they repeat with a held key, and a
barcode scanner's Enter would be a shot.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from operator_gui.keys.barcode import BarcodeEar
from operator_gui.keys.registry import PORTABLE, Keys

__all__ = ["KeyDispatch", "key_of"]

_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
_ACTIVATING = {"Space", "Return", "Enter"}
_MOVING = {"Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown"}


def key_of(event: QKeyEvent) -> str:
    """The key in Qt's portable words. The number pad's keys count as the others; Shift that only made a sign is left
    out, so that ``?`` is ``?`` on every keyboard.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if text and text.isprintable() and not text.isalnum() and not text.isspace():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    if event.key() in _MODIFIERS or event.key() in (0, Qt.Key.Key_unknown):
        return ""
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString(PORTABLE)


class KeyDispatch(QObject):
    """Installed on the application. ``scope`` says which screen is in front."""

    scanned = Signal(str)
    """A barcode scanner typed this, with no text field to take it."""

    def __init__(self, keys: Keys, scope: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._scope = scope
        self._ear = BarcodeEar()
        self._clock = QElapsedTimer()
        self._clock.start()

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Takes a key press that does something; everything else goes its way."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(receiver, QWidget):
            return False
        assert isinstance(event, QKeyEvent)
        focus = QApplication.focusWidget()
        if receiver is not (focus or receiver.window()):  # what the focus left alone comes by again, on its way up
            return False
        return self._pressed(event, focus or receiver)

    def _pressed(self, event: QKeyEvent, focus: QWidget) -> bool:
        key = key_of(event)
        if not key:
            return False
        action = self._keys.action_for(key, self._scope())
        if action is not None and action.fixed:
            if not event.isAutoRepeat():
                action.run()
            return True
        if _keeps_keys(focus):
            return False
        if _takes_text(focus):
            return self._beside_text(event, key)
        code = self._ear.hear(event.text(), self._clock.elapsed())
        if code is not None:
            self.scanned.emit(code)
            return True
        if self._ear.scanning and event.text():
            return True
        if action is None or QApplication.activeModalWidget() is not None or _claims(focus, key):
            return False
        if action.repeats or not event.isAutoRepeat():
            action.run()
        return True

    def _beside_text(self, event: QKeyEvent, key: str) -> bool:
        """In a text field only keys that type nothing and edit nothing do anything: function keys."""
        if not (Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35) or QApplication.activeModalWidget() is not None:
            return False
        action = self._keys.action_for(key, self._scope())
        if action is None:
            return False
        if action.repeats or not event.isAutoRepeat():
            action.run()
        return True


def _keeps_keys(widget: QWidget) -> bool:
    """Something lies over the screen and wants all keys for itself: it has the property ``keepsKeys``."""
    above: QWidget | None = widget
    while above is not None:
        if above.property("keepsKeys"):
            return True
        above = above.parentWidget()
    return False


def _takes_text(widget: QWidget) -> bool:
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox)


def _claims(widget: QWidget, key: str) -> bool:
    """A widget that was reached by keyboard keeps the keys that it needs itself."""
    if isinstance(widget, QAbstractButton):
        return key in _ACTIVATING
    if isinstance(widget, QComboBox | QAbstractItemView):
        return key in _ACTIVATING or key in _MOVING
    return False
