"""Buttons that Enter presses as well as Space, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

__all__ = ["button"]


def button(text: str, pressed: Callable[[], object], *, kind: str = "", key: str = "") -> QPushButton:
    """A button; ``kind`` as the style sheet knows it, ``key`` what does the same."""
    made = QPushButton(text)
    made.setAutoDefault(True)
    if kind:
        made.setProperty("kind", kind)
    if key:
        made.setToolTip(key)
        made.setAccessibleDescription(key)
    made.clicked.connect(lambda _=False: pressed())
    return made
