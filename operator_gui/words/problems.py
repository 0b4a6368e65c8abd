"""What happened and what to do next, in the person's language, from the stable code that the daemon sends.

The daemon's own English sentences are the fallback: a newer daemon may know codes that this program does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["PROBLEMS", "words_of"]

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "gui.daemon_away": (
        QT_TRANSLATE_NOOP("Problems", "The scanner's daemon does not answer."),
        QT_TRANSLATE_NOOP("Problems", "It is tried again by itself. If it stays away, start it: bookcradle daemon."),
    ),
    "gui.not_allowed": (
        QT_TRANSLATE_NOOP("Problems", "This user may not speak to the daemon."),
        QT_TRANSLATE_NOOP("Problems", "Ask the administrator to add you to the group bookcradle, then log in again."),
    ),
    "gui.no_answer_in_time": (
        QT_TRANSLATE_NOOP("Problems", "The daemon did not answer in time."),
        QT_TRANSLATE_NOOP("Problems", "Try again."),
    ),
    "gui.no_answer": (
        QT_TRANSLATE_NOOP("Problems", "The daemon could not be asked."),
        QT_TRANSLATE_NOOP("Problems", "Try again."),
    ),
    "gui.odd_answer": (
        QT_TRANSLATE_NOOP("Problems", "The daemon gave an answer that makes no sense."),
        QT_TRANSLATE_NOOP("Problems", "See that the daemon and this program are of the same version."),
    ),
    "gui.not_understood": (
        QT_TRANSLATE_NOOP("Problems", "This program does not understand the daemon's answer."),
        QT_TRANSLATE_NOOP("Problems", "See that the daemon and this program are of the same version."),
    ),
    "gui.picture_unreadable": (
        QT_TRANSLATE_NOOP("Problems", "The picture could not be read."),
        QT_TRANSLATE_NOOP("Problems", "The original is kept; run `bookcradle db check --verify`."),
    ),
}
"""By code: what happened, what to do. ``{names}`` are filled from the problem's parameters."""


def words_of(code: str, params: Mapping[str, object], what: str, remedy: str) -> tuple[str, str]:
    """(what happened, what to do next) for a code; ``what`` and ``remedy`` are taken for one that is not known, or
    whose words ask for a parameter that did not come.
    """
    known = PROBLEMS.get(code)
    if known is None:
        return what, remedy
    try:
        return (
            QCoreApplication.translate("Problems", known[0]).format_map(params),
            QCoreApplication.translate("Problems", known[1]).format_map(params) if known[1] else "",
        )
    except (KeyError, IndexError, ValueError):
        return what, remedy
