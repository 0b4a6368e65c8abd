"""A technician sets a rig up with keys alone, from settings that name nothing to a test spread."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton

from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.screen import RigScreen
from scanner_daemon.api.schemas import Side
from scanner_daemon.cli.settings_text import settings_text
from scanner_daemon.simulation.rig import SERIALS

if TYPE_CHECKING:
    from tests.operator_gui.conftest import Seat
    from tests.rig.bench import Bench

SeatAt = Callable[..., "Seat"]
LEFT, RIGHT = SERIALS["nikon"][Side.LEFT], SERIALS["nikon"][Side.RIGHT]


def rig_screen(seat: Seat) -> RigScreen:
    screen = seat.window.screen_widget("rig")
    assert isinstance(screen, RigScreen)
    return screen


def in_front(screen: RigScreen, page: Page) -> bool:
    return screen.current is page


def tab_to(seat: Seat, words: str) -> None:
    """Press Tab until a button with these words has the focus."""
    passed = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton | QRadioButton) and words in (focus.text(), focus.accessibleName()):
            return
        passed.append(focus.accessibleName() or type(focus).__name__ if focus is not None else "nothing")
        seat.key("Tab")
    raise AssertionError(f"Tab never comes to “{words}”, but to {passed}")


def both_alive(seat: Seat) -> bool:
    cameras = seat.rig.cameras
    return seat.program.rig.connected and len(cameras) == 2 and all(camera.alive for camera in cameras.values())


@pytest.fixture
def unset(bench_of: Callable[..., Bench], seat_at: SeatAt) -> Seat:
    """A daemon whose settings name neither cameras nor a controller, and the program in front of it."""
    bench = bench_of(start=False, cameras={"left": None, "right": None})
    settings = tomllib.loads(bench.settings_file.read_text("utf-8"))
    settings["cradle"] = {"controller": "serial", "port": "/dev/no-such-tty", "ports": [str(bench.rig.tty)]}
    bench.settings_file.write_text(settings_text(settings), "utf-8")
    bench.start()
    assert bench.daemon is not None
    seat = seat_at(bench.daemon.socket, bench)
    seat.connected()
    return seat


def test_from_nothing_to_a_test_spread_with_keys_alone(unset: Seat) -> None:
    seat, bench = unset, unset.bench
    assert bench is not None
    seat.until(lambda: seat.window.scope == "rig", "it opens by itself when nothing is set up")
    screen = rig_screen(seat)
    assert in_front(screen, screen.cameras)

    # The cameras: the second card is the left one.
    seat.until(lambda: [card.isVisible() for card in screen.cameras._cards] == [True, True], "two bodies are found")
    wrong = screen.cameras._cards[0].camera.serial
    tab_to(seat, screen.cameras._cards[0].right.accessibleName())
    seat.key("Space")
    tab_to(seat, "Use these sides")
    seat.key("Return")
    seat.until(lambda: both_alive(seat), "both cameras answer")
    seat.until(lambda: screen.cameras.done, "the step is done")
    assert seat.rig.cameras[Side.RIGHT].serial == wrong

    # They were the wrong way round.
    seat.until(lambda: screen.cameras.swap.isEnabled() and len(screen.cameras._cards) == 2, "they can be swapped")
    boot = seat.rig.boot
    seat.key("S")
    seat.until(lambda: seat.rig.boot != boot and both_alive(seat), "they are swapped")
    assert seat.rig.cameras[Side.LEFT].serial == wrong

    # The controller.
    seat.key("PgDown")
    assert in_front(screen, screen.controller)
    seat.until(lambda: isinstance(QApplication.focusWidget(), QRadioButton), "the only one that answers is chosen")
    tab_to(seat, "Use this one")
    seat.key("Return")
    seat.until(lambda: seat.rig.cradle.connected and seat.rig.cradle.homed and both_alive(seat), "it is homed")

    # The pedal: seen, not served.
    seat.key("3")
    assert in_front(screen, screen.pedal)
    seat.until(lambda: seat.rig.setup.pedal_tried, "the trial has begun")
    for switch in ("fire", "re_shoot", "pause"):
        bench.press(switch)
    seat.until(lambda: len(seat.rig.setup.presses) == 3, "all three switches are seen")
    assert screen.pedal.done
    assert bench.truth["exposures"] == []

    # Single parts.
    seat.key("PgDown")
    assert in_front(screen, screen.motion)
    seat.until(lambda: not seat.rig.setup.pedal_tried, "presses are served again")
    seat.key("D")
    seat.until(lambda: seat.rig.cradle.platen == "between", "the platen is nudged")
    seat.key("H")
    seat.until(lambda: seat.rig.cradle.platen == "up", "home again")
    tab_to(seat, "Turn one leaf…")
    seat.key("Space")
    assert bench.truth["turned_ids"] == []
    seat.until(lambda: QApplication.focusWidget() is screen.motion.turn_now, "it asks first")
    seat.key("PgDown")

    # The spread that ends it.
    assert in_front(screen, screen.spread)
    seat.until(lambda: QApplication.focusWidget() is screen.spread.shoot and screen.spread.shoot.isEnabled(), "ready")
    seat.key("Return")
    seat.until(lambda: screen.spread.done, "both photographs are home")
    assert all(page.done for page in screen.pages[:5])
    assert bench.truth["turned_ids"] == []
    seat.until(lambda: QApplication.focusWidget() is screen.spread.start, "what comes next has the focus")
    seat.key("Return")
    assert seat.window.scope == "books"


def test_the_only_camera_may_see_both_pages(unset: Seat) -> None:
    seat = unset
    assert seat.bench is not None
    screen = rig_screen(seat)
    seat.until(lambda: [card.isVisible() for card in screen.cameras._cards] == [True, True], "two bodies are found")
    assert not any(card.both.isVisible() for card in screen.cameras._cards), "two cameras have a page each"
    seat.bench.rig.unplug(Side.RIGHT)
    tab_to(seat, "Look again")
    seat.key("Space")
    seat.until(lambda: [card.both.isVisible() for card in screen.cameras._cards] == [True], "one body is left")
    tab_to(seat, screen.cameras._cards[0].both.accessibleName())
    seat.key("Space")
    tab_to(seat, "Use these sides")
    seat.key("Return")
    seat.until(lambda: set(seat.rig.cameras) == {Side.BOTH} and screen.cameras.done, "it sees the whole spread")
    assert LEFT in screen.cameras.summary
    assert "both" in screen.cameras.summary


def test_a_setting_is_unlocked_changed_read_back_and_locked(rig: Callable[..., Seat]) -> None:
    seat = rig()
    seat.until(lambda: both_alive(seat))
    seat.screen("rig")
    screen = rig_screen(seat)
    seat.key("7")
    page = screen.settings
    assert in_front(screen, page)
    seat.until(lambda: bool(page.list.shown), "they are read")
    seat.type("iso speed")
    seat.until(lambda: [each.name for each in page.list.shown] == ["iso"], "only it is left")
    page.table.selectRow(0)
    seat.key("Tab")
    seat.until(lambda: page.current is not None and page.current.locked, "it is locked")
    tab_to(seat, "Unlock")
    seat.key("Space")
    seat.until(lambda: page.current is not None and not page.current.locked, "it is open")
    seat.key("Shift+Tab")
    seat.key("Shift+Tab")
    assert QApplication.focusWidget() is page.choice
    while page.choice.currentText() != "400":
        before = page.choice.currentText()
        seat.key("Down")
        assert page.choice.currentText() != before
    tab_to(seat, "Set")
    seat.key("Space")
    seat.until(lambda: page.current is not None and page.current.value == "400", "the body reads it back")
    tab_to(seat, "Lock")
    seat.key("Space")
    seat.until(lambda: page.current is not None and page.current.locked, "it is locked again")


def test_health_is_live_and_says_what_is_not_known(rig: Callable[..., Seat]) -> None:
    seat = rig()
    assert seat.bench is not None
    seat.until(lambda: both_alive(seat))
    seat.screen("rig")
    screen = rig_screen(seat)
    seat.key("6")
    health = screen.health
    seat.until(lambda: health._cards is not None, "it is shown")
    assert health.summary == ""
    seat.bench.rig.unplug(Side.LEFT)
    seat.until(lambda: health.summary != "", "a camera that went away wants a look")


def test_the_operator_hands_over_from_wherever_the_rig_screen_is(rig: Callable[..., Seat]) -> None:
    seat = rig()
    seat.screen("rig")
    screen = rig_screen(seat)
    seat.key("6", "O")
    assert QApplication.focusWidget() is screen.operator.name
    seat.key("Esc", "6")
    assert in_front(screen, screen.health), "digits are keys again"
    seat.key("O")
    seat.type("Ana")
    seat.key("Return")
    seat.until(lambda: seat.rig.operator == "Ana", "her name is known")
    assert seat.program.preferences.operator == "Ana"


def test_everything_that_can_be_used_has_a_name_and_room_for_a_finger(rig: Callable[..., Seat]) -> None:
    seat = rig()
    seat.until(lambda: both_alive(seat))
    seat.screen("rig")
    screen = rig_screen(seat)
    for number in range(len(screen.pages)):
        screen.go(number)
        seat.qtbot.wait(0)
        for used in screen.findChildren(QPushButton) + screen.findChildren(QRadioButton):
            if used.isVisible():
                assert used.accessibleName() or used.text()
                assert used.height() >= 44, used.text()
                assert used.focusPolicy() is not Qt.FocusPolicy.NoFocus


def test_with_a_book_on_the_cradle_the_pedal_is_tried_only_when_asked_for(rig: Callable[..., Seat]) -> None:
    seat = rig(start_at="capture")
    bench = seat.bench
    assert bench is not None
    screen = seat.screen("rig")
    assert isinstance(screen, RigScreen)

    def front() -> Page:
        return screen.current

    screen.go(2)
    assert front() is screen.pedal
    seat.screen("capture")
    bench.begin()
    seat.until(lambda: seat.rig.book is not None, "a book")
    seat.screen("rig")
    assert front() is screen.health
    bench.shoot()
    seat.key("3")
    assert front() is screen.pedal
