"""What the pages of this screen are made of: labels, cards, buttons that Enter presses as well as Space."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from operator_gui.theme.sizes import STEP, TOUCH

__all__ = ["beside", "button", "card", "column", "label", "row", "say"]


def label(text: str = "", kind: str = "", *, wrapped: bool = True) -> QLabel:
    """Words; ``kind`` as the style sheet knows it."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrapped)
    if kind:
        made.setProperty("kind", kind)
    return made


def button(text: str, pressed: Callable[[], object], *, kind: str = "", name: str = "") -> QPushButton:
    """A button; ``name`` is what a screen reader says where the words alone are not enough."""
    made = QPushButton(text)
    made.setAutoDefault(True)
    if kind:
        made.setProperty("kind", kind)
    if name:
        made.setAccessibleName(name)
    made.clicked.connect(lambda _=False: pressed())
    return made


def card(*things: QWidget | QLayout) -> QFrame:
    """Things that belong together, on a surface of their own."""
    made = QFrame()
    made.setProperty("kind", "card")
    within = column(*things)
    within.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
    made.setLayout(within)
    return made


def column(*things: QWidget | QLayout) -> QVBoxLayout:
    """One below the other."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(STEP)
    for thing in things:
        made.addWidget(thing) if isinstance(thing, QWidget) else made.addLayout(thing)
    return made


def row(*things: QWidget | QLayout, stretched: bool = False) -> QHBoxLayout:
    """Side by side, and ``stretched`` over the whole width."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(STEP)
    for thing in things:
        made.addWidget(thing, int(stretched)) if isinstance(thing, QWidget) else made.addLayout(thing, int(stretched))
    if not stretched:
        made.addStretch(1)
    return made


def beside(text: str) -> QLabel:
    """Words before a field, level with them."""
    made = label(text, wrapped=False)
    made.setMinimumHeight(TOUCH)
    return made


def say(where: QLabel, text: str) -> None:
    """Put words there, and take no room without any."""
    where.setText(text)
    where.setVisible(bool(text))
