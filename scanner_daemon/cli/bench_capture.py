"""The capture budgets of the design: sessions on the rig in a box, and what is made of their cycles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scanner_daemon.cli.bench_cycles import SeenCycle
from scanner_daemon.cli.bench_report import BenchReport, Measure, measured
from scanner_daemon.cli.bench_rig import BenchRigPlan
from scanner_daemon.cli.bench_session import AT_REST_S, measured_cycles
from scanner_daemon.cli.critical_path import BY_HAND_FORMULA, MOTOR_FORMULA, Mechanics
from scanner_daemon.cli.simulate_command import Brand
from scanner_daemon.settings import CamerasSettings
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["BenchSize", "capture_report", "measures_of", "real_life"]

GUARD_MS = CamerasSettings().guard_ms
PEDAL_TO_SHUTTER_MS = 15.0
SHUTTER_DIFFERENCE_MS = 5.0
TURN_SIGNAL_MS = 10.0
TURN_AFTER_TRUE_END_MS = 60.0
OVER_PATH_PERCENT = 2.0
LANDED_TO_VERDICT_MS = 1_000.0

QUICK_PACE = Pace(platen_travel_ms=60, platen_settle_ms=20, home_ms=10, turn_ms=20, boot_ms=50)
QUICK_BODY = BodyTiming.instant(
    shutter_lag_ms=20.0, shutter_lag_jitter_ms=2.0, exposure_ms=5.0, live_view_start_ms=10.0, live_view_exit_ms=20.0
)
"""Mechanics in fast motion: in the order of real ones and a tenth as long, so that many cycles fit into a bench."""
SHOOTING_BODY = BodyTiming.instant(shutter_lag_ms=10.0, shutter_lag_jitter_ms=2.0, exposure_ms=1.0)
REAL_PICTURE_BYTES = 8_000_000
REAL_EXPOSURE_MS = 1000.0 / 30

Told = Callable[[str, int], None]
"""Which session runs, and how many spreads of it are done."""


@dataclass(frozen=True, slots=True)
class BenchSize:
    """How much is measured, for each brand; what is 0 is left out."""

    spreads: int
    """Pedal to shutters."""
    shots: int
    """TURN against the true end; both bodies count."""
    cycles: int
    """With real-life mechanics, for each of the two ways to turn."""
    verdicts: int = 0
    """Spreads of drawn 24 MP photographs to be judged."""


@dataclass(slots=True)
class _Found:
    """What the sessions of one brand gave, by measure; percentages for cycles."""

    samples: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, values: Sequence[float | None]) -> None:
        kept = [value for value in values if value is not None]
        if len(kept) != len(values):
            raise LookupError(f"{len(values) - len(kept)} cycles have no {name}")
        self.samples.setdefault(name, []).extend(kept)


def capture_report(brands: Sequence[Brand], size: BenchSize, folder: Path, told: Told) -> BenchReport:
    """Run every session and measure. ``folder``: where the libraries are kept meanwhile; its disk is measured, too."""
    measures: list[Measure] = []
    samples: dict[str, Sequence[float]] = {}
    for brand in brands:
        found = _of_brand(brand, size, folder, told)
        measures += measures_of(brand.value, found.samples)
        samples |= {f"{brand.value}.{name}": values for name, values in found.samples.items()}
    n = len(brands) * (size.spreads + size.shots // 2 + 2 * size.cycles + size.verdicts)
    return BenchReport("capture", n, tuple(measures), samples, _notes())


def measures_of(brand: str, samples: Mapping[str, Sequence[float]]) -> list[Measure]:
    """The measures of one brand: those of the budgets with their limits, and their medians for information."""
    budgets: dict[str, tuple[str, float] | None] = {
        "pedal_to_shutter_ms": ("p99", PEDAL_TO_SHUTTER_MS),
        "press_to_motion_ms": None,
        "settled_to_shutter_ms": None,
        "shutter_difference_ms": ("p99", SHUTTER_DIFFERENCE_MS),
        "turn_signal_ms": ("p99", TURN_SIGNAL_MS),
        "motor_cycle_ms": None,
        "motor_cycle_over_path_percent": ("p95", OVER_PATH_PERCENT),
        "by_hand_cycle_ms": None,
        "by_hand_cycle_over_path_percent": ("p95", OVER_PATH_PERCENT),
        "landed_to_verdict_ms": ("p95", LANDED_TO_VERDICT_MS),
    }
    measures = []
    for name, budget in budgets.items():
        if name in samples:
            unit = "%" if name.endswith("percent") else "ms"
            statistic, limit = budget or ("p99", None)
            measures.append(measured(f"{brand}.{name}", "p50", samples[name], unit, None))
            measures.append(measured(f"{brand}.{name}", statistic, samples[name], unit, limit))
    return measures + _of_true_ends(brand, samples.get("turn_after_true_end_ms", ()))


def _of_true_ends(brand: str, after_end: Sequence[float]) -> list[Measure]:
    if not after_end:
        return []
    too_soon = [value for value in after_end if value < 0]
    return [
        measured(f"{brand}.turn_shots", "count", after_end, "shots", None),
        measured(f"{brand}.turn_before_true_end", "count", too_soon, "shots", 0.0),
        measured(f"{brand}.turn_after_true_end_ms", "min", after_end, "ms", None),
        measured(f"{brand}.turn_after_true_end_ms", "max", after_end, "ms", TURN_AFTER_TRUE_END_MS),
    ]


def real_life() -> Mechanics:
    """Mechanics in the order of real ones, and the picture of a 24 MP body."""
    return Mechanics(Pace(), BodyTiming(exposure_ms=REAL_EXPOSURE_MS), REAL_PICTURE_BYTES, GUARD_MS)


def _of_brand(brand: Brand, size: BenchSize, folder: Path, told: Told) -> _Found:
    found = _Found()
    if size.spreads:
        _pedal_to_shutters(found, brand, size.spreads, folder, told)
    if size.shots:
        _turn_signals(found, brand, size.shots // 2, folder, told)
    if size.cycles:
        for name, value in _real_life_cycles(brand, size.cycles, folder, told):
            found.add(name, [value])
    if size.verdicts:
        _verdicts(found, brand, size.verdicts, folder, told)
    return found


def _pedal_to_shutters(found: _Found, brand: Brand, spreads: int, folder: Path, told: Told) -> None:
    plan = BenchRigPlan(brand.value, "model", QUICK_BODY, QUICK_PACE, spreads + 1, turn_after="landed")
    what = f"{brand.value}: pedal to shutters"
    cycles = measured_cycles(plan, spreads, folder, told=lambda done: told(what, done))
    for name in ("pedal_to_shutter_ms", "press_to_motion_ms", "settled_to_shutter_ms", "shutter_difference_ms"):
        found.add(name, [getattr(cycle, name) for cycle in cycles])


def _turn_signals(found: _Found, brand: Brand, spreads: int, folder: Path, told: Told) -> None:
    body = SHOOTING_BODY
    plan = BenchRigPlan(brand.value, "none", body, QUICK_PACE, spreads + 1, turn_after="exposed")
    what = f"{brand.value}: turn signal"
    cycles = measured_cycles(plan, spreads, folder, rest_s=(0.0, 0.0), told=lambda done: told(what, done))
    lag_ms, exposure_ms = body.shutter_lag_ms, body.exposure_ms or 0.0
    found.add("turn_signal_ms", [cycle.turn_signal_ms(lag_ms, exposure_ms, GUARD_MS) for cycle in cycles])
    found.add("turn_after_true_end_ms", [each for cycle in cycles for each in cycle.turn_after_true_end_ms()])


def _verdicts(found: _Found, brand: Brand, spreads: int, folder: Path, told: Told) -> None:
    plan = BenchRigPlan(brand.value, "model", QUICK_BODY, QUICK_PACE, spreads + 1, turn_after="landed", drawn=True)
    what = f"{brand.value}: landed to verdict"
    told(what, 0)
    cycles = measured_cycles(plan, spreads, folder, told=lambda done: told(what, done))
    found.add("landed_to_verdict_ms", [cycle.landed_to_verdict_ms for cycle in cycles])


def _real_life_cycles(brand: Brand, count: int, folder: Path, told: Told) -> list[tuple[str, float | None]]:
    mechanics = real_life()
    pace, timing, picture_bytes = mechanics.pace, mechanics.timing, mechanics.picture_bytes
    motor = BenchRigPlan(brand.value, "model", timing, pace, count + 1, picture_bytes, "landed")
    by_hand = BenchRigPlan(brand.value, "none", timing, pace, count + 1, picture_bytes, "exposed")
    rest_s = (AT_REST_S[0] + timing.live_view_start_ms / 1e3, AT_REST_S[1] + timing.live_view_start_ms / 1e3)
    found: list[tuple[str, float | None]] = []
    what = f"{brand.value}: real-life cycles by motor"
    for cycle in measured_cycles(motor, count, folder, rest_s=rest_s, told=lambda done: told(what, done)):
        found += _over_path("motor", cycle.press_to_armed_ms, mechanics.motor_path_ms(cycle.shutters_ms))
    what = f"{brand.value}: real-life cycles by hand"
    for cycle in measured_cycles(by_hand, count, folder, rest_s=rest_s, told=lambda done: told(what, done)):
        found += _over_path("by_hand", _by_hand_ms(mechanics, cycle), mechanics.by_hand_path_ms(cycle.shutters_ms))
    return found


def _by_hand_ms(mechanics: Mechanics, cycle: SeenCycle) -> float | None:
    turn_ms, armed_ms = cycle.press_to_turn_ms, cycle.press_to_armed_ms
    return None if turn_ms is None or armed_ms is None else mechanics.by_hand_cycle_ms(turn_ms, armed_ms)


def _over_path(name: str, cycle_ms: float | None, path_ms: float) -> list[tuple[str, float | None]]:
    over = None if cycle_ms is None else (cycle_ms / path_ms - 1) * 100
    return [(f"{name}_cycle_ms", cycle_ms), (f"{name}_path_ms", path_ms), (f"{name}_cycle_over_path_percent", over)]


def _notes() -> Mapping[str, Any]:
    mechanics = real_life()
    nominal = {"left": mechanics.timing.shutter_lag_ms + REAL_EXPOSURE_MS}
    return {
        "critical_path": {
            "motor": {"formula": MOTOR_FORMULA, "nominal_ms": round(mechanics.motor_path_ms(nominal), 1)},
            "by_hand": {"formula": BY_HAND_FORMULA, "nominal_ms": round(mechanics.by_hand_path_ms(nominal), 1)},
            "latencies_ms": mechanics.table(),
            "picture_bytes": mechanics.picture_bytes,
        },
        "definitions": {
            "pedal_to_shutter_ms": "(motion command − press sent) + (shutter operation received by the later body"
            " − PlatenSettled sent by the controller)",
            "shutter_difference_ms": "between the two bodies' receipts of the shutter operation",
            "turn_signal_ms": "|TURN − (later shutter command + lag + exposure + guard)|",
            "turn_after_true_end_ms": "TURN − the true end of each body's exposure",
        },
    }
