"""Flags and answers in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from scanner_daemon.api.schemas import FlagOpinion, FlagReviewed, Side

__all__ = ["CHECKS", "answer_words", "check_words", "flag_words", "side_words"]

CHECKS = ("blur", "page_cut", "same_leaf", "side_missing", "exposure", "clipping")
"""The checks that can be filtered by."""


def check_words(check: str) -> str:
    """What a check looks at; its own name where it is not known here."""
    translate = QCoreApplication.translate
    return {
        "blur": translate("ReviewFlags", "Sharpness"),
        "page_cut": translate("ReviewFlags", "Whole page"),
        "same_leaf": translate("ReviewFlags", "Leaf turned"),
        "side_missing": translate("ReviewFlags", "Both photographs"),
        "exposure": translate("ReviewFlags", "Exposure"),
        "clipping": translate("ReviewFlags", "Burnt-out spots"),
    }.get(check, check.replace("_", " "))


def side_words(side: Side) -> str:
    """A side, beside the name of a check."""
    translate = QCoreApplication.translate
    match side:
        case Side.LEFT:
            return translate("ReviewFlags", "left")
        case Side.RIGHT:
            return translate("ReviewFlags", "right")
        case _:
            return translate("ReviewFlags", "both")


def flag_words(flag: FlagReviewed) -> str:
    """The check and its side."""
    return f"{check_words(flag.check)} · {side_words(flag.side)}"


def answer_words(flag: FlagReviewed) -> str:
    """What was said of it, by whom, when and why; empty while nobody has."""
    if flag.opinion is None:
        return ""
    translate = QCoreApplication.translate
    said = (
        translate("ReviewFlags", "Overruled by {who}, {when}")
        if flag.opinion is FlagOpinion.ACCEPTED
        else translate("ReviewFlags", "Accepted by {who}, {when}")
    )
    when = ""
    if flag.opinion_at is not None:
        local = QDateTime.fromSecsSinceEpoch(round(flag.opinion_at.timestamp()))
        when = QLocale().toString(local, QLocale.FormatType.ShortFormat)
    words = said.format(who=flag.opinion_by or "–", when=when)
    return f"{words}: {flag.opinion_reason}" if flag.opinion_reason else words
