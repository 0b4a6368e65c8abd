"""What is true on every screen: the overlay of all keys, notices, another language, the way from screen to screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.registry import found_screens
from operator_gui.session.preferences import Language, ThemeChoice
from operator_gui.shell import notice_bar
from operator_gui.shell.key_overlay import KeyOverlay
from operator_gui.widgets.band_message import BandKind
from scanner_daemon.api.schemas import RigSnapshot, SnapshotTold
from tests.operator_gui.conftest import Seat
from tests.operator_gui.scripted_server import Says, Script, scripted


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    now = RigSnapshot.model_validate({"boot": "one", "revision": 1, "at": "2026-03-01T09:00:00Z"})
    with scripted(tmp_path / "s.sock") as script:
        told = f"data: {SnapshotTold(snapshot=now).model_dump_json()}\n\n".encode()
        script.answers["/v1/events"] = Says(told, goes_on=True)
        yield script


@pytest.fixture
def seat(script: Script, seat_at: Callable[..., Seat]) -> Seat:
    """The program before a daemon that tells a state and knows nothing else."""
    seat = seat_at(script.socket, start_at="capture")
    seat.connected()
    return seat


def overlay_of(seat: Seat) -> KeyOverlay:
    (overlay,) = seat.window.findChildren(KeyOverlay)
    return overlay


def texts_of(overlay: KeyOverlay) -> list[str]:
    return [label.text() for label in overlay.findChildren(QLabel) if label.isVisible()]


def test_every_screen_has_a_key_and_a_button(seat: Seat) -> None:
    for screen in found_screens():
        seat.key(screen.key)
        assert seat.window.scope == screen.id
        assert seat.window.screen_widget(screen.id).isVisible()
    seat.window.rail.asked.emit("capture")
    assert seat.window.scope == "capture"


def test_the_overlay_shows_every_key_that_works_here_and_everywhere(seat: Seat) -> None:
    for screen in found_screens():
        seat.key(screen.key)
        seat.key("?")
        shown = texts_of(overlay_of(seat))
        for action in (*seat.program.keys.actions(screen.id), *seat.program.keys.actions("")):
            assert action.title in shown, (screen.id, action.title)
        assert seat.program.keys.shown("everywhere.emergency_stop") in " ".join(shown)
        seat.key("Esc")
        assert not overlay_of(seat).isVisible()


def test_the_overlay_shows_keys_as_they_are_bound_now(seat: Seat) -> None:
    seat.program.keys.bind("everywhere.show_books", ["Ctrl+Alt+B"])
    seat.key("?")
    assert any("Ctrl+Alt+B" in text for text in texts_of(overlay_of(seat)))
    seat.key("?")
    assert not overlay_of(seat).isVisible()


def test_under_the_overlay_no_key_reaches_the_screen_but_the_stop_does(seat: Seat, script: Script) -> None:
    seat.key("?", "Space", "Return", "F4")
    assert seat.window.scope == "capture"
    seat.key("F12")
    seat.until(lambda: script.asked_for("/v1/rig/emergency-stop"), "the stop was asked for")
    assert script.asked_for("/v1/rig/press") == []


def test_a_notice_is_shown_with_its_action_and_goes_by_itself(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(notice_bar, "DONE_MS", 30)
    undone: list[None] = []
    seat.program.notices.tell("Spread 4 deleted", action="Undo", act=lambda: undone.append(None), key="Ctrl+Z")
    assert seat.window.notices.notice is not None
    button = next(each for each in seat.window.notices.findChildren(QPushButton) if "Ctrl+Z" in each.text())
    button.click()
    assert undone == [None]
    assert not seat.window.notices.isVisible()
    seat.program.notices.tell("Saved")
    qtbot.waitUntil(lambda: seat.window.notices.notice is None)


def test_a_trouble_that_nobody_takes_care_of_is_told_with_its_remedy(seat: Seat) -> None:
    seat.program.client.troubled.emit(Trouble("gui.odd_answer", "?", ""))
    notice = seat.window.notices.notice
    assert notice is not None
    assert "same version" in notice.text


def test_another_language_is_another_window_at_the_same_place(seat: Seat) -> None:
    for screen in found_screens():
        seat.window.show_screen(screen.id)
    seat.window.show_screen("settings")
    before, size = seat.window, seat.window.size()
    seat.program.preferences.language = Language.GERMAN
    seat.until(lambda: seat.window is not before, "rebuilt")
    assert seat.window.isVisible()
    assert (seat.window.scope, seat.window.size()) == ("settings", size)
    assert seat.program.keys.actions("")[0].title == "Not-Halt"
    seat.program.preferences.theme = ThemeChoice.LIGHT
    seat.key("F4")
    assert seat.window.scope == "books"
    seat.program.preferences.language = Language.ENGLISH
    seat.until(lambda: seat.program.keys.actions("")[0].title == "Emergency stop", "English again")


def test_a_daemon_that_goes_is_missed_at_once(seat: Seat, script: Script) -> None:
    assert seat.window.band.message.kind is not BandKind.DISCONNECTED
    script.over.set()
    seat.until(lambda: seat.window.band.message.kind is BandKind.DISCONNECTED, "shown as gone")
