"""A book through the unmodified daemon, the real libgphoto2 and the real serial protocol, on every kind of rig."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.api.client import DaemonRefusedError
from scanner_daemon.api.schemas import CueWord, Listing, RigState, Spread
from scanner_daemon.library.library import open_library
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.rig import RigPlan
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]


@pytest.mark.parametrize("brand", ["nikon", "canon"])
def test_a_press_is_a_spread_and_the_motor_turns(bench_of: BenchOf, plan_of: PlanOf, brand: str) -> None:
    bench = bench_of(plan_of(brand=brand))
    bench.begin()
    done = bench.scan(4)
    assert done.spreads == done.presses == 4
    assert done.faults == []
    bench.rest()
    bench.end()
    bench.check_whole_book(4)
    assert [leaves for _, leaves in bench.truth["turned_ids"]] == [1, 1, 1, 1]


def test_by_hand_the_operator_is_told_to_turn_and_does(bench_of: BenchOf, plan_of: PlanOf) -> None:
    """No controller at all: the platen is lifted by hand, and the leaf may go as soon as both shutters are closed."""
    timing = BodyTiming.instant(exposure_ms=5.0, write_to_buffer_ms=120.0, live_view_fps=4.0)
    bench = bench_of(plan_of(controller="none", timing=timing))
    bench.begin()
    bench.scan(4)
    bench.rest()
    book = bench.now().book
    assert book is not None
    assert book.turn_after == "exposed"
    turned_while_files_landed = [now for now in bench.heard if now.state is RigState.TURN]
    assert turned_while_files_landed
    assert {now.cue for now in turned_while_files_landed} == {CueWord.TURN}
    bench.end()
    bench.check_whole_book(4)
    assert bench.truth["turned_ids"] == []


def test_one_camera_may_be_all_there_is(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of(sides=(Side.BOTH,), controller="none"))
    bench.begin()
    bench.scan(3)
    bench.rest()
    bench.end()
    assert bench.shown() == [(0,), (1,), (2,)]
    bench.check()


def test_with_a_motor_the_rig_goes_on_by_itself_until_the_pedal(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of(pace=Pace(60, 20, 40, 150, 20)), capture={"continuous": True})
    bench.begin()
    bench.press()
    running = bench.until(lambda now: now.running and now.position is not None and now.position >= 3)
    assert running.refused_presses == 0
    bench.press()
    bench.until(lambda now: not now.running)
    stopped = bench.rest()
    spreads = stopped.book.spreads if stopped.book else 0
    assert 3 <= spreads < 12
    bench.end()
    bench.check_whole_book(spreads)


def test_a_press_at_the_wrong_moment_is_refused_and_counted_and_never_kept(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of(pace=Pace(150, 50, 40, 300, 20)))
    bench.until(lambda now: now.cradle.homed and all(camera.alive for camera in now.cameras.values()))
    bench.press()
    assert bench.until(lambda now: now.refused_presses == 1).state is RigState.NO_BOOK
    bench.begin()
    bench.press()
    bench.until(lambda now: now.phase == "lowering")
    bench.press()
    busy = bench.until(lambda now: now.refused_presses == 2)
    assert busy.position == 1
    bench.until(lambda now: now.phase == "turning")
    answer = bench.api.press()
    assert answer.refused
    assert "busy" in answer.why
    bench.rest()
    assert bench.now().refused_presses == 3
    assert len(bench.truth["exposures"]) == 2
    bench.end()
    bench.check_whole_book(1)


@pytest.fixture(scope="module")
def book(module_bench_of: BenchOf, plan_of: PlanOf) -> Bench:
    """One book for the tests below, which each leave it whole and the rig at rest."""
    bench = module_bench_of(plan_of(openings=20))
    bench.begin()
    bench.scan(2)
    bench.rest()
    return bench


def count(bench: Bench) -> int:
    now = bench.now()
    return now.book.spreads if now.book else 0


def spread_at(bench: Bench, position: int) -> Spread:
    listed = bench.api.get(f"/v1/books/{bench.book_id}/spreads", Listing[Spread])
    return listed.items[position - 1]


def test_a_re_shoot_is_a_new_version_and_the_old_one_is_kept(book: Bench) -> None:
    spreads, opening = count(book), book.rig.world.opening
    before = spread_at(book, 1)
    book.api.act(f"/v1/spreads/{before.spread_id}/re-shoot")
    asked = book.until(lambda now: now.state is RigState.TURN_BACK)
    assert asked.turn_back is not None
    assert asked.turn_back.position == 1
    book.rig.world.open_at(0)
    book.press()
    book.until(lambda now: now.last_spread and now.last_spread.version == 2 and now.last_spread.verdict)
    book.rest()
    book.rig.world.open_at(opening)
    assert count(book) == spreads
    old = {file.sha256 for shot in before.shots for file in shot.files}
    with open_library(book.library) as library:
        assert all(library.originals.verify(sha256, ".jpg") for sha256 in old)
    book.check_nothing_lost(stopped=False)


def test_a_re_shoot_of_the_wrong_pages_is_not_taken(book: Bench) -> None:
    opening = book.rig.world.opening
    book.api.act(f"/v1/spreads/{spread_at(book, 1).spread_id}/re-shoot")
    book.until(lambda now: now.state is RigState.TURN_BACK)
    book.press()  # still at the newest pages
    refused = book.until(lambda now: now.state is RigState.TURN_BACK and "This is not spread 1" in now.why)
    assert "Turn to spread 1" in refused.remedy
    book.rig.world.open_at(0)
    book.press()
    book.until(lambda now: now.last_spread and now.last_spread.position == 1 and now.state is RigState.READY)
    book.rest()
    book.rig.world.open_at(opening)
    assert book.shown()[0] == (0, 0)
    book.check_nothing_lost(stopped=False)


def test_a_spread_is_inserted_deleted_and_brought_back(book: Bench) -> None:
    opening, spreads = book.rig.world.opening, count(book)
    book.api.act("/v1/rig/insert", {"position": 2})
    book.rig.world.open_at(15)
    book.shoot()
    assert book.shown()[1] == (15, 15)
    assert count(book) == spreads + 1
    inserted = spread_at(book, 2).spread_id
    book.api.act(f"/v1/spreads/{inserted}/delete")
    book.until(lambda now: now.book and now.book.spreads == spreads)
    assert (15, 15) not in book.shown()
    book.api.act(f"/v1/spreads/{inserted}/undelete")
    book.until(lambda now: now.book and now.book.spreads == spreads + 1)
    assert book.shown()[1] == (15, 15)
    book.api.act(f"/v1/spreads/{inserted}/delete")
    book.rig.world.open_at(opening)
    book.rest()
    book.check_nothing_lost(stopped=False)


def test_a_pause_serves_no_press_until_resumed(book: Bench) -> None:
    spreads, refused = count(book), book.now().refused_presses
    book.press("pause")
    paused = book.until(lambda now: now.state is RigState.PAUSED)
    assert paused.why
    assert paused.remedy
    last = spread_at(book, spreads).spread_id
    for act in ("delete", "undelete"):
        book.api.act(f"/v1/spreads/{last}/{act}")
        assert book.now().state is RigState.PAUSED
    book.press()
    book.until(lambda now: now.refused_presses == refused + 1)
    book.press("pause")
    book.rest()
    book.shoot()
    assert count(book) == spreads + 1


@pytest.mark.parametrize("where", ["at the cradle", "by a client"])
def test_an_emergency_stop_ends_all_motion_until_somebody_has_looked(book: Bench, where: str) -> None:
    spreads = count(book)
    book.press()
    book.until(lambda now: now.phase == "lowering")
    if where == "at the cradle":
        assert book.rig.controller is not None
        book.rig.controller.emergency_stop()
    else:
        book.api.emergency_stop("a test")
    stopped = book.until(lambda now: now.state is RigState.STOPPED and now.cradle.emergency_stop_latched)
    assert stopped.remedy
    moves = len(book.truth["platen_moves"])
    assert book.api.press().refused
    if where == "at the cradle":
        with pytest.raises(DaemonRefusedError) as pressed:
            book.api.release()
        assert pressed.value.what_to_do
        assert book.rig.controller is not None
        book.rig.controller.emergency_stop(False)
    assert len(book.truth["platen_moves"]) <= moves + 1  # where it stopped, at most
    book.scan(spreads + 1)
    book.rest()
    assert count(book) == spreads + 1


def test_after_a_restart_the_book_goes_on_where_it_was(book: Bench) -> None:
    spreads = count(book)
    assert book.end() == 0
    book.start()
    assert book.now().state is RigState.NO_BOOK
    book.resume()
    book.rest()
    book.scan(spreads + 1)
    book.rest()
    assert count(book) == spreads + 1
    shown = book.shown()
    assert shown == [(opening, opening) for opening in range(spreads + 1)]


def test_a_finished_book_is_whole(book: Bench) -> None:
    book.api.act("/v1/books/finish")
    assert book.now().state is RigState.NO_BOOK
    book.end()
    book.check()
