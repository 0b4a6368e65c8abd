"""`bookcradle bench preview`: what its figures are held to, and one short look at the whole of it."""

from __future__ import annotations

import pytest

from scanner_daemon.cli.bench_memory import MemorySamples, growth_mb, memory_measures
from scanner_daemon.cli.bench_million import MillionSamples, million_measures
from scanner_daemon.cli.bench_preview import PreviewSamples, report_of

pytest.importorskip("PySide6")
GOOD = PreviewSamples({"left": [20.0] * 99 + [60.0]}, {"left": 29.5}, {"live": [1.0] * 999 + [40.0]}, [700.0], [120.0])


@pytest.mark.parametrize(
    ("spoiled", "broken"),
    [
        (GOOD, []),
        (PreviewSamples({"left": [20.0] * 90 + [60.0] * 10}, {"left": 29.5}), ["frame_age_left_ms p95"]),
        (PreviewSamples({"left": [20.0]}, {"left": 12.0}), ["frames_left_per_s mean"]),
        (PreviewSamples({}, {}, {"live": [1.0] * 900 + [17.0] * 100}), ["held_live_ms p99.9"]),
        (PreviewSamples({}, {}, {"pictures": [1.0] * 9999 + [51.0]}), ["held_pictures_ms max"]),
        (PreviewSamples({}, {}, {}, [1001.0]), ["start_to_connected_ms max"]),
    ],
)
def test_each_budget_is_held_to_its_statistic(spoiled: PreviewSamples, broken: list[str]) -> None:
    report = report_of(spoiled)
    assert [f"{each.name} {each.statistic}" for each in report.measures if not each.holds] == broken


def test_a_million_pages_are_held_to_the_first_screen_the_paint_and_the_stop() -> None:
    good = MillionSamples(10, [200.0, 299.0], [3.0] * 99 + [30.0], [10.0, 49.0], [100.0, 249.0])
    assert [each.name for each in million_measures(good) if not each.holds] == []
    bad = MillionSamples(10, [200.0, 301.0], [3.0] * 97 + [17.0] * 3, [51.0], [251.0])
    assert [each.name for each in million_measures(bad) if not each.holds] == [
        "first_screen_ms",
        "drag_paint_ms",
        "drag_held_ms",
        "pictures_after_stop_ms",
    ]


def test_memory_is_flat_when_the_last_half_adds_little() -> None:
    warming_up = [60.0 + min(each, 50) for each in range(200)]
    assert growth_mb(warming_up) == 0
    leaking = [60.0 + each * 0.1 for each in range(200)]
    assert growth_mb(leaking) == pytest.approx(9.5, abs=0.6)
    assert [each.holds for each in memory_measures(MemorySamples(leaking))] == [True, False]
    one_peak = [60.0] * 150 + [90.0] + [60.0] * 49
    assert growth_mb(one_peak) == 0
