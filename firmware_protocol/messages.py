"""Messages: every command, answer and event, as frozen values. The one source of the ids, layouts and limits in C.

A payload is the packed little-endian struct of the dataclass that carries its id;
`packets` puts the header before it. What each message means, and when it is allowed, is said in SPEC.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final

from firmware_protocol.frames import MAX_BODY_BYTES
from firmware_protocol.layouts import U8, U16, U32
from firmware_protocol.vocabulary import (
    CommandId,
    CueSound,
    DatagramId,
    EventId,
    FaultReason,
    Input,
    JogDirection,
    Output,
    ParameterId,
    PlatenPosition,
    ResetCause,
    Result,
    StopSource,
    Switch,
    TurnState,
)

PROTOCOL_MAJOR: Final = 1
"""Another major is another language: the host refuses it."""
PROTOCOL_MINOR: Final = 2
HEADER_BYTES: Final = 5
MAX_PAYLOAD_BYTES: Final = MAX_BODY_BYTES - HEADER_BYTES
WINDOW: Final = 4
"""How many commands, or events, may wait for their acknowledgement at once."""
EVENT_QUEUE: Final = 8
"""How many events the controller keeps for the host; one more is dropped and the state says so."""
TURN_RING_SLOTS: Final = 128
MAX_TURN_ID: Final = 0xFFFF_FFFF
MIN_JOG_MS: Final = 10
MAX_JOG_MS: Final = 500
"""The longest that one jog may move the platen: then it rests until it is asked again."""
NO_SESSION: Final = 0

# -------------------------------------------------------------------------------------------------- parts of messages


@dataclass(frozen=True, slots=True)
class ControllerState:
    """What the controller is, at one instant. Every heartbeat's answer has it, so nothing is missed for long."""

    flags: U16
    """Bits of `StateFlag`."""
    platen: PlatenPosition
    fault: FaultReason
    """The first fault since the last release."""
    lamps: U8
    """Brightness, 0…255."""


@dataclass(frozen=True, slots=True)
class TurnReport:
    """What became of one turn."""

    turn_id: U32
    state: TurnState
    reason: FaultReason
    """Why it failed; NONE otherwise."""
    leaves: U8
    """Leaves counted by the sensor, 255 where none is fitted or nothing was counted."""


LEAVES_NOT_COUNTED: Final = 255


@dataclass(frozen=True, slots=True)
class ParameterReport:
    """One parameter with its bounds; all four in the unit of its name."""

    parameter: ParameterId
    value: U32
    least: U32
    most: U32
    default: U32


@dataclass(frozen=True, slots=True)
class OutputReport:
    """One output as the controller guards it."""

    output: Output
    value: U8
    safe_value: U8
    """What it falls back to on dead-man, stop, fault and reset."""
    max_on_ms: U32
    """After this long away from its safe value it is put back and OUTPUT_TOO_LONG latches; 0: no limit."""
    pin: U8
    """The board's pin number; 255 for none."""


# ---------------------------------------------------------------------------------------------------------- datagrams


@dataclass(frozen=True, slots=True)
class Hello:
    """Opens a session. The nonce is the host's, drawn anew for every session that it wants."""

    ID: ClassVar[DatagramId] = DatagramId.HELLO
    nonce: U32
    protocol_major: U8 = PROTOCOL_MAJOR
    protocol_minor: U8 = PROTOCOL_MINOR


