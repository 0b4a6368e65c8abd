"""The firmware keeps the budgets of its link and its safety; measured in cycles, so it holds on any machine."""

from __future__ import annotations

import pytest

from scanner_daemon.cli.bench_link import link_report
from scanner_daemon.simulation.controller.simavr import AvrToolsMissing


def test_every_budget_of_the_link_holds() -> None:
    try:
        report = link_report(round_trips=20, stops=2)
    except AvrToolsMissing as missing:
        pytest.skip(f"the ELF is not measured here: {missing.sentence}")
    assert {measure.name: measure.value for measure in report.measures if not measure.holds} == {}
    assert {measure.name for measure in report.measures if measure.limit is not None} == {
        "round_trip_to_wire_115200",
        "round_trip_to_wire_250000",
        "step_jitter_percent",
        "stop_to_last_step_ms",
        "dead_man_off_percent",
        "pinch_to_reversal_ms",
        "ram_bytes",
        "flash_bytes",
    }
