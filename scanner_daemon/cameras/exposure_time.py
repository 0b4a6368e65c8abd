"""How bodies spell an exposure time, and how long that is."""

from __future__ import annotations

import re

__all__ = ["exposure_ms", "same_value"]

_FRACTION = re.compile(r"^(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*s?$")
_SECONDS = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:s|\"|sec)?$")
_F_NUMBER = re.compile(r"^(?:f\s*/?\s*)?(\d+(?:[.,]\d+)?)$", re.IGNORECASE)
_PLAIN = re.compile(r"^-?\d+(?:\.\d+)?$")


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
    """Whether two spellings mean the same setting: ``8`` and ``f/8``, ``1/60`` and ``0.0166s``.

    Bodies cut exposure times off after four places, hence the tolerance of one per cent for those; other numbers
    (sensitivity, colour temperature) have to be equal.
    """
    if one.strip().casefold() == other.strip().casefold():
        return True
    if (first := _f_number(one)) is not None and (second := _f_number(other)) is not None:
        return first == second
    if _PLAIN.match(one.strip()) and _PLAIN.match(other.strip()):
        return float(one) == float(other)
    shorter, longer = sorted((exposure_ms(one) or 0.0, exposure_ms(other) or 0.0))
    return shorter > 0 and longer - shorter <= 0.01 * longer


def _f_number(text: str) -> float | None:
    spelled = _F_NUMBER.match(text.strip())
    return None if spelled is None else float(spelled[1].replace(",", "."))
