"""The way of one spread: what follows a press, in which order, and when the leaf may go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.capture.controller import BookOnCradle
from scanner_daemon.capture.ports import Cue, LandedSpread, PedalSwitch
from scanner_daemon.capture.states import FIRE_MARGIN_NS, Phase
from scanner_daemon.capture.view import LastSpread
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.vocabulary import Level, ShotRole, Side, TurnAfter

if TYPE_CHECKING:
    from scanner_daemon.capture.view import CaptureView
    from tests.capture.conftest import Bench, Stage

BOTH = (Side.LEFT, Side.RIGHT)


def test_nothing_moves_before_the_intent_is_committed(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            assert rig.did("intended")[0].at_ns <= rig.did("lower")[0].at_ns

    stage.play(scene)


def test_both_bodies_arm_while_the_platen_goes_down(stage: Stage) -> None:
    """Leaving live view may take longer than the platen: the later of the two decides, not their sum."""

    async def scene() -> None:
        async with stage.bench() as rig:
            for camera in rig.cameras.values():
                camera.arm_ms = 2000
            started = rig.world.now
            await rig.shoot()
            fired_after_ms = (rig.did("fired")[0].at_ns - started) / 1e6
            assert fired_after_ms == pytest.approx(1 + 2000 + FIRE_MARGIN_NS / 1e6)

    stage.play(scene)


def test_both_cameras_fire_at_one_instant_under_a_settled_platen(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            left, right = rig.did("fired")
            assert left.at_ns == right.at_ns
            assert {detail[1] for detail in rig.details("fired")} == {"down"}
            timing = rig.journal.rows[0].completed
            assert timing is not None
            assert timing.platen_settled_at_ns is not None
            assert left.at_ns - timing.platen_settled_at_ns == FIRE_MARGIN_NS

    stage.play(scene)


def test_a_press_reaches_the_platen_before_it_reaches_a_screen(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            lowered_before_it_was_shown: list[bool] = []

            def look(view: CaptureView) -> None:
                if view.phase is Phase.LOWERING:
                    lowered_before_it_was_shown.append(bool(rig.did("lower")))

            rig.lookers.append(look)
            await rig.shoot()
            assert lowered_before_it_was_shown
            assert all(lowered_before_it_was_shown)

    stage.play(scene)


def test_exposed_tells_the_operator_to_turn_at_the_predicted_end_while_files_still_land(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turner=False) as rig:
            await rig.press()
            await rig.until(Phase.TURN)
            await asyncio.sleep(0.001)
            timing_end = rig.did("fired")[0].at_ns + (60 + 20 + 15) * 1_000_000
            assert [line.at_ns for line in rig.did("cue") if line.detail is Cue.TURN] == [timing_end]
            assert rig.did("raise")[0].at_ns == timing_end
            assert not rig.did("landed")
            await rig.settled()
            rig.must_be(Phase.READY)
            assert rig.did("committed")[0].at_ns < [line.at_ns for line in rig.did("cue")][-1] + 1

    stage.play(scene)


def test_turn_is_on_record_even_when_the_files_were_home_before_it(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turner=False, platen_motor=False) as rig:
            for camera in rig.cameras.values():
                camera.download_ms = 1
                camera.timing = type(camera.timing)(lag_ms=60, exposure_ms=20, guard_ms=500)
            await rig.shoot()
            timing = rig.journal.rows[0].completed
            assert timing is not None
            assert timing.committed_at_ns is not None
            assert timing.turn_signalled_at_ns is not None
            assert timing.committed_at_ns < timing.turn_signalled_at_ns
            assert timing.turn_signalled_at_ns == timing.predicted_end_ns

    stage.play(scene)


def test_the_longer_exposure_decides_when_the_leaf_may_go(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turner=False) as rig:
            slow = rig.cameras[Side.RIGHT]
            slow.timing = type(slow.timing)(lag_ms=60, exposure_ms=500, guard_ms=15)
            await rig.shoot()
            turn = next(line for line in rig.did("cue") if line.detail is Cue.TURN)
            closed = max(line.at_ns for line in rig.did("shutter closed"))
            assert turn.at_ns - closed == 15_000_000

    stage.play(scene)


def test_landed_lets_the_motor_turn_once_when_both_files_are_hashed_and_recorded(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            (turn,) = rig.did("turn")
            assert turn.at_ns >= rig.did("committed")[0].at_ns
            assert turn.at_ns >= rig.did("raise")[0].at_ns + 400_000_000
            assert rig.journal.turns == {1001: rig.cradle.results[1001]}

    stage.play(scene)


def test_judged_keeps_the_leaf_until_the_verdict_is_in(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turn_after=TurnAfter.JUDGED) as rig:
            await rig.press()
            await rig.until(Phase.JUDGING)
            assert not rig.did("raise")
            await rig.settled()
            assert rig.did("raise")[0].at_ns >= rig.did("judged")[0].at_ns
            assert len(rig.did("turn")) == 1

    stage.play(scene)


@pytest.mark.parametrize(("turner", "rule"), [(True, TurnAfter.LANDED), (False, TurnAfter.EXPOSED)])
def test_the_rig_decides_the_rule_where_the_book_does_not(stage: Stage, turner: bool, rule: TurnAfter) -> None:
    async def scene() -> None:
        async with stage.bench(turner=turner) as rig:
            assert rig.controller.view.turn_after is rule

    stage.play(scene)


def test_the_rule_of_the_book_wins(stage: Stage) -> None:
    async def scene() -> None:
        book = BookOnCradle("b", turn_after=TurnAfter.JUDGED)
        async with stage.bench(book=book, turn_after=TurnAfter.LANDED) as rig:
            assert rig.controller.view.turn_after is TurnAfter.JUDGED

    stage.play(scene)


def test_armed_is_said_only_when_both_sides_are_recorded_and_the_leaf_has_turned(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.world.log.clear()
            await rig.shoot()
            order = [
                line.what for line in rig.world.log if line.what in ("committed", "turn") or line.detail is Cue.ARMED
            ]
            assert order == ["committed", "turn", "cue"]

    stage.play(scene)


def test_the_timing_record_holds_every_instant_in_order(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            timing = rig.journal.rows[0].completed
            assert timing is not None
            instants = [
                timing.pressed_at_ns,
                timing.motion_commanded_at_ns,
                timing.platen_settled_at_ns,
                timing.fire_at_ns,
                timing.commanded_at_ns[Side.LEFT],
                timing.confirmed_at_ns[Side.LEFT],
                timing.predicted_end_ns,
                timing.landed_at_ns[Side.LEFT],
                timing.committed_at_ns,
                timing.judged_at_ns,
                timing.turn_commanded_at_ns,
                timing.turned_at_ns,
                timing.armed_at_ns,
            ]
            known = [instant for instant in instants if instant is not None]
            assert len(known) == len(instants)
            assert known == sorted(known)

    stage.play(scene)


def test_the_next_exposure_waits_for_the_verdict_but_the_platen_does_not(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(platen_motor=True, turner=False) as rig:
            rig.inspector.judge_ms = 3000
            await rig.press()
            await rig.until(Phase.READY)
            await rig.press()
            await rig.settled()
            verdict = rig.did("judged")[0].at_ns
            assert rig.did("lower")[1].at_ns < verdict
            assert rig.did("fired")[2].at_ns >= verdict

    stage.play(scene)


def test_the_role_that_the_operator_chose_reaches_the_library(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.controller.set_role(ShotRole.COVER, operator="Ada")
            await rig.shoot()
            assert rig.journal.rows[0].intent.role is ShotRole.COVER
            assert rig.controller.view.role is ShotRole.COVER

    stage.play(scene)


def test_presses_that_cannot_be_served_are_refused_aloud_counted_and_never_kept(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.press()
            for _ in range(3):
                assert await rig.refused(rig.press()) == "busy"
                await rig.until(Phase.LOWERING, Phase.LANDING)
            await rig.settled()
            assert len(rig.journal.rows) == 1
            assert rig.controller.view.refused == 3
            assert rig.cradle.heard.count(Cue.REFUSED) == 3
            rig.must_be(Phase.READY)

    stage.play(scene)


def test_a_rig_without_a_controller_fires_at_once_and_turns_by_hand(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(platen_motor=False, turner=False) as rig:
            for position in (1, 2, 3):
                await rig.shoot()
                assert rig.journal.rows[-1].intent.position == position
            assert not rig.did("lower")
            assert not rig.did("raise")
            assert not rig.did("turn")
            assert rig.cradle.heard.count(Cue.TURN) == 3

    stage.play(scene)


@pytest.mark.parametrize("side", [Side.BOTH, Side.LEFT])
def test_one_camera_is_a_whole_rig(stage: Stage, side: Side) -> None:
    async def scene() -> None:
        async with stage.bench(sides=(side,)) as rig:
            await rig.shoot()
            (row,) = rig.journal.rows
            assert row.state == "landed"
            assert {file.side for file in row.files} == {side}

    stage.play(scene)


def test_a_book_may_use_one_of_two_cameras(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(book=BookOnCradle("b", sides=(Side.RIGHT,))) as rig:
            rig.cameras[Side.LEFT].alive = False
            await rig.shoot()
            assert [detail[0] for detail in rig.details("fired")] == [Side.RIGHT]

    stage.play(scene)


def test_live_view_ends_with_the_press_and_comes_back_at_rest(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            assert all(camera.live for camera in rig.cameras.values())
            await rig.press()
            await rig.until(Phase.EXPOSING)
            assert not any(camera.live for camera in rig.cameras.values())
            await rig.settled()
            assert all(camera.live for camera in rig.cameras.values())

    stage.play(scene)


def test_pages_an_hour_are_counted_from_the_second_spread_on(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            assert rig.controller.view.pages_per_hour is None
            await rig.shoot()
            first, second = (line.at_ns for line in rig.did("cue")[1:] if line.detail is Cue.ARMED)
            elapsed_s = (second - first) / 1e9
            assert rig.controller.view.pages_per_hour == pytest.approx(2 * 3600 / elapsed_s)

    stage.play(scene)


def test_an_amber_flag_sounds_and_holds_nothing_up(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.inspector.levels.append(Level.AMBER)
            await rig.shoot()
            assert Cue.FLAGGED in rig.cradle.heard
            rig.must_be(Phase.READY)
            assert rig.journal.rows[0].verdict == Verdict(Level.AMBER)
            assert rig.controller.view.last_spread == LastSpread("spread1", 1, 1, (), Verdict(Level.AMBER))

    stage.play(scene)


def test_pause_ends_the_spread_in_hand_and_then_serves_no_press(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.press()
            await rig.press(PedalSwitch.PAUSE)
            await rig.settled()
            assert rig.journal.rows[0].state == "landed"
            rig.must_be(Phase.PAUSED)
            assert await rig.refused(rig.press()) == "paused"
            await rig.press(PedalSwitch.PAUSE)
            rig.must_be(Phase.READY)
            await rig.shoot()
            assert len(rig.journal.rows) == 2

    stage.play(scene)


def _shots(rig: Bench) -> list[tuple[int, int, str]]:
    return [(row.intent.position, row.intent.version, row.state) for row in rig.journal.rows]


def test_a_re_shoot_keeps_the_older_version_and_turns_no_leaf_in_mid_book(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            for _ in range(3):
                await rig.shoot()
            await rig.controller.re_shoot(2)
            rig.must_be(Phase.TURN_BACK)
            assert rig.controller.view.turn_back_to == 2
            turns = len(rig.did("turn"))
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed"), (2, 1, "landed"), (3, 1, "landed"), (2, 2, "landed")]
            assert len(rig.did("turn")) == turns
            assert rig.details("matched") == ["spread2"]
            await rig.shoot()
            assert rig.journal.rows[-1].intent.position == 4

    stage.play(scene)


def test_a_re_shoot_of_the_last_spread_turns_its_leaf_again_on_its_own_turn_id(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            await rig.press(PedalSwitch.RE_SHOOT)
            await rig.settled()
            assert _shots(rig) == [(1, 1, "landed"), (1, 2, "landed")]
            assert rig.details("turn") == [1001, 1002]

    stage.play(scene)


def test_a_re_shoot_can_be_called_off(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            await rig.controller.re_shoot(1)
            await rig.controller.accept()
            rig.must_be(Phase.READY)
            assert await rig.refused(rig.controller.accept()) == "nothing_owed"

    stage.play(scene)


def test_an_inserted_spread_moves_the_others_and_the_book_goes_on_at_its_end(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            for _ in range(3):
                await rig.shoot()
            turns = len(rig.did("turn"))
            await rig.controller.insert(2)
            assert (rig.controller.view.position, rig.controller.view.inserting) == (2, True)
            await rig.shoot()
            assert rig.journal.rows[-1].intent.position == 2
            assert len(rig.did("turn")) == turns
            assert rig.controller.view.last_position == 4
            await rig.shoot()
            assert rig.journal.rows[-1].intent.position == 5

    stage.play(scene)


def test_a_deleted_spread_moves_the_others_up(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            for _ in range(3):
                await rig.shoot()
            await rig.controller.re_shoot(3)
            await rig.controller.delete(1)
            assert rig.controller.view.turn_back_to == 2
            assert rig.controller.view.last_position == 2
            assert await rig.refused(rig.controller.delete(3)) == "nothing_to_re_shoot"

    stage.play(scene)


def test_a_spread_that_is_put_back_leaves_the_pace_the_verdict_and_what_is_owed(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            for level in (Level.GREEN, Level.GREEN, Level.AMBER):
                rig.inspector.levels.append(level)
                await rig.shoot()
            before = rig.controller.view
            assert before.pages_per_hour is not None
            await rig.controller.re_shoot(2)
            await rig.controller.delete(1)
            moved = rig.controller.view
            assert moved.last_spread == LastSpread("spread3", 2, 1, (), Verdict(Level.AMBER))
            await rig.controller.undelete("spread1")
            after = rig.controller.view
            assert after.last_spread == before.last_spread
            assert (after.pages_per_hour, after.timing) == (before.pages_per_hour, before.timing)
            assert (after.turn_back_to, after.last_position) == (2, 3)
            await rig.controller.undelete("spread1")
            assert rig.controller.view.last_position == 3, "it was there already"

    stage.play(scene)


def test_the_last_verdict_comes_back_with_its_spread(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            for level in (Level.GREEN, Level.AMBER):
                rig.inspector.levels.append(level)
                await rig.shoot()
            row, last = rig.journal.rows[0], rig.controller.view.last_spread
            rig.journal.last = LandedSpread(row.intent, row.files), row.verdict
            await rig.controller.delete(2)
            assert rig.controller.view.last_spread == LastSpread("spread1", 1, 1, (), Verdict(Level.GREEN))
            await rig.controller.undelete("spread2")
            assert rig.controller.view.last_spread == last

    stage.play(scene)


def test_a_spread_with_a_side_missing_is_owed_again_when_it_is_put_back(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            for _ in range(2):
                await rig.shoot()
            await rig.controller.delete(2)
            rig.journal.unfinished_at = 2
            await rig.controller.undelete("spread2")
            assert rig.controller.view.turn_back_to == 2
            assert rig.controller.view.why is not None
            assert rig.controller.view.why.code == "unfinished"

    stage.play(scene)


def test_every_action_of_the_operator_is_in_the_event_log(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.shoot()
            await rig.controller.pause()
            await rig.refused(rig.press())
            await rig.controller.resume()
            await rig.controller.re_shoot(1)
            await rig.controller.accept()
            await rig.controller.emergency_stop("a test")
            await rig.controller.release()
            await rig.controller.finish()
            await rig.settled()
            assert rig.journal.kinds == [
                "book_opened",
                "paused",
                "press_refused",
                "resumed",
                "re_shoot_asked",
                "owed_accepted",
                "emergency_stop",
                "released",
                "book_taken_off",
            ]

    stage.play(scene)


def test_a_book_is_finished_only_between_spreads(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            assert await rig.refused(rig.controller.open_book(BookOnCradle("other"))) == "book_open"
            await rig.press()
            assert await rig.refused(rig.controller.finish()) == "busy"
            await rig.settled()
            assert await rig.controller.finish() == "book"
            rig.must_be(Phase.NO_BOOK)
            assert await rig.refused(rig.press()) == "no_book"

    stage.play(scene)
