"""What inspection said of a spread, as lines that an operator reads at a glance: worst first, one line a check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import FlagRaised, LastSpread, Level, Side

__all__ = ["VerdictLine", "verdict_lines"]

NOT_JUDGED = "inspection"
"""The check of a spread that was not judged at all: what was in the way is no matter of one page."""
_RANK = {Level.RED: 0, Level.AMBER: 1, Level.UNKNOWN: 2, Level.GREEN: 3}


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A shape for the level, and words."""

    level: Level
    words: str


def verdict_lines(last: LastSpread) -> list[VerdictLine]:
    """The lines for a spread; empty while it is not judged and nothing is missing.

    A check that is green on all sides is one line; one that is not tells its worst finding, with the side.
    """
    translate = QCoreApplication.translate
    lines = [
        VerdictLine(Level.RED, translate("Verdict", "%1: no photograph").replace("%1", _side(side)))
        for side in last.missing
    ]
    flags = last.verdict.flags if last.verdict else ()
    for check in dict.fromkeys(flag.check for flag in flags):
        if check == "side_missing" and last.missing:
            continue
        lines.append(_line([flag for flag in flags if flag.check == check]))
    return sorted(lines, key=lambda line: _RANK[line.level])


def _line(flags: Iterable[FlagRaised]) -> VerdictLine:
    worst = min(flags, key=lambda flag: _RANK[flag.level])
    said = _words(worst)
    if worst.level is Level.GREEN or worst.check == NOT_JUDGED or worst.side not in (Side.LEFT, Side.RIGHT):
        return VerdictLine(worst.level, said)
    return VerdictLine(worst.level, f"{_side(worst.side)}: {said}")


def _side(side: Side) -> str:
    translate = QCoreApplication.translate
    match side:
        case Side.LEFT:
            return translate("Verdict", "left page")
        case Side.RIGHT:
            return translate("Verdict", "right page")
        case _:
            return translate("Verdict", "both pages")


def _words(flag: FlagRaised) -> str:
    """Plain words for the checks that are known; inspection's own reason for any other."""
    translate = QCoreApplication.translate
    match flag.check, flag.level:
        case "blur", Level.GREEN:
            return translate("Verdict", "sharp")
        case "blur", Level.AMBER:
            return translate("Verdict", "a little soft")
        case "blur", Level.RED:
            return translate("Verdict", "blurred")
        case "blur", Level.UNKNOWN:
            return translate("Verdict", "too little print to judge sharpness")
        case "side_missing", Level.GREEN:
            return translate("Verdict", "all photographs there")
        case "side_missing", _:
            return translate("Verdict", "no photograph")
        case "page_cut", Level.GREEN:
            return translate("Verdict", "whole page in view")
        case "page_cut", Level.AMBER:
            return translate("Verdict", "close to the edge")
        case "page_cut", Level.RED:
            return translate("Verdict", "cut off at the edge")
        case "page_cut", Level.UNKNOWN:
            return translate("Verdict", "no page found")
        case "same_leaf", Level.GREEN:
            return translate("Verdict", "turned")
        case "same_leaf", Level.UNKNOWN:
            return translate("Verdict", "too empty to tell whether it was turned")
        case "same_leaf", Level.AMBER:
            return translate("Verdict", "perhaps not turned")
        case "same_leaf", Level.RED:
            return translate("Verdict", "the same pages again")
        case "exposure", Level.GREEN:
            return translate("Verdict", "evenly exposed")
        case "exposure", Level.UNKNOWN:
            return translate("Verdict", "no paper to judge exposure by")
        case "exposure", _ if flag.value is not None and flag.limit is not None and flag.value >= flag.limit:
            return translate("Verdict", "lighter than before")
        case "exposure", _:
            return translate("Verdict", "darker than before")
        case "clipping", Level.GREEN:
            return translate("Verdict", "nothing burnt out")
        case "clipping", _:
            return translate("Verdict", "burnt-out spots")
        case _:
            return said_again(flag.reason).rstrip(".")
