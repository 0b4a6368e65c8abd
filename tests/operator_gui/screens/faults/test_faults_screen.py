"""A fault from its card to its place in the history, by keys alone, against the real daemon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from operator_gui.screens.faults.history import NOTIFICATION_ROLE
from operator_gui.screens.faults.screen import FaultsScreen
from scanner_daemon.api.schemas import Notification, NotificationKind, RigState
from scanner_daemon.simulation.rig import RigPlan
from scanner_daemon.vocabulary import Side
from tests.operator_gui.conftest import Seat

Sit = Callable[..., Seat]


def words_on(widget: QWidget) -> str:
    """All that can be read on it."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def entries(screen: FaultsScreen) -> list[Notification]:
    model = screen.history.model
    return [model.index(row).data(NOTIFICATION_ROLE) for row in range(model.rowCount())]


def at_faults(rig: Sit, plan_of: Callable[..., RigPlan]) -> tuple[Seat, FaultsScreen]:
    seat = rig(plan=plan_of())
    assert seat.bench is not None
    seat.bench.begin("Days")
    screen = seat.screen("faults")
    assert isinstance(screen, FaultsScreen)
    seat.until(lambda: seat.rig.state is RigState.READY and not seat.rig.faults, "the rig is well")
    return seat, screen


def test_an_unplugged_camera_is_a_card_until_it_is_back_and_stays_in_the_history(
    rig: Sit, plan_of: Callable[..., RigPlan]
) -> None:
    seat, screen = at_faults(rig, plan_of)
    assert seat.bench is not None
    assert screen.cards == []
    seat.bench.rig.unplug(Side.LEFT)
    seat.until(lambda: len(screen.cards) == 1, "a card")
    told = words_on(screen.cards[0])
    for part in ("left camera", "since ", "USB cable", "It clears by itself as soon as the camera answers."):
        assert part in told
    seat.until(lambda: any(one.kind is NotificationKind.FAULT for one in entries(screen)), "the history")
    seat.bench.rig.plug(Side.LEFT)
    seat.until(lambda: screen.cards == [], "the card is gone")

    def over() -> bool:
        faults = [one for one in entries(screen) if one.kind is NotificationKind.FAULT]
        return bool(faults) and all(one.cleared_at is not None for one in faults)

    seat.until(over, "the history says when it was over")


def test_a_stop_is_released_in_two_steps(rig: Sit, plan_of: Callable[..., RigPlan]) -> None:
    seat, screen = at_faults(rig, plan_of)
    seat.key("L")
    assert not screen.release_panel.isVisible(), "nothing is latched"
    seat.key("F12")
    seat.until(lambda: seat.rig.state is RigState.STOPPED, "stopped")
    seat.until(lambda: len(screen.cards) == 1, "a card")
    assert "somebody has looked" in words_on(screen.cards[0])
    seat.key("L")
    assert screen.release_panel.isVisible()
    seat.key("Escape")
    assert not screen.release_panel.isVisible()
    assert seat.rig.state is RigState.STOPPED
    seat.key("L", "Return")
    seat.until(lambda: seat.rig.state is not RigState.STOPPED and screen.cards == [], "released")


def test_the_report_goes_to_the_clipboard(rig: Sit, plan_of: Callable[..., RigPlan]) -> None:
    seat, _ = at_faults(rig, plan_of)
    QGuiApplication.clipboard().clear()
    seat.key("C")
    seat.until(lambda: QGuiApplication.clipboard().text().startswith("# bookcradle report"), "the report")


def test_the_history_is_filtered_by_a_key_and_told_whole(rig: Sit, plan_of: Callable[..., RigPlan]) -> None:
    seat, screen = at_faults(rig, plan_of)
    seat.until(lambda: any(one.code == "book_started" for one in entries(screen)), "the book's beginning")
    for _ in range(5):
        seat.key("F")
    seat.until(lambda: [one.code for one in entries(screen)] == ["book_started"], "only books")
    assert "“Days” was begun." in words_on(screen.history.detail)
