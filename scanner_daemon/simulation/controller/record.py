"""What the simulated controller really did: the witness that no leaf was turned twice, and that nothing moved."""

from __future__ import annotations

from dataclasses import dataclass

from firmware_protocol.controller_effects import Effect

__all__ = ["Axes", "Logged"]


@dataclass(frozen=True, slots=True)
class Logged:
    """One effect on the world, in nanoseconds of CLOCK_MONOTONIC."""

    at_ns: int
    """When it was due to happen."""
    done_at_ns: int
    """When the simulator came to do it: before this instant the host cannot have heard of it."""
    effect: Effect


@dataclass(frozen=True, slots=True)
class Axes:
    """Where the motors of the simulated cradle have brought it, whatever anybody says. Instants are the chip's own."""

    platen_at: int
    """Steps down from the home switch; a builder's platen has 4 000 of them."""
    arm_at: int
    """Steps away from home, of 800."""
    steps: int
    """All steps that both motors ever made: while it stays, nothing moves."""
    at_us: int
    """Now."""
    last_step_us: int
    last_heard_us: int
    """When the last byte came from the host."""
