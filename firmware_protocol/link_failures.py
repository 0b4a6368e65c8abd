"""Why the link could not do what it was asked. These are for programs; the cradle turns them into sentences."""

from __future__ import annotations

from firmware_protocol.messages import PROTOCOL_MAJOR, FaultLatched, StopChanged
from firmware_protocol.vocabulary import CommandId, Result

__all__ = [
    "CommandRefused",
    "ControllerReset",
    "ControllerSilent",
    "LinkFailure",
    "LinkNotOpen",
    "MotionHalted",
    "PortLost",
    "SessionLost",
    "WrongProtocol",
]


class LinkFailure(Exception):
    """The link is down. Whether a command that was under way has been carried out is not known."""


class LinkNotOpen(LinkFailure):
    """Nothing can be sent: no session is open, or the failure is latched until the next greeting."""


class ControllerSilent(LinkFailure):
    """The controller did not answer in time."""


class PortLost(LinkFailure):
    """The tty went away under us."""


class SessionLost(LinkFailure):
    """The controller has closed the session, because it missed our heartbeat or greeted another host."""


class ControllerReset(LinkFailure):
    """The controller has started again. Nothing that was under way may be sent again."""


class WrongProtocol(LinkFailure):
    """The controller speaks another major version of the protocol."""

    def __init__(self, theirs: int) -> None:
        super().__init__(f"the controller speaks protocol {theirs}, this host {PROTOCOL_MAJOR}")
        self.theirs = theirs


class CommandRefused(Exception):
    """The controller answered that it will not; nothing was done."""

    def __init__(self, command: CommandId, result: Result) -> None:
        super().__init__(f"{command.name}: {result.name}")
        self.command = command
        self.result = result


class MotionHalted(Exception):
    """The motion was begun and stopped before its end."""

    def __init__(self, by: FaultLatched | StopChanged) -> None:
        super().__init__(f"halted by {by}")
        self.by = by
