"""One session of a bench: a rig, a daemon that does not know it is measured, an operator; then the two records."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import select

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.cli.bench_cycles import SeenCycle, seen_cycles
from scanner_daemon.cli.bench_operator import BenchOperator, wait_until_whole
from scanner_daemon.cli.bench_rig import BenchRigPlan, bench_rig
from scanner_daemon.cli.processes import RigProcess, daemon_process
from scanner_daemon.library.books import Books
from scanner_daemon.library.library import open_library
from scanner_daemon.library.models import Cycle, Spread
from scanner_daemon.simulation.control import ControlClient

__all__ = ["measured_cycles"]

TITLE = "Bench"
AT_REST_S = (0.35, 0.65)
"""A press follows the last verdict after so long: live view has come back by then, as it has for a person."""


def measured_cycles(
    plan: BenchRigPlan,
    spreads: int,
    folder: Path,
    *,
    rest_s: tuple[float, float] = AT_REST_S,
    told: Callable[[int], None] = lambda _: None,
) -> list[SeenCycle]:
    """Scan ``spreads`` spreads on a rig of ``plan`` with a new library below ``folder``; every cycle, as it was seen.

    Raises BenchDisturbed when the rig did not work throughout.
    """
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as scratch, ExitStack() as stack:
        library = Path(scratch) / "library"
        rig = stack.enter_context(bench_rig(plan, library))
        pressed, truth = _scan(rig, Path(scratch) / "daemon.log", spreads, rest_s, told)
        return seen_cycles(pressed, _stored_timings(library), truth)


def _scan(
    rig: RigProcess, log: Path, spreads: int, rest_s: tuple[float, float], told: Callable[[int], None]
) -> tuple[list[int], dict[str, Any]]:
    with daemon_process(rig.settings_file, log) as daemon, DaemonClient(daemon.socket) as client:
        wait_until_whole(client)
        operator = BenchOperator(client, rig.folder / "pedal.sock", spreads, rest_s, told)
        operator.scan(TITLE)
    with ControlClient(rig.control_socket) as control:
        return operator.pressed_at_ns, control.ask("truth")["truth"]


def _stored_timings(folder: Path) -> list[dict[str, Any]]:
    """What the daemon wrote down about each cycle, in order."""
    with open_library(folder) as library, library.read() as session:
        book = Books(library).find(TITLE)
        query = select(Cycle.timing).join(Spread).where(Spread.book_id == book.id).order_by(Cycle.turn_id)
        return [dict(timing) for timing in session.scalars(query) if timing is not None]
