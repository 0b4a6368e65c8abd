"""English sentences that the daemon keeps without their code, said in the person's language.

A job that was given up, a side that is missing: the library has the sentence of that moment, and it may be a year old.
The words are the same as those of `problems`, so a sentence is recognised by what stands between its parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from string import Formatter

from PySide6.QtCore import QCoreApplication

from operator_gui.words.marked import QT_TRANSLATE_NOOP
from operator_gui.words.problems import PROBLEMS, words_of

__all__ = ["said_again"]

_PLAIN = (
    QT_TRANSLATE_NOOP("Problems", "It is being photographed."),
    QT_TRANSLATE_NOOP("Problems", "No picture came from this side."),
    QT_TRANSLATE_NOOP("Problems", "The program stopped before this side's picture came home."),
    QT_TRANSLATE_NOOP("Problems", "This side's picture has not come home."),
)
"""Those that belong to no code."""
_SIDES = {"left camera": "left", "right camera": "right", "camera": "both"}
_LEAST_LETTERS = 12
"""What a pattern must have beside its parameters, so that it is not taken for any sentence at all."""
Value = str | int | float
Pattern = tuple[tuple[str, str], ...]
"""(what stands before a parameter, its name) each, and at last what stands after them, with no name."""


def said_again(sentence: str) -> str:
    """The sentence in the person's language; as it came where nobody here knows it."""
    if sentence in _PLAIN:
        return QCoreApplication.translate("Problems", sentence)
    found = _recognised(sentence)
    if found is None:
        return sentence
    code, whole, params = found
    what, remedy = words_of(code, params, "", "")
    said = " ".join(part for part in (what, remedy) if part) if whole else what
    return said or sentence


@lru_cache(maxsize=512)
def _recognised(sentence: str) -> tuple[str, bool, Mapping[str, Value]] | None:
    """(code, whether its remedy is said too, parameters) of the pattern that leaves the least to its parameters."""
    best: tuple[int, tuple[str, bool, Mapping[str, Value]]] | None = None
    for code, whole, pattern, letters in _patterns():
        if best is not None and letters <= best[0]:
            continue
        params = _parameters(pattern, sentence)
        if params is not None:
            best = letters, (code, whole, params)
    return None if best is None else best[1]


@cache
def _patterns() -> tuple[tuple[str, bool, Pattern, int], ...]:
    found = []
    for code, (what, remedy) in PROBLEMS.items():
        for whole, words in ((True, f"{what} {remedy}".strip()), (False, what)):
            pattern = tuple((before, name or "") for before, name, _, _ in Formatter().parse(words))
            letters = sum(len(before) for before, _ in pattern)
            if letters >= _LEAST_LETTERS and not (whole and not remedy):
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
