"""The controller as a pure state machine: what the firmware does, said in Python, with time handed in.

It is the oracle of the tests and the inside of the simulated controller. It never sleeps, reads no clock and opens
nothing: give it bytes and instants (microseconds since it was powered, never backwards), take bytes and effects.
"""

from __future__ import annotations

from firmware_protocol.controller_commands import Latches, carry_out
from firmware_protocol.controller_effects import Effect, FaultSeen, Injection, MotionKind, TurnClosed
from firmware_protocol.controller_link import CLOCK_ROUND, ControllerLink
from firmware_protocol.controller_mechanics import Mechanics, Motion
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.messages import (
    EVENT_QUEUE,
    NO_SESSION,
    PROTOCOL_MAJOR,
    PROTOCOL_MINOR,
    TURN_RING_SLOTS,
    WINDOW,
    Command,
    ControllerState,
    FaultLatched,
    Homed,
    InputChanged,
    PedalDown,
    PlatenSettled,
    Reply,
    StopChanged,
    TurnEnded,
    TurnReport,
    Welcome,
)
from firmware_protocol.vocabulary import (
    BuildOption,
    FaultReason,
    Input,
    Output,
    ParameterId,
    ResetCause,
    StateFlag,
    StopSource,
    Switch,
    TurnState,
)

__all__ = ["ALL_FITTED", "ControllerModel"]

ALL_FITTED = BuildOption(sum(BuildOption))
FIRMWARE_VERSION = (1, 2, 0)


