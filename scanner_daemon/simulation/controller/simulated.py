"""`SimulatedController`: the model, a pty, a thread that lets real time pass, and hands to break things with."""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from firmware_protocol.controller_effects import (
    Cued,
    Injection,
    LeavesTurned,
    MotionStarted,
    OutputSet,
    PlatenMoved,
)
from firmware_protocol.controller_model import ALL_FITTED, ControllerModel
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.messages import PROTOCOL_MAJOR
from firmware_protocol.vocabulary import BuildOption, Output, ParameterId, PlatenPosition, ResetCause, Switch
from scanner_daemon.simulation.controller.port import SimulatedPort
from scanner_daemon.simulation.controller.record import Logged

__all__ = ["Pace", "SimulatedController", "World"]

Returned = TypeVar("Returned")

_HOST_POLL_S = 0.01
"""How often a closed tty is looked at: the kernel wakes nobody when it is opened."""
_CALL_DEADLINE_S = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the mechanics take. All may be zero."""

    platen_travel_ms: int = 600
    platen_settle_ms: int = 120
    home_ms: int = 900
    turn_ms: int = 1_800
    boot_ms: int = 300
    """From reset to the first byte; a real Uno's bootloader takes about 1 600."""


def _unheard(_what: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class World:
    """Who is told what the controller does, in the controller's thread and before the host can hear of it."""

    on_leaf_turned: Callable[[int], None] = _unheard
    """How many leaves went over: 1, or 2."""
    on_platen: Callable[[Literal["up", "down", "moving"]], None] = _unheard
    """``down`` once it is settled; a platen stopped half way stays ``moving``."""
    on_motion_began: Callable[[str], None] = _unheard
    """A motor sets off: ``home``, ``lower``, ``raise``, ``reverse`` or ``turn``."""
    on_lamp: Callable[[int], None] = _unheard
    """Brightness, 0…255."""
    on_cue: Callable[[str], None] = _unheard
    """The cue's word, such as ``turn_back``."""


class SimulatedController:
    """A controller on a tty named ``path``, as a context manager. All methods may be called from any thread.

    Opening the tty resets it, as it does an Arduino, unless ``resets_on_open`` is False. Hand in an `Eeprom` to keep
    its memory from one life to the next. Pinches, jams and the like are left in the mechanics with `fault`.
    """

    def __init__(
        self,
        path: Path,
        *,
        pace: Pace = Pace(),
        world: World = World(),
        options: BuildOption = ALL_FITTED,
        eeprom: Eeprom | None = None,
        dead_man_ms: int | None = None,
        resets_on_open: bool = True,
        protocol_major: int = PROTOCOL_MAJOR,
    ) -> None:
        self.path = path
        self._world = world
        self._resets_on_open = resets_on_open
        self._eeprom = eeprom or Eeprom()
        self._eeprom.parameters |= {
            ParameterId.PLATEN_TRAVEL_MS: pace.platen_travel_ms,
            ParameterId.PLATEN_SETTLE_MS: pace.platen_settle_ms,
            ParameterId.HOME_MS: pace.home_ms,
            ParameterId.TURN_MS: pace.turn_ms,
        }
        if dead_man_ms is not None:
            self._eeprom.parameters[ParameterId.DEAD_MAN_MS] = dead_man_ms
        self._options = options
        self._boot_us = pace.boot_ms * 1000
        self._protocol_major = protocol_major
        self._log: list[Logged] = []
        self._calls: deque[Callable[[], None]] = deque()
        self._ending = False
        self._host_there = False
        self._silent_until_us = 0
        self._port: SimulatedPort | None = None
        self._crash: Exception | None = None

    # ------------------------------------------------------------------------------------------------------ life, death

    def __enter__(self) -> Self:
        self._origin_ns = time.monotonic_ns()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        self._model = ControllerModel(
            self._eeprom, options=self._options, boot_us=self._boot_us, protocol_major=self._protocol_major
        )
        self._port = SimulatedPort(self.path)
        self._thread = threading.Thread(target=self._run, name="simulated-controller", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending = True
        self._wake()
        self._thread.join(_CALL_DEADLINE_S)
        if self._port is not None:
            self._port.close()
            self._port = None
        os.close(self._wake_read)
        os.close(self._wake_write)
        if self._crash is not None:
            raise self._crash

    @property
    def alive(self) -> bool:
        """Its thread runs. When a world has raised, it does not, and leaving the context raises that."""
        return self._thread.is_alive()

    # ------------------------------------------------------------------------------------------------- hands and faults

    def press_pedal(self, switch: str = "fire") -> None:
        """Press a pedal switch that is wired to the controller: ``fire``, ``re_shoot`` or ``pause``."""
        wanted = Switch[switch.upper()]
        self._do(lambda: self._model.press_pedal(wanted, self._now_us()))

    def emergency_stop(self, pressed: bool = True) -> None:
        """Hit the mushroom button, or twist it up again."""
        self._do(lambda: self._model.press_emergency_stop(pressed, self._now_us()))

    def open_lid(self, is_open: bool = True) -> None:
        """Open the lid, or close it."""
        self._do(lambda: self._model.open_lid(is_open, self._now_us()))

    def pinch(self, pinched: bool = True) -> None:
        """Hold something under the platen's edge, or take it away."""
        self._do(lambda: self._model.pinch(pinched, self._now_us()))

    def fault(self, kind: Injection | str, count: int = 1) -> None:
        """Leave a fault in the mechanics for the next motions that can meet it: any value of `Injection`."""
        injection = Injection(kind)
        for _ in range(count):
            self._do(lambda: self._model.inject(injection))

    def brown_out(self, cause: ResetCause = ResetCause.BROWN_OUT) -> None:
        """The supply sags and the controller starts again, with the tty still open."""
        self._do(lambda: self._model.reset(cause, self._now_us()))

    def silence(self, duration_ms: float) -> None:
        """For so long no byte passes in either direction, though the tty stays."""

        def fall_silent() -> None:
            self._silent_until_us = self._now_us() + round(duration_ms * 1000)

        self._do(fall_silent)

    def cut_link(self) -> None:
        """Pull the USB cable: the tty vanishes. The controller itself keeps its power from the motor supply."""
        self._do(self._unplug)

    def restore_link(self) -> None:
        """Plug it in again: the tty is back under its name. The host that opens it resets the controller."""
        self._do(self._plug)

    # -------------------------------------------------------------------------------------------------------- witnesses

    def log(self) -> list[Logged]:
        """Everything done so far, in order."""
        return self._do(lambda: list(self._log))

    def leaves_turned(self) -> list[tuple[int, int]]:
        """(turn_id, leaves) of every time that leaves went over, in order."""
        effects = [logged.effect for logged in self.log()]
        return [(effect.turn_id, effect.leaves) for effect in effects if isinstance(effect, LeavesTurned)]

    # ------------------------------------------------------------------------------------------------------- the thread

    def _do(self, work: Callable[[], Returned]) -> Returned:
        if threading.current_thread() is self._thread:
            return work()
        done: Future[Returned] = Future()

        if self._crash is not None:
            raise self._crash

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as wrong:  # noqa: BLE001 - handed to the caller in the other thread
                done.set_exception(wrong)

        self._calls.append(run)
        self._wake()
        return done.result(_CALL_DEADLINE_S)

    def _wake(self) -> None:
        os.write(self._wake_write, b"!")

    def _now_us(self) -> int:
        return (time.monotonic_ns() - self._origin_ns) // 1000

    def _run(self) -> None:
        try:
            self._live()
        except Exception as wrong:  # noqa: BLE001 - a world that raises is reported by whoever holds the controller
            self._crash = wrong

    def _live(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_read, selectors.EVENT_READ)
            watched: SimulatedPort | None = None
            while not self._ending:
                watch = self._port if self._host_there else None
                if watch is not watched:
                    if watched is not None:
                        selector.unregister(watched)
                    if watch is not None:
                        selector.register(watch, selectors.EVENT_READ)
                    watched = watch
                ready = selector.select(self._wait_s())
                self._hear(any(key.fileobj is self._port for key, _ in ready))
                while self._calls:
                    closing = self._port
                    self._calls.popleft()()
                    if watched is not None and closing is not self._port:
                        selector.unregister(watched)
                        watched = None
                self._model.advance(self._now_us())
                self._show()

    def _wait_s(self) -> float | None:
        due_us = self._model.due_us()
        wait_s = None if due_us is None else max(0.0, (due_us - self._now_us()) / 1e6)
        if self._port is not None and not self._host_there:
            return _HOST_POLL_S if wait_s is None else min(wait_s, _HOST_POLL_S)
        return wait_s

    def _hear(self, port_ready: bool) -> None:
        try:
            while os.read(self._wake_read, 64):
                continue
        except BlockingIOError:
            pass
        if self._port is None:
            return
        if not self._host_there:
            if not self._port.opened_by_host:
                return
            self._host_there = True
            if self._resets_on_open:
                self._model.reset(ResetCause.EXTERNAL, self._now_us())
        elif not port_ready:
            return
        data = self._port.read()
        if data is None:
            self._host_there = False
        elif data and self._now_us() >= self._silent_until_us:
            self._model.receive(data, self._now_us())

    def _show(self) -> None:
        """Let the world see first, and the host hear afterwards."""
        for effect in self._model.take_effects():
            self._log.append(Logged(self._origin_ns + effect.at_us * 1000, time.monotonic_ns(), effect))
            match effect:
                case LeavesTurned(leaves=leaves):
                    self._world.on_leaf_turned(leaves)
                case MotionStarted(kind=kind):
                    self._world.on_motion_began(kind.value)
                case PlatenMoved(position=PlatenPosition.UP):
                    self._world.on_platen("up")
                case PlatenMoved(position=PlatenPosition.DOWN):
                    self._world.on_platen("down")
                case PlatenMoved():
                    self._world.on_platen("moving")
                case OutputSet(output=Output.LAMPS, value=value):
                    self._world.on_lamp(value)
                case Cued(sound=sound):
                    self._world.on_cue(sound.name.lower())
                case _:
                    pass
        out = self._model.take_output()
        if out and self._port is not None and self._host_there and self._now_us() >= self._silent_until_us:
            self._port.write(out)

    def _unplug(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None
            self._host_there = False

    def _plug(self) -> None:
        if self._port is None:
            self._port = SimulatedPort(self.path)
