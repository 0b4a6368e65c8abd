"""What the daemon costs while nobody presses: processor and memory, with everything loaded that a book needs.

Measured at the hardest rest there is: a book is open, two spreads of it are captured, and live view runs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.cli.bench_operator import BenchOperator, wait_until_whole
from scanner_daemon.cli.bench_report import BenchReport, measured
from scanner_daemon.cli.bench_rig import BenchRigPlan, bench_rig
from scanner_daemon.cli.bench_session import AT_REST_S
from scanner_daemon.cli.processes import daemon_process
from scanner_daemon.cli.simulate_command import Brand
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming

__all__ = ["IdleSample", "idle_report", "report_of"]

CPU_PERCENT = 2.0
PSS_MB = 150.0
SPREADS = 2
SETTLING_S = 3.0
LOOK_EVERY_S = 1.0
INSPECTION = "scanner_daemon.workers.inspection_process"


@dataclass(frozen=True, slots=True)
class IdleSample:
    """One second: per cent of a core, and proportional set sizes in MB of 10^6 bytes."""

    daemon_cpu_percent: float
    cameras_cpu_percent: float
    pss_mb: float
    """Of the daemon and its camera processes."""
    inspection_pss_mb: float


def idle_report(brand: Brand, seconds: int, folder: Path) -> BenchReport:
    """Start a rig and a daemon, capture two spreads, and look at the processes for ``seconds``."""
    plan = BenchRigPlan(brand.value, "model", BodyTiming(exposure_ms=10.0), Pace(0, 0, 0, 0, 50), SPREADS + 1)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as scratch, ExitStack() as stack:
        rig = stack.enter_context(bench_rig(plan, Path(scratch) / "library"))
        daemon = stack.enter_context(daemon_process(rig.settings_file, Path(scratch) / "daemon.log"))
        with DaemonClient(daemon.socket) as client:
            wait_until_whole(client)
            BenchOperator(client, rig.folder / "pedal.sock", SPREADS, AT_REST_S, lambda _: None).scan("Idle", end=False)
        time.sleep(SETTLING_S)
        return report_of(_watch(psutil.Process(daemon.process.pid), seconds))


def report_of(samples: Sequence[IdleSample]) -> BenchReport:
    """The measures: processor by the mean second, memory by the greatest."""
    series = {name: [getattr(sample, name) for sample in samples] for name in IdleSample.__dataclass_fields__}
    measures = (
        measured("daemon_cpu_percent", "mean", series["daemon_cpu_percent"], "%", CPU_PERCENT),
        measured("cameras_cpu_percent", "mean", series["cameras_cpu_percent"], "%", None),
        measured("pss_mb", "max", series["pss_mb"], "MB", PSS_MB),
        measured("inspection_pss_mb", "max", series["inspection_pss_mb"], "MB", None),
    )
    notes = {"state": f"a book open, {SPREADS} spreads captured, live view of both cameras running"}
    return BenchReport("idle", len(samples), measures, series, notes)


def _watch(daemon: psutil.Process, seconds: int) -> list[IdleSample]:
    children = daemon.children(recursive=True)
    inspection = [child for child in children if INSPECTION in child.cmdline()]
    cameras = [child for child in children if child not in inspection]
    samples = []
    for _ in range(seconds):
        before, began = (_cpu_s([daemon]), _cpu_s(cameras)), time.monotonic()
        time.sleep(LOOK_EVERY_S)
        after, took_s = (_cpu_s([daemon]), _cpu_s(cameras)), time.monotonic() - began
        daemon_percent, cameras_percent = (100 * (b - a) / took_s for a, b in zip(before, after, strict=True))
        samples.append(IdleSample(daemon_percent, cameras_percent, _pss_mb([daemon, *cameras]), _pss_mb(inspection)))
    return samples


def _cpu_s(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return float(sum(each.user + each.system for each in times))


def _pss_mb(processes: Sequence[psutil.Process]) -> float:
    return float(sum(process.memory_full_info().pss for process in processes)) / 1e6
