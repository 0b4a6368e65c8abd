"""A person at the cradle: a book is open, the program shows the capture screen, and there are keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from operator_gui.screens.capture.screen import CaptureScreen
from operator_gui.widgets.band_message import BandKind
from scanner_daemon.api.schemas import LastSpread, RigState, ShotRole
from tests.operator_gui.conftest import Seat
from tests.rig.bench import Bench

__all__ = ["Cradle"]


@dataclass
class Cradle:
    """What the operator has before them."""

    seat: Seat
    screen: CaptureScreen

    @property
    def bench(self) -> Bench:
        assert self.seat.bench is not None
        return self.seat.bench

    @property
    def band(self) -> BandKind:
        return self.seat.window.band.message.kind

    @property
    def armed(self) -> bool:
        return self.seat.rig.state is RigState.READY and not self.seat.rig.why

    @property
    def positions(self) -> list[int]:
        return [cell.position for cell in self.screen.filmstrip.cells]

    def key(self, *keys: str) -> None:
        """As fast as a person: a scanner's haste would be taken for one."""
        for key in keys:
            self.seat.qtbot.wait(60)
            self.seat.key(key)

    def until(self, holds: Callable[[], object], why: str = "") -> None:
        self.seat.until(holds, why)

    def shoot(self, key: str = "Space") -> None:
        """Press when the rig is armed, and wait until it is armed again and the spread is judged."""
        self.until(lambda: self.armed, "armed")
        before = self.seat.rig.last_spread
        self.key(key)
        self.until(lambda: self.armed and self._newer(before), "shot")

    def until_state(self, state: RigState) -> None:
        self.until(lambda: self.seat.rig.state is state, state.value)

    def until_role(self, role: ShotRole) -> None:
        """Of the first spread."""
        self.until(lambda: self.screen.filmstrip.cells[0].role is role, role.value)

    def _newer(self, before: LastSpread | None) -> bool:
        last = self.seat.rig.last_spread
        if last is None or last.verdict is None:
            return False
        return before is None or (last.spread_id, last.version) != (before.spread_id, before.version)


@pytest.fixture
def at_the_cradle(rig: Callable[..., Seat]) -> Callable[..., Cradle]:
    """Make one, with so many spreads shot already."""

    def make(spreads: int = 0, **more: object) -> Cradle:
        seat = rig(start_at="capture", **more)
        assert seat.bench is not None
        seat.bench.begin()
        screen = seat.screen("capture")
        assert isinstance(screen, CaptureScreen)
        cradle = Cradle(seat, screen)
        for _ in range(spreads):
            cradle.shoot()
        cradle.until(lambda: len(cradle.positions) == spreads, "in the filmstrip")
        return cradle

    return make
