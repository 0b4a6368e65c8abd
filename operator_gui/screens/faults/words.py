"""The words of faults and of the history."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from operator_gui.words.problems import camera_words, words_of
from scanner_daemon.api.schemas import Fault, FaultWeight, Level, Notification, NotificationKind

__all__ = [
    "clock_of",
    "heading_of",
    "kind_words",
    "level_of",
    "level_of_fault",
    "source_words",
    "told_words",
    "weight_words",
]


def weight_words(fault: Fault) -> str:
    """The word that goes with the shape."""
    translate = QCoreApplication.translate
    match fault.weight:
        case FaultWeight.STOP:
            return translate("Faults", "Stop")
        case FaultWeight.FAULT:
            return translate("Faults", "Fault")
        case FaultWeight.WARNING:
            return translate("Faults", "Warning")


def level_of_fault(fault: Fault) -> Level:
    """The shape of a fault: an octagon where the work stands still, a triangle where it goes on."""
    return Level.AMBER if fault.weight is FaultWeight.WARNING else Level.RED


def source_words(source: str) -> str:
    """Which part of the rig; nothing where that is not told."""
    translate = QCoreApplication.translate
    match source:
        case "left" | "right" | "both":
            return camera_words(source)
        case "cradle":
            return translate("Faults", "cradle")
        case "disk":
            return translate("Faults", "disk")
        case _:
            return ""


def kind_words(kind: NotificationKind) -> str:
    """What sort of entry it is."""
    translate = QCoreApplication.translate
    match kind:
        case NotificationKind.STOP:
            return translate("Faults", "Stop")
        case NotificationKind.FAULT:
            return translate("Faults", "Fault")
        case NotificationKind.WARNING:
            return translate("Faults", "Warning")
        case NotificationKind.REFUSED:
            return translate("Faults", "Press refused")
        case NotificationKind.FLAG:
            return translate("Faults", "Red spread")
        case NotificationKind.CAMERA:
            return translate("Faults", "Camera")
        case NotificationKind.BOOK:
            return translate("Faults", "Book")
        case NotificationKind.JOB:
            return translate("Faults", "Job")
        case NotificationKind.NIGHT:
            return translate("Faults", "Night")


def level_of(told: Notification) -> Level:
    """The shape of an entry: what is over, or was never wrong, is a tick."""
    if told.lasts and told.cleared_at is not None:
        return Level.GREEN
    match told.kind:
        case NotificationKind.STOP | NotificationKind.FAULT | NotificationKind.FLAG | NotificationKind.JOB:
            return Level.RED
        case NotificationKind.WARNING | NotificationKind.REFUSED:
            return Level.AMBER
        case NotificationKind.CAMERA | NotificationKind.BOOK | NotificationKind.NIGHT:
            return Level.GREEN


def told_words(told: Notification) -> tuple[str, str]:
    """What happened and what to do, in the person's language."""
    return words_of(told.code, told.params, told.what, told.remedy)


def heading_of(told: Notification) -> str:
    """Kind, part of the rig, and how long."""
    translate = QCoreApplication.translate
    parts = [kind_words(told.kind), source_words(told.source), clock_of(told.raised_at)]
    if told.lasts and told.cleared_at is None:
        parts.append(translate("Faults", "still"))
    elif told.cleared_at is not None:
        parts.append(translate("Faults", "cleared {time}").format(time=clock_of(told.cleared_at)))
    return " · ".join(part for part in parts if part)


def clock_of(instant: datetime) -> str:
    """The local time of day; with the date where that is not today."""
    local = QDateTime.fromMSecsSinceEpoch(round(instant.timestamp() * 1000))
    locale = QLocale()
    time = locale.toString(local.time(), "HH:mm:ss")
    if local.date() == QDateTime.currentDateTime().date():
        return time
    return f"{locale.toString(local.date(), QLocale.FormatType.ShortFormat)} {time}"
