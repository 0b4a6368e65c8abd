"""A wire that loses, garbles, repeats, splits and delays what is put on it, by a seed."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["FaultyWire", "WireFaults"]


@dataclass(frozen=True, slots=True)
class WireFaults:
    """Chances a frame (0…1), and delays."""

    loss: float = 0.0
    corruption: float = 0.0
    """One byte of the frame is replaced, perhaps by a delimiter."""
    duplication: float = 0.0
    """A second copy arrives up to ``late_ms`` afterwards, out of order."""
    split: float = 0.0
    """Each byte arrives alone."""
    delay_ms: float = 0.0
    """Each frame takes between nothing and this; frames do not overtake each other."""
    late_ms: float = 400.0


class FaultyWire:
    """One direction."""

    def __init__(self, faults: WireFaults, seed: int, deliver: Callable[[bytes], None]) -> None:
        self.faults = faults
        self.cut = False
        """While cut, everything is lost."""
        self._random = random.Random(seed)
        self._deliver = deliver
        self._loop = asyncio.get_running_loop()
        self._free_at_s = 0.0
        self._pieces: deque[bytes] = deque()

    def send(self, data: bytes) -> None:
        """Put whole frames on the wire."""
        for frame in data.split(b"\0")[:-1]:
            self._send_frame(frame + b"\0")

    def _send_frame(self, frame: bytes) -> None:
        chance = self._random.random
        if self.cut or chance() < self.faults.loss:
            return
        if chance() < self.faults.corruption:
            at = self._random.randrange(len(frame))
            frame = frame[:at] + self._random.randbytes(1) + frame[at + 1 :]
        arrives_s = max(self._free_at_s, self._loop.time() + chance() * self.faults.delay_ms / 1000)
        self._free_at_s = arrives_s
        pieces = [bytes([byte]) for byte in frame] if chance() < self.faults.split else [frame]
        for piece in pieces:
            # Timers of one instant fire in any order, so each takes whatever piece is the next.
            self._pieces.append(piece)
            self._loop.call_at(arrives_s, self._arrive_next)
        if chance() < self.faults.duplication:
            late_s = arrives_s + chance() * self.faults.late_ms / 1000
            self._loop.call_at(late_s, self._arrive, b"\0" + frame)

    def _arrive_next(self) -> None:
        self._arrive(self._pieces.popleft())

    def _arrive(self, data: bytes) -> None:
        if not self.cut:
            self._deliver(data)
