"""Sizes in device-independent pixels: type 13 · 16 · 22 · 40 at 100 %, spacing in steps of 8, things to touch 44."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont

__all__ = ["CORNER", "STEP", "TOUCH", "TypeSizes", "most_percent"]

STEP = 8
CORNER = 6
TOUCH = 44
BODY = 16
AT_100 = (13, BODY, 19, 22, 40)
ROOM = ((1024, 640, 100), (1366, 768, 140), (1920, 1080, 200))
"""Width and height of a window, and the percentage at which its texts are whole in the longest language."""
PERCENT_STEP = 10


def most_percent(width: int, height: int) -> int:
    """How large text may be in a window of this size, without being cut off: 100 to 200, in steps of ten."""
    most = min(_between(width, 0), _between(height, 1))
    return int(most // PERCENT_STEP) * PERCENT_STEP


def _between(pixels: int, which: int) -> float:
    small, middle, large = ROOM
    below, above = (small, middle) if pixels < middle[which] else (middle, large)
    share = (pixels - below[which]) / (above[which] - below[which])
    return below[2] + (above[2] - below[2]) * min(1.0, max(0.0, share))


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
        """The sizes for a person who wants text at ``percent`` of the design's.

        What is larger than text is read well already, and would take the room of everything else: above 100 % it
        gains as many pixels as text does.
        """
        return cls(
            *(round(size + min(size, BODY if percent > 100 else size) * (percent - 100) / 100) for size in AT_100)
        )

    def font(self, name: str, *, bold: bool = False) -> QFont:
        """The application's family in a named size, with figures of equal width."""
        font = QFont()
        font.setPixelSize(getattr(self, name))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font
