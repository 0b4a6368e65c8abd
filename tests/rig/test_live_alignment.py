"""Live alignment from the bodies' frames to a client's stream, over the whole daemon."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from scanner_daemon.api.schemas import ALIGNMENT, Alignment, Measurement
from scanner_daemon.simulation.photographs import Shot, preview
from scanner_daemon.simulation.rig import RigPlan
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.rig.conftest import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]
DEADLINE_S = 40.0
PROCESS = "scanner_daemon.workers.alignment_process"


@pytest.fixture
def bench(bench_of: BenchOf, plan_of: PlanOf) -> Bench:
    made = bench_of(plan_of())
    made.leaves._frame = preview(Shot(seed=1, spread=4, side=Side.RIGHT))
    made.until(lambda now: all(camera.alive for camera in now.cameras.values()))
    return made


@contextmanager
def measurements(bench: Bench) -> Iterator[Iterator[Measurement]]:
    """The stream, as a client reads it."""
    assert bench.daemon is not None
    transport = httpx.HTTPTransport(uds=str(bench.daemon.socket))
    with (
        httpx.Client(transport=transport, base_url="http://rig", timeout=DEADLINE_S) as http,
        http.stream("GET", "/v1/measurements") as stream,
    ):
        yield (
            Measurement.model_validate(json.loads(line.removeprefix("data:")))
            for line in stream.iter_lines()
            if line.startswith("data:")
        )


def next_alignment(stream: Iterator[Measurement], side: Side) -> Alignment:
    return next(
        Alignment.model_validate(told.detail) for told in stream if told.name == ALIGNMENT and told.side is side
    )


def measuring(bench: Bench) -> list[int]:
    """Process ids of what measures for this daemon."""
    assert bench.daemon is not None
    return [pid for pid, command in bench.daemon.children().items() if PROCESS in command]


def test_alignment_is_measured_while_a_client_reads_and_a_crash_of_it_is_nobodys_loss(bench: Bench) -> None:
    assert measuring(bench) == []
    bench.begin()
    with measurements(bench) as stream:
        seen = next_alignment(stream, Side.RIGHT)
        assert seen.page is not None
        assert seen.frame_size_px == (960, 640)
        assert seen.age_ms >= 0
        (before,) = measuring(bench)
        os.kill(before, signal.SIGKILL)
        bench.shoot()
        until = time.monotonic() + DEADLINE_S
        while measuring(bench) in ([], [before]):
            assert time.monotonic() < until
            next_alignment(stream, Side.LEFT)
        assert next_alignment(stream, Side.RIGHT).page is not None
    bench.check()


def test_a_daemon_does_not_start_with_a_profile_that_it_cannot_read(
    bench_of: BenchOf, plan_of: PlanOf, tmp_path: Path
) -> None:
    made = bench_of(plan_of(), start=False, cameras={"profile": str(tmp_path / "nowhere.json")})
    ended = subprocess.run(
        [sys.executable, "-m", "scanner_daemon", "daemon", "--settings", str(made.settings_file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "nowhere.json" in ended.stderr
    assert "cameras.profile" in ended.stderr
