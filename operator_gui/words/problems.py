"""What happened and what to do next, in the person's language, from the stable code that the daemon sends.

The daemon's own English sentences are the fallback: a newer daemon may know codes that this program does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from operator_gui.words.known import PROBLEMS
from operator_gui.words.problem_words.findings import FINDING_VALUES
from operator_gui.words.sentences import recognised

__all__ = ["PROBLEMS", "camera_words", "said_again", "words_of"]

_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")


def words_of(code: str, params: Mapping[str, object], what: str, remedy: str) -> tuple[str, str]:
    """(what happened, what to do next) for a code; ``what`` and ``remedy`` are taken for one that is not known, or
    whose words ask for a parameter that did not come.
    """
    code = _exact(code, params)
    known = PROBLEMS.get(code)
    if known is None:
        return what, remedy
    values = {**params, **_in_words(params)}
    try:
        return (
            QCoreApplication.translate("Problems", known[0]).format_map(values),
            QCoreApplication.translate("Problems", known[1]).format_map(values) if known[1] else "",
        )
    except (KeyError, IndexError, ValueError):
        return what, remedy


def camera_words(side: str) -> str:
    """What the camera of a side is called within a sentence."""
    match side:
        case "left":
            return QCoreApplication.translate("Problems", "left camera")
        case "right":
            return QCoreApplication.translate("Problems", "right camera")
        case _:
            return QCoreApplication.translate("Problems", "camera")


def _exact(code: str, params: Mapping[str, object]) -> str:
    """A refusal says why, a cradle that stopped itself what stopped it, a stop how it was asked for: that is what a
    person wants to know.
    """
    inner = params.get({"refused": "reason", "cradle_fault": "fault", "emergency_stop": "by"}.get(code, ""))
    return inner if isinstance(inner, str) and inner in PROBLEMS else code


def _in_words(params: Mapping[str, object]) -> dict[str, object]:
    """Values that sentences name in another form than they are sent in."""
    said: dict[str, object] = {}
    if "side" in params:
        said["camera"] = camera_words(str(params["side"]))
    if isinstance(reason := params.get("reason"), str):
        said["reason"] = said_again(reason)
    for name in ("free", "min_free"):
        count = params.get(f"{name}_bytes")
        if isinstance(count, int | float):
            said[f"{name}_mb"] = QLocale().toString(int(count // 1_000_000))
    return said


def said_again(sentence: str) -> str:
    """A sentence that the library keeps in English, in the person's language; as it came where nobody knows it."""
    found = recognised(sentence)
    if found is None:
        return sentence
    code, whole, params = found
    if code not in PROBLEMS:
        said = QCoreApplication.translate("Findings", code)
        return said.format_map({name: _finding(value) for name, value in params.items()})
    what, remedy = words_of(code, params, "", "")
    said = " ".join(part for part in (what, remedy) if part) if whole else what
    return said or sentence


def _finding(value: object) -> str:
    """A side, edges, or a figure as the person's language writes it."""
    if (known := said_again(str(value))) != str(value):
        return known
    words = str(value).split(", ")
    if all(word in FINDING_VALUES for word in words):
        return ", ".join(QCoreApplication.translate("Findings", word) for word in words)
    return _DECIMAL.sub(QLocale().decimalPoint(), str(value))
