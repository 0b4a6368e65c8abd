"""The power goes: everything is killed at one instant, and the disk keeps only what was synced.

What was told as committed or armed before the cut is there afterwards, with both files and their bytes; and no picture
that a camera had delivered is lost: the daemon goes on with the disk as the cut left it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.library.health import check
from scanner_daemon.library.library import open_library
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.powercut import VolatileDisk, build_shim
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.rig import RigPlan

if TYPE_CHECKING:
    from tests.rig.conftest import Bench, Zygote

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]

UNHURRIED = Pace(platen_travel_ms=80, platen_settle_ms=20, home_ms=40, turn_ms=200, boot_ms=30)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="module")
def watched_zygote(hatch: Callable[..., Zygote], shim: Path) -> Zygote:
    """Whose daemons, and their cameras, write through the volatile disk."""
    return hatch({"LD_PRELOAD": str(shim)})


def spreads_told(bench: Bench) -> int:
    """How many spreads the rig has called committed by now: the last one told as captured, or those before it."""
    now = bench.now()
    last = now.last_spread
    return last.position if last is not None and not last.missing else 0


def cut_the_power(bench: Bench, disk: VolatileDisk, out: Path) -> None:
    """Switch off, kill, and put the disk back as the cut left it."""
    disk.switch_off()
    bench.kill()
    disk.left_over(out)
    shutil.rmtree(disk.folder)
    out.rename(disk.folder)


def test_cut_at_swept_instants_of_the_cycle(
    bench_of: BenchOf, plan_of: PlanOf, watched_zygote: Zygote, shim: Path, tmp_path: Path
) -> None:
    timing = BodyTiming.instant(
        shutter_lag_ms=20.0, exposure_ms=20.0, write_to_buffer_ms=40.0, transfer_mb_s=4.0, live_view_fps=4.0
    )
    bench = bench_of(plan_of(openings=20, pace=UNHURRIED, timing=timing), start=False, zygote=watched_zygote)
    for number, delay_ms in enumerate(range(40, 760, 90)):
        disk = VolatileDisk(bench.library, tmp_path / f"shadow{number}", shim)
        bench.environment = dict(disk.environment())
        bench.start()
        if number == 0:
            bench.begin()
            bench.scan(1)
        else:
            bench.resume()
            bench.scan(len(bench.shown()) + 1)
        bench.rest()
        bench.press()
        time.sleep(delay_ms / 1000)
        told = spreads_told(bench)
        cut_the_power(bench, disk, tmp_path / f"left{number}")
        with open_library(bench.library) as library:
            health = check(library, verify=True)
        assert (health.database, health.missing, health.damaged) == ("ok", (), ())
        shown = bench.shown()
        assert shown[:told] == [(opening, opening) for opening in range(told)]
    bench.environment = {}
    bench.start()
    bench.check_nothing_lost()
    bench.resume()
    spreads = len(bench.shown()) + 1
    bench.scan(spreads)
    bench.rest()
    bench.end()
    bench.check_whole_book(spreads)
