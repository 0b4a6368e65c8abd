"""From the protocol's words to the person's sentences and the capture cycle's values."""

from __future__ import annotations

from firmware_protocol.link_failures import CommandRefused, LinkFailure, MotionHalted, PortLost, WrongProtocol
from firmware_protocol.messages import PROTOCOL_MAJOR, ControllerState, FaultLatched
from firmware_protocol.vocabulary import BuildOption, FaultReason, PlatenPosition, Result, StateFlag, TurnState
from scanner_daemon.capture.ports import CradleStatus, TurnResult
from scanner_daemon.cradle import errors
from scanner_daemon.cradle.errors import CradleError

__all__ = [
    "error_of_fault",
    "error_of_halt",
    "error_of_link",
    "error_of_refusal",
    "error_of_silence",
    "status_of",
    "turn_result_of",
]


def error_of_fault(reason: FaultReason) -> CradleError | None:
    """The sentence of a latched fault; None where nothing is latched."""
    match reason:
        case FaultReason.NONE:
            return None
        case FaultReason.JAM_PLATEN:
            return errors.PlatenJammed()
        case FaultReason.JAM_TURNER:
            return errors.TurnerJammed()
        case FaultReason.PINCH:
            return errors.Pinched()
        case FaultReason.LID_OPENED:
            return errors.LidOpenedInMotion()
        case FaultReason.HOST_LOST:
            return errors.HostWasLost()
        case FaultReason.VACUUM_NOT_REACHED:
            return errors.VacuumNotReached()
        case FaultReason.NO_LEAF:
            return errors.LeafNotTaken()
        case FaultReason.TWO_LEAVES:
            return errors.TwoLeavesTurned()
        case FaultReason.OUTPUT_TOO_LONG:
            return errors.OutputOnTooLong()
        case FaultReason.HOME_NOT_FOUND:
            return errors.HomeNotFound()
        case FaultReason.EMERGENCY_STOP:
            return errors.EmergencyStopLatched()


def error_of_refusal(refused: CommandRefused, state: ControllerState | None) -> CradleError:
    """Why the controller will not; ``state`` names the fault behind FAULT_IS_LATCHED."""
    match refused.result:
        case Result.BUSY:
            return errors.CradleBusy()
        case Result.NOT_HOMED:
            return errors.CradleNotHomed()
        case Result.STOP_LATCHED:
            return errors.EmergencyStopLatched()
        case Result.FAULT_IS_LATCHED:
            fault = error_of_fault(state.fault) if state is not None else None
            return fault or errors.OperatorNeeded(detail="A fault is latched")
        case Result.LID_OPEN:
            return errors.LidOpen()
        case Result.PINCHED:
            return errors.PlatenEdgePressed()
        case Result.NOT_FITTED:
            return errors.CradlePartNotFitted(part="motor for that")
        case Result.PLATEN_NOT_UP:
            return errors.PlatenNotUp()
        case Result.STILL_PRESSED:
            return errors.ReleaseNotPossible()
        case _:
            words = {name: name.name.lower().replace("_", " ") for name in (refused.command, refused.result)}
            return errors.CommandNotUnderstood(command=words[refused.command], result=words[refused.result])


def error_of_halt(halted: MotionHalted) -> CradleError:
    """Why a motion was stopped half way."""
    fault = error_of_fault(halted.by.reason) if isinstance(halted.by, FaultLatched) else None
    return fault or errors.EmergencyStopLatched()


def error_of_link(failure: LinkFailure) -> CradleError:
    """Why the link is down."""
    if isinstance(failure, WrongProtocol):
        return errors.CradleProtocolDiffers(theirs=failure.theirs, ours=PROTOCOL_MAJOR)
    if isinstance(failure, PortLost):  # what the serial library says of a pulled cable helps nobody beside it
        return errors.CradleLinkLost(detail="its serial port is gone")
    return errors.CradleLinkLost(detail=str(failure))


def error_of_silence(port: str, baud: int, *, heard_something: bool) -> CradleError:
    """Why nobody says WELCOME: nobody is there, or one who speaks otherwise."""
    return errors.CradleGarbled(port=port, baud=baud) if heard_something else errors.CradleSilent(port=port)


def turn_result_of(state: TurnState) -> TurnResult:
    """RUNNING has no result yet: until it has, nobody knows."""
    return {
        TurnState.NEVER_STARTED: TurnResult.NEVER_STARTED,
        TurnState.DONE: TurnResult.DONE,
        TurnState.FAILED: TurnResult.FAILED,
    }.get(state, TurnResult.UNKNOWN)


def status_of(
    state: ControllerState | None, options: BuildOption, needs_operator: bool, problem: CradleError | None
) -> CradleStatus:
    """What the capture cycle is told. ``problem`` is why there is no link, ``state`` the last that was heard."""
    if state is None or problem is not None:
        code, reason = (problem.code, problem.sentence) if problem is not None else (None, None)
        latched = state is not None and bool(state.flags & StateFlag.STOP_LATCHED)
        return CradleStatus(
            connected=False,
            emergency_stop_latched=latched,
            fault_code=code,
            fault_reason=reason,
            needs_operator=needs_operator,
        )
    fault = error_of_fault(state.fault)
    return CradleStatus(
        connected=True,
        homed=bool(state.flags & StateFlag.HOMED),
        platen=_platen_of(state) if BuildOption.PLATEN in options else None,
        lid_closed=not state.flags & StateFlag.LID_OPEN if BuildOption.LID_SWITCH in options else None,
        emergency_stop_latched=bool(state.flags & StateFlag.STOP_LATCHED),
        fault_code=fault.code if fault is not None else None,
        fault_reason=fault.sentence if fault is not None else None,
        needs_operator=needs_operator,
    )


def _platen_of(state: ControllerState) -> str | None:
    """A platen that was jogged rests between its ends, and the controller still knows where: it stays homed."""
    if state.platen is PlatenPosition.UNKNOWN:
        return "between" if state.flags & StateFlag.HOMED else None
    return {PlatenPosition.UP: "up", PlatenPosition.DOWN: "down", PlatenPosition.MOVING: "moving"}[state.platen]
