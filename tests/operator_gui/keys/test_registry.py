"""Which key does what: defaults, what a person has bound, and the one key that cannot be taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from operator_gui.keys.registry import KeyAction, Keys
from operator_gui.session.preferences import Preferences


def nothing() -> None:
    """Does nothing."""


@pytest.fixture
def keys(qtbot: QtBot, store: QSettings) -> Keys:
    keys = Keys(Preferences(store))
    keys.register(
        KeyAction("everywhere.stop", "Emergency stop", ("F12",), nothing, fixed=True),
        KeyAction("everywhere.keys", "Show all keys", ("?", "F1"), nothing),
        KeyAction("capture.fire", "Fire", ("Space", "Enter"), nothing, scope="capture"),
        KeyAction("capture.note", "Note", ("N",), nothing, scope="capture"),
        KeyAction("review.next", "Next", ("N",), nothing, scope="review"),
    )
    return keys


def test_a_key_of_the_screen_in_front_is_found(keys: Keys) -> None:
    found = [keys.action_for("N", scope) for scope in ("capture", "review", "books")]
    assert [action and action.id for action in found] == ["capture.note", "review.next", None]


def test_a_screens_own_key_comes_before_the_same_key_everywhere(keys: Keys) -> None:
    keys.register(KeyAction("capture.help", "Help", ("F1",), nothing, scope="capture"))
    here, there = keys.action_for("F1", "capture"), keys.action_for("F1", "review")
    assert here is not None
    assert there is not None
    assert (here.id, there.id) == ("capture.help", "everywhere.keys")


def test_a_bound_key_replaces_the_defaults_and_is_kept(keys: Keys, store: QSettings) -> None:
    keys.bind("capture.fire", ["F9"])
    assert keys.action_for("Space", "capture") is None
    again = Keys(Preferences(store))
    again.register(KeyAction("capture.fire", "Fire", ("Space",), nothing, scope="capture"))
    assert again.keys_of("capture.fire") == ("F9",)
    again.bind_all_defaults()
    assert again.keys_of("capture.fire") == ("Space",)
    assert Keys(Preferences(store))._bound == {}


def test_an_action_may_have_no_key(keys: Keys) -> None:
    keys.bind("capture.note", [])
    assert keys.keys_of("capture.note") == ()
    assert keys.shown("capture.note") == ""
    assert keys.action_for("N", "capture") is None


def test_the_stop_cannot_be_unbound_only_given_more_keys(keys: Keys) -> None:
    keys.bind("everywhere.stop", ["Pause"])
    assert keys.keys_of("everywhere.stop") == ("F12", "Pause")
    keys.bind("everywhere.stop", [])
    assert keys.keys_of("everywhere.stop") == ("F12",)


def test_the_stop_wins_over_a_screen_that_wants_its_key(keys: Keys) -> None:
    keys.register(KeyAction("capture.other", "Other", ("F12",), nothing, scope="capture"))
    found = keys.action_for("F12", "capture")
    assert found is not None
    assert found.id == "everywhere.stop"


@pytest.mark.parametrize(
    ("key", "wanted_for", "taken_by"),
    [
        ("N", "capture.fire", "capture.note"),
        ("N", "review.next", None),
        ("F12", "review.next", "everywhere.stop"),
        ("?", "capture.note", "everywhere.keys"),
        ("Space", "everywhere.keys", "capture.fire"),
        ("F9", "capture.fire", None),
    ],
)
def test_a_key_that_is_taken_where_it_would_work_is_told(
    keys: Keys, key: str, wanted_for: str, taken_by: str | None
) -> None:
    found = keys.taken_by(key, wanted_for)
    assert (found.id if found else None) == taken_by


def test_an_action_of_a_widget_works_while_the_widget_is_seen(
    keys: Keys, qtbot: QtBot, eventually_shown: Callable[[QWidget], None]
) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    keys.register(KeyAction("capture.undo", "Undo", ("Ctrl+Z",), nothing, scope="capture", within=panel))
    assert keys.action_for("Ctrl+Z", "capture") is None
    eventually_shown(panel)
    assert keys.action_for("Ctrl+Z", "capture") is not None


def test_registering_again_replaces(keys: Keys) -> None:
    keys.register(KeyAction("capture.note", "Notiz", ("N",), nothing, scope="capture"))
    assert [action.title for action in keys.actions("capture")] == ["Fire", "Notiz"]
