"""The moving parts and the switched outputs of the controller's model, driven by instants that the caller gives.

A motion is a row of stages, each with its length and with what is checked at its end; the firmware runs the same table
from its timer. Nothing here knows the link.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_protocol.controller_effects import (
    Effect,
    Injection,
    LeavesTurned,
    MotionEnded,
    MotionKind,
    MotionStarted,
    OutputSet,
    PlatenMoved,
)
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.messages import LEAVES_NOT_COUNTED, OutputReport
from firmware_protocol.vocabulary import BuildOption, FaultReason, Output, ParameterId, PlatenPosition

__all__ = ["FULL_ON", "MAX_ON_MS", "Mechanics", "Motion", "Stage"]

FULL_ON = 255
SAFE_VALUE = 0
MAX_ON_MS = {Output.VACUUM: 35_000, Output.BLOWER: 35_000, Output.LAMPS: 0}
"""Longer than the longest turn; lamps may burn all day."""
PINS = {Output.VACUUM: 6, Output.BLOWER: 5, Output.LAMPS: 11}
"""The Arduino's digital pins; the firmware drives the same."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of a motion's table. ``check`` runs at its end and names the fault that it met, or NONE."""

    name: str
    length_us: int
    check: Callable[[int], FaultReason]


@dataclass(slots=True)
class Motion:
    """What runs now."""

    kind: MotionKind
    command_sequence: int
    stages: tuple[Stage, ...]
    ends_us: int
    turn_id: int | None = None
    ends_at_ms: int = 0
    """How far down the platen will be: of a jog only."""
    at: int = 0
    leaves: int = LEAVES_NOT_COUNTED

    @property
    def stage(self) -> Stage:
        """The row that runs now."""
        return self.stages[self.at]


@dataclass
class Mechanics:
    """Platen, arm, vacuum, blower and lamps. Emits effects; tells of arrivals and faults through two callbacks."""

    options: BuildOption
    eeprom: Eeprom
    on_arrived: Callable[[Motion, int], None]
    on_fault: Callable[[FaultReason, int, int], None]
    """Reason, detail, instant."""
    effects: list[Effect] = field(default_factory=list)
    injections: list[Injection] = field(default_factory=list)
    platen: PlatenPosition = PlatenPosition.UNKNOWN
    homed: bool = False
    down_ms: int = 0
    """How far down the platen is, in milliseconds of its travel; known while it is homed and at rest."""
    motion: Motion | None = None
    outputs: dict[Output, int] = field(default_factory=lambda: dict.fromkeys(Output, SAFE_VALUE))

    def __post_init__(self) -> None:
        self._on_since: dict[Output, int] = {}

    # ------------------------------------------------------------------------------------------------------- motions

    def home(self, command_sequence: int, now_us: int) -> None:
        """Find the switches."""
        length = self._length_us(ParameterId.HOME_MS)
        stages = (Stage("seek", length, lambda _: self._meets(Injection.HOME_NOT_FOUND, FaultReason.HOME_NOT_FOUND)),)
        self._start(MotionKind.HOME, command_sequence, stages, now_us)

    def lower(self, command_sequence: int, now_us: int) -> None:
        """Down on the pages, and still."""
        half = self._length_us(ParameterId.PLATEN_TRAVEL_MS) // 2
        stages = (
            Stage("down", half, lambda _: self._meets(Injection.PINCH, FaultReason.PINCH)),
            Stage("press", half, lambda _: self._meets(Injection.JAM_PLATEN, FaultReason.JAM_PLATEN)),
            Stage("settle", self._length_us(ParameterId.PLATEN_SETTLE_MS), _nothing),
        )
        self._start(MotionKind.LOWER, command_sequence, stages, now_us)

    def lift(self, command_sequence: int, now_us: int) -> None:
        """Up, clear of the turner."""
        travel = self._length_us(ParameterId.PLATEN_TRAVEL_MS)
        stages = (Stage("up", travel, lambda _: self._meets(Injection.JAM_PLATEN, FaultReason.JAM_PLATEN)),)
        self._start(MotionKind.RAISE, command_sequence, stages, now_us)

    def room_ms(self, *, down: bool) -> int:
        """How far it may still be jogged: the ends of its travel are its soft limits."""
        travel = self.eeprom.parameter(ParameterId.PLATEN_TRAVEL_MS).value
        return max(0, travel - self.down_ms) if down else self.down_ms

    def jog(self, down: bool, travel_ms: int, command_sequence: int, now_us: int) -> None:
        """A nudge, cut short at the end of the travel."""
        length_ms = min(travel_ms, self.room_ms(down=down))

        def met(_now_us: int) -> FaultReason:
            pinched = self._meets(Injection.PINCH, FaultReason.PINCH) if down else FaultReason.NONE
            return pinched or self._meets(Injection.JAM_PLATEN, FaultReason.JAM_PLATEN)

        self._start(MotionKind.JOG, command_sequence, (Stage("jog", length_ms * 1000, met),), now_us)
        if self.motion is not None:
            self.motion.ends_at_ms = self.down_ms + (length_ms if down else -length_ms)

    def back_off(self, now_us: int) -> None:
        """Away from what is pinched: the only motion that runs with a fault latched."""
        travel = self._length_us(ParameterId.PLATEN_TRAVEL_MS)
        self._start(MotionKind.REVERSE, 0, (Stage("reverse", travel, _nothing),), now_us)

    def turn(self, turn_id: int, command_sequence: int, now_us: int) -> None:
        """One leaf over: draw it to the arm, blow the next one off, carry it, come back."""
        whole = self._length_us(ParameterId.TURN_MS)
        stages = (
            Stage("draw", whole * 20 // 100, self._drawn),
            Stage("shed", whole * 15 // 100, self._shed),
            Stage("carry", whole * 40 // 100, self._carried),
            Stage("return", whole - whole * 75 // 100, self._returned),
        )
        self._start(MotionKind.TURN, command_sequence, stages, now_us, turn_id)
        self.set_output(Output.VACUUM, FULL_ON, now_us)

    def halt(self, reason: FaultReason, now_us: int) -> Motion | None:
        """Stop what moves and make every output safe. The motion that was cut short is returned."""
        stopped, self.motion = self.motion, None
        if stopped is not None:
            self.homed = False
            self.effects.append(MotionEnded(now_us, stopped.kind, reason))
            if stopped.kind is not MotionKind.TURN:
                self._place(PlatenPosition.UNKNOWN, now_us)
        self.make_safe(now_us)
        return stopped

    # ------------------------------------------------------------------------------------------------------- outputs

    def set_output(self, output: Output, value: int, now_us: int) -> None:
        """Switch one output (0…255)."""
        if self.outputs[output] == value:
            return
        self.outputs[output] = value
        self.effects.append(OutputSet(now_us, output, value))
        if value == SAFE_VALUE:
            self._on_since.pop(output, None)
        else:
            self._on_since.setdefault(output, now_us)

    def make_safe(self, now_us: int) -> None:
        """Every output to its declared safe value."""
        for output in Output:
            self.set_output(output, SAFE_VALUE, now_us)

    def report(self, output: Output) -> OutputReport:
        """The output as it is guarded."""
        return OutputReport(output, self.outputs[output], SAFE_VALUE, MAX_ON_MS[output], PINS[output])

    @property
    def hazardous(self) -> bool:
        """Something moves, sucks or blows, and must not without a host."""
        blowing = self.outputs[Output.VACUUM] != SAFE_VALUE or self.outputs[Output.BLOWER] != SAFE_VALUE
        return self.motion is not None or blowing

    # ---------------------------------------------------------------------------------------------------------- time

    @property
    def due_us(self) -> int | None:
        """When `advance` next has something to do."""
        dues = [since + MAX_ON_MS[output] * 1000 for output, since in self._on_since.items() if MAX_ON_MS[output]]
        if self.motion is not None:
            dues.append(self.motion.ends_us)
        return min(dues, default=None)

    def advance(self, now_us: int) -> None:
        """Do the one thing that is due."""
        for output, since in list(self._on_since.items()):
            if MAX_ON_MS[output] and now_us >= since + MAX_ON_MS[output] * 1000:
                self.on_fault(FaultReason.OUTPUT_TOO_LONG, output, now_us)
                return
        motion = self.motion
        if motion is None or now_us < motion.ends_us:
            return
        met = motion.stage.check(now_us)
        if met is not FaultReason.NONE:
            self.on_fault(met, 0, now_us)
            return
        motion.at += 1
        if motion.at < len(motion.stages):
            motion.ends_us += motion.stage.length_us
            return
        self._arrive(motion, now_us)

    def _arrive(self, motion: Motion, now_us: int) -> None:
        self.motion = None
        self.effects.append(MotionEnded(now_us, motion.kind, FaultReason.NONE))
        match motion.kind:
            case MotionKind.HOME:
                self.homed = True
                self.down_ms = 0
                self._place(PlatenPosition.UP, now_us)
            case MotionKind.LOWER:
                self.down_ms = self.eeprom.parameter(ParameterId.PLATEN_TRAVEL_MS).value
                self._place(PlatenPosition.DOWN, now_us)
            case MotionKind.RAISE | MotionKind.REVERSE:
                self.down_ms = 0
                self._place(PlatenPosition.UP, now_us)
            case MotionKind.JOG:
                self._jogged_to(motion.ends_at_ms, now_us)
            case MotionKind.TURN:
                self.set_output(Output.VACUUM, SAFE_VALUE, now_us)
        self.on_arrived(motion, now_us)

    def _jogged_to(self, down_ms: int, now_us: int) -> None:
        self.down_ms = down_ms
        at_top, at_bottom = not self.room_ms(down=False), not self.room_ms(down=True)
        ends = {(True, False): PlatenPosition.UP, (False, True): PlatenPosition.DOWN}
        self._place(ends.get((at_top, at_bottom), PlatenPosition.UNKNOWN), now_us)

    def _start(
        self, kind: MotionKind, sequence: int, stages: tuple[Stage, ...], now_us: int, turn_id: int | None = None
    ) -> None:
        self.motion = Motion(kind, sequence, stages, now_us + stages[0].length_us, turn_id)
        self.effects.append(MotionStarted(now_us, kind, turn_id))
        if kind is not MotionKind.TURN:
            self._place(PlatenPosition.MOVING, now_us)

    def _place(self, position: PlatenPosition, now_us: int) -> None:
        if position is not self.platen:
            self.platen = position
            self.effects.append(PlatenMoved(now_us, position))

    def _length_us(self, parameter: ParameterId) -> int:
        return self.eeprom.parameter(parameter).value * 1000

    # ------------------------------------------------------------------------------------------- what a turn can meet

    def _meets(self, injection: Injection, fault: FaultReason) -> FaultReason:
        if injection not in self.injections:
            return FaultReason.NONE
        self.injections.remove(injection)
        return fault

    def _drawn(self, now_us: int) -> FaultReason:
        lost = self._meets(Injection.VACUUM_NOT_REACHED, FaultReason.VACUUM_NOT_REACHED)
        if lost is not FaultReason.NONE and BuildOption.VACUUM_SENSOR not in self.options:
            self.injections.insert(0, Injection.NO_LEAF)
            lost = FaultReason.NONE
        if lost is FaultReason.NONE:
            self.set_output(Output.BLOWER, FULL_ON, now_us)
        return lost

    def _shed(self, now_us: int) -> FaultReason:
        self.set_output(Output.BLOWER, SAFE_VALUE, now_us)
        return self._meets(Injection.JAM_TURNER, FaultReason.JAM_TURNER)

    def _carried(self, now_us: int) -> FaultReason:
        leaves = 1
        if self._meets(Injection.NO_LEAF, FaultReason.NO_LEAF) is not FaultReason.NONE:
            leaves = 0
        elif self._meets(Injection.TWO_LEAVES, FaultReason.TWO_LEAVES) is not FaultReason.NONE:
            leaves = 2
        motion = self.motion
        if motion is None or motion.turn_id is None:
            raise AssertionError("a leaf is carried by a turn")
        if leaves:
            self.effects.append(LeavesTurned(now_us, motion.turn_id, leaves))
        if BuildOption.LEAF_SENSOR in self.options:
            motion.leaves = leaves
        return FaultReason.NONE

    def _returned(self, _now_us: int) -> FaultReason:
        counted = self.motion.leaves if self.motion is not None else LEAVES_NOT_COUNTED
        return {0: FaultReason.NO_LEAF, 2: FaultReason.TWO_LEAVES}.get(counted, FaultReason.NONE)


def _nothing(_now_us: int) -> FaultReason:
    return FaultReason.NONE
