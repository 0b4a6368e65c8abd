"""Whether what was read looks like language: the share of a page's text that no one would write.

The rules are those that Taghva, Nartker, Condit and Borsack give for “garbage strings” ("Automatic removal of
'garbage strings' in OCR text: an implementation", 2001), as far as they hold for any language in an alphabet with
vowels; a word of another script is judged by its signs and repetitions alone.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from scanner_daemon.text.model import PageText

__all__ = ["is_junk", "junk_share"]

_VOWELS = frozenset("aeiouyæœøı")
_REPEATED = re.compile(r"(.)\1\1\1")
_LONGEST_WORD = 40
_EDGES = "\"'“”„‘’‚«»‹›()[]{}.,;:!?…–—-*/"
"""What may stand before and after a word."""
_JOINTS = frozenset("-'’.‐‑/&")
"""What may stand inside one."""


def junk_share(text: PageText) -> float | None:
    """The share, 0 to 1, of characters that belong to junk words; None for a page without words."""
    words = list(text.words())
    total = sum(len(word.text) for word in words)
    if not total:
        return None
    return sum(len(word.text) for word in words if is_junk(word.text)) / total


def is_junk(word: str) -> bool:
    """Whether a word with its punctuation can hardly have been printed so."""
    core = word.strip(_EDGES)
    if len(core) < 2:
        return len(word) > 1 and not core and len(set(word)) > 2
    if len(core) > _LONGEST_WORD or (_REPEATED.search(core) and not core.isdigit()):
        return True
    letters = [sign for sign in core if sign.isalpha()]
    signs = [sign for sign in core if not sign.isalnum() and sign not in _JOINTS]
    digits = sum(sign.isdigit() for sign in core)
    if 2 * (len(letters) + digits) < len(core) or len(set(signs)) >= 2:
        return True
    if digits or not letters:
        return False
    return _wild_case(letters) or _without_vowels(letters)


def _wild_case(letters: list[str]) -> bool:
    """Capitals between small letters: more than once, because of MacDonald."""
    rises = sum(one.islower() and other.isupper() for one, other in pairwise(letters))
    return rises > 1


def _without_vowels(letters: list[str]) -> bool:
    """Five Latin letters or more of which fewer than one in ten is a vowel; a row of capitals is an abbreviation."""
    plain = "".join(unicodedata.normalize("NFKD", sign)[0] for sign in letters)
    if len(plain) < 5 or not plain.isascii() or plain.isupper():
        return False
    return 10 * sum(sign in _VOWELS for sign in plain.casefold()) < len(plain)
