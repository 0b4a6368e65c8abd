"""Faults: what the person hears, what is kept, what never happens twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from scanner_daemon.capture.controller import BookOnCradle
from scanner_daemon.capture.ports import CradleEventKind, Cue, Intent, LandedSpread, PedalSwitch, TurnResult
from scanner_daemon.capture.states import Phase
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.vocabulary import Level, Side, TurnAfter
from tests.capture.conftest import Row

if TYPE_CHECKING:
    from tests.capture.conftest import Bench, Stage


def _shots(rig: Bench) -> list[tuple[int, int, str]]:
    return [(row.intent.position, row.intent.version, row.state) for row in rig.journal.rows]


# ------------------------------------------------------------------------------------- while the leaf is still there


@pytest.mark.parametrize("fault", ["refused", "not_confirmed", "not_landed", "half_landed", "nothing", "hang", "bug"])
def test_a_failed_side_is_exposed_again_and_the_other_one_is_not(stage: Stage, fault: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("expose right", fault)
            await rig.shoot()
            (row,) = rig.journal.rows
            assert row.state == "landed"
            names = sorted(file.path.name for file in row.files)
            right = ".0" if fault == "bug" else ".1"
            assert names == [
                "shot1left.0.jpeg",
                "shot1left.0.raw",
                f"shot1right{right}.jpeg",
                f"shot1right{right}.raw",
            ]
            assert len(rig.did("turn")) == 1

    stage.play(scene)


@pytest.mark.parametrize("call", ["expose right", "arm right"])
def test_after_two_re_exposures_the_rig_faults_in_place_and_a_press_tries_again(stage: Stage, call: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script(call, *(["refused" if call.startswith("expose") else "error"] * 3))
            await rig.shoot()
            rig.must_be(Phase.FAULTED)
            assert rig.why == "broken"
            assert rig.journal.rows[0].missing == (
                (Side.RIGHT,) if call.startswith("expose") else (Side.LEFT, Side.RIGHT)
            )
            assert not rig.did("turn")
            assert rig.world.platen == "up"
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "incomplete"), (1, 2, "landed")]
            assert not rig.did("matched")
            assert rig.details("turn") == [1002]

    stage.play(scene)


def test_no_camera_fires_alone_when_the_other_cannot_be_armed(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("arm left", "error", "error", "error")
            await rig.shoot()
            assert not rig.did("fired")

    stage.play(scene)


def test_what_had_landed_of_an_incomplete_spread_is_kept(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("expose right", "half_landed", "half_landed", "half_landed")
            await rig.shoot()
            kept = {file.path.name for file in rig.journal.rows[0].files}
            assert kept == {detail[1] for detail in rig.details("landed")}
            assert len(kept) == 5

    stage.play(scene)


def test_a_red_verdict_before_the_turn_holds_the_leaf(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turn_after=TurnAfter.JUDGED) as rig:
            rig.inspector.levels.append(Level.RED)
            await rig.shoot()
            rig.must_be(Phase.FAULTED)
            assert rig.why == "red_verdict"
            assert not rig.did("turn")
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed"), (1, 2, "landed")]
            assert len(rig.did("turn")) == 1
            rig.must_be(Phase.READY)

    stage.play(scene)


def test_a_platen_that_does_not_settle_exposes_nothing(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("lower", "error")
            await rig.shoot()
            assert not rig.did("fired")
            rig.must_be(Phase.FAULTED)
            assert _shots(rig) == [(1, 1, "incomplete")]

    stage.play(scene)


def test_a_platen_that_does_not_rise_is_not_turned_under(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("raise", "error")
            await rig.shoot()
            assert not rig.did("turn")
            assert _shots(rig) == [(1, 1, "landed")]
            rig.must_be(Phase.CONFIRM_TURN)
            await rig.controller.confirm_turn(True)
            rig.must_be(Phase.READY)

    stage.play(scene)


# --------------------------------------------------------------------------------------------- once the leaf has gone


def test_a_failure_after_the_turn_leads_back_and_only_that_spread_is_accepted(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turner=False) as rig:
            rig.script("expose left", "not_landed")
            await rig.shoot()
            rig.must_be(Phase.TURN_BACK)
            assert rig.controller.view.turn_back_to == 1
            assert rig.cradle.heard[-1] is Cue.TURN_BACK
            rig.inspector.matching.append(False)
            turns = rig.cradle.heard.count(Cue.TURN)
            await rig.shoot()
            rig.must_be(Phase.TURN_BACK)
            assert rig.why == "not_that_spread"
            assert rig.cradle.heard.count(Cue.TURN) == turns
            assert rig.journal.rows[1].files
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "incomplete"), (1, 2, "incomplete"), (1, 3, "landed")]
            rig.must_be(Phase.READY)
            assert rig.controller.view.position == 2

    stage.play(scene)


def test_where_nobody_can_tell_the_page_the_word_of_the_operator_is_taken(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turner=False) as rig:
            rig.script("expose left", "not_landed")
            await rig.shoot()
            rig.inspector.matching.append(None)
            await rig.shoot()
            assert _shots(rig)[-1] == (1, 2, "landed")

    stage.play(scene)


def test_a_red_verdict_after_the_turn_leads_back(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.inspector.levels.append(Level.RED)
            rig.inspector.judge_ms = 5000
            await rig.shoot()
            rig.must_be(Phase.TURN_BACK)
            assert rig.why == "red_verdict"
            await rig.shoot()
            rig.must_be(Phase.READY)
            assert _shots(rig) == [(1, 1, "landed"), (1, 2, "landed")]

    stage.play(scene)


def test_a_red_verdict_that_comes_while_the_platen_is_rising_still_holds_the_leaf(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.inspector.levels.append(Level.RED)
            rig.inspector.judge_ms = 100
            await rig.shoot()
            assert not rig.did("turn")
            rig.must_be(Phase.FAULTED)

    stage.play(scene)


def test_a_red_verdict_withdraws_the_next_spread_before_it_is_exposed(stage: Stage) -> None:
    """The platen is already down for spread 2 when spread 1 is judged red: up again, back to 1, then 2."""

    async def scene() -> None:
        async with stage.bench(turner=False) as rig:
            rig.inspector.levels.append(Level.RED)
            rig.inspector.judge_ms = 3000
            await rig.press()
            await rig.until(Phase.READY)
            await rig.press()
            await rig.settled()
            assert len(rig.did("fired")) == 2
            assert (rig.phase, rig.controller.view.turn_back_to) == (Phase.TURN_BACK, 1)
            await rig.shoot()
            assert (rig.phase, rig.controller.view.position) == (Phase.READY, 2)
            await rig.shoot()
            await rig.shoot()
            expected = [(1, 1, "landed"), (2, 1, "incomplete"), (1, 2, "landed"), (2, 2, "landed"), (3, 1, "landed")]
            assert _shots(rig) == expected

    stage.play(scene)


def _red(*checks: str) -> Verdict:
    flags = [Flag(check, Level.RED, Side.LEFT, 300.0, 60.0, "It says so.") for check in checks]
    return Verdict(Level.RED, (*flags, Flag("blur", Level.GREEN, Side.LEFT, 0.3, 0.1, "Sharp.")))


def test_a_leaf_that_was_not_turned_leads_back_to_pages_that_nobody_has_seen_yet(stage: Stage) -> None:
    """The photograph of spread 1 shows other pages than its own: to match with it would refuse the right ones."""

    async def scene() -> None:
        async with stage.bench() as rig:
            rig.inspector.verdicts.append(_red("same_leaf"))
            rig.inspector.judge_ms = 5000
            rig.inspector.matching.append(False)
            await rig.shoot()
            rig.must_be(Phase.TURN_BACK)
            why = rig.controller.view.why
            assert why is not None
            assert why.code == "same_leaf"
            assert "probably not turned" in why.what
            assert "press" in why.remedy
            await rig.shoot()
            rig.must_be(Phase.READY)
            assert not rig.did("matched")
            assert _shots(rig) == [(1, 1, "landed"), (1, 2, "landed")]

    stage.play(scene)


def test_a_leaf_that_was_not_turned_is_seen_while_the_book_still_lies_there(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turn_after=TurnAfter.JUDGED) as rig:
            rig.inspector.verdicts.append(_red("same_leaf"))
            await rig.shoot()
            rig.must_be(Phase.FAULTED)
            assert rig.why == "same_leaf"
            assert not rig.did("turn")
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed"), (1, 2, "landed")]
            assert len(rig.did("turn")) == 1

    stage.play(scene)


def test_a_leaf_that_is_blurred_as_well_must_be_recognised(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.inspector.verdicts.append(_red("same_leaf", "blur"))
            rig.inspector.judge_ms = 5000
            await rig.shoot()
            assert rig.why == "red_verdict"
            await rig.shoot()
            assert len(rig.did("matched")) == 1

    stage.play(scene)


def test_a_re_shoot_that_fails_is_still_of_pages_that_nobody_has_seen(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(turner=False, re_exposures=0) as rig:
            rig.inspector.verdicts.append(_red("same_leaf"))
            rig.inspector.judge_ms = 5000
            await rig.shoot()
            rig.script("expose left", "not_landed")
            await rig.shoot()
            rig.must_be(Phase.FAULTED)
            await rig.shoot()
            assert not rig.did("matched")
            assert _shots(rig)[-1] == (1, 3, "landed")

    stage.play(scene)


def test_after_a_stop_the_rig_says_what_is_owed_and_not_that_it_is_stopped(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.press()
            await rig.until(Phase.LOWERING)
            await rig.controller.emergency_stop("a test")
            await rig.settled()
            await rig.controller.release()
            await rig.until(Phase.TURN_BACK)
            assert rig.why == "unfinished"

    stage.play(scene)


@pytest.mark.parametrize("turner", [True, False])
def test_after_a_crash_between_commit_and_turn_a_person_is_asked(stage: Stage, turner: bool) -> None:
    """By hand nobody can know either; but there the operator turns in any case, and inspection sees it if not."""

    async def scene() -> None:
        def before(rig: Bench) -> None:
            rig.journal.unturned_at = 7

        async with stage.bench(turner=turner, before=before, book=BookOnCradle("book", last_position=7)) as rig:
            assert rig.phase is (Phase.CONFIRM_TURN if turner else Phase.READY)
            if turner:
                assert rig.controller.view.turn_in_doubt == 7
                await rig.controller.confirm_turn(turned=True)
                rig.must_be(Phase.READY)
            assert not rig.did("turn")

    stage.play(scene)


def test_a_red_spread_may_be_kept_as_it_is(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.inspector.levels.append(Level.RED)
            rig.inspector.judge_ms = 5000
            await rig.shoot()
            await rig.controller.accept()
            rig.must_be(Phase.READY)
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed"), (2, 1, "landed")]

    stage.play(scene)


# -------------------------------------------------------------------------------------------------------------- turns


@pytest.mark.parametrize("outcome", ["unknown", "failed", "never_started", "error", "hang"])
def test_a_turn_without_a_known_end_is_asked_of_a_person_and_never_sent_again(stage: Stage, outcome: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("turn", outcome)
            await rig.shoot()
            rig.must_be(Phase.CONFIRM_TURN)
            assert await rig.refused(rig.press()) == "turn_not_known"
            await rig.controller.confirm_turn(False)
            rig.must_be(Phase.TURN)
            await rig.settled()
            assert rig.cradle.heard[-1] is Cue.TURN
            assert rig.details("turn") == [1001]
            assert rig.journal.turns[1001] in (TurnResult.FAILED, TurnResult.NEVER_STARTED)
            await rig.shoot()
            assert rig.details("turn") == [1001, 1002]
            assert rig.journal.rows[-1].intent.position == 2

    stage.play(scene)


def test_a_turn_that_was_done_before_the_link_broke_counts_as_done(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("turn", "done_unheard")
            await rig.shoot()
            rig.must_be(Phase.READY)
            assert rig.journal.turns[1001] is TurnResult.DONE

    stage.play(scene)


def test_a_turn_that_cannot_be_written_down_does_not_happen(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("turn_started", "error")
            await rig.shoot()
            assert not rig.did("turn")
            rig.must_be(Phase.CONFIRM_TURN)

    stage.play(scene)


@pytest.mark.parametrize(
    ("known", "phase"),
    [
        (TurnResult.DONE, Phase.READY),
        (TurnResult.UNKNOWN, Phase.CONFIRM_TURN),
        (TurnResult.NEVER_STARTED, Phase.CONFIRM_TURN),
        (TurnResult.FAILED, Phase.CONFIRM_TURN),
    ],
)
def test_after_a_crash_the_controller_is_asked_about_the_turn_that_was_started(
    stage: Stage, known: TurnResult, phase: Phase
) -> None:
    async def scene() -> None:
        def crashed(rig: Bench) -> None:
            rig.journal.pending = Intent("spread7", "book", 7, 77, {Side.LEFT: "l", Side.RIGHT: "r"})
            rig.cradle.results[77] = known

        async with stage.bench(before=crashed, book=BookOnCradle("book", last_position=7)) as rig:
            rig.must_be(phase)
            if phase is Phase.CONFIRM_TURN:
                assert rig.controller.view.turn_in_doubt == 7
                await rig.controller.confirm_turn(True)
            await rig.settled()
            assert rig.journal.turns == {77: TurnResult.DONE}
            assert not rig.did("turn")
            await rig.shoot()
            assert rig.journal.rows[0].intent.position == 8

    stage.play(scene)


def test_after_a_crash_an_unfinished_spread_is_shot_first(stage: Stage) -> None:
    async def scene() -> None:
        def crashed(rig: Bench) -> None:
            rig.journal.unfinished_at = 7

        async with stage.bench(before=crashed, book=BookOnCradle("book", last_position=7)) as rig:
            assert (rig.phase, rig.controller.view.turn_back_to) == (Phase.TURN_BACK, 7)
            await rig.shoot()
            assert rig.journal.rows[0].intent.position == 7
            rig.must_be(Phase.READY)

    stage.play(scene)


def _left_by_a_stop(rig: Bench, verdict: Verdict | None) -> None:
    intent = Intent("spread7", "book", 7, 77, {Side.LEFT: "shot7left", Side.RIGHT: "shot7right"})
    rig.journal.last = (LandedSpread(intent, ()), verdict)
    rig.journal.rows.append(Row(intent, state="landed"))


@pytest.mark.parametrize("level", [Level.RED, Level.AMBER, Level.GREEN, Level.UNKNOWN])
def test_a_spread_that_a_stop_left_unjudged_is_judged_when_its_book_is_opened(stage: Stage, level: Level) -> None:
    async def scene() -> None:
        def stopped(rig: Bench) -> None:
            _left_by_a_stop(rig, None)
            rig.inspector.levels.append(level)

        async with stage.bench(before=stopped, book=BookOnCradle("book", last_position=7)) as rig:
            assert [did.detail for did in rig.did("judged")] == [(7, level)]
            assert rig.phase is (Phase.TURN_BACK if level is Level.RED else Phase.READY)

    stage.play(scene)


def test_a_red_verdict_is_not_forgotten_by_a_restart(stage: Stage) -> None:
    async def scene() -> None:
        def stopped(rig: Bench) -> None:
            _left_by_a_stop(rig, Verdict(Level.RED, (Flag("blur", Level.RED, Side.LEFT, 0.1, 0.2, "blurred"),)))

        async with stage.bench(before=stopped, book=BookOnCradle("book", last_position=7)) as rig:
            assert (rig.phase, rig.controller.view.turn_back_to, rig.why) == (Phase.TURN_BACK, 7, "red_verdict")
            assert not rig.did("judged"), "it was judged before"
            await rig.controller.accept()
            rig.must_be(Phase.READY)

    stage.play(scene)


def test_a_verdict_that_cannot_be_had_after_a_stop_holds_nothing_up(stage: Stage) -> None:
    async def scene() -> None:
        def stopped(rig: Bench) -> None:
            _left_by_a_stop(rig, None)
            rig.script("judge", "error")

        async with stage.bench(before=stopped, book=BookOnCradle("book", last_position=7)) as rig:
            rig.must_be(Phase.READY)

    stage.play(scene)


# --------------------------------------------------------------------------------------------------------- interlocks


def _unplug(rig: Bench) -> None:
    rig.cameras[Side.LEFT].alive = False


def _status(kind: CradleEventKind, **changes: Any) -> Any:
    return lambda rig: rig.cradle.tell(kind, **changes)


def _full(rig: Bench) -> None:
    rig.free_bytes[0] = 1


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (_unplug, "camera_lost"),
        (_full, "disk_low"),
        (_status(CradleEventKind.LINK_LOST, connected=False), "link_lost"),
        (_status(CradleEventKind.LID_OPENED, lid_closed=False), "lid_open"),
        (_status(CradleEventKind.FAULT_LATCHED, fault_code="jam", fault_reason="the turner is jammed"), "cradle_fault"),
        (_status(CradleEventKind.CONTROLLER_RESET, needs_operator=True), "cradle_needs_operator"),
        (_status(CradleEventKind.STATUS_CHANGED, homed=False), "not_homed"),
        (_status(CradleEventKind.STATUS_CHANGED, platen="moving"), "platen_not_up"),
        (_status(CradleEventKind.STATUS_CHANGED, emergency_stop_latched=True), "emergency_stop"),
    ],
)
def test_a_violated_interlock_refuses_the_press_and_says_why(stage: Stage, break_it: Any, code: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            break_it(rig)
            await asyncio.sleep(6)
            assert rig.views[-1].blocks[0].code == code
            assert not rig.views[-1].armed
            assert await rig.refused(rig.press()) == code
            await rig.settled()
            assert not rig.journal.rows
            assert not rig.did("lower")

    stage.play(scene)


@pytest.mark.parametrize(
    ("break_it", "codes"),
    [
        (_status(CradleEventKind.FAULT_LATCHED, fault_code="jam"), ["cradle_fault"]),
        (_status(CradleEventKind.CONTROLLER_RESET, needs_operator=True, homed=False), ["cradle_needs_operator"]),
        (_status(CradleEventKind.STATUS_CHANGED, homed=False), []),
        (_status(CradleEventKind.LINK_LOST, connected=False), []),
    ],
)
def test_with_no_book_on_the_cradle_only_what_waits_for_a_person_is_told(
    stage: Stage, break_it: Any, codes: list[str]
) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.controller.finish()
            break_it(rig)
            await asyncio.sleep(1)
            assert [block.code for block in rig.views[-1].blocks] == codes

    stage.play(scene)


def test_a_hand_cradle_has_no_link_to_lose(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(platen_motor=False, turner=False) as rig:
            assert not rig.cradle.status.connected
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed")]

    stage.play(scene)


def test_the_book_goes_on_after_the_camera_is_plugged_in_again(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            camera = rig.cameras[Side.LEFT]
            rig.script("expose left", "not_landed")
            await rig.press()
            await rig.until(Phase.LANDING)
            camera.alive = False
            await rig.settled()
            rig.must_be(Phase.FAULTED)
            assert await rig.refused(rig.press()) == "camera_lost"
            camera.alive, camera.live = True, False
            await asyncio.sleep(1)
            assert camera.live
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "incomplete"), (1, 2, "landed")]
            assert len(rig.did("turn")) == 1

    stage.play(scene)


# ------------------------------------------------------------------------------------------------ library, inspection


def test_a_library_that_takes_no_intent_lets_nothing_move(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("intend", "error")
            await rig.shoot()
            rig.must_be(Phase.FAULTED)
            assert not rig.did("lower")
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed")]

    stage.play(scene)


@pytest.mark.parametrize("fault", ["error", "hang", "bug"])
def test_a_spread_that_cannot_be_recorded_is_not_complete_and_its_leaf_stays(stage: Stage, fault: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("landed", fault)
            await rig.shoot()
            rig.must_be(Phase.FAULTED)
            assert not rig.did("turn")
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "intended"), (1, 2, "landed")]

    stage.play(scene)


@pytest.mark.parametrize("fault", ["error", "hang"])
def test_an_inspection_that_does_not_answer_costs_the_verdict_and_nothing_else(stage: Stage, fault: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script("judge", fault)
            await rig.shoot()
            rig.must_be(Phase.READY)
            assert rig.controller.view.trouble is not None
            assert rig.journal.rows[0].verdict is None
            last = rig.controller.view.last_spread
            assert last is not None
            assert last.verdict is not None, "whoever waits for the verdict hears that there will be none"
            assert last.verdict.level is Level.UNKNOWN
            assert "not judged" in last.verdict.flags[0].reason

    stage.play(scene)


@pytest.mark.parametrize("call", ["cue", "judged", "live_view left", "turn_ended"])
def test_what_only_informs_does_not_hold_up_the_book(stage: Stage, call: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            rig.script(call, *["error"] * 20)
            await rig.shoot()
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed"), (2, 1, "landed")]

    stage.play(scene)


# ----------------------------------------------------------------------------------------------------- emergency stop


MOVING = ("lower", "raise", "turn", "fired")


@pytest.mark.parametrize(
    "phase", [Phase.READY, Phase.INTENDING, Phase.LOWERING, Phase.EXPOSING, Phase.LANDING, Phase.TURNING]
)
@pytest.mark.parametrize("where", ["client", "cradle"])
def test_after_the_stop_nothing_moves_and_what_was_exposed_is_recorded(stage: Stage, phase: Phase, where: str) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            if phase is not Phase.READY:
                await rig.press()
                await rig.until(phase)
            if where == "client":
                await rig.controller.emergency_stop("a hand")
            else:
                rig.cradle.tell(CradleEventKind.EMERGENCY_STOP_PRESSED, emergency_stop_latched=True)
                await asyncio.sleep(0)
            await rig.until(Phase.STOPPED)
            before = [line for line in rig.world.log if line.what in MOVING]
            for _ in range(3):
                assert await rig.refused(rig.press()) == "stopped"
                await asyncio.sleep(5)
            after = [line for line in rig.world.log if line.what in MOVING]
            if phase is Phase.EXPOSING:  # the shutter message had left; it may still be heard
                assert {line.what for line in after[len(before) :]} <= {"fired"}
            else:
                assert after == before
            rig.must_be(Phase.STOPPED)
            assert all(row.state != "intended" for row in rig.journal.rows)

    stage.play(scene)


@pytest.mark.parametrize(
    ("phase", "then"),
    [
        (Phase.READY, Phase.READY),
        (Phase.LOWERING, Phase.TURN_BACK),
        (Phase.LANDING, Phase.CONFIRM_TURN),
        (Phase.TURNING, Phase.CONFIRM_TURN),
    ],
)
def test_the_stop_ends_only_by_release_and_says_what_is_left_open(stage: Stage, phase: Phase, then: Phase) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            if phase is not Phase.READY:
                await rig.press()
                await rig.until(phase)
            await rig.controller.emergency_stop("a hand")
            rig.cradle.tell(CradleEventKind.EMERGENCY_STOP_RELEASED)
            await asyncio.sleep(20)
            rig.must_be(Phase.STOPPED)
            await rig.controller.release()
            await rig.settled()
            rig.must_be(then)

    stage.play(scene)


def test_a_stop_during_the_release_wins(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.controller.emergency_stop("a hand")
            releasing = asyncio.create_task(rig.controller.release())
            await asyncio.sleep(1)
            await rig.controller.emergency_stop("another hand")
            assert await rig.refused(releasing) == "stopped_again"
            rig.must_be(Phase.STOPPED)

    stage.play(scene)


def test_a_cradle_that_cannot_home_stays_stopped(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            await rig.controller.emergency_stop("a hand")
            rig.script("release", "hang")
            assert await rig.refused(rig.controller.release()) == "deadline_passed"
            rig.must_be(Phase.STOPPED)

    stage.play(scene)


def test_a_stop_that_was_latched_before_the_daemon_started_is_seen(stage: Stage) -> None:
    async def scene() -> None:
        def latched(rig: Bench) -> None:
            rig.cradle.tell(CradleEventKind.STATUS_CHANGED, emergency_stop_latched=True)

        async with stage.bench(before=latched) as rig:
            rig.must_be(Phase.STOPPED)

    stage.play(scene)


def test_a_release_without_a_stop_is_refused_but_clears_a_latched_fault(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench() as rig:
            assert await rig.refused(rig.controller.release()) == "nothing_to_release"
            rig.cradle.tell(CradleEventKind.FAULT_LATCHED, fault_code="jam")
            await rig.controller.release()
            await rig.shoot()
            assert _shots(rig) == [(1, 1, "landed")]

    stage.play(scene)


# ----------------------------------------------------------------------------------------------------- continuous run


def test_a_run_goes_on_by_itself_until_the_pedal(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(continuous=True) as rig:
            await rig.press()
            await asyncio.sleep(20)
            assert len(rig.journal.rows) > 3
            assert rig.controller.view.running
            await rig.press()
            await rig.settled()
            shot = len(rig.journal.rows)
            await asyncio.sleep(20)
            assert len(rig.journal.rows) == shot
            rig.must_be(Phase.READY)
            assert rig.controller.view.refused == 0
            assert len(rig.did("turn")) == shot

    stage.play(scene)


@pytest.mark.parametrize("level", [Level.AMBER, Level.RED])
def test_a_flag_ends_the_run(stage: Stage, level: Level) -> None:
    async def scene() -> None:
        async with stage.bench(continuous=True) as rig:
            rig.inspector.levels.extend([Level.GREEN, Level.GREEN, level])
            await rig.press()
            await asyncio.sleep(60)
            assert len(rig.journal.rows) == 3
            assert not rig.controller.view.running

    stage.play(scene)


@pytest.mark.parametrize("switch", ["pause", "stop", "unplug", "fail", "blind"])
def test_a_run_ends_when_somebody_or_something_wants_it(stage: Stage, switch: str) -> None:
    async def scene() -> None:
        async with stage.bench(continuous=True) as rig:
            await rig.press()
            await asyncio.sleep(10)
            match switch:
                case "pause":
                    await rig.press(PedalSwitch.PAUSE)
                case "stop":
                    await rig.controller.emergency_stop("a hand")
                case "unplug":
                    rig.cameras[Side.LEFT].alive = False
                case "fail":
                    rig.script("expose left", "refused", "refused", "refused")
                case "blind":
                    rig.script("judge", "error")
            await asyncio.sleep(30)
            shot = len(rig.journal.rows)
            await asyncio.sleep(30)
            assert len(rig.journal.rows) == shot
            assert not rig.controller.view.running

    stage.play(scene)


def test_the_last_verdict_is_in_before_a_run_lowers_the_platen_again(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.bench(continuous=True) as rig:
            rig.inspector.judge_ms = 6000
            await rig.press()
            await asyncio.sleep(40)
            assert len(rig.did("lower")) > 2
            for judged, lowered in zip(rig.did("judged"), rig.did("lower")[1:], strict=False):
                assert lowered.at_ns >= judged.at_ns

    stage.play(scene)
