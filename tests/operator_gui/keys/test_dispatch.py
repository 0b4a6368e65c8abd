"""What becomes of a key press, by where it was pressed: no shot from a text field, a held key or a barcode scanner; the
stop from everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from operator_gui.keys.barcode import BarcodeEar
from operator_gui.keys.dispatch import KeyDispatch
from operator_gui.keys.registry import KeyAction, Keys
from operator_gui.session.preferences import Preferences

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ISBN = "9783161484100"


@dataclass
class Desk:
    """A window with one widget of each kind, and a count of what its keys did."""

    window: QWidget
    keys: Keys
    dispatch: KeyDispatch
    done: Counter[str] = field(default_factory=Counter)
    scanned: list[str] = field(default_factory=list)

    def put(self, widget: QWidget) -> QWidget:
        layout = self.window.layout()
        assert layout is not None
        layout.addWidget(widget)
        widget.show()
        widget.setFocus()
        assert QApplication.focusWidget() is widget
        return widget

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, store: QSettings) -> Iterator[Desk]:
    window = QWidget()
    QVBoxLayout(window)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(window)
    keys = Keys(Preferences(store))
    dispatch = KeyDispatch(keys, lambda: "capture")
    desk = Desk(window, keys, dispatch)
    dispatch.scanned.connect(desk.scanned.append)

    def counts(name: str) -> Callable[[], None]:
        return lambda: desk.done.update([name])

    keys.register(
        KeyAction("everywhere.stop", "Emergency stop", ("F12",), counts("stop"), fixed=True),
        KeyAction("everywhere.books", "Books", ("F4",), counts("books")),
        KeyAction("capture.fire", "Fire", ("Space", "Return", "Enter"), counts("fire"), scope="capture"),
        KeyAction("capture.note", "Note", ("N",), counts("note"), scope="capture"),
        KeyAction("capture.keys", "Keys", ("?",), counts("keys"), scope="capture"),
        KeyAction("capture.five", "Five", ("9",), counts("nine"), scope="capture"),
        KeyAction("capture.forward", "Forward", ("Right",), counts("forward"), scope="capture", repeats=True),
    )
    qapp.installEventFilter(dispatch)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.setFocus()
    yield desk
    qapp.removeEventFilter(dispatch)


def hold(widget: QWidget, key: Qt.Key, times: int, text: str = "") -> None:
    for number in range(times):
        QApplication.sendEvent(
            widget, QKeyEvent(QEvent.Type.KeyPress, key, Modifier.NoModifier, text, autorep=number > 0)
        )


def test_a_key_does_what_it_is_for_once(desk: Desk) -> None:
    for key in (Key.Key_Space, Key.Key_N, Key.Key_F4):
        desk.press(key)
    assert desk.done == {"fire": 1, "note": 1, "books": 1}


def test_enter_of_the_number_pad_fires_too(desk: Desk) -> None:
    desk.press(Key.Key_Enter, Modifier.KeypadModifier)
    desk.press(Key.Key_Return)
    assert desk.done == {"fire": 2}


def test_a_sign_is_that_sign_on_every_keyboard(desk: Desk) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Question, Modifier.ShiftModifier, "?")
    QApplication.sendEvent(desk.window, event)
    assert desk.done == {"keys": 1}


def test_a_held_key_fires_once_and_navigates_on(desk: Desk) -> None:
    hold(desk.window, Key.Key_Space, 5, " ")
    hold(desk.window, Key.Key_Right, 5)
    assert desk.done == {"fire": 1, "forward": 5}


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_no_text_field_fires(desk: Desk, field: type[QWidget]) -> None:
    desk.put(field())
    for key in (Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_N, Key.Key_9, Key.Key_Right):
        desk.press(key)
    assert desk.done == {}


def test_a_text_field_gets_what_is_typed(desk: Desk) -> None:
    line = desk.put(QLineEdit())
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "N 9?")
    assert line.text() == "N 9?"
    assert desk.done == {}


def test_a_choice_into_which_one_can_type_is_a_text_field(desk: Desk) -> None:
    choice = QComboBox()
    choice.setEditable(True)
    desk.put(choice)
    desk.press(Key.Key_N)
    assert desk.done == {}


def test_a_field_that_is_only_read_keeps_no_keys(desk: Desk) -> None:
    line = QLineEdit("read me")
    line.setReadOnly(True)
    desk.put(line)
    desk.press(Key.Key_N)
    assert desk.done == {"note": 1}


def test_function_keys_work_in_a_text_field(desk: Desk) -> None:
    desk.put(QLineEdit())
    desk.press(Key.Key_F4)
    assert desk.done == {"books": 1}


def test_the_stop_works_in_a_text_field_under_a_dialog_and_under_a_panel(desk: Desk, qtbot: QtBot) -> None:
    desk.put(QLineEdit())
    desk.press(Key.Key_F12)
    panel = desk.put(QPushButton("on a panel"))
    panel.setProperty("keepsKeys", True)
    desk.press(Key.Key_F12)
    assert desk.done == {"stop": 2}
    dialog = QDialog(desk.window)
    dialog.setModal(True)
    inside = QPushButton("in a dialog")
    QVBoxLayout(dialog).addWidget(inside)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    inside.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is inside)
    for key in (Key.Key_F12, Key.Key_N, Key.Key_F4):
        QTest.keyClick(inside, key)
    dialog.close()
    assert desk.done == {"stop": 3}


def test_a_held_stop_stops_once(desk: Desk) -> None:
    hold(desk.window, Key.Key_F12, 4)
    assert desk.done == {"stop": 1}


def test_a_panel_that_keeps_its_keys_lets_no_other_through(desk: Desk) -> None:
    panel = QWidget()
    panel.setProperty("keepsKeys", True)
    panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    desk.put(panel)
    for key in (Key.Key_Space, Key.Key_N, Key.Key_F4):
        desk.press(key)
    assert desk.done == {}


@pytest.mark.parametrize("button", [QPushButton, QCheckBox])
def test_a_button_that_was_reached_by_tab_is_pressed_and_fires_nothing(desk: Desk, button: type[QWidget]) -> None:
    pressed = desk.put(button())
    assert isinstance(pressed, QPushButton | QCheckBox)
    clicked: list[None] = []
    pressed.clicked.connect(lambda: clicked.append(None))
    desk.press(Key.Key_Space)
    assert len(clicked) == 1
    desk.press(Key.Key_N)
    assert desk.done == {"note": 1}


def test_a_list_keeps_the_keys_that_move_in_it(desk: Desk) -> None:
    rows = QListWidget()
    rows.addItems(["one", "two"])
    desk.put(rows)
    for key in (Key.Key_Right, Key.Key_Return):
        desk.press(key)
    assert desk.done == {}


def scan(desk: Desk, code: str) -> None:
    for sign in code:
        hold(QApplication.focusWidget() or desk.window, Key(ord(sign)), 1, sign)
    hold(QApplication.focusWidget() or desk.window, Key.Key_Return, 1, "\r")


def test_a_barcode_scanner_fires_no_shot_and_its_code_is_told(desk: Desk) -> None:
    scan(desk, ISBN)
    assert desk.scanned == [ISBN]
    assert desk.done["fire"] == 0
    assert desk.done["nine"] <= 1, "only its first sign cannot be told from a hand's"


def test_a_code_is_heard_once_wherever_the_focus_is(desk: Desk) -> None:
    desk.put(QPushButton("in focus"))
    scan(desk, "123456")
    assert desk.scanned == ["123456"], "each key goes from the button on to the window, and is one key"


def test_a_barcode_scanner_that_types_into_a_field_is_left_alone(desk: Desk) -> None:
    line = desk.put(QLineEdit())
    assert isinstance(line, QLineEdit)
    scan(desk, ISBN)
    assert (line.text(), desk.scanned, desk.done) == (ISBN, [], {})


def test_the_ear_tells_a_hand_from_a_scanner() -> None:
    ear = BarcodeEar()
    hand = [ear.hear(sign, 60 * at) for at, sign in enumerate("123456789\r", 1)]
    assert hand == [None] * 10
    assert not ear.scanning
    scanner = [ear.hear(sign, 10_000 + 5 * at) for at, sign in enumerate("123456789\r", 1)]
    assert scanner[-1] == "123456789"
    short = [ear.hear(sign, 20_000 + 5 * at) for at, sign in enumerate("12\r", 1)]
    assert short[-1] is None
    late = [ear.hear(sign, 30_000 + 5 * at) for at, sign in enumerate("1234567", 1)]
    assert [*late, ear.hear("\r", 31_000)] == [None] * 8, "an Enter by hand, long after"
