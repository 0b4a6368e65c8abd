"""The list of all spreads, entered anywhere, whole and filtered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scanner_daemon.capture.ports import Intent
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.library.books import SCRATCH_BOOK, Books
from scanner_daemon.library.grid import Grid, Wanted
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Book, FlagRow, Opinion, Spread
from scanner_daemon.library.pages import PageResult, Pages
from scanner_daemon.library.roles import set_roles
from scanner_daemon.simulation.many_pages import fill_library
from scanner_daemon.vocabulary import Level, ShotRole, Side
from tests.library.conftest import Rig


def judge(rig: Rig, intent: Intent, *flags: tuple[str, Level]) -> None:
    level = Level.RED if any(each is Level.RED for _, each in flags) else Level.AMBER
    raised = tuple(Flag(check, each, Side.LEFT, 1.0, 2.0, "why") for check, each in flags)
    rig.landing.judged(intent, Verdict(level, raised, 5.0))


def flag_ids(library: Library, spread_id: str) -> list[str]:
    with library.read() as session:
        return list(session.scalars(select(FlagRow.id).where(FlagRow.spread_id == spread_id).order_by(FlagRow.id)))


@pytest.fixture
def three_books(either_rig: Rig) -> list[list[Intent]]:
    books = [Books(either_rig.library).create(title) for title in ("Euclid", "Faust", "Ghosts")]
    return [[either_rig.shoot(book) for _ in range(4)] for book in books]


def ids(part_of: Grid, wanted: Wanted, offset: int = 0, limit: int = 100) -> list[str]:
    return [cell.spread_id for cell in part_of.part(wanted, offset, limit).cells]


def test_any_window_is_that_part_of_the_whole(either_rig: Rig, three_books: list[list[Intent]]) -> None:
    grid, everything = Grid(either_rig.library), [each.spread_id for book in three_books for each in book]
    for offset in range(14):
        part = grid.part(Wanted(), offset, 5)
        assert (part.total, [cell.spread_id for cell in part.cells]) == (12, everything[offset : offset + 5])
    assert [cell.position for cell in grid.part(Wanted(), 3, 3).cells] == [4, 1, 2]
    assert [grid.place_of(Wanted(), each) for each in everything] == list(range(12))


def test_a_cell_says_what_counts_of_its_spread(either_rig: Rig, three_books: list[list[Intent]]) -> None:
    library, first = either_rig.library, three_books[0][0]
    again = either_rig.shoot(first.book_id, 1, (Side.LEFT,), re_shoot=True)
    with library.write() as session:
        page = Pages(library).record_page(session, again.shot_ids[Side.LEFT], Side.LEFT, PageResult(score=0.7))
    Leaves(library).note(first.spread_id, "a stain", "ada")
    cell = Grid(library).part(Wanted(first.book_id), 0, 1).cells[0]
    assert (cell.version, cell.noted, cell.text_score) == (2, True, 0.7)
    assert [(side.side, side.shot_id, side.page_id) for side in cell.sides] == [
        (Side.LEFT, again.shot_ids[Side.LEFT], page),
        (Side.RIGHT, first.shot_ids[Side.RIGHT], None),
    ]


def test_flags_are_found_by_level_and_check_until_they_are_answered(
    either_rig: Rig, three_books: list[list[Intent]]
) -> None:
    library, grid = either_rig.library, Grid(either_rig.library)
    blurred, cut, fine = three_books[0][1], three_books[2][3], three_books[1][0]
    judge(either_rig, blurred, ("blur", Level.RED), ("page_cut", Level.AMBER))
    judge(either_rig, cut, ("page_cut", Level.AMBER))
    judge(either_rig, fine, ("blur", Level.GREEN), ("same_leaf", Level.UNKNOWN))
    assert ids(grid, Wanted(flagged=True)) == [blurred.spread_id, cut.spread_id]
    assert ids(grid, Wanted(level=Level.RED)) == [blurred.spread_id]
    assert ids(grid, Wanted(check="page_cut")) == [blurred.spread_id, cut.spread_id]
    assert ids(grid, Wanted(check="page_")) == []
    Leaves(library).answer_flag(flag_ids(library, cut.spread_id)[0], Opinion.ACCEPTED, "ada", "it is a plate")
    grid.forget()
    assert ids(grid, Wanted(flagged=True)) == [blurred.spread_id]
    Leaves(library).answer_flag(flag_ids(library, cut.spread_id)[0], None, "ada")
    grid.forget()
    assert ids(grid, Wanted(check="page_cut")) == [blurred.spread_id, cut.spread_id]


def test_a_new_verdict_replaces_the_flags_of_the_old_one(either_rig: Rig, three_books: list[list[Intent]]) -> None:
    first = three_books[0][0]
    judge(either_rig, first, ("blur", Level.RED))
    again = either_rig.shoot(first.book_id, 1, re_shoot=True)
    judge(either_rig, again, ("blur", Level.GREEN))
    assert ids(Grid(either_rig.library), Wanted(flagged=True)) == []


def test_blank_sides_are_found_and_can_be_unsaid(either_rig: Rig, three_books: list[list[Intent]]) -> None:
    library, grid = either_rig.library, Grid(either_rig.library)
    said, read = three_books[1][2], three_books[0][3]
    before = set_roles(library, said.spread_id, {Side.RIGHT: ShotRole.BLANK}, "ada")
    with library.write() as session:
        empty = PageResult(facts={"text": {"characters": 0}})
        Pages(library).record_page(session, read.shot_ids[Side.LEFT], Side.LEFT, empty)
    assert ids(grid, Wanted(blank=True)) == [read.spread_id, said.spread_id]
    set_roles(library, said.spread_id, before, "ada")
    grid.forget()
    assert ids(grid, Wanted(blank=True)) == [read.spread_id]


@pytest.mark.parametrize(("limit", "found"), [(0.5, 0), (0.75, 1), (0.97, 2)])
def test_a_low_text_score_is_below_the_given_limit(
    either_rig: Rig, three_books: list[list[Intent]], limit: float, found: int
) -> None:
    library = either_rig.library
    with library.write() as session:
        for intent, score in ((three_books[0][0], 0.7), (three_books[1][1], 0.96)):
            for side, each in ((Side.LEFT, 0.99), (Side.RIGHT, score)):
                Pages(library).record_page(session, intent.shot_ids[side], side, PageResult(score=each))
    assert len(ids(Grid(library), Wanted(score_below=limit))) == found


def test_a_deleted_spread_is_in_no_list(either_rig: Rig, three_books: list[list[Intent]]) -> None:
    library, gone = either_rig.library, three_books[0][1]
    judge(either_rig, gone, ("blur", Level.RED))
    Leaves(library).delete(gone.spread_id, "ada")
    grid = Grid(library)
    assert grid.part(Wanted(), 0, 1).total == 11
    assert (ids(grid, Wanted(flagged=True)), grid.place_of(Wanted(), gone.spread_id)) == ([], None)


def test_what_only_tried_the_rig_is_in_no_list_but_its_own(either_rig: Rig, three_books: list[list[Intent]]) -> None:
    library, trial = either_rig.library, three_books[1][0].book_id
    judge(either_rig, three_books[1][2], ("blur", Level.RED))
    with library.write() as session:
        book = session.get_one(Book, trial)
        book.details = {**book.details, SCRATCH_BOOK: "set-up"}
    grid, rest = Grid(library), [each.spread_id for n in (0, 2) for each in three_books[n]]
    assert (ids(grid, Wanted()), grid.part(Wanted(), 0, 1).total) == (rest, 8)
    assert ids(grid, Wanted(), 3, 3) == rest[3:6]
    assert ids(grid, Wanted(flagged=True)) == []
    assert [grid.place_of(Wanted(), each) for each in (rest[5], three_books[1][0].spread_id)] == [5, None]
    assert len(ids(grid, Wanted(book_id=trial))) == 4


def test_many_pages_hold_what_the_grid_filters(either_library: Library) -> None:
    filled = fill_library(either_library, pages=4000, seed=3)
    assert (filled.books, filled.spreads, filled.pages) == (14, 2000, 4000)
    grid = Grid(either_library)
    mine = Books(either_library).create("Captured now")
    with either_library.read() as session:
        assert session.scalars(select(Book.id).order_by(Book.id.desc()).limit(1)).one() == mine, "the newest"
    part = grid.part(Wanted(), 1990, 100)
    assert (part.total, len(part.cells), part.cells[-1].position) == (2000, 10, 50)
    assert all(side.page_id and side.image_sha256 for cell in part.cells for side in cell.sides)
    assert grid.part(Wanted(flagged=True), 0, 1).total == 80
    assert grid.part(Wanted(level=Level.RED), 0, 1).total == 20
    assert grid.part(Wanted(blank=True), 0, 1).total == 30
    assert grid.part(Wanted(score_below=0.9), 0, 1).total == 120
    with either_library.read() as session:
        spread = session.get_one(Spread, grid.part(Wanted(check="blur"), 3, 1).cells[0].spread_id)
        assert (len(spread.shots), spread.flag_checks) == (2, ",blur,")
