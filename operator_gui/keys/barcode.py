"""Tells a barcode scanner, which types like a person, from a person: no hand is that fast."""

from __future__ import annotations

__all__ = ["BarcodeEar"]

FASTEST_HAND_MS = 35
"""Between two keys. Hand-held scanners type a character in 1 to 20 ms; the fastest typists need 50."""
SHORTEST = 6
"""Characters; anything shorter is no ISBN and no shelf mark worth guarding against."""


class BarcodeEar:
    """Hears every key that would do something, and says whether it belongs to a scanned code."""

    def __init__(self) -> None:
        self._typed = ""
        self._last_ms = 0

    @property
    def scanning(self) -> bool:
        """At least three characters have come faster than by hand: what follows is not for the rig."""
        return len(self._typed) >= 3

    def forget(self) -> None:
        """A key went to a field or a question in between: what follows begins anew."""
        self._typed = ""

    def hear(self, text: str, at_ms: int) -> str | None:
        """Take a key's text, at ``at_ms`` of any steady clock. Returns the whole code when its Enter came."""
        quick = at_ms - self._last_ms <= FASTEST_HAND_MS
        self._last_ms = at_ms
        if text in ("\r", "\n"):
            code, self._typed = self._typed, ""
            return code if quick and len(code) >= SHORTEST else None
        if text.isprintable() and text and not text.isspace():
            self._typed = self._typed + text if quick else text
        else:
            self._typed = ""
        return None
