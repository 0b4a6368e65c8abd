"""The composition root of the desktop program: the only place that knows every part of it."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from operator_gui.daemon.address import Address
from operator_gui.daemon.client import DaemonClient
from operator_gui.daemon.emergency import EmergencyLine
from operator_gui.daemon.images import Images
from operator_gui.daemon.measurements import Measurements
from operator_gui.daemon.previews import Previews
from operator_gui.daemon.rig import RigFollower
from operator_gui.keys.dispatch import KeyDispatch
from operator_gui.keys.registry import Keys
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.notices import Notices
from operator_gui.screens.registry import Screen, found_screens
from operator_gui.session.awake import AwakeWithABook
from operator_gui.session.inhibit import KeptAwake
from operator_gui.session.news import News
from operator_gui.session.preferences import Language, Preferences
from operator_gui.shell.window import Window
from operator_gui.theme.icons import picture
from operator_gui.theme.theme import Theme

__all__ = ["Program", "main"]

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT_SOCKET = Path("/run/bookcradle/daemon.sock")
LOOK_FOR_SIGNALS_MS = 200
BOOK = "M3 5.5C6 4 9.5 4 12 6c2.5-2 6-2 9-.5V19c-3-1.5-6.500-1.500-9 .5-2.500-2-6-2-9-.5zM12 6v13.500"


class Program(QObject):
    """Everything of one running program. Ends with `close`; the rig goes on without it."""

    def __init__(
        self,
        application: QApplication,
        socket: Path,
        store: QSettings,
        *,
        screens: Sequence[Screen] | None = None,
        start_at: str | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        self.preferences = Preferences(store, self)
        self.theme = Theme(application, self.preferences)
        self._translators: list[QTranslator] = []
        self._translate()
        application.setWindowIcon(QIcon(picture(BOOK, self.theme.look.palette.ready, 64, 1.0)))
        address = Address(socket)
        self.keys = Keys(self.preferences, self)
        self.client = DaemonClient(address, self, operator=self.preferences.operator)
        self.rig = RigFollower(address, self)
        self.previews = Previews(address, self)
        self.measurements = Measurements(address, self)
        self.images = Images(address, self)
        self.notices = Notices(self)
        self.emergency = EmergencyLine(address, self)
        self.emergency.failed.connect(self._stop_failed)
        self.emergency.stopped.connect(self.notices.over)
        self.client.troubled.connect(self.notices.fail)
        self._screens = list(screens) if screens is not None else found_screens()
        self.window = self._window(start_at or self._screens[0].id)
        kept = KeptAwake(self, window_id=int(self.window.winId()) if application.platformName() == "xcb" else 0)
        self.awake = AwakeWithABook(self.rig, self.preferences, self.notices, kept, self)
        self.news = News(self.rig, self.notices, self)
        self.news.faults_counted.connect(self._mark_faults)
        self._dispatch = KeyDispatch(self.keys, lambda: self.window.scope, self)
        self._dispatch.scanned.connect(self._scanned)
        application.installEventFilter(self._dispatch)
        self.preferences.changed.connect(self._preference_changed)
        self.rig.open()

    def close(self) -> None:
        """End every connection and the window."""
        self._application.removeEventFilter(self._dispatch)
        self.window.close()
        self.awake.close()
        self.rig.close()
        self.measurements.close()
        self.previews.watch(frozenset())
        self.images.close()
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self.window.deleteLater()

    def _window(self, start_at: str) -> Window:
        context = ScreenContext(
            client=self.client,
            rig=self.rig,
            previews=self.previews,
            measurements=self.measurements,
            images=self.images,
            keys=self.keys,
            theme=self.theme,
            preferences=self.preferences,
            notices=self.notices,
            go_to=self._go_to,
            build=self._build,
        )
        window = Window(context, self._screens)
        window.stop_asked.connect(self._stop)
        window.show_screen(start_at)
        return window

    def _go_to(self, screen_id: str, place: str) -> None:
        self.window.show_screen(screen_id, place)

    def _mark_faults(self, count: int) -> None:
        if any(screen.id == "faults" for screen in self._screens):
            self.window.rail.mark("faults", count)

    def _build(self, screen_id: str) -> None:
        self.window.screen_widget(screen_id)

    def _scanned(self, code: str) -> None:
        self.window.scanned(code)

    def _stop(self) -> None:
        self.emergency.stop("the stop key or button of the desktop program", self.client.operator)

    def _stop_failed(self, _: object) -> None:
        self.notices.alarm("gui.stop_not_taken")

    def _preference_changed(self, name: str) -> None:
        if name == "operator":
            self.client.operator = self.preferences.operator
        elif name == "language":
            QTimer.singleShot(0, self._change_language)

    def _change_language(self) -> None:
        """All words are read when a window is built, so another language is another window at the same place."""
        self._translate()
        old, scope = self.window, self.window.scope
        self.preferences.set_window(old.saveGeometry())
        old.retire()
        self.window = self._window(scope)
        if not old.windowState():
            self.window.setGeometry(old.geometry())
        if old.isVisible():
            self.window.show()
        old.close()
        old.deleteLater()

    def _translate(self) -> None:
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []
        choice = self.preferences.language
        locale = QLocale.system() if choice is Language.SYSTEM else QLocale(choice.value)
        QLocale.setDefault(locale)
        for name, folder in (
            ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            ("bookcradle", str(TRANSLATIONS)),
        ):
            translator = QTranslator(self)
            if translator.load(locale, name, "_", folder) or translator.load(QLocale("en"), name, "_", folder):
                self._application.installTranslator(translator)
                self._translators.append(translator)


def main(arguments: list[str]) -> int:
    """Run until the window is closed; the exit code."""
    parser = argparse.ArgumentParser(prog="bookcradle gui", description="The operator's desktop program.")
    parser.add_argument("--socket", type=Path, default=DEFAULT_SOCKET, help="where the daemon listens")
    parser.add_argument("--screen", default=None, help="the screen to begin with")
    parser.add_argument("--full-screen", action="store_true", help="without a frame, over the whole display")
    parser.add_argument("--steered", action="store_true", help=argparse.SUPPRESS)
    asked, _ = parser.parse_known_args(arguments[1:])
    screens = found_screens()
    names = [screen.id for screen in screens]
    if asked.screen is not None and asked.screen not in names:
        parser.error(f"there is no screen called {asked.screen!r}; there are {', '.join(names)}")
    application = QApplication(arguments)
    told_to_end: list[int] = []
    with suppress(ValueError):
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _frame: told_to_end.append(number))
    application.setApplicationName("bookcradle")
    application.setOrganizationName("bookcradle")
    application.setDesktopFileName("bookcradle")
    application.setStyle("Fusion")
    program = Program(application, asked.socket, QSettings(), screens=screens, start_at=asked.screen)
    if asked.steered:
        from operator_gui.measuring.steering import Steering

        Steering(program)
    if asked.full_screen:
        program.window.showFullScreen()
    elif program.preferences.window().isEmpty():
        program.window.showMaximized()
    else:
        program.window.show()
    awake = QTimer(application, interval=LOOK_FOR_SIGNALS_MS)  # Python sees a signal only when it runs
    awake.timeout.connect(lambda: application.quit() if told_to_end else None)
    awake.start()
    try:
        return application.exec()
    finally:
        program.close()
