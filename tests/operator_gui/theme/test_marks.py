"""A box that is ticked has a tick, and a list to choose from an arrow: a colour alone says nothing to many people."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from operator_gui.session.preferences import Preferences, ThemeChoice
from operator_gui.theme.palette import DARK, LIGHT, Palette
from operator_gui.theme.theme import Theme


def colours_of(widget: QWidget, *, from_x: int = 0) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(from_x, image.width()) for y in range(image.height())}


@pytest.mark.parametrize(("choice", "palette"), [(ThemeChoice.DARK, DARK), (ThemeChoice.LIGHT, LIGHT)])
def test_choices_are_marked_by_shapes(
    qtbot: QtBot, qapp: QApplication, store: QSettings, choice: ThemeChoice, palette: Palette
) -> None:
    preferences = Preferences(store)
    preferences.theme = choice
    theme = Theme(qapp, preferences)
    for box in (QCheckBox(), QRadioButton()):
        qtbot.addWidget(box)
        assert palette.on_accent not in colours_of(box)
        box.setChecked(True)
        assert palette.on_accent in colours_of(box)
    combo = QComboBox()
    qtbot.addWidget(combo)
    combo.resize(200, 44)
    assert palette.text in colours_of(combo, from_x=150)
    assert theme.look.palette is palette
