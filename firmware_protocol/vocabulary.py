"""Every name that has a number on the wire. Numbers are never reused; a new one only grows the minor version."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class FrameKind(IntEnum):
    """What a body is, in its first byte."""

    COMMAND = 0x01
    """Host to controller: numbered, answered, carried out once."""
    REPLY = 0x02
    """Controller to host: the acknowledgement of the command with this sequence."""
    EVENT = 0x03
    """Controller to host: numbered, repeated until acknowledged."""
    EVENT_ACK = 0x04
    """Host to controller: every event up to this sequence has been taken."""
    DATAGRAM = 0x05
    """Either way: not numbered, harmless to lose or repeat."""


class DatagramId(IntEnum):
    """Unnumbered messages."""

    HELLO = 0x01
    WELCOME = 0x02
    HEARTBEAT = 0x03
    HEARTBEAT_ANSWER = 0x04
    EMERGENCY_STOP = 0x05
    EMERGENCY_STOP_ANSWER = 0x06
    BOOTED = 0x07
    SESSION_REFUSED = 0x08
    GOODBYE = 0x09


class CommandId(IntEnum):
    """What the host may ask for."""

    HOME = 0x10
    LOWER_PLATEN = 0x11
    RAISE_PLATEN = 0x12
    TURN_PAGE = 0x13
    ASK_TURN = 0x14
    SET_OUTPUT = 0x15
    ASK_OUTPUT = 0x16
    GIVE_CUE = 0x17
    RELEASE = 0x18
    ASK_PARAMETER = 0x19
    SET_PARAMETER = 0x1A
    JOG_PLATEN = 0x1B
    """Since minor version 1."""


class EventId(IntEnum):
    """What the controller tells unasked."""

    PLATEN_SETTLED = 0x40
    HOMED = 0x41
    TURN_ENDED = 0x42
    PEDAL_DOWN = 0x43
    STOP_CHANGED = 0x44
    INPUT_CHANGED = 0x45
    FAULT_LATCHED = 0x46


class Result(IntEnum):
    """How a command was answered. Anything but OK means that nothing was done."""

    OK = 0
    ALREADY_THERE = 1
    """The platen is where it was asked to go, and still: nothing moves and no event follows."""
    UNKNOWN_COMMAND = 2
    MALFORMED = 3
    BUSY = 4
    """Something is moving; ask again when it has arrived."""
    NOT_HOMED = 5
    STOP_LATCHED = 6
    FAULT_IS_LATCHED = 7
    LID_OPEN = 8
    NOT_FITTED = 9
    OUT_OF_RANGE = 10
    PLATEN_NOT_UP = 11
    """A leaf cannot turn under the platen."""
    STILL_PRESSED = 12
    """The emergency stop button is held down, or something is still pinched: it cannot be released yet."""
    STORE_FAILED = 13
    """The turn could not be written to the EEPROM, so it was not begun."""
    PINCHED = 14
    """The strip along the platen's edge is pressed: nothing begins to move."""


class FaultReason(IntEnum):
    """Why the controller stopped, or why a turn failed."""

    NONE = 0
    JAM_PLATEN = 1
    JAM_TURNER = 2
    PINCH = 3
    LID_OPENED = 4
    """While something moved."""
    HOST_LOST = 5
    """The dead-man timer ran out while something moved or blew."""
    VACUUM_NOT_REACHED = 6
    NO_LEAF = 7
    TWO_LEAVES = 8
    OUTPUT_TOO_LONG = 9
    HOME_NOT_FOUND = 10
    EMERGENCY_STOP = 11
    """Only as the reason of a turn that the stop ended."""


class PlatenPosition(IntEnum):
    """Where the platen is."""

    UNKNOWN = 0
    """Not homed since boot, or stopped half way."""
    UP = 1
    DOWN = 2
    MOVING = 3


class JogDirection(IntEnum):
    """Which way the platen is nudged."""

    UP = 0
    DOWN = 1


class TurnState(IntEnum):
    """What became of a turn id."""

    NEVER_STARTED = 0
    """The controller has no memory of it."""
    RUNNING = 1
    DONE = 2
    FAILED = 3
    INTERRUPTED = 4
    """Cut short by a reset, a stop or a lost host, its end unknown: a person must look at the book."""


class Output(IntEnum):
    """What the controller can switch."""

    VACUUM = 0
    BLOWER = 1
    LAMPS = 2


class Input(IntEnum):
    """What the controller senses and reports as it changes."""

    LID = 0
    PINCH = 1


class Switch(IntEnum):
    """Switches of a pedal wired to the controller."""

    FIRE = 0
    RE_SHOOT = 1
    PAUSE = 2


class CueSound(IntEnum):
    """What the operator hears and sees."""

    ARMED = 0
    TURN = 1
    TURN_BACK = 2
    REFUSED = 3
    FLAGGED = 4
    STOPPED = 5


class StopSource(IntEnum):
    """Who stopped the rig."""

    BUTTON = 0
    HOST = 1


class ResetCause(IntEnum):
    """Why the controller started."""

    POWER_ON = 0
    EXTERNAL = 1
    """The reset pin: opening the tty of an Arduino pulls it."""
    BROWN_OUT = 2
    WATCHDOG = 3


class ParameterId(IntEnum):
    """What can be tuned, kept in EEPROM."""

    PLATEN_TRAVEL_MS = 0
    PLATEN_SETTLE_MS = 1
    HOME_MS = 2
    TURN_MS = 3
    DEAD_MAN_MS = 4
    PEDAL_DEBOUNCE_MS = 5
    PLATEN_TRAVEL_STEPS = 6
    """Since minor version 1.2, as all that follow: how far the platen goes, in steps of its motor."""
    ARM_TRAVEL_STEPS = 7
    VACUUM_LEAST = 8
    """The vacuum sensor's reading (0…1023) from which on a leaf is held."""
    LEAF_ONE_LEAST = 9
    """The leaf counter's reading from which on there is a leaf."""
    LEAF_TWO_LEAST = 10
    """And from which on there are two."""


class BuildOption(IntFlag):
    """What this controller was built with."""

    PLATEN = 1 << 0
    TURNER = 1 << 1
    LEAF_SENSOR = 1 << 2
    VACUUM_SENSOR = 1 << 3
    LID_SWITCH = 1 << 4
    PINCH_SENSOR = 1 << 5
    LAMPS = 1 << 6
    BUZZER = 1 << 7
    PEDAL = 1 << 8
    STOP_BUTTON = 1 << 9


class StateFlag(IntFlag):
    """Bits of `ControllerState.flags`."""

    HOMED = 1 << 0
    MOVING = 1 << 1
    TURNING = 1 << 2
    STOP_LATCHED = 1 << 3
    STOP_PRESSED = 1 << 4
    LID_OPEN = 1 << 5
    PINCHED = 1 << 6
    EVENTS_DROPPED = 1 << 7
    """The event queue overflowed in this session."""
