"""Stories at the cradle, told with keys alone against a real daemon and the simulated rig."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from operator_gui.screens.capture.cards.pictures import PictureBox
from operator_gui.screens.capture.cards.wanted import RigCard
from operator_gui.screens.capture.live.condition import PaneSight
from operator_gui.widgets.band_message import BandKind
from scanner_daemon.api.schemas import RigState, ShotRole, Side
from tests.operator_gui.screens.capture.conftest import Cradle

Make = Callable[..., Cradle]


def test_a_book_is_shot_from_first_press_to_last(at_the_cradle: Make) -> None:
    cradle = at_the_cradle()
    for key in ("Space", "Return", "Enter"):
        cradle.shoot(key)
    cradle.until(lambda: cradle.positions == [1, 2, 3])
    assert cradle.screen.verdict.lines
    assert cradle.screen.instruments.sparkline.values
    assert cradle.band is BandKind.ARMED
    cradle.bench.api.act("/v1/books/finish")
    cradle.until(lambda: cradle.band is BandKind.NO_BOOK)
    assert cradle.screen.shelf.card is cradle.screen.shelf.rig_cards[RigCard.NO_BOOK]
    cradle.key("Ctrl+B")
    assert cradle.seat.window.scope == "books"
    cradle.bench.check_whole_book(3)


def test_a_press_that_is_not_taken_is_seen_and_a_held_key_fires_once(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    cradle.key("Esc")
    cradle.until_state(RigState.PAUSED)
    assert cradle.screen.shelf.card is cradle.screen.shelf.rig_cards[RigCard.PAUSED]
    taken = len(cradle.bench.truth["exposures"])
    cradle.key("Space")
    cradle.until(lambda: cradle.seat.window.band.refused.isVisible(), "the mark of a refused press")
    assert "1" in cradle.seat.window.band.refused.text.text()
    assert len(cradle.bench.truth["exposures"]) == taken
    cradle.key("Esc")
    cradle.until(lambda: cradle.armed)
    QTest.keyPress(cradle.seat.focus, Qt.Key.Key_Space)
    cradle.until(lambda: len(cradle.positions) == 2 and cradle.armed)
    assert cradle.seat.rig.refused_presses == 1


def test_nothing_fires_while_a_note_is_written(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    taken = len(cradle.bench.truth["exposures"])
    cradle.key("N")
    assert cradle.screen.shelf.note.field.hasFocus()
    cradle.seat.type("a stain on the left page")
    cradle.key("Return")
    cradle.until(lambda: not cradle.screen.shelf.note.isVisible())
    cradle.key("N")
    cradle.until(lambda: cradle.screen.shelf.note.field.text() == "a stain on the left page", "the note comes back")
    cradle.key("Esc")
    assert not cradle.screen.shelf.note.isVisible()
    assert len(cradle.bench.truth["exposures"]) == taken
    assert cradle.seat.rig.state is RigState.READY


def test_a_note_on_a_spread_that_is_to_be_shot_again_is_kept(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    cradle.key("R")
    cradle.until_state(RigState.TURN_BACK)
    cradle.key("N")
    cradle.seat.type("a thumb")
    cradle.key("Return")
    cradle.until(lambda: not cradle.screen.shelf.note.isVisible())
    cradle.key("N")
    cradle.until(lambda: cradle.screen.shelf.note.field.text() == "a thumb", "the note comes back")
    cradle.bench.api.act("/v1/rig/emergency-stop", {"reason": "a test"})
    cradle.until_state(RigState.STOPPED)
    assert cradle.screen.shelf.note.field.hasFocus(), "nothing takes the field from under the hands"
    cradle.key("Esc")
    assert cradle.screen.shelf.card is cradle.screen.shelf.rig_cards[RigCard.RELEASE]


def test_a_spread_is_shot_again_and_both_versions_are_compared(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(2)
    shelf = cradle.screen.shelf
    cradle.key("R")
    cradle.until_state(RigState.TURN_BACK)
    assert cradle.band is BandKind.TURN_BACK
    card = shelf.rig_cards[RigCard.TURN_BACK]
    cradle.until(lambda: shelf.card is card and card.pictures.isVisible(), "the spread to return to is shown")
    cradle.bench.rig.world.open_at(1)
    cradle.key("Space")
    cradle.until(lambda: shelf.card is shelf.comparison, "old and new side by side")
    assert cradle.screen.filmstrip.cells[1].version == 2
    assert shelf.compared.isVisible()
    cradle.until(lambda: all(box.filled for box in shelf.compared.findChildren(PictureBox)), "four photographs")
    cradle.key("V", "V")
    assert shelf.compared.isVisible()
    cradle.key("Esc")
    assert not shelf.isVisible()
    assert cradle.screen.live.isVisible()


def test_an_earlier_spread_that_is_selected_is_asked_about_before_a_press_counts(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(3)
    taken = len(cradle.bench.truth["exposures"])
    cradle.key("Home")
    assert cradle.screen.filmstrip.selection is cradle.screen.filmstrip.cells[0]
    cradle.key("Space")
    assert cradle.screen.shelf.card is cradle.screen.shelf.question
    assert len(cradle.bench.truth["exposures"]) == taken
    cradle.key("Esc")
    assert not cradle.screen.shelf.isVisible()
    cradle.key("Space", "I")
    cradle.until(lambda: cradle.screen.shelf.card is cradle.screen.shelf.rig_cards[RigCard.INSERT], "to be inserted")
    cradle.key("A")
    cradle.until(lambda: not cradle.screen.shelf.isVisible(), "given up")
    cradle.key("Home", "Space", "E")
    cradle.until(lambda: len(cradle.positions) == 4 and cradle.armed, "shot at the end")


def test_a_deleted_spread_comes_back(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(3)
    before = [cell.spread_id for cell in cradle.screen.filmstrip.cells]
    cradle.key("Home", "Right", "D")
    cradle.until(
        lambda: [cell.spread_id for cell in cradle.screen.filmstrip.cells] == [before[0], before[2]], "deleted"
    )
    cradle.key("Ctrl+Z")
    cradle.until(lambda: [cell.spread_id for cell in cradle.screen.filmstrip.cells] == before, "back again")
    notice = cradle.seat.window.notices.notice
    assert notice is not None
    assert (notice.text, notice.act) == ("Taken back: Spread 2 deleted.", None)


def test_the_verdict_and_the_pace_come_back_with_a_deleted_spread(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(3)
    screen = cradle.screen

    def told() -> tuple[object, ...]:
        return screen.verdict.accessibleName(), screen.instruments.sparkline.values, cradle.seat.rig.pages_per_hour

    before = told()
    assert screen.verdict.lines
    assert before[2]
    cradle.key("End", "D")
    cradle.until(lambda: cradle.positions == [1, 2], "deleted")
    cradle.until(lambda: screen.verdict.accessibleName().startswith("Spread 2:"), "the verdict of the last one left")
    cradle.key("Ctrl+Z")
    cradle.until(lambda: cradle.positions == [1, 2, 3], "back again")
    cradle.until(lambda: told() == before, "all as it was")
    cradle.shoot()
    assert cradle.positions == [1, 2, 3, 4]
    assert not screen.shelf.isVisible(), "nothing was shot again"


def test_what_a_spread_shows_is_said_by_one_key_and_taken_back(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    for key, role in (("B", ShotRole.BLANK), ("C", ShotRole.COVER), ("F", ShotRole.FOLDOUT), ("T", ShotRole.TITLE)):
        cradle.key(key)
        cradle.until_role(role)
    cradle.key("Ctrl+Z")
    cradle.until_role(ShotRole.FOLDOUT)


def test_an_unplugged_camera_is_said_in_its_pane_and_in_the_band(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    cradle.bench.rig.unplug(Side.RIGHT)
    cradle.until(lambda: cradle.band is BandKind.FAULT, "not ready")
    pane = cradle.screen.live.panes[Side.RIGHT]
    cradle.until(lambda: pane.condition.sight is PaneSight.DARK and pane.condition.remedy)
    cradle.bench.rig.plug(Side.RIGHT)
    cradle.until(lambda: cradle.armed, "plugged in")
    cradle.shoot()


def test_a_daemon_that_restarts_in_mid_book_is_followed(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(2)
    cradle.bench.kill()
    cradle.until(lambda: cradle.band is BandKind.DISCONNECTED, "offline")
    assert all(pane.condition.sight is PaneSight.DARK for pane in cradle.screen.live.panes.values())
    cradle.bench.start()
    cradle.bench.resume()
    cradle.until(lambda: cradle.armed and cradle.positions == [1, 2], "as it was")
    cradle.shoot()
    cradle.until(lambda: cradle.positions == [1, 2, 3])


def test_the_stop_is_released_in_two_steps_and_the_second_is_no_press(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    shelf = cradle.screen.shelf
    taken = len(cradle.bench.truth["exposures"])
    cradle.key("L")
    assert not shelf.isVisible(), "nothing is latched"
    cradle.key("F12")
    cradle.until_state(RigState.STOPPED)
    assert cradle.seat.window.band.remedy.text() == "See that everything is safe, then press Release."
    assert shelf.card is shelf.rig_cards[RigCard.RELEASE]
    cradle.key("L", "Space", "L")
    assert shelf.release.hasFocus()
    cradle.key("Esc")
    assert shelf.card is shelf.rig_cards[RigCard.RELEASE]
    assert cradle.seat.rig.state is RigState.STOPPED
    cradle.key("L", "Return")
    cradle.until(lambda: cradle.armed, "released")
    assert not shelf.isVisible()
    assert len(cradle.bench.truth["exposures"]) == taken
    cradle.shoot()


def test_a_release_that_another_gave_takes_the_question_away(at_the_cradle: Make) -> None:
    cradle = at_the_cradle(1)
    cradle.key("F12")
    cradle.until_state(RigState.STOPPED)
    cradle.key("L")
    assert cradle.screen.shelf.card is cradle.screen.shelf.release
    cradle.bench.api.release()
    cradle.until(lambda: cradle.armed and not cradle.screen.shelf.isVisible(), "over")
    cradle.shoot()
