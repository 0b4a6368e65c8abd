"""What happened and what to do next, in the person's language, from the stable code that the daemon sends.

The daemon's own English sentences are the fallback: a newer daemon may know codes that this program does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from operator_gui.words.marked import QT_TRANSLATE_NOOP
from operator_gui.words.problem_words.asking import ASKING
from operator_gui.words.problem_words.cameras import CAMERAS
from operator_gui.words.problem_words.cradle import CRADLE
from operator_gui.words.problem_words.history import HISTORY
from operator_gui.words.problem_words.library import LIBRARY
from operator_gui.words.problem_words.making import MAKING
from operator_gui.words.problem_words.reasons import REASONS
from operator_gui.words.problem_words.starting import STARTING

__all__ = ["PROBLEMS", "camera_words", "words_of"]

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
    for name in ("free", "min_free"):
        count = params.get(f"{name}_bytes")
        if isinstance(count, int | float):
            said[f"{name}_mb"] = QLocale().toString(int(count // 1_000_000))
    return said
