"""Who waits for what on the host's end. Every entry leaves its table when its future is done, however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Any, TypeVar

from firmware_protocol.link_failures import MotionHalted
from firmware_protocol.messages import (
    Command,
    ControllerState,
    Event,
    FaultLatched,
    Homed,
    PlatenSettled,
    Reply,
    StopChanged,
    TurnEnded,
    TurnPage,
)

__all__ = ["ArrivalKey", "Waits", "arrival_key", "turn_key"]

ArrivalKey = int | tuple[str, int]
"""The sequence of the command that began the motion, or the turn's id, which outlives its session."""
Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


def turn_key(turn_id: int) -> ArrivalKey:
    """The key of a turn's end."""
    return ("turn", turn_id)


def arrival_key(command: Command, sequence: int) -> ArrivalKey:
    """The key of the event that ends what this command begins."""
    return turn_key(command.turn_id) if isinstance(command, TurnPage) else sequence


class Waits:
    """The futures of one link."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._replies: dict[int, asyncio.Future[Reply]] = {}
        self._arrivals: dict[ArrivalKey, asyncio.Future[tuple[Event, int]]] = {}
        self._states: dict[int, asyncio.Future[ControllerState]] = {}
        self._stops: dict[int, asyncio.Future[None]] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._replies) + len(self._arrivals) + len(self._states) + len(self._stops)

    def for_reply(self, sequence: int) -> asyncio.Future[Reply]:
        """The reply to the command with this sequence."""
        return self._wait(self._replies, sequence)

    def for_arrival(self, key: ArrivalKey) -> asyncio.Future[tuple[Event, int]]:
        """The event that ends a motion, with the instant at which it was received."""
        return self._wait(self._arrivals, key)

    def for_state(self) -> asyncio.Future[ControllerState]:
        """The next answer to a heartbeat."""
        self._count += 1
        return self._wait(self._states, self._count)

    def for_stop(self) -> asyncio.Future[None]:
        """The controller's word that the stop is latched."""
        self._count += 1
        return self._wait(self._stops, self._count)

    def replied(self, sequence: int, reply: Reply) -> None:
        """A reply came."""
        _resolve(self._replies.get(sequence), reply)

    def told(self, event: Event, at_ns: int) -> None:
        """An event came: one motion has ended, or every motion was stopped, or it concerns none."""
        match event:
            case PlatenSettled(command_sequence=sequence) | Homed(command_sequence=sequence):
                _resolve(self._arrivals.get(sequence), (event, at_ns))
            case TurnEnded(report=report):
                _resolve(self._arrivals.get(turn_key(report.turn_id)), (event, at_ns))
            case FaultLatched() | StopChanged(pressed=1):
                self._halt(MotionHalted(event))
            case _:
                pass

    def told_state(self, state: ControllerState) -> None:
        """A heartbeat was answered."""
        for waiting in self._states.values():
            _resolve(waiting, state)

    def stopped(self) -> None:
        """The stop is latched."""
        for waiting in self._stops.values():
            _resolve(waiting, None)

    def fail(self, why: Exception) -> None:
        """The session is over. A stop is still waited for: it needs none."""
        self._halt(why)
        for reply in self._replies.values():
            _fail(reply, why)
        for state in self._states.values():
            _fail(state, why)

    def _halt(self, why: Exception) -> None:
        for waiting in self._arrivals.values():
            _fail(waiting, why)

    def _wait(self, table: dict[Key, asyncio.Future[Result]], key: Key) -> asyncio.Future[Result]:
        future: asyncio.Future[Result] = self._loop.create_future()
        table[key] = future

        def leave(done: asyncio.Future[Result]) -> None:
            if table.get(key) is done:
                del table[key]
            if not done.cancelled():
                # An abandoned future's failure is nobody's news.
                done.exception()

        future.add_done_callback(leave)
        return future


def _resolve(waiting: asyncio.Future[Any] | None, result: object) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(result)


def _fail(waiting: asyncio.Future[Any], why: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(why)
