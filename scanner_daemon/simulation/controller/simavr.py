"""`SimavrController`: the firmware that ships, on a simulated chip, behind a tty, in real time.

The simulator is a process of its own. Its cradle has switches, sensors and inertia in steps; what it tells of platen
and leaves moves the world, and the hands and faults of a scenario reach into it by lines.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self

from firmware_protocol.controller_effects import Cued, Effect, Injection, LeavesTurned, OutputSet, PlatenMoved
from firmware_protocol.frames import FrameDecoder
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.messages import GiveCue, SetParameter, TurnReport
from firmware_protocol.packets import Packet, parse_command, parse_reply
from firmware_protocol.simavr import (
    CYCLES_PER_US,
    Build,
    BuildFailed,
    PlainHost,
    RunnerFailed,
    SimulatedChip,
    ToolsMissing,
    build_controller,
    build_simulator,
)
from firmware_protocol.vocabulary import (
    CommandId,
    FrameKind,
    Output,
    ParameterId,
    PlatenPosition,
    ResetCause,
    TurnState,
)
from scanner_daemon.errors import BookcradleError
from scanner_daemon.simulation.controller.record import Axes, Logged
from scanner_daemon.simulation.controller.surroundings import Pace, World

__all__ = ["AvrToolsMissing", "FirmwareNotBuilt", "SimavrController"]

_ANSWER_S = 10.0
_RESET_BITS = {
    ResetCause.POWER_ON: 1,
    ResetCause.EXTERNAL: 2,
    ResetCause.BROWN_OUT: 4,
    ResetCause.WATCHDOG: 8,
}
_POSITIONS = {"up": PlatenPosition.UP, "down": PlatenPosition.DOWN, "moving": PlatenPosition.MOVING}


class AvrToolsMissing(BookcradleError):
    """The firmware cannot be built or simulated here."""

    code = "simulation_avr_tools_missing"
    what = "The firmware cannot be run here: its tools are not installed."
    remedy = "Install them (`apt install {packages}`), or use --controller model."
    exit_code = 2


class FirmwareNotBuilt(BookcradleError):
    """The tools were there and failed."""

    code = "simulation_firmware_not_built"
    what = "The firmware or its simulator could not be built or run: {detail}"
    remedy = "Run `make -C firmware_protocol/firmware all simulator` and look at what it says."


class SimavrController:
    """The ELF on a tty named ``path``, as a context manager. All methods may be called from any thread.

    Opening the tty resets it, as it does an Arduino, unless ``resets_on_open`` is False. Raises AvrToolsMissing or
    FirmwareNotBuilt when it is entered.
    """

    def __init__(
        self,
        path: Path,
        *,
        pace: Pace | None = None,
        world: World | None = None,
        build: Build | None = None,
        dead_man_ms: int | None = None,
        resets_on_open: bool = True,
    ) -> None:
        self.path = path
        pace = pace or Pace()
        self._world = world or World()
        self._build = build or Build()
        self._resets_on_open = resets_on_open
        self._boot_us = pace.boot_ms * 1000
        self._parameters = {
            ParameterId.PLATEN_TRAVEL_MS: pace.platen_travel_ms,
            ParameterId.PLATEN_SETTLE_MS: pace.platen_settle_ms,
            ParameterId.HOME_MS: pace.home_ms,
            ParameterId.TURN_MS: pace.turn_ms,
        } | ({} if dead_man_ms is None else {ParameterId.DEAD_MAN_MS: dead_man_ms})
        self._log: list[Logged] = []
        self._turning = 0
        self._last_heard_us = 0
        self._axes = Axes(0, 0, 0, 0, 0, 0)
        self._heard = FrameDecoder()
        self._sent = FrameDecoder()
        self._last_cue = (0, 0)
        self._lock = threading.Lock()
        self._waiting: deque[Future[None]] = deque()
        self._timers: list[threading.Timer] = []
        self._ended = False

    def __enter__(self) -> Self:
        try:
            self._chip = SimulatedChip(build_simulator(), build_controller(self._build))
            self._chip.__enter__()
            host = PlainHost(self._chip)
            host.greet()
            for parameter, value in self._parameters.items():
                host.ask(SetParameter(parameter, value))
            self._chip.ask(f"reset {_RESET_BITS[ResetCause.POWER_ON]}")
            for line in (f"boot_us {self._boot_us}", f"resets_on_open {int(self._resets_on_open)}", "frames 1"):
                self._chip.ask(line)
        except ToolsMissing as missing:
            raise AvrToolsMissing(packages=str(missing)) from missing
        except (BuildFailed, RunnerFailed, OSError) as failed:
            raise FirmwareNotBuilt(detail=str(failed)) from failed
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._listen, name="simavr-controller", daemon=True)
        self._thread.start()
        self._ask(f"plug {self.path}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        for timer in self._timers:
            timer.cancel()
        if self._chip.process.stdin is not None and self._chip.process.poll() is None:
            self._chip.process.stdin.write("quit\n")
            self._chip.process.stdin.flush()
        self._thread.join(_ANSWER_S)
        self._chip.__exit__(kind, error, trace)

    # ------------------------------------------------------------------------------------------------- hands and faults

    def press_pedal(self, switch: str = "fire") -> None:
        """Press a pedal switch: ``fire``, ``re_shoot`` or ``pause``. Its contact chatters."""
        self._ask(f"press {switch}")

    def emergency_stop(self, pressed: bool = True) -> None:
        """Hit the mushroom button, or twist it up again."""
        self._ask(f"hand stop {int(pressed)}")

    def open_lid(self, is_open: bool = True) -> None:
        """Open the lid, or close it."""
        self._ask(f"hand lid {int(is_open)}")

    def pinch(self, pinched: bool = True) -> None:
        """Hold something under the platen's edge, or take it away."""
        self._ask(f"hand pinch {int(pinched)}")

    def fault(self, kind: Injection | str, count: int = 1) -> None:
        """Leave a fault in the mechanics for the next motions that can meet it: any value of `Injection`."""
        for _ in range(count):
            self._ask(f"inject {Injection(kind).value}")

    def brown_out(self, cause: ResetCause = ResetCause.BROWN_OUT) -> None:
        """The supply sags and the controller starts again, with the tty still open."""
        self._ask(f"reset {_RESET_BITS[cause]}")

    def hang(self) -> None:
        """The program stops where it is, with its interrupts still running: only the watchdog can help."""
        self._ask("hang")

    def silence(self, duration_ms: float) -> None:
        """For so long no byte passes in either direction, though the tty stays."""
        self._ask(f"silence_us {round(duration_ms * 1000)}")

    def cut_link(self) -> None:
        """Pull the USB cable: the tty vanishes. The controller itself keeps its power from the motor supply."""
        self._ask("unplug")

    def restore_link(self) -> None:
        """Plug it in again: the tty is back under its name."""
        self._ask(f"plug {self.path}")

    def later(self, after_s: float, act: Callable[[], None]) -> None:
        """Do this so long after now. The chip runs on meanwhile, so on a busy computer it comes late."""
        timer = threading.Timer(after_s, act)
        timer.daemon = True
        with self._lock:
            self._timers.append(timer)
        timer.start()

    # -------------------------------------------------------------------------------------------------------- witnesses

    def log(self) -> list[Logged]:
        """Everything that the cradle saw so far, in order."""
        with self._lock:
            return list(self._log)

    def leaves_turned(self) -> list[tuple[int, int]]:
        """(turn_id, leaves) of every time that leaves went over, in order."""
        effects = [logged.effect for logged in self.log()]
        return [(effect.turn_id, effect.leaves) for effect in effects if isinstance(effect, LeavesTurned)]

    def axes(self) -> Axes:
        """Where the motors stand now, and how many steps they have made."""
        self._ask("axes")
        with self._lock:
            return self._axes

    # ------------------------------------------------------------------------------------------------------ the process

    def _ask(self, line: str) -> None:
        answer: Future[None] = Future()
        stdin = self._chip.process.stdin
        if stdin is None or self._ended:
            raise FirmwareNotBuilt(detail="the simulator has ended")
        with self._lock:
            self._waiting.append(answer)
            stdin.write(line + "\n")
            stdin.flush()
        if threading.current_thread() is not self._thread:
            answer.result(_ANSWER_S)

    def _listen(self) -> None:
        stdout = self._chip.process.stdout
        if stdout is None:
            return
        for line in stdout:
            match line.split():
                case ["*", cycle, *words]:
                    self._look(int(cycle) // CYCLES_PER_US, words)
                case ["ok", *_]:
                    self._waiting.popleft().set_result(None)
                case ["no", *words]:
                    self._waiting.popleft().set_exception(ValueError(" ".join(words)))
                case _:
                    pass
        while self._waiting:
            self._waiting.popleft().set_exception(FirmwareNotBuilt(detail="the simulator has ended"))

    def _look(self, at_us: int, words: list[str]) -> None:
        match words:
            case ["sent", frame]:
                self._each(self._sent, frame, self._witness_reply)
            case ["heard", data]:
                self._each(self._heard, data, lambda packet: self._witness_cue(packet, at_us))
            case ["leaf", leaves]:
                self._record(LeavesTurned(at_us, self._turning, int(leaves)))
                self._world.on_leaf_turned(int(leaves))
            case ["platen", "up" | "down" | "moving" as place]:
                self._record(PlatenMoved(at_us, _POSITIONS[place]))
                self._world.on_platen("up" if place == "up" else "down" if place == "down" else "moving")
            case ["heard_at", cycle]:
                self._last_heard_us = int(cycle) // CYCLES_PER_US
            case ["axes", platen_at, arm_at, steps, cycle]:
                last_us = int(cycle) // CYCLES_PER_US
                told = Axes(int(platen_at), int(arm_at), int(steps), at_us, last_us, self._last_heard_us)
                with self._lock:
                    self._axes = told
            case ["began", motion]:
                self._world.on_motion_began(motion)
            case ["output", name, value]:
                self._record(OutputSet(at_us, Output[name.upper()], int(value)))
                if name == "lamps":
                    self._world.on_lamp(int(value))
            case _:
                pass

    def _record(self, effect: Effect) -> None:
        now_ns = time.monotonic_ns()
        with self._lock:
            self._log.append(Logged(now_ns, now_ns, effect))

    def _each(self, decoder: FrameDecoder, data: str, see: Callable[[Packet], None]) -> None:
        for body in decoder.feed(bytes.fromhex(data)):
            try:
                see(Packet.from_body(body))
            except MalformedMessage:
                continue

    def _witness_reply(self, packet: Packet) -> None:
        report = parse_reply(packet).report if packet.kind is FrameKind.REPLY else None
        if isinstance(report, TurnReport) and report.state is TurnState.RUNNING:
            self._turning = report.turn_id

    def _witness_cue(self, packet: Packet, at_us: int) -> None:
        told = (packet.session, packet.sequence)
        if packet.kind is FrameKind.COMMAND and packet.id == CommandId.GIVE_CUE and told != self._last_cue:
            self._last_cue = told
            command = parse_command(packet)
            if isinstance(command, GiveCue):
                self._record(Cued(at_us, command.sound))
                self._world.on_cue(command.sound.name.lower())
