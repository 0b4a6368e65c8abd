"""What the controller does with each command: obey it, or refuse it for the first reason that holds (SPEC.md §7)."""

from __future__ import annotations

from dataclasses import dataclass

from firmware_protocol.controller_effects import Cued
from firmware_protocol.controller_mechanics import Mechanics
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.messages import (
    MAX_JOG_MS,
    MAX_TURN_ID,
    MIN_JOG_MS,
    AskOutput,
    AskParameter,
    AskTurn,
    Command,
    GiveCue,
    Home,
    JogPlaten,
    LowerPlaten,
    RaisePlaten,
    Release,
    Reply,
    SetOutput,
    SetParameter,
    TurnPage,
)
from firmware_protocol.vocabulary import (
    BuildOption,
    FaultReason,
    JogDirection,
    Output,
    PlatenPosition,
    Result,
    TurnState,
)

__all__ = ["Latches", "carry_out"]


@dataclass
class Latches:
    """What forbids motion: switches as they stand, and what a person has to clear."""

    stop_pressed: bool = False
    stop_latched: bool = False
    lid_open: bool = False
    pinched: bool = False
    fault: FaultReason = FaultReason.NONE
    """The first since the last release."""

    def rebooted(self) -> None:
        """Memory is gone; the switches stand as they stood."""
        self.stop_latched = self.stop_pressed
        self.fault = FaultReason.NONE

    def refusal(self, mechanics: Mechanics) -> Result:
        """Why nothing may begin to move now; OK if it may."""
        if self.stop_latched:
            return Result.STOP_LATCHED
        if mechanics.motion is not None:
            return Result.BUSY
        if self.fault is not FaultReason.NONE:
            return Result.FAULT_IS_LATCHED
        if self.lid_open:
            return Result.LID_OPEN
        if self.pinched:
            return Result.PINCHED
        return Result.OK


def carry_out(
    command: Command, sequence: int, now_us: int, mechanics: Mechanics, latches: Latches, eeprom: Eeprom
) -> Reply:
    """Obey or refuse one command that the link has never let through before."""
    match command:
        case TurnPage():
            return _turn_page(command, sequence, now_us, mechanics, latches, eeprom)
        case AskTurn():
            return Reply(command.ID, Result.OK, eeprom.turn(command.turn_id))
        case AskParameter():
            return Reply(command.ID, Result.OK, eeprom.parameter(command.parameter))
        case SetParameter():
            return _set_parameter(command, mechanics, eeprom)
        case AskOutput():
            return Reply(command.ID, Result.OK, mechanics.report(command.output))
        case SetOutput():
            return Reply(command.ID, _set_output(command, now_us, mechanics, latches))
        case Home() | LowerPlaten() | RaisePlaten():
            return Reply(command.ID, _move(command, sequence, now_us, mechanics, latches))
        case JogPlaten():
            return Reply(command.ID, _jog(command, sequence, now_us, mechanics, latches))
        case Release():
            return Reply(command.ID, _release(mechanics, latches))
        case GiveCue():
            mechanics.effects.append(Cued(now_us, command.sound))
            return Reply(command.ID, Result.OK)


def _move(
    command: Home | LowerPlaten | RaisePlaten, sequence: int, now_us: int, mechanics: Mechanics, latches: Latches
) -> Result:
    refusal = latches.refusal(mechanics)
    if refusal is not Result.OK:
        return refusal
    if isinstance(command, Home):
        mechanics.home(sequence, now_us)
        return Result.OK
    if BuildOption.PLATEN not in mechanics.options:
        return Result.NOT_FITTED
    if not mechanics.homed:
        return Result.NOT_HOMED
    lowering = isinstance(command, LowerPlaten)
    if mechanics.platen is (PlatenPosition.DOWN if lowering else PlatenPosition.UP):
        return Result.ALREADY_THERE
    if lowering:
        mechanics.lower(sequence, now_us)
    else:
        mechanics.lift(sequence, now_us)
    return Result.OK


def _jog(command: JogPlaten, sequence: int, now_us: int, mechanics: Mechanics, latches: Latches) -> Result:
    refusal = latches.refusal(mechanics)
    if refusal is not Result.OK:
        return refusal
    if BuildOption.PLATEN not in mechanics.options:
        return Result.NOT_FITTED
    if not MIN_JOG_MS <= command.travel_ms <= MAX_JOG_MS:
        return Result.OUT_OF_RANGE
    if not mechanics.homed:
        return Result.NOT_HOMED
    down = command.direction is JogDirection.DOWN
    if not mechanics.room_ms(down=down):
        return Result.ALREADY_THERE
    mechanics.jog(down, command.travel_ms, sequence, now_us)
    return Result.OK


def _turn_page(
    command: TurnPage, sequence: int, now_us: int, mechanics: Mechanics, latches: Latches, eeprom: Eeprom
) -> Reply:
    known = eeprom.turn(command.turn_id)
    if known.state is not TurnState.NEVER_STARTED:
        return Reply(command.ID, Result.OK, known)
    refusal = _refusal_to_turn(command.turn_id, mechanics, latches)
    if refusal is not Result.OK:
        return Reply(command.ID, refusal)
    eeprom.turn_began(command.turn_id)
    mechanics.turn(command.turn_id, sequence, now_us)
    return Reply(command.ID, Result.OK, eeprom.turn(command.turn_id))


def _refusal_to_turn(turn_id: int, mechanics: Mechanics, latches: Latches) -> Result:
    refusal = latches.refusal(mechanics)
    if refusal is not Result.OK:
        return refusal
    if BuildOption.TURNER not in mechanics.options:
        return Result.NOT_FITTED
    if not 0 < turn_id < MAX_TURN_ID:
        return Result.OUT_OF_RANGE
    if not mechanics.homed:
        return Result.NOT_HOMED
    return Result.OK if mechanics.platen is PlatenPosition.UP else Result.PLATEN_NOT_UP


def _set_output(command: SetOutput, now_us: int, mechanics: Mechanics, latches: Latches) -> Result:
    if command.output is Output.LAMPS:
        if BuildOption.LAMPS not in mechanics.options:
            return Result.NOT_FITTED
    else:
        refusal = latches.refusal(mechanics)
        if refusal is not Result.OK:
            return refusal
        if BuildOption.TURNER not in mechanics.options:
            return Result.NOT_FITTED
    mechanics.set_output(command.output, command.value, now_us)
    return Result.OK


def _set_parameter(command: SetParameter, mechanics: Mechanics, eeprom: Eeprom) -> Reply:
    if mechanics.motion is not None:
        return Reply(command.ID, Result.BUSY)
    if not eeprom.set_parameter(command.parameter, command.value):
        return Reply(command.ID, Result.OUT_OF_RANGE)
    return Reply(command.ID, Result.OK, eeprom.parameter(command.parameter))


def _release(mechanics: Mechanics, latches: Latches) -> Result:
    if latches.stop_pressed or latches.pinched:
        return Result.STILL_PRESSED
    if mechanics.motion is not None:
        return Result.BUSY
    if latches.stop_latched or latches.fault is not FaultReason.NONE:
        mechanics.homed = False
    latches.stop_latched = False
    latches.fault = FaultReason.NONE
    return Result.OK
