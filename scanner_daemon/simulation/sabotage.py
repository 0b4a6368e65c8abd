"""Carries out what a scenario scripts: each fault strikes through the part that it befalls, at its moment.

Camera faults wait inside the body for the operation that they strike. Controller faults that need an instant (a cable
pulled in mid-turn) are left with the controller, which does them a little after the motion began, by its own clock:
however busy this computer is, they strike in that motion and not after it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from scanner_daemon.simulation.controller import ControllerInABox, Pace
from scanner_daemon.simulation.ptp.body import SimulatedBody
from scanner_daemon.simulation.ptp.faults import (
    BatteryLow,
    Busy,
    Condition,
    Fault,
    Hang,
    IoError,
    Moment,
    OutOfFocus,
    ShortData,
    Stall,
    StoreFull,
    Unplug,
)
from scanner_daemon.simulation.scenario import Scenario, ScriptedFault
from scanner_daemon.vocabulary import Side

__all__ = ["Sabotage"]

INTO_THE_MOTION = 0.4
"""At which share of a platen's or a leaf's movement an instant fault strikes."""


class Sabotage:
    """Told what happens in the rig, it makes happen what the scenario scripts. Safe from any thread."""

    def __init__(
        self,
        scenario: Scenario,
        bodies: Mapping[Side, SimulatedBody],
        controller: ControllerInABox | None,
        pace: Pace,
    ) -> None:
        self._scenario = scenario
        self._into_s = {
            "lowering": pace.platen_travel_ms / 1000 * INTO_THE_MOTION,
            "turning": pace.turn_ms / 1000 * INTO_THE_MOTION,
        }
        self._bodies = bodies
        self._controller = controller
        self._lock = threading.Lock()
        self._struck: set[int] = set()
        self._timers: list[threading.Timer] = []

    def opened(self, spread: int) -> None:
        """Spread ``spread`` (1-based) lies open: arm what strikes its lowering and its exposure."""
        for fault in self._take(spread, "exposing", _is_camera):
            self._strike_camera(fault, Moment.CAPTURE)
        for fault in self._take(spread, "lowering", _is_injected):
            self._controller_part().fault(INJECTED[fault.kind].get("lowering", fault.kind))

    def lowering_began(self, spread: int) -> None:
        """The platen moves down on spread ``spread``."""
        for fault in self._take(spread, "lowering", _is_camera):
            self._strike_camera(fault, Moment.ANY)
        for fault in self._take(spread, "lowering", _is_instant):
            self._strike_controller(fault)

    def exposed(self, spread: int) -> None:
        """A shutter has opened on spread ``spread``: arm what strikes its download and its turn."""
        for fault in self._take(spread, "downloading", _is_camera):
            self._strike_camera(fault, Moment.DOWNLOAD)
        for moment in ("exposing", "downloading"):
            for fault in self._take(spread, moment, _is_instant):
                self._strike_controller(fault)
        for fault in self._take(spread, "turning", _is_injected):
            self._controller_part().fault(INJECTED[fault.kind].get("turning", fault.kind))

    def turn_began(self, spread: int) -> None:
        """The leaf of spread ``spread`` begins to go."""
        for fault in self._take(spread, "turning", _is_camera):
            self._strike_camera(fault, Moment.ANY)
        for fault in self._take(spread, "turning", _is_instant):
            self._strike_controller(fault)

    def by_hand(self, spread: int) -> int:
        """How many leaves the operator really turns when told to turn after ``spread``."""
        kinds = {fault.kind for fault in self._scenario.due(spread, "turning") if fault.part == "operator"}
        return 0 if "turns_nothing" in kinds else 2 if "turns_two" in kinds else 1

    def spoils_photograph(self, spread: int) -> str | None:
        """How the operator spoils the first photograph of ``spread``: ``hand_in_frame``, ``out_of_place`` or None."""
        for fault in self._take(spread, "exposing", _is_operator):
            return fault.kind
        return None

    def close(self) -> None:
        """Forget what is still to come."""
        for timer in self._timers:
            timer.cancel()

    def _take(self, spread: int, moment: str, wanted: Callable[[ScriptedFault], bool]) -> list[ScriptedFault]:
        """The faults that strike now, each once and never again."""
        with self._lock:
            numbers = [
                number
                for number, fault in enumerate(self._scenario.fault)
                if number not in self._struck and (fault.spread, fault.moment) == (spread, moment) and wanted(fault)
            ]
            self._struck.update(numbers)
        return [self._scenario.fault[number] for number in numbers]

    def _strike_camera(self, fault: ScriptedFault, moment: Moment) -> None:
        body = self._bodies[Side(fault.part)]
        body.inject(_camera_fault(fault, moment))
        if fault.kind in CONDITIONS and fault.for_s is not None:
            self._later(fault.for_s, body.clear_faults)

    def _strike_controller(self, fault: ScriptedFault) -> None:
        controller = self._controller_part()
        begin, mend = self._instant(fault)

        def strike() -> None:
            begin()
            if fault.for_s is not None and mend is not None:
                controller.later(fault.for_s, mend)

        controller.later(self._into_s.get(fault.moment, 0.0), strike)

    def _instant(self, fault: ScriptedFault) -> tuple[Callable[[], None], Callable[[], None] | None]:
        controller = self._controller_part()
        match fault.kind:
            case "cut_link":
                return controller.cut_link, controller.restore_link
            case "brown_out":
                return controller.brown_out, None
            case "lid_open":
                return controller.open_lid, lambda: controller.open_lid(False)
            case "emergency_stop":
                return controller.emergency_stop, lambda: controller.emergency_stop(False)
        raise ValueError(fault.kind)

    def _later(self, delay_s: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(delay_s, act)
        timer.daemon = True
        with self._lock:
            self._timers.append(timer)
        timer.start()

    def _controller_part(self) -> ControllerInABox:
        if self._controller is None:
            raise ValueError("this rig has no controller that could break")
        return self._controller


INJECTED: Mapping[str, Mapping[str, str]] = {
    "jam": {"lowering": "jam_platen", "turning": "jam_turner"},
    "pinch": {},
    "two_leaves": {},
    "no_leaf": {},
    "no_vacuum": {"turning": "vacuum_not_reached"},
}
"""Faults that wait in the mechanics for their motion, and what the controller calls them by moment."""
CONDITIONS = frozenset({"store_full", "battery_low", "out_of_focus"})


def _is_camera(fault: ScriptedFault) -> bool:
    return fault.part in ("left", "right")


def _is_injected(fault: ScriptedFault) -> bool:
    return fault.part == "controller" and fault.kind in INJECTED


def _is_instant(fault: ScriptedFault) -> bool:
    return fault.part == "controller" and fault.kind not in INJECTED


def _is_operator(fault: ScriptedFault) -> bool:
    return fault.part == "operator"


def _camera_fault(fault: ScriptedFault, moment: Moment) -> Fault | Condition:
    lasting = None if fault.for_s is not None else 1
    match fault.kind:
        case "unplug":
            return Unplug(at=moment, replug_after_ms=None if fault.for_s is None else fault.for_s * 1000)
        case "hang":
            return Hang(at=moment)
        case "busy":
            return Busy(at=moment, times=40)
        case "stall":
            return Stall(at=moment)
        case "short_data":
            return ShortData(at=moment)
        case "io_error":
            return IoError(at=moment, fraction=0.3)
        case "store_full":
            return StoreFull(times=lasting)
        case "battery_low":
            return BatteryLow(times=lasting)
        case "out_of_focus":
            return OutOfFocus(times=lasting)
    raise ValueError(fault.kind)
