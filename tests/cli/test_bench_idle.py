"""`bookcradle bench idle`: processor and memory of a daemon at rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from scanner_daemon.cli import bench_command
from scanner_daemon.cli.bench_idle import IdleSample, report_of


@pytest.mark.parametrize(
    ("cpu", "pss", "broken"),
    [
        ((1.0, 2.9), (149.0, 150.0), []),
        ((1.0, 3.1), (149.0, 150.0), ["daemon_cpu_percent"]),
        ((1.0, 1.0), (100.0, 150.1), ["pss_mb"]),
    ],
)
def test_the_mean_processor_and_the_greatest_memory_count(
    cpu: tuple[float, float], pss: tuple[float, float], broken: list[str]
) -> None:
    report = report_of([IdleSample(cpu[0], 50.0, pss[0], 500.0), IdleSample(cpu[1], 50.0, pss[1], 500.0)])
    assert [measure.name for measure in report.measures if not measure.holds] == broken
    assert report.holds is not bool(broken)


def test_a_short_look_sees_the_daemon_its_cameras_and_the_inspection_apart(tmp_path: Path) -> None:
    app = typer.Typer()
    bench_command.register(app)
    outcome = CliRunner().invoke(
        app, ["bench", "idle", "--seconds", "1", "--json", "--folder", str(tmp_path)], catch_exceptions=False
    )
    told = json.loads(outcome.stdout)
    values = {measure["name"]: measure["value"] for measure in told["measures"]}
    assert outcome.exit_code == (0 if all(measure["holds"] for measure in told["measures"]) else 3)
    assert told["n"] == 1
    assert values["inspection_pss_mb"] > 10, "OpenCV lives there"
    assert values["pss_mb"] > values["inspection_pss_mb"]