class ControllerModel:
    """One controller from power-on; `reset` starts it again with the same EEPROM."""

    def __init__(
        self,
        eeprom: Eeprom,
        *,
        options: BuildOption = ALL_FITTED,
        boot_us: int = 0,
        protocol_major: int = PROTOCOL_MAJOR,
        now_us: int = 0,
    ) -> None:
        self._eeprom = eeprom
        self._options = options
        self._boot_us = boot_us
        self._protocol_major = protocol_major
        self._latches = Latches()
        self._injections: list[Injection] = []
        self._past_effects: list[Effect] = []
        self._link: ControllerLink
        self._mechanics = self._power_up()
        self._boot(ResetCause.POWER_ON, now_us)

    # ---------------------------------------------------------------------------------------------------- the outside

    def receive(self, data: bytes, now_us: int) -> None:
        """Bytes from the host. A bootloader swallows what comes while it runs."""
        self.advance(now_us)
        if now_us >= self._running_us:
            self._link.receive(data, now_us)

    def take_output(self) -> bytes:
        """Bytes for the host, once."""
        return self._link.take_output()

    def take_effects(self) -> list[Effect]:
        """What was done to the world, in order, once."""
        effects = self._past_effects + self._mechanics.effects
        self._past_effects = []
        self._mechanics.effects.clear()
        return effects

    def due_us(self) -> int | None:
        """When `advance` has something to do; None when only the outside can make anything happen."""
        dues = [due for due in (self._mechanics.due_us, self._link.due_us, self._dead_man_us()) if due is not None]
        return max(min(dues), self._running_us) if dues else None

    def advance(self, now_us: int) -> None:
        """Let time pass until ``now_us``, doing everything at its own instant on the way."""
        while (due := self.due_us()) is not None and due <= now_us:
            dead_man = self._dead_man_us()
            if dead_man is not None and dead_man <= due:
                self._host_lost(due)
            self._mechanics.advance(due)
            self._link.advance(due)

    def reset(self, cause: ResetCause, now_us: int) -> None:
        """Brown-out, watchdog, reset pin or tty opened: motors drop, memory goes, the EEPROM stays."""
        self.advance(now_us)
        self._mechanics.halt(FaultReason.NONE, now_us)
        self._past_effects += self._mechanics.effects
        self._mechanics = self._power_up()
        self._boot(cause, now_us)

    def press_pedal(self, switch: Switch, now_us: int) -> None:
        """The switch closes. Closures that follow within the debounce time are one press."""
        self.advance(now_us)
        debounce_us = self._eeprom.parameter(ParameterId.PEDAL_DEBOUNCE_MS).value * 1000
        last = self._pedal_us.get(switch)
        self._pedal_us[switch] = now_us
        if (last is None or now_us - last >= debounce_us) and BuildOption.PEDAL in self._options:
            self._link.tell(PedalDown(switch, now_us % CLOCK_ROUND), now_us)

    def press_emergency_stop(self, pressed: bool, now_us: int) -> None:
        """The mushroom button goes down, or is twisted up again."""
        self.advance(now_us)
        if BuildOption.STOP_BUTTON not in self._options or pressed == self._latches.stop_pressed:
            return
        self._latches.stop_pressed = pressed
        if pressed:
            self._stop(StopSource.BUTTON, now_us)
        else:
            self._link.tell(StopChanged(0, StopSource.BUTTON, now_us % CLOCK_ROUND), now_us)

    def open_lid(self, is_open: bool, now_us: int) -> None:
        """The lid over the moving parts."""
        self.advance(now_us)
        if BuildOption.LID_SWITCH not in self._options or is_open == self._latches.lid_open:
            return
        self._latches.lid_open = is_open
        self._link.tell(InputChanged(Input.LID, int(is_open), now_us % CLOCK_ROUND), now_us)
        if is_open and self._mechanics.motion is not None:
            self._fault(FaultReason.LID_OPENED, 0, now_us)

    def pinch(self, pinched: bool, now_us: int) -> None:
        """The strip along the platen's edge is pressed. Going down, the platen stops and backs off."""
        self.advance(now_us)
        if BuildOption.PINCH_SENSOR not in self._options or pinched == self._latches.pinched:
            return
        self._latches.pinched = pinched
        self._link.tell(InputChanged(Input.PINCH, int(pinched), now_us % CLOCK_ROUND), now_us)
        motion = self._mechanics.motion
        if pinched and motion is not None and motion.kind is not MotionKind.REVERSE:
            self._fault(FaultReason.PINCH, 0, now_us)

    def inject(self, injection: Injection) -> None:
        """Leave a fault in the mechanics for the next motion that can meet it. It survives a reset."""
        self._injections.append(injection)

    # ------------------------------------------------------------------------------------------- what the link asks

    def state(self) -> ControllerState:
        """What it is now."""
        flags = StateFlag(0)
        for flag, holds in (
            (StateFlag.HOMED, self._mechanics.homed),
            (StateFlag.MOVING, self._mechanics.motion is not None),
            (StateFlag.TURNING, self._turning() is not None),
            (StateFlag.STOP_LATCHED, self._latches.stop_latched),
            (StateFlag.STOP_PRESSED, self._latches.stop_pressed),
            (StateFlag.LID_OPEN, self._latches.lid_open),
            (StateFlag.PINCHED, self._latches.pinched),
            (StateFlag.EVENTS_DROPPED, self._link.events_dropped),
        ):
            if holds:
                flags |= flag
        return ControllerState(
            int(flags), self._mechanics.platen, self._latches.fault, self._mechanics.outputs[Output.LAMPS]
        )

    def welcome(self, nonce: int, now_us: int) -> Welcome:
        """The self-description."""
        return Welcome(
            nonce=nonce,
            protocol_major=self._protocol_major,
            protocol_minor=PROTOCOL_MINOR,
            firmware_major=FIRMWARE_VERSION[0],
            firmware_minor=FIRMWARE_VERSION[1],
            firmware_patch=FIRMWARE_VERSION[2],
            options=int(self._options),
            boot_count=self._eeprom.boot_count,
            reset_cause=self._cause,
            window=WINDOW,
            event_queue=EVENT_QUEUE,
            turn_slots=TURN_RING_SLOTS,
            dead_man_ms=self._eeprom.parameter(ParameterId.DEAD_MAN_MS).value,
            uptime_us=now_us % CLOCK_ROUND,
            state=self.state(),
        )

    def stop_by_host(self, now_us: int) -> None:
        """The host wants everything stopped."""
        self._stop(StopSource.HOST, now_us)

    def host_came(self) -> None:
        """A motion that another session began belongs to no command of this one."""
        if self._mechanics.motion is not None:
            self._mechanics.motion.command_sequence = 0

    def host_left(self, now_us: int) -> None:
        """No host, no motion: what still moves is stopped, and then it is a fault."""
        self._host_lost(now_us)

    def carry_out(self, command: Command, sequence: int, now_us: int) -> Reply:
        """Obey or refuse one command that the link has never let through before."""
        while (due := self._mechanics.due_us) is not None and due <= now_us:
            self._mechanics.advance(due)
        return carry_out(command, sequence, now_us, self._mechanics, self._latches, self._eeprom)

    # ------------------------------------------------------------------------------------------ what the mechanics tell

    def _arrived(self, motion: Motion, now_us: int) -> None:
        at_us = now_us % CLOCK_ROUND
        match motion.kind:
            case MotionKind.HOME:
                self._link.tell(Homed(motion.command_sequence, at_us), now_us)
            case MotionKind.LOWER | MotionKind.RAISE | MotionKind.REVERSE | MotionKind.JOG:
                self._link.tell(PlatenSettled(motion.command_sequence, self._mechanics.platen, at_us), now_us)
                if motion.kind is MotionKind.REVERSE:
                    self._mechanics.homed = False
            case MotionKind.TURN:
                self._close_turn(motion, TurnState.DONE, FaultReason.NONE, now_us)

    def _close_turn(self, motion: Motion, state: TurnState, reason: FaultReason, now_us: int) -> None:
        if motion.turn_id is None:
            return
        report = TurnReport(motion.turn_id, state, reason, motion.leaves)
        self._eeprom.turn_ended(report)
        self._mechanics.effects.append(TurnClosed(now_us, motion.turn_id, state))
        self._link.tell(TurnEnded(report, now_us % CLOCK_ROUND), now_us)

    def _turning(self) -> Motion | None:
        motion = self._mechanics.motion
        return motion if motion is not None and motion.kind is MotionKind.TURN else None

    # -------------------------------------------------------------------------------------------------------- safety

    def _stop(self, source: StopSource, now_us: int) -> None:
        first = not self._latches.stop_latched
        self._latches.stop_latched = True
        self._halt(FaultReason.EMERGENCY_STOP, now_us)
        if first or source is StopSource.BUTTON:
            self._link.tell(StopChanged(1, source, now_us % CLOCK_ROUND), now_us)

    def _halt(self, reason: FaultReason, now_us: int) -> None:
        motion = self._mechanics.halt(reason, now_us)
        if motion is not None and motion.kind is MotionKind.TURN:
            certain = reason in (FaultReason.NO_LEAF, FaultReason.TWO_LEAVES, FaultReason.VACUUM_NOT_REACHED)
            jammed = reason is FaultReason.JAM_TURNER
            state = TurnState.FAILED if certain or jammed else TurnState.INTERRUPTED
            self._close_turn(motion, state, reason, now_us)

    def _fault(self, reason: FaultReason, detail: int, now_us: int) -> None:
        motion = self._mechanics.motion
        self._halt(reason, now_us)
        if self._latches.fault is FaultReason.NONE:
            self._latches.fault = reason
            self._mechanics.effects.append(FaultSeen(now_us, reason))
            self._link.tell(FaultLatched(reason, detail, now_us % CLOCK_ROUND), now_us)
        if reason is FaultReason.PINCH and motion is not None and motion.kind is not MotionKind.TURN:
            self._mechanics.back_off(now_us)

    def _dead_man_us(self) -> int | None:
        if self._link.session == NO_SESSION:
            return None
        return self._link.last_heard_us + self._eeprom.parameter(ParameterId.DEAD_MAN_MS).value * 1000

    def _host_lost(self, now_us: int) -> None:
        if self._mechanics.hazardous:
            self._fault(FaultReason.HOST_LOST, 0, now_us)
        self._mechanics.make_safe(now_us)
        self._link.close_session()

    # ------------------------------------------------------------------------------------------------------------- boot

    def _power_up(self) -> Mechanics:
        return Mechanics(self._options, self._eeprom, self._arrived, self._fault, injections=self._injections)

    def _boot(self, cause: ResetCause, now_us: int) -> None:
        self._cause = cause
        self._latches.rebooted()
        self._pedal_us: dict[Switch, int] = {}
        self._running_us = now_us + self._boot_us
        self._eeprom.started_again()
        self._link = ControllerLink(self, self._eeprom.boot_count, cause, self._running_us)
