"""The walk finds what a person could not read: each of these windows is spoiled on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.operator_gui.walk.walking import unreadable

LONG = "The right camera stopped answering"


class Painted(QWidget):
    def painted_texts(self) -> Iterator[tuple[str, QRectF, QSizeF]]:
        yield "6 mm too high", QRectF(0, 0, 40, 20), QSizeF(90, 18)


def label(width: int, height: int, *, wrapped: bool = False) -> Callable[[QWidget], QWidget]:
    def make(window: QWidget) -> QWidget:
        made = QLabel(LONG, window)
        made.setWordWrap(wrapped)
        made.setGeometry(5, 5, width, height)
        return made

    return make


def sized(widget: QWidget, width: int, height: int = 40) -> QWidget:
    widget.setGeometry(5, 5, width, height)
    return widget


def combo(window: QWidget) -> QWidget:
    made = QComboBox(window)
    made.addItem(LONG)
    return sized(made, 80)


def tabs(window: QWidget) -> QWidget:
    made = QTabBar(window)
    made.addTab(LONG)
    made.addTab(LONG)
    made.setElideMode(Qt.TextElideMode.ElideRight)
    return sized(made, 200)


def table(window: QWidget) -> QWidget:
    made = QTableWidget(2, 2, window)
    made.setHorizontalHeaderLabels(["title", LONG])
    made.setColumnWidth(1, 40)
    return sized(made, 500, 200)


def placeholder(window: QWidget) -> QWidget:
    made = QLineEdit(window)
    made.setPlaceholderText(LONG)
    return sized(made, 60)


def cut_off(window: QWidget) -> QWidget:
    made = label(300, 30)(window)
    made.move(window.width() - 100, 5)
    return made


def beside_a_fixed_bar(window: QWidget) -> QWidget:
    area = QScrollArea(window)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QLabel(LONG)
    inside.setMinimumWidth(400)
    area.setWidget(inside)
    return sized(area, 120, 60)


SPOILED: dict[str, Callable[[QWidget], QWidget]] = {
    "a label that is too narrow": label(60, 30),
    "a label that is too low": label(400, 6),
    "a wrapped label that is too low": label(120, 20, wrapped=True),
    "a wrapped label narrower than its longest word": label(40, 300, wrapped=True),
    "a button that is too narrow": lambda window: sized(QPushButton(LONG, window), 60),
    "a check box that is too narrow": lambda window: sized(QCheckBox(LONG, window), 60),
    "a choice that is too narrow": combo,
    "tabs that do not fit": tabs,
    "a column that is too narrow": table,
    "a hint that does not fit": placeholder,
    "a label that hangs out of the window": cut_off,
    "a label that cannot be scrolled to": beside_a_fixed_bar,
    "painted text": lambda window: sized(Painted(window), 40),
}


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    qapp.setStyleSheet("")  # of a program that ran before, perhaps with words twice as large
    font = qapp.font()
    font.setPixelSize(16)
    qapp.setFont(font)
    window = QWidget()
    window.resize(800, 400)
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("spoiled", SPOILED)
def test_it_finds(spoiled: str, window: QWidget, qtbot: QtBot) -> None:
    SPOILED[spoiled](window)
    window.show()
    qtbot.waitExposed(window)
    assert unreadable(window), spoiled


def test_it_finds_one_text_that_lies_over_another(window: QWidget, qtbot: QtBot) -> None:
    for x in (5, 60):
        label(300, 30)(window).move(x, 5)
    window.show()
    qtbot.waitExposed(window)
    assert ["is overlapped" in found.why for found in unreadable(window)] == [True]


def test_it_has_nothing_against_a_window_that_is_laid_out_well(window: QWidget, qtbot: QtBot) -> None:
    column = QVBoxLayout(window)
    wrapped = QLabel(f"{LONG}. " * 6)
    wrapped.setWordWrap(True)
    choice = QComboBox()
    choice.addItems([LONG, "short"])
    row = QHBoxLayout()
    for widget in (QLabel(LONG), QPushButton(LONG), QCheckBox(LONG)):
        row.addWidget(widget)
    field = QLineEdit()
    field.setPlaceholderText(LONG)
    bar = QTabBar()
    bar.addTab(LONG)
    rich = QLabel(f"<b>{LONG}</b> and <i>more</i>")
    long = QScrollArea()
    inside = QLabel("\n".join([LONG] * 60))
    long.setWidget(inside)
    column.addLayout(row)
    for each in (wrapped, choice, field, bar, rich, long):
        column.addWidget(each)
    window.resize(1200, 500)
    window.show()
    qtbot.waitExposed(window)
    assert unreadable(window) == []


def test_what_lies_under_a_panel_is_left_alone_and_the_panel_is_not(window: QWidget, qtbot: QtBot) -> None:
    label(60, 30)(window)
    panel = QWidget(window)
    panel.setProperty("keepsKeys", True)
    panel.setGeometry(0, 0, 800, 400)
    narrow = QLabel("Close this panel", panel)
    narrow.setGeometry(50, 50, 30, 30)
    window.show()
    qtbot.waitExposed(window)
    assert [found.text for found in unreadable(window)] == ["Close this panel"]
