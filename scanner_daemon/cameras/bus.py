"""What the cameras of one rig share: the bus."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from scanner_daemon.vocabulary import Side

__all__ = ["Bus"]


@dataclass(slots=True)
class Bus:
    """One camera looks for its body at a time, and leaves the ports of the others alone."""

    looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    ports: dict[Side, str] = field(default_factory=dict)

    def taken_by_others(self, side: Side) -> list[str]:
        """Ports that belong to the other sides."""
        return [port for other, port in self.ports.items() if other is not side]
