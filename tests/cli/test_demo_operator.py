"""The operator of a demo does what a person would: looks, releases what waits for it, presses again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import CameraState, CradleState, LastSpread, RigSnapshot, RigState, VerdictGiven
from scanner_daemon.cli.demo_operator import DemoOperator
from scanner_daemon.simulation.control import ControlClient
from scanner_daemon.vocabulary import Level, Side

HOMED = CradleState(connected=True, homed=True, platen="up", has_platen_motor=True, has_turner=True)
LOST = HOMED.model_copy(update={"homed": False, "platen": None})


class Rig:
    """The daemon and the rig behind it, as far as an operator sees them: each answer is the test's."""

    def __init__(self, cradle: CradleState) -> None:
        self.now = RigSnapshot(
            boot="b",
            revision=1,
            at=datetime.now(UTC),
            state=RigState.READY,
            position=1,
            cradle=cradle,
            cameras={side: CameraState(side=side, alive=True) for side in (Side.LEFT, Side.RIGHT)},
        )
        self.did: list[str] = []
        self.on_press: Callable[[int], None] = lambda presses: None

    def change(self, **fields: Any) -> None:
        self.now = self.now.model_copy(update={"revision": self.now.revision + 1, **fields})

    def snapshot(self) -> RigSnapshot:
        return self.now

    def release(self) -> None:
        self.did.append("release")
        self.change(cradle=HOMED)

    def act(self, path: str, body: object = None) -> None:
        self.did.append(path)

    def ask(self, do: str, **words: object) -> dict[str, Any]:
        self.did.append(do)
        if do == "press":
            self.on_press(self.did.count("press"))
        return {"truth": {"opening": 0}}

    def operator(self, patience_s: float = 0.2) -> DemoOperator:
        return DemoOperator(
            cast(DaemonClient, self),
            cast(ControlClient, self),
            1,
            "log",
            lambda _: None,
            glance_s=0,
            patience_s=patience_s,
        )

    def captured(self, level: Level) -> None:
        verdict = VerdictGiven(level=level, flags=(), inspected_ms=0.0)
        self.change(position=2, last_spread=LastSpread(spread_id="s", position=1, version=1, verdict=verdict))


@pytest.mark.parametrize("latched", [{"fault_code": "cradle_host_lost"}, {"needs_operator": True}])
def test_a_cradle_that_waits_for_a_person_at_the_start_is_released(latched: dict[str, object]) -> None:
    rig = Rig(LOST.model_copy(update=latched))
    rig.operator(patience_s=60).get_ready()
    assert rig.did == ["release"]


def test_a_cradle_that_nobody_homes_is_released_in_the_end() -> None:
    rig = Rig(LOST)
    rig.operator().get_ready()
    assert rig.did == ["release"]


def test_a_cradle_that_homes_by_itself_is_left_alone() -> None:
    class Homing(Rig):
        looks = 0

        def snapshot(self) -> RigSnapshot:
            self.looks += 1
            if self.looks == 3:
                self.change(cradle=HOMED)
            return self.now

    rig = Homing(LOST)
    rig.operator(patience_s=60).get_ready()
    assert rig.did == []


def test_a_press_of_which_nothing_comes_is_pressed_again() -> None:
    rig = Rig(HOMED)
    rig.on_press = lambda presses: rig.captured(Level.GREEN) if presses == 3 else None
    assert rig.operator().go_on().presses == 3


def test_a_spread_that_inspection_gave_up_is_waited_for_no_longer() -> None:
    rig = Rig(HOMED)
    rig.on_press = lambda _: rig.captured(Level.UNKNOWN)
    assert rig.operator().go_on().presses == 1
