"""What a controller in a box stands in: how long its mechanics take, and the world that they move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from firmware_protocol.controller_effects import Cued, Effect, LeavesTurned, MotionStarted, OutputSet, PlatenMoved
from firmware_protocol.vocabulary import Output, PlatenPosition

__all__ = ["Pace", "World"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the mechanics take. All may be zero."""

    platen_travel_ms: int = 600
    platen_settle_ms: int = 120
    home_ms: int = 900
    turn_ms: int = 1_800
    boot_ms: int = 300
    """From reset to the first byte; a real Uno's bootloader takes about 1 600."""


def _unheard(_what: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class World:
    """Who is told what the controller does, in the controller's thread and before the host can hear of it."""

    on_leaf_turned: Callable[[int], None] = _unheard
    """How many leaves went over: 1, or 2."""
    on_platen: Callable[[Literal["up", "down", "moving"]], None] = _unheard
    """``down`` once it is settled; a platen stopped half way stays ``moving``."""
    on_motion_began: Callable[[str], None] = _unheard
    """A motor sets off: ``home``, ``lower``, ``raise``, ``reverse`` or ``turn``."""
    on_lamp: Callable[[int], None] = _unheard
    """Brightness, 0…255."""
    on_cue: Callable[[str], None] = _unheard
    """The cue's word, such as ``turn_back``."""

    def tell(self, effect: Effect) -> None:
        """Whoever is concerned hears of it."""
        match effect:
            case LeavesTurned(leaves=leaves):
                self.on_leaf_turned(leaves)
            case MotionStarted(kind=kind):
                self.on_motion_began(kind.value)
            case PlatenMoved(position=PlatenPosition.UP):
                self.on_platen("up")
            case PlatenMoved(position=PlatenPosition.DOWN):
                self.on_platen("down")
            case PlatenMoved():
                self.on_platen("moving")
            case OutputSet(output=Output.LAMPS, value=value):
                self.on_lamp(value)
            case Cued(sound=sound):
                self.on_cue(sound.name.lower())
            case _:
                pass
