"""What the capture cycle writes, and that each step is committed before it returns."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from scanner_daemon.capture.ports import CycleTiming, Journal, LandedSpread, TurnResult
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.library.adoption import adopt_orphans
from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import BookNotFound, NotInBook, OriginalDamaged
from scanner_daemon.library.intents import Intents
from scanner_daemon.library.journal import LibraryJournal
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import (
    Cycle,
    CycleState,
    Event,
    File,
    FlagRow,
    Job,
    JobState,
    Shot,
    ShotState,
    Spread,
    SpreadState,
    VerdictRow,
)
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import FileKind, Level, ShotRole, Side

if TYPE_CHECKING:
    from tests.library.conftest import Rig, SetClock

BOTH = (Side.LEFT, Side.RIGHT)


def all_of(library: Library, row: type[Shot] | type[File] | type[Cycle]) -> list[Shot | File | Cycle]:
    with library.read() as session:
        return list(session.scalars(select(row).order_by(row.id)))


async def test_the_library_is_a_journal(library: Library) -> None:
    async with LibraryJournal(library) as opened:
        journal: Journal = opened
        assert await journal.pending_turn("none") is None


async def test_a_spread_comes_home_and_its_page_jobs_can_be_claimed(either_rig: Rig) -> None:
    library = either_rig.library
    book = Books(library).create("Euclid")
    async with LibraryJournal(library, {Side.LEFT: "6003"}.get) as journal:
        intent = await journal.intend(book, None, BOTH, re_shoot=False, operator="ada")
        files = [either_rig.deliver(intent, side, suffix=suffix) for side in BOTH for suffix in (".jpg", ".nef")]
        timing = CycleTiming(pressed_at_ns=1, commanded_at_ns={Side.LEFT: 5, Side.RIGHT: 6})
        landed = await journal.landed(LandedSpread(intent, files), timing)
        await journal.timing_completed(intent, CycleTiming(pressed_at_ns=1, armed_at_ns=99))

    assert (intent.position, intent.version) == (1, 1)
    assert [file.path.parent.parent.name for file in landed.files] == ["originals"] * 4
    for file in landed.files:
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256 == file.path.stem
        assert file.path.stat().st_mode & 0o777 == 0o444
    assert [path.name for path in library.folders.incoming.iterdir()] == ["unclaimed"]
    with library.read() as session:
        spread = session.get_one(Spread, intent.spread_id)
        assert spread.state is SpreadState.LANDED
        shots = {shot.side: shot for shot in spread.shots}
        assert {shot.state for shot in shots.values()} == {ShotState.LANDED}
        assert [shots[side].camera_serial for side in BOTH] == ["6003", None]
        assert [file.kind for file in shots[Side.LEFT].files] == [FileKind.JPEG, FileKind.RAW]
        assert shots[Side.LEFT].files[0].original_name == f"{intent.stem(Side.LEFT, 1)}.jpg"
        cycle = session.scalars(select(Cycle)).one()
        assert cycle.timing is not None
        assert (cycle.timing["armed_at_ns"], cycle.state) == (99, CycleState.LANDED)
    queue = JobQueue(library)
    leases = [queue.claim("worker", ["page"]) for _ in range(3)]
    assert [lease and lease.subject for lease in leases] == [*(intent.shot_ids[side] for side in BOTH), None]


def test_recording_the_same_landing_again_changes_nothing(either_rig: Rig) -> None:
    book = Books(either_rig.library).create("Euclid")
    intent = either_rig.intend(book)
    files = [either_rig.deliver(intent, side) for side in BOTH]
    first = either_rig.land(intent, files)
    assert either_rig.land(intent, files) == first
    assert len(all_of(either_rig.library, File)) == 2
    assert JobQueue(either_rig.library).counts() == {"page": {JobState.QUEUED: 2}}


def test_a_side_that_did_not_come_makes_the_spread_incomplete_and_says_why(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    intent = rig.intend(book)
    rig.land(intent, [rig.deliver(intent, Side.LEFT)], "The right camera stopped answering.")
    with rig.library.read() as session:
        spread = session.get_one(Spread, intent.spread_id)
        assert spread.state is SpreadState.INCOMPLETE
        assert {shot.side: (shot.state, shot.reason) for shot in spread.shots} == {
            Side.LEFT: (ShotState.LANDED, None),
            Side.RIGHT: (ShotState.FAILED, "The right camera stopped answering."),
        }
    rig.shoot(book, 1, (Side.RIGHT,), re_shoot=True)
    with rig.library.read() as session:
        assert session.get_one(Spread, intent.spread_id).state is SpreadState.LANDED


def test_a_re_shoot_keeps_the_old_version_and_drops_its_queued_job(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    first, second = rig.shoot(book), rig.shoot(book, 1, re_shoot=True)
    assert (second.spread_id, second.version, second.position) == (first.spread_id, 2, 1)
    with rig.library.read() as session:
        states = {shot.id: shot.state for shot in session.scalars(select(Shot))}
        jobs = {job.subject: job.state for job in session.scalars(select(Job))}
        assert len(session.scalars(select(File)).all()) == 4
    assert {states[shot] for shot in first.shot_ids.values()} == {ShotState.SUPERSEDED}
    assert {states[shot] for shot in second.shot_ids.values()} == {ShotState.LANDED}
    assert {jobs[shot] for shot in first.shot_ids.values()} == {JobState.CANCELLED}
    assert {jobs[shot] for shot in second.shot_ids.values()} == {JobState.QUEUED}


def test_a_re_shoot_that_fails_leaves_the_old_version_standing(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    first = rig.shoot(book)
    again = rig.intend(book, None, re_shoot=True)
    rig.land(again, [])
    with rig.library.read() as session:
        assert session.get_one(Spread, first.spread_id).state is SpreadState.LANDED
        assert session.get_one(Shot, first.shot_ids[Side.LEFT]).state is ShotState.LANDED


def test_a_late_file_of_an_old_version_does_not_replace_the_new_one(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    first = rig.intend(book, sides=(Side.LEFT,))
    second = rig.shoot(book, 1, (Side.LEFT,), re_shoot=True)
    rig.land(first, [rig.deliver(first, Side.LEFT)])
    with rig.library.read() as session:
        assert session.get_one(Shot, first.shot_ids[Side.LEFT]).state is ShotState.SUPERSEDED
        assert session.get_one(Shot, second.shot_ids[Side.LEFT]).state is ShotState.LANDED


def test_a_file_that_changed_since_it_was_hashed_is_set_aside_and_not_recorded(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    intent = rig.intend(book, sides=(Side.LEFT,))
    file = rig.deliver(intent, Side.LEFT)
    file.path.write_bytes(b"other bytes")
    with pytest.raises(OriginalDamaged, match=file.path.name):
        rig.land(intent, [file])
    assert (rig.library.folders.unclaimed / file.path.name).read_bytes() == b"other bytes"
    assert all_of(rig.library, File) == []


def test_intents_name_an_existing_book_and_place(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    with pytest.raises(BookNotFound, match="no book"):
        rig.intend("nowhere")
    with pytest.raises(NotInBook, match="no spread 2"):
        rig.intend(book, 2)
    with pytest.raises(NotInBook, match="no spread 0"):
        rig.intend(book, re_shoot=True)
    assert all_of(rig.library, Cycle) == []


def test_turn_ids_grow_and_are_none_that_a_lost_library_gave_out(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    ids = [rig.intend(book).turn_id for _ in range(5)]
    assert ids == list(range(ids[0], ids[0] + 5))
    assert 0 < ids[0] < 1 << 31
    assert ids[0] > 50_000_000, "seconds since 2025, so that a new library begins above an old one"


async def test_a_turn_that_was_started_is_pending_until_its_end_is_known(either_rig: Rig) -> None:
    book = Books(either_rig.library).create("Euclid")
    intent = either_rig.shoot(book)
    async with LibraryJournal(either_rig.library) as journal:
        assert await journal.pending_turn(book) is None
        await journal.turn_started(intent)
        assert await journal.pending_turn(book) == intent
        await journal.turn_ended(intent, TurnResult.DONE)
        assert await journal.pending_turn(book) is None


async def test_a_re_shoot_of_other_pages_is_kept_and_replaces_nothing(either_rig: Rig) -> None:
    rig = either_rig
    book = Books(rig.library).create("Euclid")
    first = rig.shoot(book)
    again = rig.intend(book, position=1, re_shoot=True)
    files = [rig.deliver(again, side) for side in (Side.LEFT, Side.RIGHT)]
    async with LibraryJournal(rig.library) as journal:
        await journal.incomplete(LandedSpread(again, files), (), "This is not spread 1.", CycleTiming(1))
        assert await journal.unfinished(book) == 1
    with rig.library.read() as session:
        states = {shot.id: (shot.state, len(shot.files)) for shot in session.query(Shot)}
        (spread,) = session.query(Spread)
    assert states == {
        **dict.fromkeys(first.shot_ids.values(), (ShotState.LANDED, 1)),
        **dict.fromkeys(again.shot_ids.values(), (ShotState.SUPERSEDED, 1)),
    }
    assert spread.state is SpreadState.LANDED
    assert all(rig.library.originals.verify(file.sha256, ".jpg") for file in files)
    adopt_orphans(rig.library)
    with rig.library.read() as session:
        assert {shot.id: (shot.state, len(shot.files)) for shot in session.query(Shot)} == states


async def test_a_leaf_is_not_known_to_lie_turned_until_its_turn_is_done(either_rig: Rig) -> None:
    """Killed between the commit and the turn, no turn is pending: and yet the leaf lies where it lay."""
    book = Books(either_rig.library).create("Euclid")
    async with LibraryJournal(either_rig.library) as journal:
        assert await journal.unturned(book) is None
        intent = either_rig.shoot(book)
        assert await journal.unturned(book) == 1
        await journal.turn_started(intent)
        await journal.turn_ended(intent, TurnResult.FAILED)
        assert await journal.unturned(book) == 1
        await journal.turn_ended(intent, TurnResult.DONE)
        assert await journal.unturned(book) is None


async def test_a_book_that_is_opened_again_returns_to_what_is_unfinished(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    async with LibraryJournal(rig.library) as journal:
        assert await journal.unfinished(book) is None
        rig.shoot(book)
        assert await journal.unfinished(book) is None
        rig.intend(book)
        assert await journal.unfinished(book) == 2
        assert await journal.delete(book, 2, operator="ada") == 1
        assert await journal.unfinished(book) is None
        with pytest.raises(NotInBook):
            await journal.delete(book, 2, operator="ada")


async def test_a_spread_that_is_kept_as_it_is_is_not_returned_to(either_rig: Rig, clock: SetClock) -> None:
    """A re-shoot failed, and a person kept the photographs there were: opened again, the book does not ask again."""
    rig = either_rig
    book = Books(rig.library).create("Euclid")
    rig.shoot(book)
    rig.intend(book, position=1, re_shoot=True)
    async with LibraryJournal(rig.library) as journal:
        assert await journal.unfinished(book) == 1
        clock.advance(5)
        await journal.event("owed_accepted", "ada", position=1, book_id=book)
        assert await journal.unfinished(book) is None
        clock.advance(5)
        rig.intend(book, position=1, re_shoot=True)
        assert await journal.unfinished(book) == 1, "it was asked for again since"
        rig.intend(book)
        clock.advance(5)
        await journal.event("owed_accepted", "ada", position=2, book_id=book)
        assert await journal.unfinished(book) == 2, "there is nothing of it to be kept"


async def test_a_verdict_is_stored_with_flags_that_explain_themselves(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    intent = rig.shoot(book)
    flag = Flag("blur", Level.RED, Side.LEFT, 0.4, 0.7, "The left page is out of focus.", (1, 2, 30, 40))
    async with LibraryJournal(rig.library) as journal:
        await journal.judged(intent, Verdict(Level.RED, (flag,), 81.5))
    with rig.library.read() as session:
        assert session.scalars(select(VerdictRow)).one().level is Level.RED
        assert session.get_one(Spread, intent.spread_id).level is Level.RED
        row = session.scalars(select(FlagRow)).one()
        assert (row.check, row.value, row.limit, row.reason) == ("blur", 0.4, 0.7, "The left page is out of focus.")
        assert (row.crop_x, row.crop_y, row.crop_width, row.crop_height) == (1, 2, 30, 40)
        assert row.shot_id == intent.shot_ids[Side.LEFT]
    assert Books(rig.library).progress(book).flagged == 1


async def test_events_name_their_operator(rig: Rig) -> None:
    async with LibraryJournal(rig.library) as journal:
        await journal.event("press_refused", "ada", reason="lid open", book_id="b1")
    with rig.library.read() as session:
        event = session.scalars(select(Event).where(Event.kind == "press_refused")).one()
        assert (event.operator, event.book_id, event.details) == ("ada", "b1", {"reason": "lid open"})


async def test_a_colour_target_is_kept_and_gets_no_page_job(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    async with LibraryJournal(rig.library) as journal:
        intent = await journal.intend(
            book, None, (Side.LEFT,), re_shoot=False, operator="ada", role=ShotRole.COLOUR_TARGET
        )
    rig.land(intent, [rig.deliver(intent, Side.LEFT)])
    assert len(all_of(rig.library, File)) == 1
    assert JobQueue(rig.library).counts() == {}


def test_a_rehearsal_of_the_first_press_leaves_nothing_behind(library: Library) -> None:
    book = Books(library).create("Rehearsed")
    Intents(library).rehearse(book, BOTH)
    with library.read() as session:
        assert session.scalars(select(Spread)).all() == []
        assert session.scalars(select(Cycle)).all() == []
    assert Intents(library).intend(book, None, BOTH, re_shoot=False, operator="ada").position == 1


async def test_the_last_spread_comes_back_with_its_verdict_until_a_person_has_answered_it(either_rig: Rig) -> None:
    book = Books(either_rig.library).create("Euclid")
    async with LibraryJournal(either_rig.library) as journal:
        assert await journal.last_spread(book) is None
        either_rig.shoot(book)
        intent = either_rig.shoot(book)
        last = await journal.last_spread(book)
        assert last is not None
        assert (last[0].intent.spread_id, last[0].intent.position, last[1]) == (intent.spread_id, 2, None)
        assert {file.side for file in last[0].files} == set(BOTH)
        assert all(hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256 for file in last[0].files)
        red = Flag("blur", Level.RED, Side.LEFT, 0.1, 0.2, "Too soft.")
        await journal.judged(intent, Verdict(Level.RED, (red,)))
        told = await journal.last_spread(book)
        assert told is not None
        assert told[1] is not None
        assert (told[1].level, [flag.check for flag in told[1].flags]) == (Level.RED, ["blur"])
        assert Leaves(either_rig.library).accept_flags(book, 2, "ada") == 1
        answered = await journal.last_spread(book)
        assert answered is not None
        assert answered[1] is not None
        assert answered[1].level is not Level.RED
        either_rig.intend(book)
        assert await journal.last_spread(book) is None, "the last spread is not complete"
