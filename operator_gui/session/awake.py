"""When the screen is kept on: a book is open, the daemon is there, and the person has not switched it off."""

from __future__ import annotations

from PySide6.QtCore import QObject

from operator_gui.daemon.rig import RigFollower
from operator_gui.screens.notices import Notices
from operator_gui.session.inhibit import KeptAwake
from operator_gui.session.preferences import Preferences

__all__ = ["AwakeWithABook"]


class AwakeWithABook(QObject):
    """Holds and releases. Says once if nothing on this computer listens."""

    def __init__(
        self,
        rig: RigFollower,
        preferences: Preferences,
        notices: Notices,
        kept: KeptAwake,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rig = rig
        self._preferences = preferences
        self._notices = notices
        self._kept = kept
        self._told = False
        self._ended = False
        rig.changed.connect(self._look)
        rig.connection_changed.connect(self._look)
        preferences.changed.connect(self._look)
        kept.settled.connect(self._settled)

    def close(self) -> None:
        """The program ends: give it back, and hold nothing more."""
        self._ended = True
        self._kept.release()

    def _look(self, *_: object) -> None:
        if self._ended:
            return
        now = self._rig.snapshot
        open_book = now is not None and now.book is not None
        if open_book and self._rig.connected and self._preferences.toggled("keep_awake", True):
            self._kept.hold(self.tr("A book is being scanned."))
        elif not open_book or not self._preferences.toggled("keep_awake", True):
            self._kept.release()  # but not for a daemon that is being restarted: the book is still on the cradle

    def _settled(self) -> None:
        if not self._kept.screen_held and not self._told:
            self._told = True
            self._notices.warn(
                self.tr("Nothing on this computer lets the screen be kept on. Switch its screen saver off yourself.")
            )
