"""Sequence numbers: what is sent again until acknowledged, and what has been received before. Pure; both ends use it.

Sequences run 1…255 and round again; 0 is never sent, and means "no command of this session". The sender keeps what is
unacknowledged in order and sends all of it again when the oldest has waited too long (go-back-N); the receiver takes
only the next in order.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import Enum, auto

from firmware_protocol.packets import Packet

__all__ = ["Arrival", "Backoff", "Inbox", "Outbox", "following"]

_ROUND = 255


def following(sequence: int) -> int:
    """The sequence after this one; 1 after 0 and after 255."""
    return sequence % _ROUND + 1


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before sending again, and how often."""

    first_us: int
    most_us: int
    attempts: int | None
    """Sendings before giving up; None never gives up."""

    def wait_us(self, resends: int) -> int:
        """Doubles with every resend, up to ``most_us``."""
        return min(self.first_us << min(resends, 16), self.most_us)


class Outbox:
    """What has been sent and not yet acknowledged, oldest first."""

    def __init__(self, backoff: Backoff) -> None:
        self._backoff = backoff
        self._waiting: deque[Packet] = deque()
        self._last = 0
        self._resends = 0
        self._due_us: int | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def due_us(self) -> int | None:
        """When to send again; None when nothing waits."""
        return self._due_us

    @property
    def exhausted(self) -> bool:
        """The oldest has been sent as often as is allowed."""
        return self._backoff.attempts is not None and self._resends >= self._backoff.attempts

    def post(self, packet: Packet, now_us: int) -> Packet:
        """Give the packet the next sequence and keep it. The numbered packet is returned, to be sent now."""
        self._last = following(self._last)
        numbered = replace(packet, sequence=self._last)
        self._waiting.append(numbered)
        if self._due_us is None:
            self._due_us = now_us + self._backoff.wait_us(0)
        return numbered

    def again(self, now_us: int) -> list[Packet]:
        """Everything that waits, to be sent once more; empty when it is not due, or exhausted by this attempt."""
        if self._due_us is None or now_us < self._due_us:
            return []
        self._resends += 1
        self._due_us = now_us + self._backoff.wait_us(self._resends)
        return [] if self.exhausted else list(self._waiting)

    def acknowledge(self, sequence: int, now_us: int) -> bool:
        """Forget this one. False when it was not waiting."""
        for packet in self._waiting:
            if packet.sequence == sequence:
                self._waiting.remove(packet)
                self._progressed(now_us)
                return True
        return False

    def acknowledge_through(self, sequence: int, now_us: int) -> None:
        """Forget this one and all before it. Nothing when it was not waiting."""
        if all(packet.sequence != sequence for packet in self._waiting):
            return
        while self._waiting.popleft().sequence != sequence:
            pass
        self._progressed(now_us)

    def _progressed(self, now_us: int) -> None:
        self._resends = 0
        self._due_us = now_us + self._backoff.wait_us(0) if self._waiting else None


class Arrival(Enum):
    """What a sequence is to its receiver."""

    NEXT = auto()
    REPEATED = auto()
    """Taken before, not long ago: acknowledge it again, do not obey it again."""
    OUT_OF_ORDER = auto()
    """Something before it is missing, or it is from long ago: ignore it."""


class Inbox:
    """Which sequences have been taken."""

    def __init__(self, span: int) -> None:
        self._span = span
        self._last = 0

    @property
    def last(self) -> int:
        """The last one taken; 0 before the first."""
        return self._last

    def take(self, sequence: int) -> Arrival:
        """Judge a sequence, and remember it when it is the next."""
        if not 1 <= sequence <= _ROUND:
            return Arrival.OUT_OF_ORDER
        if sequence == following(self._last):
            self._last = sequence
            return Arrival.NEXT
        if self._last and (self._last - sequence) % _ROUND < self._span:
            return Arrival.REPEATED
        return Arrival.OUT_OF_ORDER
