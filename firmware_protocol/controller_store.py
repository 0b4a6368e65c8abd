"""What the controller remembers through a reset: turns begun and ended, parameters, and how often it has started.

Models the EEPROM of an ATmega328P (1 KiB): a ring of turn records, so that no cell is written more often than once in
128 turns, and one cell for each parameter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from firmware_protocol.messages import (
    LEAVES_NOT_COUNTED,
    MAX_TURN_ID,
    TURN_RING_SLOTS,
    ParameterReport,
    TurnReport,
)
from firmware_protocol.vocabulary import FaultReason, ParameterId, TurnState

__all__ = ["Bounds", "Eeprom", "bounds_of"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a parameter may be, in the unit of its name."""

    least: int
    most: int
    default: int


def bounds_of(parameter: ParameterId) -> Bounds:
    """The limits of one parameter; a motion of zero length is allowed so that a simulation can be timeless."""
    match parameter:
        case ParameterId.PLATEN_TRAVEL_MS:
            return Bounds(0, 10_000, 600)
        case ParameterId.PLATEN_SETTLE_MS:
            return Bounds(0, 5_000, 120)
        case ParameterId.HOME_MS:
            return Bounds(0, 20_000, 900)
        case ParameterId.TURN_MS:
            return Bounds(0, 30_000, 1_800)
        case ParameterId.DEAD_MAN_MS:
            return Bounds(200, 10_000, 1_000)
        case ParameterId.PEDAL_DEBOUNCE_MS:
            return Bounds(1, 500, 30)
        case ParameterId.PLATEN_TRAVEL_STEPS:
            return Bounds(400, 30_000, 4_000)
        case ParameterId.ARM_TRAVEL_STEPS:
            return Bounds(200, 10_000, 800)
        case ParameterId.VACUUM_LEAST:
            return Bounds(0, 1_023, 400)
        case ParameterId.LEAF_ONE_LEAST:
            return Bounds(0, 1_023, 200)
        case ParameterId.LEAF_TWO_LEAST:
            return Bounds(0, 1_023, 600)


@dataclass
class Eeprom:
    """Survives resets and power cuts. Hand the same one to the next `ControllerModel` to model that."""

    boot_count: int = 0
    parameters: dict[ParameterId, int] = field(default_factory=dict)
    turns: list[TurnReport] = field(default_factory=list)
    """Oldest first, at most TURN_RING_SLOTS."""

    def parameter(self, parameter: ParameterId) -> ParameterReport:
        """The value in force, with its bounds."""
        bounds = bounds_of(parameter)
        value = self.parameters.get(parameter, bounds.default)
        return ParameterReport(parameter, value, bounds.least, bounds.most, bounds.default)

    def set_parameter(self, parameter: ParameterId, value: int) -> bool:
        """Keep a value. False, and nothing changed, when it is out of bounds."""
        bounds = bounds_of(parameter)
        if not bounds.least <= value <= bounds.most:
            return False
        self.parameters[parameter] = value
        return True

    def turn(self, turn_id: int) -> TurnReport:
        """What is known of a turn; NEVER_STARTED when the ring does not hold it."""
        for report in reversed(self.turns):
            if report.turn_id == turn_id:
                return report
        return TurnReport(turn_id, TurnState.NEVER_STARTED, FaultReason.NONE, LEAVES_NOT_COUNTED)

    def turn_began(self, turn_id: int) -> None:
        """Write the turn down before anything moves."""
        if not 0 < turn_id < MAX_TURN_ID:
            raise ValueError(f"turn id {turn_id} cannot be told from an empty cell")
        self.turns.append(TurnReport(turn_id, TurnState.RUNNING, FaultReason.NONE, LEAVES_NOT_COUNTED))
        del self.turns[:-TURN_RING_SLOTS]

    def turn_ended(self, report: TurnReport) -> None:
        """Replace the record that `turn_began` wrote."""
        self.turns = [report if known.turn_id == report.turn_id else known for known in self.turns]

    def started_again(self) -> None:
        """The controller starts: count it, and own up to turns whose end nobody saw."""
        self.boot_count = (self.boot_count + 1) % 0x1_0000
        self.turns = [
            replace(known, state=TurnState.INTERRUPTED) if known.state is TurnState.RUNNING else known
            for known in self.turns
        ]
