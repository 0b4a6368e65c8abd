"""Books and their spreads as people handle them: found, leafed through, edited, and every edit undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner_daemon.library import spreads
from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import BookNotFound, NotInBook, SeveralBooks
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.labels import Labels, LabelStyle, RangeStart, label, labels_of
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.models import BookState, JobState, Spread, SpreadState
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.library.conftest import Rig, SetClock


def order(rig: Rig, book: str) -> list[str]:
    return [spread.spread_id for spread in Leaves(rig.library).list(book)]


def test_ids_sort_by_the_time_they_were_made_and_do_not_collide() -> None:
    made = [new_id(1_790_000_000_000_000_000 + step * 1000) for step in range(500)]
    assert made == sorted(made)
    assert len({new_id(5) for _ in range(1000)}) == 1000
    assert {(each[12], len(each)) for each in made} == {("7", 32)}


def test_books_are_found_by_id_or_by_their_only_title(rig: Rig) -> None:
    books = Books(rig.library)
    euclid = books.create("Euclid", language="fra", operator="ada")
    assert books.find(euclid).id == books.find("Euclid").id == euclid
    assert books.find("Euclid").language == "fra"
    books.create("Euclid")
    with pytest.raises(SeveralBooks, match="2 books"):
        books.find("Euclid")
    with pytest.raises(BookNotFound, match="“Gauss”"):
        books.find("Gauss")
    with pytest.raises(BookNotFound):
        books.progress("Gauss")


def test_progress_counts_what_stands(either_rig: Rig) -> None:
    books = Books(either_rig.library)
    book = books.create("Euclid")
    for _ in range(3):
        either_rig.shoot(book)
    either_rig.land(either_rig.intend(book), [])
    Leaves(either_rig.library).delete(order(either_rig, book)[0], "ada")
    progress = books.progress(book)
    assert (progress.spreads, progress.incomplete, progress.photographs, progress.pages) == (3, 1, 4, 0)
    assert progress.jobs == {"page": {JobState.QUEUED: 6}}
    assert [summary.spreads for summary in books.list()] == [3]


def test_a_book_is_finished_and_reopened(rig: Rig, clock: SetClock) -> None:
    books = Books(rig.library)
    book = books.create("Euclid")
    books.set_state(book, BookState.FINISHED, "ada")
    assert (books.get(book).state, books.get(book).finished_at) == (BookState.FINISHED, clock.now)
    books.set_state(book, BookState.OPEN, "ada")
    books.note(book, "spine torn", "ada")
    assert (books.get(book).finished_at, books.get(book).notes) == (None, "spine torn")


def test_a_spread_inserted_in_mid_book_takes_its_position_and_moves_the_rest_back(either_rig: Rig) -> None:
    book = Books(either_rig.library).create("Euclid")
    first, second = either_rig.shoot(book), either_rig.shoot(book)
    between = either_rig.shoot(book, 2, insert=True)
    assert between.position == 2
    assert order(either_rig, book) == [first.spread_id, between.spread_id, second.spread_id]
    front = either_rig.shoot(book, 1, insert=True)
    assert order(either_rig, book)[0] == front.spread_id
    assert either_rig.shoot(book, 5, insert=True).position == 5


def test_a_deleted_spread_returns_to_where_it_was(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    ids = [rig.shoot(book).spread_id for _ in range(3)]
    leaves = Leaves(rig.library)
    leaves.delete(ids[1], "ada")
    assert order(rig, book) == [ids[0], ids[2]]
    assert [(s.spread_id, s.position) for s in leaves.list(book, deleted=True)] == list(
        zip(ids, (1, 2, 2), strict=True)
    )
    leaves.undelete(ids[1], "ada")
    assert order(rig, book) == ids
    with pytest.raises(NotInBook):
        leaves.delete("nothing", "ada")


def test_inserting_at_one_place_forever_never_runs_out_of_room(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    ids = [rig.intend(book).spread_id, rig.intend(book).spread_id]
    with rig.library.read() as session:
        before = session.get_one(Spread, ids[0]).sort_key
    for _ in range(40):
        ids.insert(1, rig.intend(book, 2, insert=True).spread_id)
    assert order(rig, book) == ids
    with rig.library.read() as session:
        assert session.get_one(Spread, ids[0]).sort_key > before, "the keys were dealt anew"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6)), max_size=8))
def test_moving_spreads_is_moving_items_of_a_list(rig: Rig, moves: list[tuple[int, int]]) -> None:
    book = Books(rig.library).create("Euclid")
    ids = [rig.intend(book).spread_id for _ in range(6)]
    for index, position in moves:
        moved = ids.pop(index)
        ids.insert(position - 1, moved)
        Leaves(rig.library).move(moved, position, "ada")
        assert order(rig, book) == ids
    with pytest.raises(NotInBook):
        Leaves(rig.library).move(ids[0], 7, "ada")


def test_missing_sides_are_listed_with_their_reason(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    rig.shoot(book)
    intent = rig.intend(book)
    rig.land(intent, [rig.deliver(intent, Side.LEFT)], "The right camera stopped answering.")
    (missing,) = Leaves(rig.library).missing(book)
    assert (missing.position, missing.sides) == (2, (Side.RIGHT,))
    assert missing.reason == "The right camera stopped answering."


def test_one_photograph_of_the_whole_spread_covers_both_sides(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    intent = rig.intend(book)
    rig.land(intent, [rig.deliver(intent, Side.LEFT)])
    rig.shoot(book, 1, (Side.BOTH,), re_shoot=True)
    (spread,) = Leaves(rig.library).list(book)
    assert (spread.missing, spread.state, list(spread.shots)) == ((), SpreadState.LANDED, [Side.BOTH])


def test_swapped_sides_are_swapped_back(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    intent = rig.shoot(book)
    queue = JobQueue(rig.library)
    while (lease := queue.claim("worker", ["page"])) is not None:
        queue.complete(lease)
    leaves = Leaves(rig.library)
    leaves.swap_sides(intent.spread_id, "ada")
    (swapped,) = leaves.list(book)
    assert swapped.shots == {Side.LEFT: intent.shot_ids[Side.RIGHT], Side.RIGHT: intent.shot_ids[Side.LEFT]}
    assert queue.counts() == {"page": {JobState.QUEUED: 2}}, "their pages are made again"
    leaves.swap_sides(intent.spread_id, "ada")
    assert leaves.list(book)[0].shots == intent.shot_ids


def test_notes_and_operators_are_kept(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    spread = rig.shoot(book).spread_id
    Leaves(rig.library).note(spread, "foxing", "ada")
    assert Leaves(rig.library).list(book)[0].notes == "foxing"


def test_overlapping_sides() -> None:
    assert spreads.overlaps(Side.BOTH, Side.LEFT)
    assert spreads.overlaps(Side.LEFT, Side.LEFT)
    assert not spreads.overlaps(Side.LEFT, Side.RIGHT)


@pytest.mark.parametrize(
    ("style", "number", "written"),
    [
        (LabelStyle.DECIMAL, 7, "7"),
        (LabelStyle.ROMAN, 14, "xiv"),
        (LabelStyle.ROMAN_UPPER, 1994, "MCMXCIV"),
        (LabelStyle.ALPHA, 27, "aa"),
        (LabelStyle.ALPHA_UPPER, 26, "Z"),
        (LabelStyle.NONE, 3, ""),
    ],
)
def test_labels_are_written_as_in_pdf(style: LabelStyle, number: int, written: str) -> None:
    assert label(style, number, "A-") == f"A-{written}"


def test_label_ranges_begin_at_pages_and_survive_insertions(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    ids = [rig.shoot(book).spread_id for _ in range(3)]
    labels = Labels(rig.library)
    labels.begin(RangeStart(ids[0], Side.LEFT, LabelStyle.ROMAN), "ada")
    labels.begin(RangeStart(ids[1], Side.RIGHT, LabelStyle.DECIMAL), "ada")
    labels.begin(RangeStart(ids[1], Side.RIGHT, LabelStyle.DECIMAL, start=11), "ada")

    def written() -> list[str]:
        pages = [(spread, side) for spread in order(rig, book) for side in (Side.LEFT, Side.RIGHT)]
        return labels_of(pages, labels.ranges(book))

    assert written() == ["i", "ii", "iii", "11", "12", "13"]
    rig.shoot(book, 2, insert=True)
    assert written() == ["i", "ii", "iii", "iv", "v", "11", "12", "13"]
    labels.end(ids[0], Side.LEFT, "ada")
    assert written() == ["1", "2", "3", "4", "5", "11", "12", "13"]
    with pytest.raises(NotInBook):
        labels.end(ids[0], Side.LEFT, "ada")
