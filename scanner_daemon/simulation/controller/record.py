"""The log of everything that the simulated controller did: the witness that no leaf was turned twice."""

from __future__ import annotations

from dataclasses import dataclass

from firmware_protocol.controller_effects import Effect

__all__ = ["Logged"]


@dataclass(frozen=True, slots=True)
class Logged:
    """One effect on the world, in nanoseconds of CLOCK_MONOTONIC."""

    at_ns: int
    """When it was due to happen."""
    done_at_ns: int
    """When the simulator came to do it: before this instant the host cannot have heard of it."""
    effect: Effect
