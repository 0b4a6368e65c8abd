"""Fixtures around the bench: a zygote and the compiled drivers for a session, a bench for a test or for a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from scanner_daemon.simulation.rig import RigPlan
from tests.rig.bench import Bench, PrintedLeaves, RunningDaemon, Zygote, bench_on, hatched, quick_plan

__all__ = ["Bench", "PrintedLeaves", "RunningDaemon", "Zygote"]


@pytest.fixture(scope="session")
def hatch() -> Iterator[Callable[..., Zygote]]:
    """Make a zygote with these variables in its environment."""
    with ExitStack() as stack:
        yield lambda environment=None: stack.enter_context(hatched(environment))


@pytest.fixture(scope="session")
def zygote(hatch: Callable[..., Zygote]) -> Zygote:
    return hatch()


@pytest.fixture(scope="session")
def drivers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the compiled port driver is kept."""
    return tmp_path_factory.mktemp("drivers")


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., RigPlan]:
    return quick_plan


@pytest.fixture
def bench_of(tmp_path: Path, drivers: Path, zygote: Zygote) -> Iterator[Callable[..., Bench]]:
    """Make a bench; ended with the test."""
    with ExitStack() as stack:

        def make(plan: RigPlan | None = None, **more: Any) -> Bench:
            folder = tmp_path / f"bench{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            starter = more.pop("zygote", zygote)
            return stack.enter_context(bench_on(folder, drivers, starter, plan or quick_plan(), **more))

        yield make


@pytest.fixture(scope="module")
def module_bench_of(
    tmp_path_factory: pytest.TempPathFactory, drivers: Path, zygote: Zygote
) -> Iterator[Callable[..., Bench]]:
    """Make a bench that all tests of a file look at."""
    with ExitStack() as stack:

        def make(plan: RigPlan | None = None, **more: Any) -> Bench:
            folder = tmp_path_factory.mktemp("bench")
            starter = more.pop("zygote", zygote)
            return stack.enter_context(bench_on(folder, drivers, starter, plan or quick_plan(), **more))

        yield make
