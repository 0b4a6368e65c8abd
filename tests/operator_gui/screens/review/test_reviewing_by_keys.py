"""A reviewer with nothing but a keyboard: words corrected, flags answered, pages named, spreads deleted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from operator_gui.screens.review.words_layer import WordsShown
from scanner_daemon.api.schemas import FlagOpinion, GridPart, Level, ShotRole, Side, SpreadReview
from scanner_daemon.simulation.many_pages import fill_library

if TYPE_CHECKING:
    from tests.operator_gui.screens.review.conftest import ReviewDesk


def exported(desk: ReviewDesk, out: Path) -> str:
    command = [sys.executable, "-m", "scanner_daemon", "export", "--library", str(desk.bench.library)]
    command += ["--book", "Harbours", "--format", "text", "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return out.read_text("utf-8")


def told(desk: ReviewDesk, at: int = 0) -> SpreadReview:
    return desk.bench.api.get(f"/v1/spreads/{desk.spread_ids[at]}/review", SpreadReview)


def test_a_word_that_is_corrected_comes_out_of_an_export(review: Callable[..., ReviewDesk], tmp_path: Path) -> None:
    desk = review()
    seat, detail = desk.seat, desk.screen.detail()
    desk.grid_filled(2)
    desk.open_first()
    assert detail.side is not None
    assert detail.side.side is Side.RIGHT, "the flagged page is shown first"
    desk.press("S", "W")
    desk.words_shown()
    desk.press(".")
    assert detail.words.word is not None
    assert detail.words.word.text == "harbonr"
    desk.press("Return")
    seat.type("harbour")
    desk.press("Return")
    seat.until(lambda: detail.words.word is not None and detail.words.word.corrected == "harbour", "it is corrected")
    assert seat.focus is detail.canvas
    assert exported(desk, tmp_path / "corrected.txt").count("The harbour lay") == 1
    desk.press("Ctrl+Z")
    seat.until(lambda: detail.words.word is not None and detail.words.word.corrected is None, "it is taken back")
    assert "harbour" not in exported(desk, tmp_path / "as_read.txt")


def test_escape_leaves_a_word_as_it_was_read(review: Callable[..., ReviewDesk]) -> None:
    desk = review()
    seat, detail = desk.seat, desk.screen.detail()
    desk.grid_filled(2)
    desk.open_first()
    desk.press("W")
    desk.words_shown()
    desk.press("Tab", "Tab", "Down")
    assert detail.words.word is not None
    assert detail.words.word.text == "here"
    desk.press("Up", "Shift+Tab", "Right")
    assert detail.words.word.text == "harbonr"
    desk.press("Return")
    seat.type("b")
    desk.press("Escape")
    assert (detail.words.editor.isVisible(), seat.focus) == (False, detail.canvas)
    desk.press("W", "W")
    assert detail.words.layer.shown is WordsShown.OFF
    desk.press("Escape")
    assert seat.focus is desk.screen.grid.view


def test_a_flag_is_overruled_with_a_reason_and_that_is_taken_back(review: Callable[..., ReviewDesk]) -> None:
    desk = review()
    seat, grid = desk.seat, desk.screen.grid
    desk.grid_filled(2)
    desk.press("Ctrl+F")
    desk.grid_filled(1)
    desk.open_first()
    seat.until(lambda: desk.screen.detail().panel.flags.current is not None)
    desk.press("V")
    seat.type("It is a halftone.")
    desk.press("Return")

    def flag_opinion() -> tuple[FlagOpinion | None, str | None]:
        verdict = told(desk).versions[0].verdict
        assert verdict is not None
        return verdict.flags[0].opinion, verdict.flags[0].opinion_reason

    seat.until(lambda: flag_opinion() == (FlagOpinion.ACCEPTED, "It is a halftone."), "it is overruled")
    seat.until(lambda: grid.store.total == 0, "nothing is flagged any more")
    assert seat.focus is desk.screen.detail().canvas
    desk.press("Ctrl+Z")
    seat.until(lambda: flag_opinion()[0] is None, "it is taken back")
    seat.until(lambda: grid.store.total == 1)


def test_pages_are_named_noted_and_deleted_and_all_of_it_is_undone(review: Callable[..., ReviewDesk]) -> None:
    desk = review()
    seat, grid = desk.seat, desk.screen.grid
    desk.grid_filled(2)

    def roles(at: int) -> set[ShotRole]:
        return {shot.role for shot in told(desk, at).versions[0].shots}

    desk.press("Right", "B")
    seat.until(lambda: roles(1) == {ShotRole.BLANK}, "both pages are blank")
    desk.press("Ctrl+Z")
    seat.until(lambda: roles(1) == {ShotRole.PAGE}, "they are pages again")
    desk.press("Return")
    seat.until(lambda: desk.screen.detail().canvas.picture is not None)
    desk.press("T")
    seat.until(lambda: roles(1) == {ShotRole.PAGE, ShotRole.TITLE}, "the page in view is the title page")
    desk.press("N")
    seat.type("A torn leaf")
    desk.press("Return")
    seat.until(lambda: told(desk, 1).note == "A torn leaf")
    desk.press("D")
    desk.grid_filled(1)
    desk.press("Ctrl+Z")
    desk.grid_filled(2)
    seat.until(lambda: (cell := grid.store.cell(1)) is not None and cell.noted)


def test_before_and_after_are_wiped_and_the_page_is_seen_at_its_own_pixels(review: Callable[..., ReviewDesk]) -> None:
    desk = review()
    seat, detail = desk.seat, desk.screen.detail()
    desk.grid_filled(2)
    desk.open_first()
    desk.press("X")
    seat.until(lambda: detail.wipe.on and detail.wipe._photograph is not None, "the photograph is there")
    desk.press("Left", "Left")
    assert detail.wipe.at < 0.5
    desk.press("X", "1")
    assert detail.canvas.percent == 100
    desk.press("0", "PgDown")
    seat.until(lambda: detail.review is not None and detail.review.spread_id == desk.spread_ids[1], "the next spread")


def test_a_list_of_thousands_is_entered_anywhere(review: Callable[..., ReviewDesk]) -> None:
    def many(folder: Path) -> tuple[str, list[str]]:
        from scanner_daemon.library.library import open_library

        with open_library(folder) as library:
            fill_library(library, pages=30_000)
        return "", []

    desk = review(many)
    seat, grid = desk.seat, desk.screen.grid
    desk.grid_filled(15_000)
    desk.press("End")
    assert grid.view.current == 14_999
    seat.until(lambda: grid.view.current_cell is not None and grid.view.thumbnails.all_here, "the last cells are there")
    assert len(grid.view.in_view()) < 80
    desk.press("PgUp", "PgUp", "Home", "Down", "Right")
    assert grid.view.current == grid.view.columns + 1
    desk.press("Ctrl+F", "Ctrl+F")
    part = desk.bench.api.get("/v1/grid", GridPart, filter="flagged", level="red")
    desk.grid_filled(part.total)
    seat.until(lambda: (cell := grid.store.cell(0)) is not None and cell.flag_level is Level.RED)


def test_what_was_scrolled_past_is_given_up(review: Callable[..., ReviewDesk]) -> None:
    desk = review()
    view = desk.screen.grid.view
    desk.grid_filled(2)
    desk.seat.until(lambda: view.thumbnails.all_here)
    view.thumbnails._kept.clear()
    cell = view.current_cell
    assert cell is not None
    view.thumbnails.want(cell.sides)
    loading = list(view.thumbnails._under_way.values())
    assert len(loading) == 2
    view.thumbnails.want(())
    assert all(picture.aborted for picture in loading)
    assert view.thumbnails.all_here
