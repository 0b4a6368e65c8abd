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
PATIENCE_S = 8.0
"""After so long with no sign of it, a person presses again, or releases a cradle that has not looked for home."""


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
        self,
        client: DaemonClient,
        rig: ControlClient,
        spreads: int,
        log: str,
        told: Callable[[RigSnapshot], None],
        *,
        glance_s: float = GLANCE_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._glance_s = glance_s
        self._patience_s = patience_s
        self._client = client
        self._rig = rig
        self._spreads = spreads
        self._log = log
        self._told = told
        self._scanned = Scanned()
        self._turned_by_hand: set[int] = set()
        self._leafed_back = False
        self._seen_timing: object = None

    def scan(self, title: str) -> Scanned:
        """Wait for the rig, start the book, and go on until all of its spreads are captured and judged."""
        self.get_ready()
        self._client.act("/v1/books", {"title": title, "expected_spreads": self._spreads})
        return self.go_on()

    def get_ready(self) -> None:
        """Until the cameras are there and home is found. A cradle that waits for a person is looked at and released."""
        since = time.monotonic()
        for now in self._looks():
            if now.cameras and all(camera.alive for camera in now.cameras.values()) and self._homed(now):
                return
            lost_s = time.monotonic() - since
            if now.state is RigState.STOPPED or _is_latched(now) or (_wants_release(now) and lost_s > self._patience_s):
                self._release()
                since = time.monotonic()

    def continue_with(self, client: DaemonClient, spreads: int) -> None:
        """Another daemon drives the rig now, or another number of spreads is wanted."""
        self._client, self._spreads = client, spreads

    def go_on(self) -> Scanned:
        """Until all spreads of the book in hand are captured and judged."""
        for now in self._looks():
            if now.state is not RigState.READY:
                self._mend(now)
            elif now.position is not None and now.position > self._spreads:
                if now.last_spread is None or now.last_spread.verdict is not None:
                    break
            elif not now.why:
                self._lay_open(now)
                self._press(now)
            elif _wants_release(now):
                self._release()
        book = self._client.snapshot().book
        self._scanned.spreads = book.spreads if book is not None else 0
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

    def _press(self, now: RigSnapshot) -> None:
        time.sleep(self._glance_s)
        self._rig.ask("press", switch="fire")
        self._scanned.presses += 1
        pressed_at = time.monotonic()
        for seen in self._looks():
            answered = seen.state is not now.state or seen.refused_presses > now.refused_presses
            if answered or seen.revision > now.revision + 2 or time.monotonic() - pressed_at > self._patience_s:
                return

    def _mend(self, now: RigSnapshot) -> None:
        """Do what the rig asks for."""
        if now.state is RigState.STOPPED or _wants_release(now):
            self._release()
            return
        match now.state:
            case RigState.TURN:
                self._turn(now)
            case RigState.TURN_BACK if now.turn_back is not None and not _blocked(now):
                self._open_at(now.turn_back.position)
                self._leafed_back = True
                self._scanned.turned_back += 1
                self._press(now)
            case RigState.CONFIRM_TURN if now.confirm_turn is not None:
                self._look_and_say(now.confirm_turn.position)
            case RigState.FAULT if not _blocked(now):
                if now.position is not None:
                    self._open_at(now.position)
                self._press(now)

    def _look_and_say(self, position: int) -> None:
        """The leaf after ``position`` lies on one side or the other; a second one that went along is turned back."""
        opening = self._opening()
        if opening > position:
            self._open_at(position + 1)
        self._client.act("/v1/rig/confirm-turn", {"turned": opening >= position})

    def _lay_open(self, now: RigSnapshot) -> None:
        """Before the press: the last leaf goes, where no motor turns it; forward again after turning back."""
        position = now.position or 1
        if self._leafed_back:
            self._leafed_back = False
            self._open_at(position)
        elif position > 1:
            self._turn_by_hand(now, position - 1)

    def _turn(self, now: RigSnapshot) -> None:
        """The rig says TURN: after an exposure by hand, or because a motor did not do it; then the press says so."""
        position = now.position or 1
        if now.book is not None and now.book.spreads >= position:
            self._turn_by_hand(now, position)
        elif not _blocked(now):
            self._open_at(position)
            self._press(now)

    def _turn_by_hand(self, now: RigSnapshot, position: int) -> None:
        """Turn the leaf of the spread at ``position``, once."""
        if not now.cradle.has_turner and position not in self._turned_by_hand:
            self._turned_by_hand.add(position)
            self._rig.ask("turn")

    def _opening(self) -> int:
        opening: int = self._rig.ask("truth")["truth"]["opening"]
        return opening

    def _open_at(self, position: int) -> None:
        """Leaf to the spread at ``position``, if it does not lie open."""
        if self._opening() != position - 1:
            self._rig.ask("open_at", opening=position - 1)

    def _release(self) -> None:
        """Release the cradle, having looked; it may refuse while something still moves."""
        try:
            self._client.release()
        except BookcradleError as error:
            self._remember(error.sentence)
            time.sleep(self._glance_s)

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


def _wants_release(now: RigSnapshot) -> bool:
    """The cradle has stopped itself, or does not know where it stands, and a person can look and release it."""
    cradle = now.cradle
    lost = cradle.homed is False and cradle.has_platen_motor and cradle.platen != "moving"
    return cradle.connected and (_is_latched(now) or lost)


def _is_latched(now: RigSnapshot) -> bool:
    """Nothing but a person's release lets it go on."""
    cradle = now.cradle
    return cradle.connected and bool(cradle.needs_operator or cradle.fault_code)


def _blocked(now: RigSnapshot) -> bool:
    """A press would be refused now: a camera or the link is away, the lid is open."""
    away = now.cradle.fitted and not now.cradle.connected
    lid = now.cradle.lid_closed is False
    return away or lid or _wants_release(now) or not all(camera.alive for camera in now.cameras.values())


def _sentence(fault: Fault) -> str:
    return f"{fault.what} {fault.remedy}".strip()
