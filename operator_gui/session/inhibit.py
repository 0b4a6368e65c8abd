"""Keeps the screen on and the computer awake while a book is open.

Three ways, each on its own: the desktop's screen saver (D-Bus, session bus), the system's sleep and idle (logind,
system bus), and for bare X11 sessions ``xdg-screensaver``. What was asked for on a bus is tied to a connection of its
own, which is closed to give it back; so it also ends when this program is killed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QStandardPaths, Signal

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

__all__ = ["KeptAwake"]

NAME = "bookcradle"
SCREEN, SYSTEM = "bookcradle-awake-screen", "bookcradle-awake-system"
SCREENSAVER = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")
LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
XDG_SCREENSAVER = "xdg-screensaver"
SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"


class KeptAwake(QObject):
    """Idle until the first `hold`: only then is D-Bus looked for at all."""

    settled = Signal()
    """All that was asked has answered. See `screen_held` and `sleep_held`."""

    def __init__(self, parent: QObject | None = None, *, window_id: int = 0) -> None:
        """``window_id`` is for X11, where there is no desktop to ask; 0 where there is none."""
        super().__init__(parent)
        self._window_id = window_id
        self._waiting = 0
        self._lock: object = None
        self._by_x11 = False
        self._watchers: list[QDBusPendingCallWatcher] = []
        self._round = 0
        self.held = False
        """Somebody wants it."""
        self.screen_held = False
        self.sleep_held = False

    def hold(self, reason: str) -> None:
        """Ask everybody who can blank the screen or let the computer sleep. Returns at once."""
        if self.held:
            return
        self.held = True
        self._waiting = 2
        self._ask_screen(reason)
        self._ask_system(reason)

    def release(self) -> None:
        """Give all of it back. Harmless when nothing is held."""
        if not self.held:
            return
        self.held = self.screen_held = self.sleep_held = False
        self._round += 1
        while self._watchers:
            self._watchers.pop().deleteLater()
        self._lock = None  # the file descriptor is closed with its last owner
        from PySide6.QtDBus import QDBusConnection

        for name in (SCREEN, SYSTEM):
            QDBusConnection.disconnectFromBus(name)
        if self._by_x11:
            self._by_x11 = False
            QProcess.startDetached(XDG_SCREENSAVER, ["resume", hex(self._window_id)])

    def _ask_screen(self, reason: str) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        address = session_bus()
        bus = QDBusConnection.connectToBus(address, SCREEN) if address else None
        if bus is None or not bus.isConnected():
            self._screen_answered(None)
            return
        asking = QDBusMessage.createMethodCall(*SCREENSAVER, "Inhibit")
        asking.setArguments([NAME, reason])
        self._send(bus, asking, self._screen_answered)

    def _ask_system(self, reason: str) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus = QDBusConnection.connectToBus(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or SYSTEM_BUS, SYSTEM)
        if not bus.isConnected():
            self._system_answered(None)
            return
        asking = QDBusMessage.createMethodCall(*LOGIN, "Inhibit")
        asking.setArguments(["sleep:idle", NAME, reason, "block"])
        self._send(bus, asking, self._system_answered)

    def _send(self, bus: QDBusConnection, asking: object, then: object) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        assert isinstance(asking, QDBusMessage)
        assert callable(then)
        watcher = QDBusPendingCallWatcher(bus.asyncCall(asking))
        self._watchers.append(watcher)
        asked_in = self._round

        def finished(done: QDBusPendingCallWatcher) -> None:
            if asked_in == self._round:
                answer = done.reply()
                ok = answer.type() == QDBusMessage.MessageType.ReplyMessage
                then(answer.arguments() if ok else None)

        watcher.finished.connect(finished)

    def _screen_answered(self, values: list[object] | None) -> None:
        self.screen_held = values is not None or self._ask_x11()
        self._answered()

    def _system_answered(self, values: list[object] | None) -> None:
        self._lock = values[0] if values else None
        self.sleep_held = bool(values)
        self._answered()

    def _answered(self) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.settled.emit()

    def _ask_x11(self) -> bool:
        program = QStandardPaths.findExecutable(XDG_SCREENSAVER)
        if not program or not self._window_id or not os.environ.get("DISPLAY"):
            return False
        self._by_x11 = bool(QProcess.startDetached(program, ["suspend", hex(self._window_id)])[0])
        return self._by_x11


def session_bus() -> str:
    """The address of the desktop's bus, or nothing. Without one libdbus would start a bus, which helps nobody."""
    told = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    socket = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere") / "bus"
    return told or (f"unix:path={socket}" if socket.exists() else "")
