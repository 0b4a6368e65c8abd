"""The colours of both themes, by what they mean. `contrast` is the measure that the tests hold them to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

__all__ = ["DARK", "LIGHT", "Palette", "contrast"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``. State colours are used for states and nothing else; each has its own ink."""

    dark: bool
    ground: str
    surface: str
    raised: str
    line: str
    """Thin edges and tracks; never carries meaning alone."""
    text: str
    quiet: str
    """Secondary words, still 4.5:1 on ground and surface."""
    accent: str
    """Focus, selection, links."""
    on_accent: str
    ready: str
    hold: str
    turn: str
    turn_back: str
    wait: str
    paused: str
    stopped: str
    on_state: str
    """Words on ready, turn and turn_back."""
    on_deep: str
    """Words on hold, wait, paused and stopped."""
    good: str
    warn: str
    bad: str
    """Shapes of green, yellow and red verdicts on surface and ground."""

    def color(self, name: str) -> QColor:
        """A colour by its name here."""
        return QColor(getattr(self, name))


DARK = Palette(
    dark=True,
    ground="#121416",
    surface="#1b1f23",
    raised="#252a30",
    line="#3a424a",
    text="#e8eaed",
    quiet="#9aa3ad",
    accent="#8ab4f8",
    on_accent="#0b1a2e",
    ready="#2dd4bf",
    hold="#1a48c9",
    turn="#ffb020",
    turn_back="#e58bff",
    wait="#3d444c",
    paused="#4a3f63",
    stopped="#ae131d",
    on_state="#101214",
    on_deep="#ffffff",
    good="#34d399",
    warn="#fbbf24",
    bad="#ff7b72",
)

LIGHT = Palette(
    dark=False,
    ground="#f1f3f5",
    surface="#ffffff",
    raised="#e6e9ed",
    line="#c3c9d0",
    text="#16191c",
    quiet="#4d565f",
    accent="#0b57d0",
    on_accent="#ffffff",
    ready="#2dd4bf",
    hold="#1a48c9",
    turn="#ffb020",
    turn_back="#e58bff",
    wait="#4d555e",
    paused="#54476f",
    stopped="#ae131d",
    on_state="#101214",
    on_deep="#ffffff",
    good="#08714e",
    warn="#8a5a00",
    bad="#b3261e",
)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    bright, dim = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())
