"""The small values of the host's end: how patient it is, where it stands, what it has sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

from firmware_protocol.link_failures import CommandRefused
from firmware_protocol.messages import Event, Reply
from firmware_protocol.vocabulary import Result
from firmware_protocol.windows import Backoff

__all__ = ["Exchange", "LinkPhase", "LinkTiming"]


@dataclass(frozen=True, slots=True)
class LinkTiming:
    """How patient the host is. A frame takes 3 ms at 115 200 baud, a USB adapter up to 16 ms more."""

    first_retry_ms: int = 60
    longest_retry_ms: int = 400
    attempts: int = 6
    """With the two above: about 1.7 s from sending to giving up."""
    heartbeat_ms: int = 200
    silent_after_ms: int = 1_000
    """Without any valid frame for so long the controller is lost; the same as its default dead-man time."""
    hello_ms: int = 150

    @property
    def backoff(self) -> Backoff:
        """The same for the outbox."""
        return Backoff(self.first_retry_ms * 1000, self.longest_retry_ms * 1000, self.attempts)


class LinkPhase(Enum):
    """Where the link is."""

    CLOSED = auto()
    FAILED = auto()
    GREETING = auto()
    UP = auto()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command that has been written to the wire."""

    sequence: int
    sent_at_ns: int
    reply: asyncio.Future[Reply]
    arrival: asyncio.Future[tuple[Event, int]]
    """The event that ends the motion, and when it was received; fails with MotionHalted or a LinkFailure."""

    async def accepted(self) -> Reply:
        """The reply. Raises CommandRefused when the controller will not, or the LinkFailure that came instead."""
        reply = await self.reply
        if reply.result not in (Result.OK, Result.ALREADY_THERE):
            raise CommandRefused(reply.command, reply.result)
        return reply

    def abandon(self) -> None:
        """Nobody waits any more. What was sent is not taken back."""
        self.reply.cancel()
        self.arrival.cancel()
