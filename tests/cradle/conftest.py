"""A simulated controller on a real pty, and a cradle that is connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from scanner_daemon.capture.ports import CradleEvent, CradleEventKind
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import SerialCradle, open_cradle
from scanner_daemon.settings import CradleSettings
from scanner_daemon.simulation.controller import Pace, SimulatedController

BRISK = Pace(platen_travel_ms=30, platen_settle_ms=5, home_ms=10, turn_ms=60, boot_ms=20)
SLOW = Pace(platen_travel_ms=600, platen_settle_ms=5, home_ms=10, turn_ms=600, boot_ms=20)

Open = Callable[..., AbstractAsyncContextManager[SerialCradle]]


@pytest.fixture
def tty(tmp_path: Path) -> Path:
    return tmp_path / "controller"


@pytest.fixture
def controller(tty: Path) -> Iterator[SimulatedController]:
    """Fast mechanics."""
    with SimulatedController(tty, pace=BRISK) as simulated:
        yield simulated


@pytest.fixture
def slow_controller(tty: Path) -> Iterator[SimulatedController]:
    """Motions long enough to be interrupted; they stop 300 ms after the host is lost."""
    with SimulatedController(tty, pace=SLOW, dead_man_ms=300) as simulated:
        yield simulated


@pytest.fixture
def opened(tty: Path) -> Open:
    """Opens the cradle on the pty, homed unless told otherwise."""

    @asynccontextmanager
    async def open_(*, home: bool = True, **settings: object) -> AsyncIterator[SerialCradle]:
        described = CradleSettings.model_validate({"port": str(tty), **settings})
        async with open_cradle(described, SystemClock()) as cradle:
            assert isinstance(cradle, SerialCradle)
            if home:
                await cradle.home()
            yield cradle

    return open_


@pytest.fixture
def until() -> Callable[[AsyncIterator[CradleEvent], CradleEventKind], asyncio.Future[CradleEvent]]:
    """Waits for an event of one kind, at most ten seconds."""

    async def wait(events: AsyncIterator[CradleEvent], kind: CradleEventKind) -> CradleEvent:
        async with asyncio.timeout(10):
            async for event in events:
                if event.kind is kind:
                    return event
        raise AssertionError(f"the events ended without {kind}")

    return lambda events, kind: asyncio.ensure_future(wait(events, kind))
