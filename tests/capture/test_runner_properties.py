"""The runner over ports that fail at arbitrary points, while people do arbitrary things: what never happens.

Whatever hypothesis breaks, afterwards somebody mends the rig, does what it asks for, and the book must go on.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner_daemon.capture.controller import BookOnCradle
from scanner_daemon.capture.ports import TurnResult
from scanner_daemon.capture.states import Phase
from scanner_daemon.errors import BookcradleError
from scanner_daemon.vocabulary import Level, Side, TurnAfter

if TYPE_CHECKING:
    from tests.capture.conftest import Bench, Stage

BREAKS = ("error", "bug", "hang")
EXPOSURES = ("refused", "not_confirmed", "not_landed", "half_landed", "nothing", "hang")
FAULTS: dict[str, tuple[str, ...]] = {
    "expose left": EXPOSURES,
    "expose right": EXPOSURES,
    "turn": ("error", "hang", "unknown", "failed", "never_started", "done_unheard"),
    **dict.fromkeys(("intend", "arm left", "lower", "raise", "turn_result", "landed", "incomplete"), BREAKS),
    **dict.fromkeys(("judge", "matches", "turn_started", "turn_ended", "stop", "release", "cue"), BREAKS),
}
SCRIPTS = st.lists(
    st.sampled_from([(call, fault) for call, faults in FAULTS.items() for fault in faults]).flatmap(
        lambda one: st.tuples(st.just(one[0]), st.integers(0, 2), st.just(one[1]))
    ),
    max_size=4,
)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            ["press"] * 6
            + ["press after rest"] * 4
            + ["stop", "release", "pause", "resume", "accept", "re-shoot", "yes", "no"]
        ),
        st.sampled_from([0.0, 0.001, 0.3, 0.502, 0.6, 1.0, 1.9, 5.0]),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scripts=SCRIPTS,
    deeds=DEEDS,
    levels=st.lists(st.sampled_from([Level.GREEN, Level.GREEN, Level.AMBER, Level.RED]), max_size=6),
    matching=st.lists(st.sampled_from([True, None, False]), max_size=3),
    motors=st.sampled_from([(True, True), (True, True), (True, True), (True, False), (False, False)]),
    turn_after=st.sampled_from(TurnAfter),
    continuous=st.booleans(),
)
def test_nothing_that_must_never_happen_happens(
    stage: Stage,
    scripts: list[tuple[str, int, str]],
    deeds: list[tuple[str, float]],
    levels: list[Level],
    matching: list[bool | None],
    motors: tuple[bool, bool],
    turn_after: TurnAfter,
    continuous: bool,
) -> None:
    async def scene() -> None:
        platen_motor, turner = motors
        book = BookOnCradle("book", turn_after=turn_after, continuous=continuous)
        async with stage.bench(platen_motor=platen_motor, turner=turner, book=book) as rig:
            for call, calls_before, fault in scripts:
                rig.script(call, *[""] * calls_before, fault)
            rig.inspector.levels.extend(levels)
            rig.inspector.matching.extend(matching)
            for deed, wait_s in deeds:
                await _do(rig, deed)
                await asyncio.sleep(wait_s)
            _never(rig)
            await _mend(rig)
            await rig.shoot()
            await _mend(rig)
            _never(rig)
            _nothing_is_lost(rig)
            assert rig.journal.rows[-1].state == "landed"

    stage.play(scene)


async def _do(rig: Bench, deed: str) -> None:
    controller = rig.controller
    asking: dict[str, Any] = {
        "press": rig.press,
        "press after rest": rig.press,
        "stop": lambda: controller.emergency_stop("a hand"),
        "release": controller.release,
        "pause": controller.pause,
        "resume": controller.resume,
        "accept": controller.accept,
        "re-shoot": lambda: controller.re_shoot(1),
        "yes": lambda: controller.confirm_turn(True),
        "no": lambda: controller.confirm_turn(False),
    }
    if deed == "press after rest":
        await controller.rest(100)
    try:
        await asking[deed]()
    except (BookcradleError, ZeroDivisionError):  # refused, or the fault that was scripted for it
        return


async def _mend(rig: Bench) -> None:
    """A person comes, repairs everything, and does what the rig asks for."""
    rig.world.faults.clear()
    rig.inspector.levels.clear()
    rig.inspector.matching.clear()
    for _ in range(20):
        if rig.controller.view.running:
            await rig.press()
        assert await rig.controller.rest(500)
        match rig.phase:
            case Phase.STOPPED:
                await rig.controller.release()
            case Phase.CONFIRM_TURN:
                await rig.controller.confirm_turn(True)
            case Phase.PAUSED | Phase.FAULTED:
                await rig.controller.resume()
            case Phase.TURN_BACK:
                await rig.press()
            case _:
                return
    raise AssertionError(f"the rig does not come to rest: {rig.phase}")


def _never(rig: Bench) -> None:
    turns = rig.details("turn")
    assert len(turns) == len(set(turns))
    assert set(turns) <= {row.intent.turn_id for row in rig.journal.rows}
    assert {detail[1] for detail in rig.details("fired")} <= {"down", "by hand"}
    stems = [detail[2] for detail in rig.details("fired")]
    assert len(stems) == len(set(stems))
    for row in rig.journal.rows:
        if row.state == "landed":
            assert {file.side for file in row.files} == set(row.intent.shot_ids)
        if row.intent.turn_id in turns and rig.controller.view.turn_after is not TurnAfter.EXPOSED:
            assert row.state == "landed"
    for turn_id, result in rig.journal.turns.items():
        assert result is not TurnResult.DONE or turn_id in turns or rig.cradle.results.get(turn_id) is None


def _nothing_is_lost(rig: Bench) -> None:
    """Every file that landed is recorded, or belongs to an attempt that was repeated, or the library refused it."""
    recorded = {file.path.name for row in rig.journal.rows for file in row.files}
    refused = {row.intent.spread_id for row in rig.journal.rows if row.state == "intended"}
    for _, name in rig.details("landed"):
        shot, attempt, _ = name.split(".")
        row = next(row for row in rig.journal.rows if shot in row.intent.shot_ids.values())
        side = next(side for side, shot_id in row.intent.shot_ids.items() if shot_id == shot)
        later = {f"{shot}.{number}" for number in range(int(attempt) + 1, 10)}
        repeated = not later.isdisjoint(detail[2] for detail in rig.details("fired"))
        assert name in recorded or repeated or row.intent.spread_id in refused, (name, side is Side.LEFT)
