"""A label whose colour is that of the surface it lies on, not of the style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

__all__ = ["InkLabel"]


class InkLabel(QLabel):
    """Takes its colour and its font by call: the style sheet's rule for text would win over a palette."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wrapped: bool = False) -> None:
        super().__init__(text, parent)
        self._ink = ""
        self._font_px = (0, 0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrapped:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_ink(self, ink: QColor) -> None:
        """Show the text in this colour."""
        if ink.name() != self._ink:
            self._ink = ink.name()
            self._dress()

    def set_type(self, font: QFont) -> None:
        """In this font; its size goes through the style too, whose general rule would win otherwise."""
        self.setFont(font)
        self._font_px = (font.pixelSize(), int(font.weight()))
        self._dress()

    def _dress(self) -> None:
        size, weight = self._font_px
        parts = [f"color: {self._ink};" if self._ink else ""]
        if size:
            parts.append(f"font-size: {size}px; font-weight: {weight};")
        self.setStyleSheet("".join(parts))
