"""`bookcradle bench capture`: what is made of the two records of a cycle, and one very small run through the rig."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from scanner_daemon.cli import bench_capture, bench_command
from scanner_daemon.cli.bench_capture import measures_of
from scanner_daemon.cli.bench_cycles import seen_cycles
from scanner_daemon.cli.bench_rig import BenchRigPlan, DrawnBook, NumberedPaper
from scanner_daemon.cli.critical_path import Mechanics
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.darkroom import PhotographCache
from scanner_daemon.simulation.photographs import Shot
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.vocabulary import Side

MS = 1_000_000


def record(**instants_ms: Any) -> dict[str, Any]:
    """A stored timing record of one cycle, instants in milliseconds."""
    told: dict[str, Any] = {
        "pressed_at_ns": 101,
        "motion_commanded_at_ns": 104,
        "platen_settled_at_ns": 205,
        "fire_at_ns": 209,
        "commanded_at_ns": {"left": 209, "right": 210},
        "turn_signalled_at_ns": 290,
        "landed_at_ns": {"left": 300, "right": 320},
        "judged_at_ns": 400,
        "armed_at_ns": 350,
    } | instants_ms
    return {name: _in_ns(value) for name, value in told.items()}


def _in_ns(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: at * MS for key, at in value.items()}
    return None if value is None else value * MS


def truth(platen_moves: list[tuple[float, str]], **shots: list[tuple[float, float]]) -> dict[str, Any]:
    """What the rig saw; each shot as (received, closed) in milliseconds."""
    return {
        "platen_moves": [{"at_ns": at * MS, "platen": word} for at, word in platen_moves],
        "shots": {
            side: [{"received_ns": received * MS, "closed_ns": closed * MS} for received, closed in records]
            for side, records in shots.items()
        },
    }


LOWERED = [(150.0, "moving"), (203.0, "down"), (340.0, "moving"), (345.0, "up")]


def test_the_softwares_share_counts_from_the_press_that_was_sent_and_from_the_controllers_own_report() -> None:
    (cycle,) = seen_cycles([100 * MS], [record()], truth(LOWERED, left=[(210, 240)], right=[(213, 244)]))
    assert cycle.press_to_motion_ms == 4
    assert cycle.settled_to_shutter_ms == 10, "from 203, when the controller said it, to the later body at 213"
    assert cycle.pedal_to_shutter_ms == 14
    assert cycle.shutter_difference_ms == 3
    assert cycle.press_to_armed_ms == 250
    assert cycle.landed_to_verdict_ms == 80


def test_the_turn_signal_is_held_against_the_prediction_and_against_every_bodys_true_end() -> None:
    (cycle,) = seen_cycles([100 * MS], [record()], truth(LOWERED, left=[(210, 240)], right=[(213, 295)]))
    assert cycle.turn_signal_ms(lag_ms=30, exposure_ms=30, guard_ms=15) == 5, "290 against 210 + 30 + 30 + 15"
    assert cycle.turn_after_true_end_ms() == [50, -5], "for the right body the signal came too soon"


def test_a_cradle_by_hand_has_no_share_from_the_pedal_and_a_motor_tells_nobody_to_turn() -> None:
    shots = truth([], left=[(210, 240)], right=[(213, 244)])
    (by_hand,) = seen_cycles([100 * MS], [record(motion_commanded_at_ns=None)], shots)
    assert by_hand.pedal_to_shutter_ms is None
    shots = truth(LOWERED, left=[(210, 240)], right=[(213, 244)])
    (by_motor,) = seen_cycles([100 * MS], [record(turn_signalled_at_ns=None)], shots)
    assert by_motor.turn_signal_ms(1, 1, 1) is None
    assert by_motor.turn_after_true_end_ms() == []


def test_each_cycle_gets_its_own_shots_and_its_own_platen() -> None:
    second = {"commanded_at_ns": {"left": 509, "right": 509}, "platen_settled_at_ns": 505}
    rig = truth(
        [*LOWERED, (450.0, "moving"), (504.0, "down")],
        left=[(210, 240), (510, 540)],
        right=[(213, 244), (512, 544)],
    )
    cycles = seen_cycles([100 * MS, 400 * MS], [record(), record(**second)], rig)
    assert [cycle.settled_to_shutter_ms for cycle in cycles] == [10, 8]


def test_records_that_cannot_be_of_one_run_are_refused() -> None:
    shots = truth(LOWERED, left=[(210, 240)], right=[(213, 244)])
    with pytest.raises(LookupError, match="2 presses, 1 timing"):
        seen_cycles([1, 2], [record()], shots)
    with pytest.raises(LookupError, match="no body heard"):
        seen_cycles([1], [record(commanded_at_ns={"left": 211})], shots)
    with pytest.raises(LookupError, match="before it did for the controller"):
        seen_cycles([1], [record(platen_settled_at_ns=200)], shots)


def mechanics(**changes: float) -> Mechanics:
    timing = BodyTiming.instant(
        shutter_lag_ms=30.0, exposure_ms=5.0, write_to_buffer_ms=50.0, transfer_mb_s=10.0, live_view_exit_ms=100.0
    )
    pace = Pace(platen_travel_ms=60, platen_settle_ms=20, turn_ms=500)
    return Mechanics(pace, timing, picture_bytes=1_000_000, guard_ms=15.0, **changes)


def test_the_motors_critical_path_adds_what_follows_and_counts_once_what_runs_at_once() -> None:
    # Leaving live view (100) outlasts the platen (60 + 20); then the slower shutter (40), buffer, transfer, up, turn.
    assert mechanics().motor_path_ms({"left": 30, "right": 40}) == 100 + 40 + 50 + 100 + 60 + 500


def test_by_hand_the_downloads_run_under_the_turn_unless_they_outlast_it() -> None:
    shutters = {"left": 40.0, "right": 30.0}
    assert mechanics(hand_turn_ms=400).by_hand_path_ms(shutters) == 100 + 30 + 5 + 15 + 400
    assert mechanics(hand_turn_ms=120).by_hand_path_ms(shutters) == 100 + 40 + 50 + 100
    assert mechanics(hand_turn_ms=400).by_hand_cycle_ms(press_to_turn_ms=160, press_to_armed_ms=300) == 560
    assert mechanics(hand_turn_ms=100).by_hand_cycle_ms(press_to_turn_ms=160, press_to_armed_ms=300) == 300


def samples(**changes: list[float]) -> dict[str, list[float]]:
    """Samples that keep every budget, but for ``changes``."""
    names = "pedal_to_shutter press_to_motion settled_to_shutter shutter_difference turn_signal turn_after_true_end"
    held = {f"{name}_ms": [1.0] * 200 for name in names.split()}
    for way in ("motor", "by_hand"):
        held |= {f"{way}_cycle_ms": [1000.0], f"{way}_cycle_over_path_percent": [0.5]}
    return held | changes


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, []),
        ({"pedal_to_shutter_ms": [1.0] * 197 + [15.1] * 3}, ["pedal_to_shutter_ms p99"]),
        ({"pedal_to_shutter_ms": [1.0] * 199 + [99.0]}, []),
        ({"shutter_difference_ms": [5.1] * 10}, ["shutter_difference_ms p99"]),
        ({"turn_signal_ms": [10.1]}, ["turn_signal_ms p99"]),
        ({"turn_after_true_end_ms": [1.0] * 9_999 + [-0.1]}, ["turn_before_true_end count"]),
        ({"turn_after_true_end_ms": [1.0] * 9_999 + [60.1]}, ["turn_after_true_end_ms max"]),
        ({"motor_cycle_over_path_percent": [2.1]}, ["motor_cycle_over_path_percent p95"]),
        ({"by_hand_cycle_over_path_percent": [2.1]}, ["by_hand_cycle_over_path_percent p95"]),
        ({"landed_to_verdict_ms": [999.0] * 18 + [1001.0] * 2}, ["landed_to_verdict_ms p95"]),
    ],
)
def test_a_budget_that_is_overrun_does_not_hold(changes: dict[str, list[float]], broken: list[str]) -> None:
    measures = measures_of("nikon", samples(**changes))
    assert [f"{m.name} {m.statistic}" for m in measures if not m.holds] == [f"nikon.{name}" for name in broken]


def test_every_picture_of_the_bench_is_a_jpeg_of_its_own_in_the_size_asked_for() -> None:
    paper = NumberedPaper(400_000)
    pictures = [paper.photograph()[0] for _ in range(3)]
    assert len(set(pictures)) == 3
    for picture in pictures:
        assert abs(len(picture) - 400_000) < 16
        image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        assert image.shape == (400, 600, 3)


def test_the_photographs_to_be_judged_are_drawn_before_anybody_waits_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def drawn(_: PhotographCache, shot: Shot) -> bytes:
        asked.append(f"{shot.spread} {shot.side} {shot.size}")
        return asked[-1].encode()

    monkeypatch.setattr(PhotographCache, "jpeg", drawn)
    book = DrawnBook(2, tmp_path)
    assert asked == [f"{spread} {side} (6000, 4000)" for spread in (2, 3) for side in ("left", "right")]
    assert book.photograph(1, Side.RIGHT, "down", None) == [b"3 right (6000, 4000)"]


def test_a_plan_survives_the_way_into_the_rigs_process() -> None:
    plan = BenchRigPlan("canon", "none", BodyTiming.instant(exposure_ms=2.0), Pace(), 3, 7_000, "exposed")
    assert BenchRigPlan.from_json(plan.to_json()) == plan


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    bench_command.register(app)
    return app


def test_an_unknown_brand_is_wrong_use(app: typer.Typer) -> None:
    outcome = CliRunner().invoke(app, ["bench", "capture", "--brand", "leica"])
    assert outcome.exit_code == 2
    assert "nikon, canon or both" in outcome.stderr


def test_a_small_run_prints_one_object_and_keeps_the_samples(app: typer.Typer, tmp_path: Path) -> None:
    """Every part is real but the hardware. No figure is held against its limit here: a busy machine proves nothing."""
    file = tmp_path / "samples.json"
    sizes = ["--brand", "nikon", "--spreads", "2", "--shots", "4", "--cycles", "0"]
    outcome = CliRunner().invoke(
        app,
        ["bench", "capture", *sizes, "--json", "--samples", str(file), "--folder", str(tmp_path)],
        catch_exceptions=False,
    )
    told = json.loads(outcome.stdout)
    holds = all(measure["holds"] for measure in told["measures"])
    assert outcome.exit_code == (0 if holds else 3)
    assert told["bench"] == "capture"
    assert told["n"] == 2 + 2
    limits = {measure["name"]: measure["limit"] for measure in told["measures"] if measure["limit"] is not None}
    assert limits == {
        "nikon.pedal_to_shutter_ms": 15.0,
        "nikon.shutter_difference_ms": 5.0,
        "nikon.turn_signal_ms": 10.0,
        "nikon.turn_before_true_end": 0.0,
        "nikon.turn_after_true_end_ms": 60.0,
    }
    assert "platen_travel" in told["critical_path"]["motor"]["formula"]
    assert told["critical_path"]["latencies_ms"]["turn"] == 1_800
    kept = json.loads(file.read_text("utf-8"))
    assert len(kept["nikon.pedal_to_shutter_ms"]) == 2
    assert len(kept["nikon.turn_after_true_end_ms"]) == 4
    assert not any(tmp_path.glob("bookcradle-bench-*")), "the bench's libraries are gone"


def test_cycles_with_real_life_mechanics_are_held_against_their_critical_path(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With mechanics in fast motion, so that the test is quick: the software's share is then many per cent."""
    quick = Mechanics(
        bench_capture.QUICK_PACE, bench_capture.QUICK_BODY, picture_bytes=20_000, guard_ms=15.0, hand_turn_ms=10.0
    )
    monkeypatch.setattr(bench_capture, "real_life", lambda: quick)
    sizes = ["--brand", "canon", "--spreads", "0", "--shots", "0", "--cycles", "1"]
    outcome = CliRunner().invoke(app, ["bench", "capture", *sizes, "--json", "--folder", str(tmp_path)])
    told = {(m["name"], m["statistic"]): m for m in json.loads(outcome.stdout)["measures"]}
    assert outcome.exit_code == 3
    for way in ("motor", "by_hand"):
        over = told[f"canon.{way}_cycle_over_path_percent", "p95"]
        assert over["limit"] == 2.0
        assert over["value"] > 2.0
        assert not over["holds"]
