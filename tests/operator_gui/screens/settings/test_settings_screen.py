"""Settings by keys alone: looks, name, and other keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTableView

from operator_gui.screens.settings.screen import SettingsScreen
from operator_gui.session.preferences import ThemeChoice
from operator_gui.shell.window import STOP_ACTION
from tests.operator_gui.conftest import Seat

SHOW_FAULTS = "everywhere.show_faults"


@pytest.fixture
def seat(seat_at: Callable[..., Seat], tmp_path: Path) -> Seat:
    """The program in front of a daemon that is not there: settings need none."""
    return seat_at(tmp_path / "nowhere.sock")


@pytest.fixture
def screen(seat: Seat) -> SettingsScreen:
    shown = seat.screen("settings")
    assert isinstance(shown, SettingsScreen)
    scopes = {"capture", "faults", "books", "settings"}
    seat.until(lambda: scopes <= {action.scope for action in seat.program.keys.actions()}, "every screen's keys")
    return shown


def choose(seat: Seat, screen: SettingsScreen, action_id: str) -> QTableView:
    """Go to an action's row by keys."""
    table = screen.keys.table
    seat.key("K")
    assert seat.focus is table
    seat.key("Ctrl+Home")
    row = screen.bindings.row_of(action_id)
    for _ in range(screen.bindings.rowCount()):
        if table.currentIndex().row() == row:
            break
        seat.key("Down")
    assert screen.keys.current() is not None
    assert table.currentIndex().row() == row
    return table


def test_keys_are_changed_refused_and_brought_back(seat: Seat, screen: SettingsScreen) -> None:
    keys, catcher, said = seat.program.keys, screen.keys.catcher, screen.keys.said
    choose(seat, screen, SHOW_FAULTS)
    seat.key("Return", "Escape")
    assert not catcher.isVisible()
    assert keys.keys_of(SHOW_FAULTS) == ("F7",), "Esc gives up"

    seat.key("Return", "F1")
    assert "taken by “Show all keys”" in said.text()
    assert keys.keys_of(SHOW_FAULTS) == ("F7",), "a conflict changes nothing"

    seat.key("Return", "Ctrl+Tab")
    assert keys.keys_of(SHOW_FAULTS) == ("Ctrl+Tab",)
    seat.key("Ctrl+Tab")
    assert seat.window.scope == "faults", "it works at once"

    seat.screen("settings")
    choose(seat, screen, SHOW_FAULTS)
    for _ in range(20):
        if seat.focus.accessibleName() == "All defaults":
            break
        seat.key("Tab")
    seat.key("Return")
    assert keys.keys_of(SHOW_FAULTS) == ("F7",)
    assert said.text() == "All keys are as they came."


def test_the_emergency_stop_keeps_its_key_whatever_is_asked(seat: Seat, screen: SettingsScreen) -> None:
    choose(seat, screen, STOP_ACTION)
    screen.keys.unbind()
    assert "always keeps its key" in screen.keys.said.text()
    seat.key("Return", "Ctrl+Q")
    assert seat.program.keys.keys_of(STOP_ACTION) == ("F12", "Ctrl+Q")


def test_looks_count_at_once_and_a_name_goes_with_what_is_asked(seat: Seat, screen: SettingsScreen) -> None:
    seat.key("L")
    assert seat.focus is screen.looks.theme
    seat.key("Down")
    screen.looks.theme.activated.emit(screen.looks.theme.currentIndex())
    assert seat.program.preferences.theme is ThemeChoice.LIGHT
    assert not seat.program.theme.look.palette.dark
    screen.looks.text_size.setValue(134)
    assert seat.program.preferences.text_percent == 130
    assert any(label.text() == "130%" for label in screen.findChildren(QLabel))
    screen.looks.operator.setFocus()
    seat.type("Ada")
    seat.key("Return")
    assert seat.program.client.operator == "Ada"
