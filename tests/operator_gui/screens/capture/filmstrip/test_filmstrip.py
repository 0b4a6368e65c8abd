"""The filmstrip: thousands of spreads, and no more pictures than can be looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from operator_gui.screens.capture.filmstrip.cell import FilmCell, cell_words, set_right
from operator_gui.screens.capture.filmstrip.strip import Filmstrip
from operator_gui.screens.capture.filmstrip.thumbnails import MOST_KEPT, Thumbnails, stood_up
from operator_gui.theme.palette import DARK
from operator_gui.theme.sizes import TypeSizes
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import Level, Side

LOOK = Look(DARK, TypeSizes.at(100))


class Shelf:
    """Gives every picture at once, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, shot_id: str, then: Callable[[QImage | None], object]) -> None:
        self.asked.append(shot_id)
        picture = QImage(32, 24, QImage.Format.Format_RGB32)
        picture.fill(0)
        then(picture)


def cell(position: int, **more: object) -> FilmCell:
    shots = ((Side.LEFT, f"l{position}"), (Side.RIGHT, f"r{position}"))
    return FilmCell(f"s{position}", position, shots=shots, **more)  # type: ignore[arg-type]  # of a test's own


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def strip(qtbot: QtBot, shelf: Shelf) -> Filmstrip:
    made = Filmstrip(LOOK, Thumbnails(shelf))
    made.thumbnails = made._thumbnails  # type: ignore[attr-defined]  # kept alive with the strip
    qtbot.addWidget(made)
    made.resize(1280, 112)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_of_two_thousand_spreads_only_those_in_view_are_fetched(strip: Filmstrip, shelf: Shelf) -> None:
    strip.set_cells([cell(position) for position in range(1, 2001)])
    strip.grab()
    assert len(strip.in_view()) <= 12
    assert len(shelf.asked) <= 2 * 12
    for at in range(0, 2000, 7):
        strip.select(at)
        strip.grab()
    assert strip._thumbnails.kept <= MOST_KEPT


def test_nothing_selected_follows_the_end(strip: Filmstrip) -> None:
    strip.set_cells([cell(position) for position in range(1, 101)])
    seen = [strip.selection]
    for by in (-1, -10, -500, -5, +500):
        strip.step(by)
        seen.append(strip.selection)
    assert seen == [None, cell(100), cell(90), cell(1), cell(1), None]
    assert 99 in strip.in_view()


def test_past_the_last_spread_the_end_is_followed_again(strip: Filmstrip) -> None:
    strip.set_cells([cell(1), cell(2)])
    strip.step(-1)
    assert strip.at_end
    strip.step(+1)
    assert strip.selection is None


def test_a_selected_spread_stays_selected_when_others_move(strip: Filmstrip) -> None:
    strip.set_cells([cell(1), cell(2), cell(3)])
    strip.select(2)
    moved = FilmCell("s3", 2, shots=cell(3).shots)
    strip.set_cells([cell(1), moved])
    assert strip.selection == moved
    strip.set_cells([cell(1)])
    assert strip.selection is None


def test_a_spread_that_changed_takes_its_own_place() -> None:
    cells = [cell(1), cell(2)]
    again = cell(2, version=2, level=Level.AMBER)
    assert set_right(cells, again) == [cell(1), again]
    assert set_right(cells, cell(3)) == [cell(1), cell(2), cell(3)]
    assert set_right(cells, FilmCell("new", 2)) is None
    assert set_right(cells, cell(7)) is None


def test_a_cell_is_read_aloud_with_what_is_off() -> None:
    assert cell_words(cell(12, level=Level.RED, version=2)) == "Spread 12, version 2, flagged red"


def test_a_photograph_that_stands_already_is_not_turned_again() -> None:
    lying, standing = QImage(30, 20, QImage.Format.Format_RGB32), QImage(20, 30, QImage.Format.Format_RGB32)
    assert stood_up(lying, 90).height() == 30
    assert stood_up(standing, 90).height() == 30
    assert stood_up(lying, 0).height() == 20
