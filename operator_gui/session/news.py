"""Tells in passing what the band does not say: warnings, jobs that were given up, a night that is done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.rig import RigFollower
from operator_gui.screens.notices import Notices
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import NotificationKind, RigSnapshot

__all__ = ["News"]

_WARNED = (NotificationKind.WARNING, NotificationKind.JOB)
_TOLD = (NotificationKind.NIGHT,)


class News(QObject):
    """Follows the newest entry of the history, and counts the faults that stand."""

    faults_counted = Signal(int)

    def __init__(self, rig: RigFollower, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._boot = ""
        self._last = ""
        rig.changed.connect(self._take)

    def _take(self, now: RigSnapshot, different: frozenset[str]) -> None:
        if "faults" in different:
            self.faults_counted.emit(len(now.faults))
        told = now.latest_notification
        if now.boot != self._boot:  # what was told before this program looked is no news
            self._boot, self._last = now.boot, told.id if told else ""
            return
        if told is None or told.id <= self._last:
            return
        self._last = told.id
        if told.cleared_at is not None or told.kind not in (*_WARNED, *_TOLD):
            return
        said = " ".join(words_of(told.code, told.params, told.what, told.remedy)).strip()
        if told.kind in _WARNED:
            self._notices.warn(said)
        else:
            self._notices.tell(said)
