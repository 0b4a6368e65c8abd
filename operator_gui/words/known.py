"""Every sentence that this program can say of a problem, by the daemon's stable code."""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP
from operator_gui.words.problem_words.asking import ASKING
from operator_gui.words.problem_words.cameras import CAMERAS
from operator_gui.words.problem_words.cradle import CRADLE
from operator_gui.words.problem_words.history import HISTORY
from operator_gui.words.problem_words.library import LIBRARY
from operator_gui.words.problem_words.making import MAKING
from operator_gui.words.problem_words.reasons import REASONS
from operator_gui.words.problem_words.starting import STARTING

__all__ = ["PROBLEMS"]

_OURS: Mapping[str, tuple[str, str]] = {
    "gui.daemon_away": (
        QT_TRANSLATE_NOOP("Problems", "The scanner's daemon does not answer."),
        QT_TRANSLATE_NOOP("Problems", "It is tried again by itself. If it stays away, start it: bookcradle daemon."),
    ),
    "gui.stop_not_taken": (
        QT_TRANSLATE_NOOP("Problems", "The emergency stop was NOT taken: the scanner's daemon does not answer."),
        QT_TRANSLATE_NOOP("Problems", "Press the stop switch at the cradle, or switch its power off."),
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
"""What this program itself has to say."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    **_OURS,
    **STARTING,
    **MAKING,
    **LIBRARY,
    **ASKING,
    **CAMERAS,
    **CRADLE,
    **HISTORY,
    **REASONS,
}
"""By code: what happened, what to do. ``{names}`` are filled from the problem's parameters."""
