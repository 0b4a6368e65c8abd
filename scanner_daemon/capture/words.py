"""The words of the capture cycle that carry no file and no time, so that its pure core can use them."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Cue", "PedalSwitch", "TurnResult"]


class TurnResult(StrEnum):
    """What became of one ``turn_id``."""

    DONE = "done"
    FAILED = "failed"
    NEVER_STARTED = "never_started"
    UNKNOWN = "unknown"
    """Started, never reported done: a person must look at the book."""


class Cue(StrEnum):
    """What the operator hears and sees at the cradle (buzzer, lights; the API carries the same words)."""

    ARMED = "armed"
    TURN = "turn"
    TURN_BACK = "turn_back"
    REFUSED = "refused"
    FLAGGED = "flagged"
    STOPPED = "stopped"


class PedalSwitch(StrEnum):
    """What a switch means; a three-switch pedal has all of them."""

    FIRE = "fire"
    RE_SHOOT = "re_shoot"
    PAUSE = "pause"
