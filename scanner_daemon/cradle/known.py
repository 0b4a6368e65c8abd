"""What is known of the controller, from its welcomes, heartbeats and events; and who is told when that changes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable

from firmware_protocol.link_failures import ControllerReset, LinkFailure
from firmware_protocol.messages import ControllerState, Event, Homed, PlatenSettled, TurnEnded, Welcome
from firmware_protocol.vocabulary import BuildOption, FaultReason, StateFlag
from scanner_daemon.capture.ports import CradleEvent, CradleEventKind, CradleStatus
from scanner_daemon.cradle import errors
from scanner_daemon.cradle.broadcast import Broadcast
from scanner_daemon.cradle.state_changes import after_event, changes_between
from scanner_daemon.cradle.translation import error_of_link, status_of

__all__ = ["KnownController"]

_log = logging.getLogger(__name__)

_STARTED_AGAIN = "The controller has started again"
_RESTLESS = StateFlag.MOVING | StateFlag.TURNING | StateFlag.STOP_LATCHED


class KnownController:
    """The last that was heard, and what only a person's look makes good again. Sends nothing."""

    def __init__(self, monotonic_ns: Callable[[], int]) -> None:
        self._monotonic_ns = monotonic_ns
        self._told: Broadcast[CradleEvent] = Broadcast()
        self._booted_ns: int | None = None
        self.state: ControllerState | None = None
        """None before the first greeting."""
        self.options = BuildOption(0)
        self.welcome: Welcome | None = None
        self.problem: errors.CradleError | None = errors.CradleLinkLost(detail="it has not been opened yet")
        """Why there is no link; None while there is one."""
        self.resets = 0
        """How often it started again by itself."""
        self.operator_needed_for: str | None = None
        """What a person has to look at before anything moves; begins a sentence."""

    @property
    def status(self) -> CradleStatus:
        """What the capture cycle is told."""
        return status_of(self.state, self.options, self.operator_needed_for is not None, self.problem)

    @property
    def at_rest(self) -> bool:
        """By the last that was heard: nothing moves, nothing is latched."""
        state = self.state
        return state is None or (not state.flags & _RESTLESS and state.fault is FaultReason.NONE)

    @property
    def lamps(self) -> int | None:
        """Their brightness; None where none are wired, or without a link."""
        if self.problem is not None or self.state is None or BuildOption.LAMPS not in self.options:
            return None
        return self.state.lamps

    @property
    def uptime_us(self) -> int | None:
        """Since it last started; None before it was greeted."""
        return None if self._booted_ns is None else (self._monotonic_ns() - self._booted_ns) // 1000

    def lacks(self, part: BuildOption) -> bool:
        """It has been greeted, and said that this is not fitted."""
        return self.welcome is not None and part not in self.options

    def events(self) -> AsyncIterator[CradleEvent]:
        """Everything that is told from now on."""
        return self._told.subscribe()

    def close(self) -> None:
        """Nothing more will be told."""
        self._told.close()

    def ask_operator(self, why: str) -> None:
        """A person has to look. The first reason is kept."""
        if self.operator_needed_for is None:
            self.operator_needed_for = why
            self.tell(CradleEventKind.STATUS_CHANGED)

    def came_up(self, welcome: Welcome) -> None:
        """A session was opened."""
        before = self.welcome
        self.problem = None
        self.welcome = welcome
        self.options = BuildOption(welcome.options)
        self.state = welcome.state
        again = before is not None and welcome.boot_count != before.boot_count
        if again:
            self.operator_needed_for = self.operator_needed_for or _STARTED_AGAIN
            self.resets += 1
            self.tell(CradleEventKind.CONTROLLER_RESET)
        if self._booted_ns is None or again:
            self._booted_ns = self._monotonic_ns() - welcome.uptime_us * 1000
        self.tell(CradleEventKind.STATUS_CHANGED if before is None else CradleEventKind.LINK_RESTORED)

    def went_down(self, failure: LinkFailure) -> None:
        """The session has ended."""
        self.problem = error_of_link(failure)
        if isinstance(failure, ControllerReset):
            self.operator_needed_for = self.operator_needed_for or _STARTED_AGAIN
        self.tell(CradleEventKind.LINK_LOST)

    def had_problem(self, problem: errors.CradleError) -> None:
        """There is no session, for this reason."""
        changed = self.problem is None or problem.code != self.problem.code
        self.problem = problem
        if changed:
            _log.warning("%s", problem.sentence)
            self.tell(CradleEventKind.STATUS_CHANGED)

    def heard(self, event: Event) -> None:
        """It told this unasked."""
        if self.state is not None:
            self.adopt(after_event(self.state, event))
        if isinstance(event, (Homed, PlatenSettled, TurnEnded)):
            self.tell(CradleEventKind.STATUS_CHANGED)

    def adopt(self, state: ControllerState) -> None:
        """This is its state now."""
        before, self.state = self.state, state
        if before is not None:
            for kind in changes_between(before, state):
                self.tell(kind)

    def tell(self, kind: CradleEventKind) -> None:
        """Say to whoever listens that this happened."""
        self._told.tell(CradleEvent(kind, self._monotonic_ns(), self.status))
