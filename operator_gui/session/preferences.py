"""What a person has chosen for this screen. Kept by Qt in the user's own settings; nothing of it concerns the rig."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

__all__ = ["Language", "Preferences", "ThemeChoice"]


class ThemeChoice(StrEnum):
    """Dark under lamps, light in the office."""

    DARK = "dark"
    LIGHT = "light"
    SYSTEM = "system"


class Language(StrEnum):
    """What the words are in."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


class Preferences(QObject):
    """Read at once, written at once; a value that this version does not know counts as not set."""

    changed = Signal(str)
    """The name of the preference."""

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    @property
    def theme(self) -> ThemeChoice:
        """Dark unless chosen otherwise: the default at a cradle under lamps."""
        return ThemeChoice(self._word("theme", ThemeChoice, ThemeChoice.DARK))

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._set("theme", choice.value)

    @property
    def language(self) -> Language:
        """The system's unless chosen otherwise."""
        return Language(self._word("language", Language, Language.SYSTEM))

    @language.setter
    def language(self, choice: Language) -> None:
        self._set("language", choice.value)

    @property
    def text_percent(self) -> int:
        """Size of all text, 80 to 200 % of the design's."""
        text = str(self._store.value("text_percent", ""))
        return min(200, max(80, int(text))) if text.isdigit() else 100

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self._set("text_percent", str(min(200, max(80, percent))))

    @property
    def operator(self) -> str | None:
        """Who is at the screen, as records shall name them; None means the user of this computer."""
        return self.text("operator") or None

    @operator.setter
    def operator(self, name: str | None) -> None:
        self._set("operator", (name or "").strip())

    def text(self, name: str, default: str = "") -> str:
        """A preference of a screen's own."""
        return str(self._store.value(name, default))

    def set_text(self, name: str, value: str) -> None:
        """Keep a preference of a screen's own."""
        self._set(name, value)

    def toggled(self, name: str, default: bool = False) -> bool:
        """A preference that is on or off."""
        return self.text(name, "on" if default else "off") == "on"

    def set_toggled(self, name: str, on: bool) -> None:
        """Keep whether it is on."""
        self._set(name, "on" if on else "off")

    def bindings(self) -> dict[str, list[str]]:
        """Keys that were changed, by the id of their action; keys in Qt's portable words."""
        self._store.beginGroup("keys")
        found = {name: [key for key in self.text(name).split(";;") if key] for name in self._store.childKeys()}
        self._store.endGroup()
        return found

    def set_binding(self, action: str, keys: list[str] | None) -> None:
        """Keep the keys of an action; None forgets the change."""
        if keys is None:
            self._store.remove(f"keys/{action}")
        else:
            self._store.setValue(f"keys/{action}", ";;".join(keys))
        self.changed.emit("keys")

    def window(self) -> QByteArray:
        """Where the window was."""
        value = self._store.value("window", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_window(self, geometry: QByteArray) -> None:
        """Remember where the window is."""
        self._store.setValue("window", geometry)

    def _word(self, name: str, words: type[StrEnum], default: StrEnum) -> str:
        value = self.text(name, default.value)
        return value if value in {word.value for word in words} else default.value

    def _set(self, name: str, value: str) -> None:
        if self.text(name) != value:
            self._store.setValue(name, value)
            self.changed.emit(name)
