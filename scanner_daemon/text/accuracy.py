"""How well a text was read: the character error rate, with a normalisation that is written down.

Normalised are: Unicode to NFC, every run of white space to one space (none at the ends), and curly quotation marks
and apostrophes to straight ones. Nothing else: hyphens at line ends, case, ligatures and punctuation count.
"""

from __future__ import annotations

import unicodedata

from rapidfuzz.distance import Levenshtein

__all__ = ["character_error_rate", "normalised"]

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})


def normalised(text: str) -> str:
    """The form in which texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def character_error_rate(truth: str, read: str) -> float:
    """Insertions, deletions and substitutions per character of the truth; 0 is perfect and it may exceed 1.

    An empty truth gives 0 when nothing was read either, else the number of characters read.
    """
    wanted, got = normalised(truth), normalised(read)
    return Levenshtein.distance(wanted, got) / max(1, len(wanted))
