"""Keys into presses: which switch a key is, and which of its edges is a press. Pure; no device, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner_daemon.capture.words import PedalSwitch

__all__ = ["COMMON_KEYS", "Debounce", "KeyEdge"]

COMMON_KEYS: Mapping[str, PedalSwitch] = {
    # Foot switches that pose as a keyboard come set to a, b, c from left to right; one alone sends b.
    "KEY_A": PedalSwitch.RE_SHOOT,
    "KEY_B": PedalSwitch.FIRE,
    "KEY_C": PedalSwitch.PAUSE,
    "KEY_1": PedalSwitch.RE_SHOOT,
    "KEY_2": PedalSwitch.FIRE,
    "KEY_3": PedalSwitch.PAUSE,
    # Page-turner pedals for musicians.
    "KEY_PAGEDOWN": PedalSwitch.FIRE,
    "KEY_PAGEUP": PedalSwitch.RE_SHOOT,
    "KEY_RIGHT": PedalSwitch.FIRE,
    "KEY_LEFT": PedalSwitch.RE_SHOOT,
    "KEY_SPACE": PedalSwitch.FIRE,
    "KEY_ENTER": PedalSwitch.FIRE,
    "KEY_ESC": PedalSwitch.PAUSE,
    "KEY_PAUSE": PedalSwitch.PAUSE,
    "KEY_F13": PedalSwitch.RE_SHOOT,
    "KEY_F14": PedalSwitch.FIRE,
    "KEY_F15": PedalSwitch.PAUSE,
    # Transcription pedals: left, the wide one in the middle, right.
    "BTN_0": PedalSwitch.RE_SHOOT,
    "BTN_1": PedalSwitch.FIRE,
    "BTN_2": PedalSwitch.PAUSE,
    "BTN_TRIGGER": PedalSwitch.RE_SHOOT,
    "BTN_THUMB": PedalSwitch.FIRE,
    "BTN_THUMB2": PedalSwitch.PAUSE,
    # Foot switches that pose as a mouse.
    "BTN_LEFT": PedalSwitch.FIRE,
    "BTN_RIGHT": PedalSwitch.RE_SHOOT,
    "BTN_MIDDLE": PedalSwitch.PAUSE,
}
"""Switches by the kernel's names of the keys that common foot switches send. The settings may say otherwise."""


@dataclass(frozen=True, slots=True)
class KeyEdge:
    """One key event of the kernel. ``value``: 1 down, 0 up, 2 repeated while held."""

    at_ns: int
    code: int
    value: int


class Debounce:
    """Tells presses from bouncing contacts, on the time stamps of the events themselves.

    A press is told at its first edge, with no delay. After any edge of a switch, further edges of that switch within
    ``debounce_ms`` are its contacts bouncing. A switch that is held is one press, however long.
    """

    def __init__(self, switches: Mapping[int, PedalSwitch], debounce_ms: float) -> None:
        self._switches = dict(switches)
        self._debounce_ns = round(debounce_ms * 1e6)
        self._last_edge_ns: dict[int, int] = {}

    def press(self, event: KeyEdge) -> tuple[PedalSwitch, int] | None:
        """The (switch, at_ns) that this event presses, or None."""
        switch = self._switches.get(event.code)
        if switch is None or event.value not in (0, 1):
            return None
        before = self._last_edge_ns.get(event.code)
        self._last_edge_ns[event.code] = event.at_ns
        bounces = before is not None and event.at_ns - before < self._debounce_ns
        return None if event.value == 0 or bounces else (switch, event.at_ns)
