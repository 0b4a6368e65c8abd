"""The theme in force: palette, sizes, and the style sheet made of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from operator_gui.session.preferences import Preferences, ThemeChoice
from operator_gui.theme.marks import Marks
from operator_gui.theme.palette import DARK, LIGHT, Palette
from operator_gui.theme.sizes import TypeSizes, most_percent
from operator_gui.theme.style import style_sheet

__all__ = ["Look", "Theme"]

FAMILIES = ("Inter", "Noto Sans", "DejaVu Sans", "Liberation Sans")


@dataclass(frozen=True, slots=True)
class Look:
    """What a widget paints with."""

    palette: Palette
    sizes: TypeSizes


class Theme(QObject):
    """Follows the person's preferences and, where they say so, the system's."""

    changed = Signal(object)
    """The new `Look`."""

    def __init__(self, application: QApplication, preferences: Preferences) -> None:
        super().__init__(application)
        self._application = application
        self._preferences = preferences
        self._marks = Marks()
        self._most_percent = 200
        self._system = application.styleHints().colorScheme()
        present = set(QFontDatabase.families())
        self._family = next((name for name in FAMILIES if name in present), application.font().family())
        self.look = self._chosen()
        self._apply()
        preferences.changed.connect(self._preference_changed)
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def text_percent(self) -> int:
        """How large text is: as the person wants it, and as there is room for."""
        return min(self._preferences.text_percent, self._most_percent)

    def fit(self, width: int, height: int) -> None:
        """The window is of this size: words that are cut off help nobody, so there they are not so large."""
        self._most_percent = most_percent(width, height)
        self._renew()

    def _chosen(self) -> Look:
        choice = self._preferences.theme
        light = choice is ThemeChoice.LIGHT or (choice is ThemeChoice.SYSTEM and self._system == Qt.ColorScheme.Light)
        return Look(LIGHT if light else DARK, TypeSizes.at(self.text_percent))

    def _preference_changed(self, name: str) -> None:
        if name in ("theme", "text_percent"):
            self._renew()

    def _system_changed(self, scheme: Qt.ColorScheme) -> None:
        self._system = scheme
        self._renew()

    def _renew(self) -> None:
        if (look := self._chosen()) != self.look:
            self.look = look
            self._apply()
            self.changed.emit(look)

    def _apply(self) -> None:
        colors, sizes = self.look.palette, self.look.sizes
        font = QFont(self._family)
        font.setPixelSize(sizes.body)
        font.setFeature(QFont.Tag("tnum"), 1)
        self._application.setFont(font)
        palette = QPalette()
        for role, name in (
            (QPalette.ColorRole.Window, "ground"),
            (QPalette.ColorRole.WindowText, "text"),
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.AlternateBase, "raised"),
            (QPalette.ColorRole.Text, "text"),
            (QPalette.ColorRole.PlaceholderText, "quiet"),
            (QPalette.ColorRole.Button, "raised"),
            (QPalette.ColorRole.ButtonText, "text"),
            (QPalette.ColorRole.Highlight, "accent"),
            (QPalette.ColorRole.HighlightedText, "on_accent"),
            (QPalette.ColorRole.ToolTipBase, "raised"),
            (QPalette.ColorRole.ToolTipText, "text"),
        ):
            palette.setColor(role, colors.color(name))
        self._application.setPalette(palette)
        self._application.setStyleSheet(style_sheet(colors, sizes, self._marks))
