"""What is true on every screen: the overlay of all keys, notices, another language, the way from screen to screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from operator_gui.daemon.trouble import Trouble
from operator_gui.keys.registry import KeyAction
from operator_gui.screens.registry import found_screens
from operator_gui.session.preferences import Language, ThemeChoice
from operator_gui.shell import notice_bar
from operator_gui.shell.key_overlay import KeyOverlay
from operator_gui.widgets.band_message import BandKind
from scanner_daemon.api.schemas import RigSnapshot, SnapshotTold
from tests.operator_gui.conftest import Seat
from tests.operator_gui.scripted_server import HANGS_UP, Says, Script, scripted

STOP = "/v1/rig/emergency-stop"


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


def test_the_overlay_tells_what_works_now_from_what_works_at_other_times(seat: Seat) -> None:
    asked = QLabel("a question", seat.window.screen_widget("capture"))
    seat.program.keys.register(
        KeyAction("capture.answer", "Answer the question", ("N",), lambda: None, scope="capture", within=asked)
    )
    for visible in (False, True):
        asked.setVisible(visible)
        seat.key("?")
        seat.qtbot.wait(10)  # what the overlay showed before goes
        shown = texts_of(overlay_of(seat))
        later = shown[shown.index("At other times") :]
        assert ("Answer the question" in later) is not visible
        assert ("Note on the spread" in later) is visible, "its key is taken by the question"
        seat.key("?")


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


def test_live_views_go_on_in_another_language(seat: Seat, qtbot: QtBot) -> None:
    watched = set(seat.program.previews._views)
    assert watched
    before = seat.window
    with qtbot.waitSignal(before.destroyed):
        seat.program.preferences.language = Language.GERMAN
    assert seat.window.scope == "capture"
    assert set(seat.program.previews._views) == watched


def test_a_daemon_that_goes_is_missed_at_once(seat: Seat, script: Script) -> None:
    assert seat.window.band.message.kind is not BandKind.DISCONNECTED
    script.over.set()
    seat.until(lambda: seat.window.band.message.kind is BandKind.DISCONNECTED, "shown as gone")


def test_a_stop_that_nobody_took_is_said_until_it_is_read_or_taken(seat: Seat, script: Script) -> None:
    script.answers[STOP] = HANGS_UP
    seat.key("F12")
    seat.until(lambda: seat.window.notices.notice is not None, "told")
    told = seat.window.notices.notice
    assert told is not None
    assert "NOT taken" in told.text
    assert "switch at the cradle" in told.text
    seat.program.notices.tell("Something else was done.")
    assert seat.window.notices.notice is told
    script.answers[STOP] = Says(b"{}")
    seat.key("F12")
    seat.until(lambda: seat.window.notices.notice is None, "taken at last")
    seat.program.notices.tell("Something else was done.")
    assert seat.window.notices.notice is not None


def test_keys_that_have_no_room_are_scrolled_to_by_arrows_and_the_stop_is_in_sight(seat: Seat) -> None:
    seat.window.resize(1024, 640)
    seat.key("F1")
    overlay = overlay_of(seat)
    (scroll,) = overlay.findChildren(QScrollArea)
    seat.until(lambda: scroll.horizontalScrollBar().maximum() > 0, "more than there is room for")
    stop = next(label for label in overlay.findChildren(QLabel) if label.text() == "Emergency stop")
    assert not stop.visibleRegion().isEmpty()
    seat.key("Right")
    assert scroll.horizontalScrollBar().value() > 0
    seat.key("Left", "Left")
    assert scroll.horizontalScrollBar().value() == 0


def test_nothing_of_a_window_that_is_gone_hears_of_anything(seat: Seat) -> None:
    for screen in found_screens():
        seat.key(screen.key)
    gone: list[bool] = []
    for screen in found_screens():
        seat.window.screen_widget(screen.id).destroyed.connect(lambda: gone.append(True))
    seat.program.preferences.language = Language.GERMAN
    seat.until(lambda: len(gone) == len(found_screens()), "the old window is gone")
    program = seat.program
    program.rig.connection_changed.emit(False)
    program.rig.connection_changed.emit(True)
    program.rig.changed.emit(seat.rig, frozenset(RigSnapshot.model_fields))
    program.theme.changed.emit(program.theme.look)
