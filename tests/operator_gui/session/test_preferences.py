"""What a person has chosen is there the next time; what makes no sense counts as not chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from operator_gui.session.preferences import Language, Preferences, ThemeChoice


def stored(file: Path) -> QSettings:
    return QSettings(str(file), QSettings.Format.IniFormat)


def test_choices_are_kept(tmp_path: Path, qtbot: QtBot) -> None:
    preferences = Preferences(stored(tmp_path / "p.ini"))
    changed: list[str] = []
    preferences.changed.connect(changed.append)
    preferences.theme = ThemeChoice.LIGHT
    preferences.language = Language.GERMAN
    preferences.text_percent = 150
    preferences.operator = "  Ada "
    preferences.set_toggled("capture.ghost", True)
    preferences.set_binding("capture.fire", ["F9", "Ctrl+;"])
    preferences.set_window(QByteArray(b"where"))
    assert changed == ["theme", "language", "text_percent", "operator", "capture.ghost", "keys"]
    again = Preferences(stored(tmp_path / "p.ini"))
    assert (again.theme, again.language, again.text_percent) == (ThemeChoice.LIGHT, Language.GERMAN, 150)
    assert (again.operator, again.toggled("capture.ghost"), again.window()) == ("Ada", True, QByteArray(b"where"))
    assert again.bindings() == {"capture.fire": ["F9", "Ctrl+;"]}


def test_at_first_it_is_dark_as_under_lamps_and_in_the_systems_language(tmp_path: Path) -> None:
    preferences = Preferences(stored(tmp_path / "p.ini"))
    assert (preferences.theme, preferences.language) == (ThemeChoice.DARK, Language.SYSTEM)
    assert (preferences.text_percent, preferences.operator) == (100, None)


@pytest.mark.parametrize(("name", "value"), [("theme", "pink"), ("language", "tlh"), ("text_percent", "much")])
def test_what_makes_no_sense_counts_as_not_chosen(tmp_path: Path, name: str, value: str) -> None:
    store = stored(tmp_path / "p.ini")
    store.setValue(name, value)
    preferences = Preferences(store)
    assert (preferences.theme, preferences.language) == (ThemeChoice.DARK, Language.SYSTEM)
    assert preferences.text_percent == 100


@pytest.mark.parametrize(("wanted", "kept"), [(10, 80), (500, 200), (120, 120)])
def test_text_stays_within_what_can_be_read_and_laid_out(tmp_path: Path, wanted: int, kept: int) -> None:
    preferences = Preferences(stored(tmp_path / "p.ini"))
    preferences.text_percent = wanted
    assert preferences.text_percent == kept


def test_the_same_choice_again_is_no_change(tmp_path: Path) -> None:
    preferences = Preferences(stored(tmp_path / "p.ini"))
    preferences.theme = ThemeChoice.LIGHT
    changed: list[str] = []
    preferences.changed.connect(changed.append)
    preferences.theme = ThemeChoice.LIGHT
    preferences.set_binding("capture.fire", None)
    assert changed == ["keys"]
