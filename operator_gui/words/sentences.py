"""English sentences that the daemon keeps without their code, recognised by what stands between their parameters.

A job that was given up, a side that is missing, a flag: the library has the sentence of that moment, and it may be a
year old.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from string import Formatter

from operator_gui.words.known import PROBLEMS
from operator_gui.words.problem_words.findings import FINDINGS

__all__ = ["Found", "recognised"]

_SIDES = {"left camera": "left", "right camera": "right", "camera": "both"}
_LEAST_LETTERS = 12
"""What a pattern must have beside its parameters, so that it is not taken for any sentence at all."""
Value = str | int | float
Pattern = tuple[tuple[str, str], ...]
"""(what stands before a parameter, its name) each, and at last what stands after them, with no name."""
Found = tuple[str, bool, Mapping[str, Value]]
"""A code (or a finding in English), whether a remedy is said too, parameters."""


@lru_cache(maxsize=512)
def recognised(sentence: str) -> Found | None:
    """What a sentence is, by the pattern that leaves the least to its parameters; None: nobody here knows it."""
    best: tuple[int, Found] | None = None
    for code, whole, pattern, letters in _patterns():
        if best is not None and letters <= best[0]:
            continue
        params = _parameters(pattern, sentence)
        if params is not None:
            best = letters, (code, whole, params)
    return None if best is None else best[1]


@cache
def _patterns() -> tuple[tuple[str, bool, Pattern, int], ...]:
    known = [(code, True, f"{what} {remedy}") for code, (what, remedy) in PROBLEMS.items() if remedy]
    known += [(code, False, what) for code, (what, _) in PROBLEMS.items()]
    known += [(words, False, words) for words in FINDINGS]
    found = []
    for code, whole, words in known:
        pattern = tuple((before, name or "") for before, name, _, _ in Formatter().parse(words))
        letters = sum(len(before) for before, _ in pattern)
        if letters >= _LEAST_LETTERS:
            found.append((code, whole, pattern, letters))
    return tuple(found)


def _parameters(pattern: Pattern, sentence: str) -> Mapping[str, Value] | None:
    """What stands in a sentence for each parameter; None where it does not follow the pattern."""
    params: dict[str, Value] = {}
    at = 0
    name: str | None = None
    for before, next_name in pattern:
        if name is None:
            if not sentence.startswith(before):
                return None
            at = len(before)
        else:
            last = next_name == ""
            there = len(sentence) - len(before) if last else sentence.find(before, at)
            if there < at or not sentence.startswith(before, there):
                return None
            params[name] = _value(sentence[at:there])
            at = there + len(before)
        name = next_name or None
    if name is not None:
        params[name] = _value(sentence[at:])
    elif at != len(sentence):
        return None
    if "camera" in params:
        side = _SIDES.get(str(params["camera"]))
        if side is None:
            return None
        params["side"] = side
    return params


def _value(shown: str) -> Value:
    """A number where it can be nothing else: words may say how it is to be shown."""
    for kind in (int, float):
        try:
            value = kind(shown)
        except ValueError:
            continue
        if str(value) == shown:
            return value
    return shown
