"""What an event makes of the controller's state, and what is worth telling between two states. Pure."""

from __future__ import annotations

from dataclasses import replace

from firmware_protocol.messages import (
    ControllerState,
    Event,
    FaultLatched,
    Homed,
    InputChanged,
    PedalDown,
    PlatenSettled,
    StopChanged,
    TurnEnded,
)
from firmware_protocol.vocabulary import FaultReason, Input, PlatenPosition, StateFlag, StopSource
from scanner_daemon.capture.ports import CradleEventKind

__all__ = ["after_event", "changes_between"]

_MOTION = StateFlag.MOVING | StateFlag.TURNING


def after_event(state: ControllerState, event: Event) -> ControllerState:
    """The state that an event leaves, so that nobody waits for the next heartbeat to know it."""
    flags = StateFlag(state.flags)
    match event:
        case PlatenSettled():
            return replace(state, flags=int(flags & ~_MOTION), platen=event.position)
        case Homed():
            return replace(state, flags=int(flags & ~_MOTION | StateFlag.HOMED), platen=PlatenPosition.UP)
        case TurnEnded():
            return replace(state, flags=int(flags & ~_MOTION))
        case StopChanged(pressed=0):
            return replace(state, flags=int(flags & ~StateFlag.STOP_PRESSED))
        case StopChanged():
            button = StateFlag.STOP_PRESSED if event.source is StopSource.BUTTON else StateFlag(0)
            return replace(state, flags=int(flags & ~_MOTION | StateFlag.STOP_LATCHED | button))
        case InputChanged():
            flag = StateFlag.LID_OPEN if event.input is Input.LID else StateFlag.PINCHED
            return replace(state, flags=int(flags | flag if event.active else flags & ~flag))
        case FaultLatched():
            return replace(state, flags=int(flags & ~_MOTION), fault=event.reason)
        case PedalDown():
            return state


def changes_between(before: ControllerState, after: ControllerState) -> list[CradleEventKind]:
    """Each thing that changed, once, whether an event or a heartbeat brought the news."""
    kinds: list[CradleEventKind] = []
    for flag, came, went in (
        (StateFlag.STOP_LATCHED, CradleEventKind.EMERGENCY_STOP_PRESSED, CradleEventKind.EMERGENCY_STOP_RELEASED),
        (StateFlag.LID_OPEN, CradleEventKind.LID_OPENED, CradleEventKind.LID_CLOSED),
    ):
        if (before.flags ^ after.flags) & flag:
            kinds.append(came if after.flags & flag else went)
    if after.fault is not before.fault and after.fault is not FaultReason.NONE:
        kinds.append(CradleEventKind.FAULT_LATCHED)
    if not kinds and before != after:
        kinds.append(CradleEventKind.STATUS_CHANGED)
    return kinds
