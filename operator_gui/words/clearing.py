"""What ends a fault, in the person's language."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from operator_gui.words.marked import QT_TRANSLATE_NOOP
from scanner_daemon.api.schemas import Clears, Fault

__all__ = ["CLEARING", "clears_when"]

CLEARING: Mapping[Clears, str] = {
    Clears.RELEASED: QT_TRANSLATE_NOOP("Clearing", "It clears when somebody has looked at the cradle and released it."),
    Clears.CAMERA_ANSWERS: QT_TRANSLATE_NOOP("Clearing", "It clears by itself as soon as the camera answers."),
    Clears.CRADLE_ANSWERS: QT_TRANSLATE_NOOP(
        "Clearing", "It clears by itself as soon as the cradle's controller answers."
    ),
    Clears.LID_CLOSED: QT_TRANSLATE_NOOP("Clearing", "It clears by itself when the lid is closed."),
    Clears.PLATEN_UP: QT_TRANSLATE_NOOP("Clearing", "It clears by itself when the platen is up."),
    Clears.ROOM_MADE: QT_TRANSLATE_NOOP("Clearing", "It clears by itself when there is room on the disk."),
    Clears.BATTERY_CHANGED: QT_TRANSLATE_NOOP("Clearing", "It clears by itself when the camera has a charged battery."),
    Clears.CLOCK_SET: QT_TRANSLATE_NOOP("Clearing", "It clears by itself when the camera's clock is right."),
    Clears.SHOT_AGAIN: QT_TRANSLATE_NOOP("Clearing", "It clears when the spread is shot again, or kept as it is."),
    Clears.NEXT_SPREAD: QT_TRANSLATE_NOOP("Clearing", "It clears with the next spread."),
    Clears.TURN_CONFIRMED: QT_TRANSLATE_NOOP(
        "Clearing", "It clears when somebody has looked at the book and said whether the leaf was turned."
    ),
    Clears.SETTINGS_CORRECTED: QT_TRANSLATE_NOOP(
        "Clearing", "It clears when the settings are corrected and the daemon is started again."
    ),
}


def clears_when(fault: Fault) -> str:
    """The sentence for a fault; the daemon's own where this program does not know what it says."""
    if fault.clears is None or fault.clears not in CLEARING:
        return fault.clears_when
    return QCoreApplication.translate("Clearing", CLEARING[fault.clears])