@dataclass(frozen=True, slots=True)
class Welcome:
    """The controller describes itself; the session that it opened is in the header."""

    ID: ClassVar[DatagramId] = DatagramId.WELCOME
    nonce: U32
    protocol_major: U8
    protocol_minor: U8
    firmware_major: U8
    firmware_minor: U8
    firmware_patch: U8
    options: U16
    """Bits of `BuildOption`: what is fitted."""
    boot_count: U16
    """Grows by one at every start, modulo 65536, and survives power loss."""
    reset_cause: ResetCause
    window: U8
    event_queue: U8
    turn_slots: U16
    dead_man_ms: U16
    uptime_us: U32
    """Since boot, modulo 2**32: the controller's clock."""
    state: ControllerState


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The host is alive. Sent in the session; its sequence is a token that the answer repeats."""

    ID: ClassVar[DatagramId] = DatagramId.HEARTBEAT


@dataclass(frozen=True, slots=True)
class HeartbeatAnswer:
    """The controller is alive, this is its clock, and this is what it is."""

    ID: ClassVar[DatagramId] = DatagramId.HEARTBEAT_ANSWER
    uptime_us: U32
    state: ControllerState


@dataclass(frozen=True, slots=True)
class EmergencyStop:
    """Stop everything now. Needs no session, is obeyed always, may be repeated."""

    ID: ClassVar[DatagramId] = DatagramId.EMERGENCY_STOP


@dataclass(frozen=True, slots=True)
class EmergencyStopAnswer:
    """It is latched."""

    ID: ClassVar[DatagramId] = DatagramId.EMERGENCY_STOP_ANSWER
    state: ControllerState


@dataclass(frozen=True, slots=True)
class Booted:
    """The controller has started, and says so twice a second until it is greeted."""

    ID: ClassVar[DatagramId] = DatagramId.BOOTED
    boot_count: U16
    reset_cause: ResetCause


@dataclass(frozen=True, slots=True)
class SessionRefused:
    """A command or heartbeat came in a session that is not open. The header carries the session it came in."""

    ID: ClassVar[DatagramId] = DatagramId.SESSION_REFUSED
    boot_count: U16


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The host leaves: as when the dead-man timer runs out, but at once."""

    ID: ClassVar[DatagramId] = DatagramId.GOODBYE


# ----------------------------------------------------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class Home:
    """Find the switches: platen up, arm home. Event HOMED."""

    ID: ClassVar[CommandId] = CommandId.HOME


@dataclass(frozen=True, slots=True)
class LowerPlaten:
    """Press the pages flat. Event PLATEN_SETTLED, ``down``."""

    ID: ClassVar[CommandId] = CommandId.LOWER_PLATEN


@dataclass(frozen=True, slots=True)
class RaisePlaten:
    """Free the pages. Event PLATEN_SETTLED, ``up``."""

    ID: ClassVar[CommandId] = CommandId.RAISE_PLATEN


@dataclass(frozen=True, slots=True)
class JogPlaten:
    """Nudge the platen by MIN_JOG_MS…MAX_JOG_MS of its travel, and no further than its ends. Event PLATEN_SETTLED."""

    ID: ClassVar[CommandId] = CommandId.JOG_PLATEN
    direction: JogDirection
    travel_ms: U16


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Turn one leaf, once per id. Answered with a `TurnReport`; event TURN_ENDED."""

    ID: ClassVar[CommandId] = CommandId.TURN_PAGE
    turn_id: U32


@dataclass(frozen=True, slots=True)
class AskTurn:
    """What became of this id? Answered with a `TurnReport`; moves nothing."""

    ID: ClassVar[CommandId] = CommandId.ASK_TURN
    turn_id: U32


@dataclass(frozen=True, slots=True)
class SetOutput:
    """Switch vacuum, blower or lamps by hand (0…255)."""

    ID: ClassVar[CommandId] = CommandId.SET_OUTPUT
    output: Output
    value: U8


@dataclass(frozen=True, slots=True)
class AskOutput:
    """Describe an output. Answered with an `OutputReport`."""

    ID: ClassVar[CommandId] = CommandId.ASK_OUTPUT
    output: Output


@dataclass(frozen=True, slots=True)
class GiveCue:
    """Sound the buzzer and light the LEDs."""

    ID: ClassVar[CommandId] = CommandId.GIVE_CUE
    sound: CueSound


@dataclass(frozen=True, slots=True)
class Release:
    """A person has looked and confirmed: clear latched stop and fault. Homing is needed afterwards."""

    ID: ClassVar[CommandId] = CommandId.RELEASE


@dataclass(frozen=True, slots=True)
class AskParameter:
    """Answered with a `ParameterReport`."""

    ID: ClassVar[CommandId] = CommandId.ASK_PARAMETER
    parameter: ParameterId


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Change and keep a parameter. Answered with a `ParameterReport`, or OUT_OF_RANGE."""

    ID: ClassVar[CommandId] = CommandId.SET_PARAMETER
    parameter: ParameterId
    value: U32


