"""`SimulatedController`: the model, a pty, a thread that lets real time pass, and hands to break things with."""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from firmware_protocol.controller_effects import Injection, LeavesTurned
from firmware_protocol.controller_model import ALL_FITTED, ControllerModel
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.messages import PROTOCOL_MAJOR
from firmware_protocol.vocabulary import BuildOption, ParameterId, ResetCause, Switch
from scanner_daemon.simulation.controller.own_time import OwnTime
from scanner_daemon.simulation.controller.port import SimulatedPort
from scanner_daemon.simulation.controller.record import Logged
from scanner_daemon.simulation.controller.surroundings import Pace, World

__all__ = ["SimulatedController"]

Returned = TypeVar("Returned")

_HOST_POLL_S = 0.01
"""How often a closed tty is looked at: the kernel wakes nobody when it is opened."""
_CALL_DEADLINE_S = 10.0


class SimulatedController:
    """A controller on a tty named ``path``, as a context manager. All methods may be called from any thread.

    Opening the tty resets it, as it does an Arduino, unless ``resets_on_open`` is False. Hand in an `Eeprom` to keep
    its memory from one life to the next. Pinches, jams and the like are left in the mechanics with `fault`.
    """

    def __init__(
        self,
        path: Path,
        *,
        pace: Pace | None = None,
        world: World | None = None,
        options: BuildOption = ALL_FITTED,
        eeprom: Eeprom | None = None,
        dead_man_ms: int | None = None,
        resets_on_open: bool = True,
        protocol_major: int = PROTOCOL_MAJOR,
    ) -> None:
        self.path = path
        pace = pace or Pace()
        self._world = world or World()
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
        self._time = OwnTime()
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

    def later(self, after_s: float, act: Callable[[], None]) -> None:
        """Do this so long from now; called from within the `World`, so long after what it is being told.

        By the controller's own clock: however late its thread runs, it does nothing in between that came afterwards.
        """

        self._do(lambda: self._time.later(round(after_s * 1e6), act))

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
        return self._time.now_us()

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
                now_us = self._now_us()
                self._carry_out_plans(now_us)
                self._hear(any(key.fileobj is self._port for key, _ in ready), now_us)
                # At the instant at which it was heard: what that begins cannot be over before the world is told.
                self._model.advance(now_us)
                self._show()
                while self._calls:
                    self._carry_out_plans(self._now_us())
                    self._calls.popleft()()
                self._show()

    def _carry_out_plans(self, now_us: int) -> None:
        """Each at its own instant, when everything before it has been done and told."""
        while (due_us := self._time.due_us) is not None and due_us <= now_us:
            due_us, act = self._time.take()
            self._model.advance(due_us)
            self._show()
            with self._time.at(due_us):
                act()

    def _wait_s(self) -> float | None:
        dues = [due_us for due_us in (self._model.due_us(), self._time.due_us) if due_us is not None]
        wait_s = max(0.0, (min(dues) - self._now_us()) / 1e6) if dues else None
        if self._port is not None and not self._host_there:
            return _HOST_POLL_S if wait_s is None else min(wait_s, _HOST_POLL_S)
        return wait_s

    def _hear(self, port_ready: bool, now_us: int) -> None:
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
                self._model.reset(ResetCause.EXTERNAL, now_us)
        elif not port_ready:
            return
        data = self._port.read()
        if data is None:
            self._host_there = False
        elif data and now_us >= self._silent_until_us:
            self._model.receive(data, now_us)

    def _show(self) -> None:
        """Let the world see first, and the host hear afterwards."""
        for effect in self._model.take_effects():
            self._log.append(Logged(self._time.host_ns(effect.at_us), time.monotonic_ns(), effect))
            with self._time.at(effect.at_us):
                self._world.tell(effect)
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
