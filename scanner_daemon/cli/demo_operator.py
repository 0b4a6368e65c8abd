"""The operator of a demo: looks at what the rig says, presses the pedal, turns a leaf by hand where there is no motor,
and does what a remedy asks for, as the person at the cradle would.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import Fault, RigSnapshot, RigState
from scanner_daemon.errors import BookcradleError
from scanner_daemon.simulation.control import ControlClient

__all__ = ["DemoOperator", "DemoStuck", "Scanned"]

LOOK_EVERY_S = 0.02
STUCK_AFTER_S = 90.0
GLANCE_S = 0.3
"""A person needs a moment between READY and the press."""


class DemoStuck(BookcradleError):
    """The rig does not come to rest."""

    code = "demo.stuck"
    what = "The rig stayed in {state} for too long: {why}"
    remedy = "Look at the daemon's log: {log}"


@dataclass
class Scanned:
    """What a session came to."""

    spreads: int = 0
    cycle_ms: list[float] = field(default_factory=list)
    software_ms: list[float] = field(default_factory=list)
    judged_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    presses: int = 0
    turned_back: int = 0


class DemoOperator:
    """Scans ``spreads`` spreads of the book that lies on the simulated cradle."""

    def __init__(
        self, client: DaemonClient, rig: ControlClient, spreads: int, log: str, told: Callable[[RigSnapshot], None]
    ) -> None:
        self._client = client
        self._rig = rig
        self._spreads = spreads
        self._log = log
        self._told = told
        self._scanned = Scanned()
        self._turned_by_hand: set[int] = set()
        self._seen_timing: object = None

    def scan(self, title: str) -> Scanned:
        """Wait for the rig, start the book, and go on until all of its spreads are captured and judged."""
        self._wait(
            lambda now: bool(now.cameras) and all(camera.alive for camera in now.cameras.values()) and self._homed(now)
        )
        self._client.act("/v1/books", {"title": title, "expected_spreads": self._spreads})
        for now in self._looks():
            if now.state is RigState.READY:
                if now.position is not None and now.position > self._spreads:
                    if now.last_spread is None or now.last_spread.verdict is not None:
                        break
                elif not now.why:
                    self._press(now)
            else:
                self._mend(now)
        last = self._client.snapshot().last_spread
        self._scanned.spreads = last.position if last is not None else 0
        return self._scanned

    def _homed(self, now: RigSnapshot) -> bool:
        return not now.cradle.fitted or bool(now.cradle.connected and now.cradle.homed)

    def _looks(self) -> Iterator[RigSnapshot]:
        """What the rig says, as often as a person would glance; ends in DemoStuck when nothing happens any more."""
        last_revision, since = -1, time.monotonic()
        while True:
            now = self._client.snapshot()
            self._notice(now)
            if now.revision != last_revision:
                last_revision, since = now.revision, time.monotonic()
                self._told(now)
            elif time.monotonic() - since > STUCK_AFTER_S:
                raise DemoStuck(state=now.state.value, why=now.why or now.phase, log=self._log)
            yield now
            time.sleep(LOOK_EVERY_S)

    def _wait(self, until: Callable[[RigSnapshot], bool]) -> RigSnapshot:
        return next(now for now in self._looks() if until(now))

    def _press(self, now: RigSnapshot) -> None:
        time.sleep(GLANCE_S)
        self._rig.ask("press", switch="fire")
        self._scanned.presses += 1
        refused = now.refused_presses
        self._wait(
            lambda seen: (
                seen.state is not now.state or seen.refused_presses > refused or seen.revision > now.revision + 2
            )
        )

    def _mend(self, now: RigSnapshot) -> None:
        """Do what the rig asks for."""
        match now.state:
            case RigState.TURN:
                self._turn_by_hand(now)
            case RigState.TURN_BACK if now.turn_back is not None and not _blocked(now):
                self._rig.ask("open_at", opening=now.turn_back.position - 1)
                self._scanned.turned_back += 1
                self._press(now)
            case RigState.CONFIRM_TURN if now.confirm_turn is not None:
                opening = self._rig.ask("truth")["truth"]["opening"]
                self._client.act("/v1/rig/confirm-turn", {"turned": opening >= now.confirm_turn.position})
            case RigState.FAULT if not _blocked(now):
                self._press(now)
            case RigState.STOPPED:
                self._release()
        if now.cradle.needs_operator or now.cradle.fault_code or (now.cradle.connected and now.cradle.homed is False):
            self._release()

    def _release(self) -> None:
        """Release the cradle, having looked; it may refuse while something still moves."""
        try:
            self._client.release()
        except BookcradleError as error:
            self._remember(error.sentence)
            time.sleep(GLANCE_S)

    def _turn_by_hand(self, now: RigSnapshot) -> None:
        if now.cradle.has_turner or (now.last_spread is None and now.position is None):
            return
        position = now.position or 0
        if position not in self._turned_by_hand and position < self._spreads + 1:
            self._turned_by_hand.add(position)
            self._rig.ask("turn")

    def _notice(self, now: RigSnapshot) -> None:
        for fault in now.faults:
            self._remember(_sentence(fault))
        if now.why and now.state not in (RigState.READY, RigState.HOLD_STILL, RigState.WAIT):
            self._remember(f"{now.why} {now.remedy}".strip())
        timing = now.timing
        if timing is not None and timing != self._seen_timing and timing.cycle_ms is not None:
            self._seen_timing = timing
            self._scanned.cycle_ms.append(timing.cycle_ms)
            if timing.software_ms is not None:
                self._scanned.software_ms.append(timing.software_ms)
            if timing.judged_ms is not None:
                self._scanned.judged_ms.append(timing.judged_ms)

    def _remember(self, sentence: str) -> None:
        if sentence not in self._scanned.faults:
            self._scanned.faults.append(sentence)


def _blocked(now: RigSnapshot) -> bool:
    """A press would be refused now: a camera or the link is away."""
    link = now.cradle.fitted and not now.cradle.connected
    return link or now.cradle.needs_operator or not all(camera.alive for camera in now.cameras.values())


def _sentence(fault: Fault) -> str:
    return f"{fault.what} {fault.remedy}".strip()
