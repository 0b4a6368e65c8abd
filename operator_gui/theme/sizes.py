"""Sizes in device-independent pixels: type 13 · 16 · 22 · 40 at 100 %, spacing in steps of 8, things to touch 44."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont

__all__ = ["CORNER", "STEP", "TOUCH", "TypeSizes"]

STEP = 8
CORNER = 6
TOUCH = 44


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """Text sizes, pixels. On the capture screen nothing is smaller than ``body`` times 1.2 (14 pt at 96 dpi)."""

    small: int
    body: int
    capture: int
    title: int
    band: int

    @classmethod
    def at(cls, percent: int) -> TypeSizes:
        """The sizes for a person who wants text at ``percent`` of the design's."""
        return cls(*(round(size * percent / 100) for size in (13, 16, 19, 22, 40)))

    def font(self, name: str, *, bold: bool = False) -> QFont:
        """The application's family in a named size, with figures of equal width."""
        font = QFont()
        font.setPixelSize(getattr(self, name))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font