# ------------------------------------------------------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class PlatenSettled:
    """The platen has arrived and is still."""

    ID: ClassVar[EventId] = EventId.PLATEN_SETTLED
    command_sequence: U8
    """The sequence of the command that moved it."""
    position: PlatenPosition
    at_us: U32


@dataclass(frozen=True, slots=True)
class Homed:
    """Homing is complete."""

    ID: ClassVar[EventId] = EventId.HOMED
    command_sequence: U8
    at_us: U32


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """A turn is done or has failed."""

    ID: ClassVar[EventId] = EventId.TURN_ENDED
    report: TurnReport
    at_us: U32


@dataclass(frozen=True, slots=True)
class PedalDown:
    """A pedal wired to the controller was pressed, debounced there."""

    ID: ClassVar[EventId] = EventId.PEDAL_DOWN
    switch: Switch
    at_us: U32


@dataclass(frozen=True, slots=True)
class StopChanged:
    """The emergency stop was pressed or its button came up again. It stays latched until RELEASE."""

    ID: ClassVar[EventId] = EventId.STOP_CHANGED
    pressed: U8
    source: StopSource
    at_us: U32


@dataclass(frozen=True, slots=True)
class InputChanged:
    """Lid or pinch input changed; ``active`` means lid open, something pinched."""

    ID: ClassVar[EventId] = EventId.INPUT_CHANGED
    input: Input
    active: U8
    at_us: U32


@dataclass(frozen=True, slots=True)
class FaultLatched:
    """The first fault since the last release; motion has stopped and outputs are safe."""

    ID: ClassVar[EventId] = EventId.FAULT_LATCHED
    reason: FaultReason
    detail: U16
    """Depends on the reason: the output for OUTPUT_TOO_LONG, otherwise 0."""
    at_us: U32


Datagram = (
    Hello
    | Welcome
    | Heartbeat
    | HeartbeatAnswer
    | EmergencyStop
    | EmergencyStopAnswer
    | Booted
    | SessionRefused
    | Goodbye
)
Command = (
    Home
    | LowerPlaten
    | RaisePlaten
    | JogPlaten
    | TurnPage
    | AskTurn
    | SetOutput
    | AskOutput
    | GiveCue
    | Release
    | AskParameter
    | SetParameter
)
Event = PlatenSettled | Homed | TurnEnded | PedalDown | StopChanged | InputChanged | FaultLatched
Report = TurnReport | ParameterReport | OutputReport

DATAGRAMS: Final[Mapping[DatagramId, type[Datagram]]] = MappingProxyType({kind.ID: kind for kind in Datagram.__args__})
COMMANDS: Final[Mapping[CommandId, type[Command]]] = MappingProxyType({kind.ID: kind for kind in Command.__args__})
EVENTS: Final[Mapping[EventId, type[Event]]] = MappingProxyType({kind.ID: kind for kind in Event.__args__})
REPORTS: Final[Mapping[CommandId, type[Report]]] = MappingProxyType(
    {
        CommandId.TURN_PAGE: TurnReport,
        CommandId.ASK_TURN: TurnReport,
        CommandId.ASK_OUTPUT: OutputReport,
        CommandId.ASK_PARAMETER: ParameterReport,
        CommandId.SET_PARAMETER: ParameterReport,
    }
)
"""What the reply to a command carries behind its result when the result is OK; other commands carry nothing."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The acknowledgement of one command: it was carried out, or refused and why."""

    command: CommandId
    result: Result
    report: Report | None = None
