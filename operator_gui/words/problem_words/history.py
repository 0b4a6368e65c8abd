"""What the history tells beside faults."""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["HISTORY"]

HISTORY: Mapping[str, tuple[str, str]] = {
    "spread_red": (
        QT_TRANSLATE_NOOP("Problems", "Spread {position} was judged red."),
        QT_TRANSLATE_NOOP("Problems", "Shoot it again, or accept it as it is."),
    ),
    "camera_connected": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} is connected ({model})."),
        "",
    ),
    "cameras_swapped": (
        QT_TRANSLATE_NOOP("Problems", "The left and the right camera have changed places."),
        "",
    ),
    "camera_setting_set": (
        QT_TRANSLATE_NOOP("Problems", "{name} of the {camera} was set to “{value}”."),
        "",
    ),
    "book_started": (
        QT_TRANSLATE_NOOP("Problems", "“{title}” was begun."),
        "",
    ),
    "book_finished": (
        QT_TRANSLATE_NOOP("Problems", "“{title}” is finished."),
        "",
    ),
    "handed_over": (
        QT_TRANSLATE_NOOP("Problems", "{operator} works at the cradle now."),
        "",
    ),
    "files_unclaimed": (
        QT_TRANSLATE_NOOP("Problems", "{count} files that belong to no spread were set aside."),
        QT_TRANSLATE_NOOP("Problems", "Look at them in the library's folder incoming/unclaimed."),
    ),
    "job_dead": (
        QT_TRANSLATE_NOOP("Problems", "A job was given up: {reason}"),
        QT_TRANSLATE_NOOP("Problems", "Look at it in the queue."),
    ),
    "pdf_written": (
        QT_TRANSLATE_NOOP("Problems", "The PDF of “{title}” is written, {pages} pages."),
        "",
    ),
    "night_stopped": (
        QT_TRANSLATE_NOOP("Problems", "The night's work was stopped before its end."),
        QT_TRANSLATE_NOOP("Problems", "What was done is kept; the rest waits in the queue."),
    ),
    "night_done": (
        QT_TRANSLATE_NOOP("Problems", "The night's work is done."),
        "",
    ),
}
