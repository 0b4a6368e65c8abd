"""Stories at the cradle, told with keys alone against a real daemon and the simulated rig."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from operator_gui.screens.capture.screen import CaptureScreen
from operator_gui.widgets.band_message import BandKind
from scanner_daemon.api.schemas import RigState
from tests.operator_gui.conftest import Seat

Make = Callable[..., Seat]


def screen_of(seat: Seat) -> CaptureScreen:
    screen = seat.screen("capture")
    assert isinstance(screen, CaptureScreen)
    return screen


def armed(seat: Seat) -> bool:
    return seat.rig.state is RigState.READY and not seat.rig.why


def shoot(seat: Seat, key: str = "Space") -> None:
    """Press when the rig is armed; on until it is armed and the spread judged."""
    seat.until(lambda: armed(seat), "armed")
    before = seat.rig.last_spread
    seat.key(key)
    seat.until(
        lambda: (
            armed(seat)
            and seat.rig.last_spread is not None
            and seat.rig.last_spread.verdict is not None
            and (
                before is None
                or (seat.rig.last_spread.spread_id, seat.rig.last_spread.version) != (before.spread_id, before.version)
            )
        ),
        "shot",
    )


@pytest.fixture
def at_the_cradle(rig: Make) -> Callable[..., tuple[Seat, CaptureScreen]]:
    """A book is open and the program shows the capture screen."""

    def make(spreads: int = 0, **more: object) -> tuple[Seat, CaptureScreen]:
        seat = rig(start_at="capture", **more)
        assert seat.bench is not None
        seat.bench.begin()
        screen = screen_of(seat)
        for _ in range(spreads):
            shoot(seat)
        seat.until(lambda: len(screen.cells.cells) == spreads, "in the filmstrip")
        return seat, screen

    return make


def test_a_book_is_shot_from_first_press_to_last(at_the_cradle: Callable[..., tuple[Seat, CaptureScreen]]) -> None:
    seat, screen = at_the_cradle()
    for key in ("Space", "Return", "Enter"):
        shoot(seat, key)
    seat.until(lambda: len(screen.cells.cells) == 3)
    assert [cell.position for cell in screen.filmstrip.cells] == [1, 2, 3]
    assert screen.verdict.lines
    assert screen.instruments.sparkline.values
    assert seat.window.band.message.kind is BandKind.ARMED
    assert seat.bench is not None
    assert seat.bench.api.act("/v1/books/finish").id
    seat.until(lambda: seat.window.band.message.kind is BandKind.NO_BOOK)
    seat.bench.check_whole_book(3)
