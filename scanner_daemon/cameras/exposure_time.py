"""How bodies spell an exposure time, and how long that is."""

from __future__ import annotations

import re

__all__ = ["exposure_ms", "same_value"]

_FRACTION = re.compile(r"^(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*s?$")
_SECONDS = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:s|\"|sec)?$")
_F_NUMBER = re.compile(r"^f\s*/?\s*(\d+(?:[.,]\d+)?)$", re.IGNORECASE)


def exposure_ms(spelled: str) -> float | None:
    """Milliseconds of a shutter widget's value: ``1/30``, ``0.0400s``, ``2``, ``10/25``, ``1.6"``.

    None for bulb, time, auto and whatever else is no duration.
    """
    text = spelled.strip()
    if fraction := _FRACTION.match(text):
        over = float(fraction[2])
        return float(fraction[1]) / over * 1000 if over else None
    if seconds := _SECONDS.match(text):
        return float(seconds[1].replace(",", ".")) * 1000
    return None


def same_value(one: str, other: str) -> bool:
    """Whether two spellings mean the same setting: ``8`` and ``f/8``, ``1/25`` and ``0.0400s``.

    Bodies round exposure times to four places (``0.0166s`` for 1/60), hence the tolerance of one per cent.
    """
    if one.strip().casefold() == other.strip().casefold():
        return True
    first, second = _number(one), _number(other)
    return first is not None and second is not None and abs(first - second) <= 0.01 * max(first, second)


def _number(text: str) -> float | None:
    if aperture := _F_NUMBER.match(text.strip()):
        return float(aperture[1].replace(",", ".")) * 1000
    return exposure_ms(text)
