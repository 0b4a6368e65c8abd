"""The window: the band on top, the rail at the left, the screen in front, and what is true on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.shell.key_overlay import KeyOverlay
from operator_gui.shell.notice_bar import NoticeBar
from operator_gui.shell.rail import Rail
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.state_band import StateBand

__all__ = ["STOP_ACTION", "Window"]

STOP_ACTION = "everywhere.emergency_stop"


class Window(QMainWindow):
    """Builds a screen when it is first shown, and keeps it."""

    stop_asked = Signal()

    def __init__(self, context: ScreenContext, screens: Sequence[Screen]) -> None:
        super().__init__()
        self._context = context
        self._screens = {screen.id: screen for screen in screens}
        self._built: dict[str, ScreenWidget] = {}
        self._current = ""
        self._begun = False
        self.setWindowTitle(self.tr("bookcradle"))
        self._register_keys()
        look = context.theme.look
        self.band = StateBand(look)
        self.band.stop.pressed.connect(self.stop_asked)  # not at the release: a stop is a stop
        self.band.stop.setToolTip(context.keys.shown(STOP_ACTION))
        self.rail = Rail(screens, look)
        self.rail.asked.connect(self.show_screen)
        self.rail.help_asked.connect(self.toggle_keys)
        self._stack = QStackedWidget()
        self._context = replace(context, room=self._stack)
        self.notices = NoticeBar(look)
        self._overlay = KeyOverlay(context.keys, self._lay_out())
        context.notices.told.connect(self.notices.tell)
        context.notices.ended.connect(self.notices.end)
        context.rig.changed.connect(self._show_rig)
        context.rig.connection_changed.connect(self._show_rig)
        context.theme.changed.connect(self._restyle)
        self._show_rig()
        self.setMinimumSize(1024, 640)
        if not self.restoreGeometry(context.preferences.window()):
            self.resize(self.screen().availableSize())
        self._fit_text = QTimer(self, singleShot=True, interval=0)
        self._fit_text.timeout.connect(self._fit)
        self._fit()

    @property
    def scope(self) -> str:
        """The id of the screen that is in front."""
        return self._current

    def screen_widget(self, screen_id: str) -> ScreenWidget:
        """The widget of a screen, built now if it was not yet."""
        if screen_id not in self._built:
            widget = self._screens[screen_id].make(self._context)
            widget.setAccessibleName(self._screens[screen_id].title)
            self._built[screen_id] = widget
            self._stack.addWidget(widget)
        return self._built[screen_id]

    def show_screen(self, screen_id: str, place: str = "") -> None:
        """Bring a screen to the front, at ``place`` if it is not empty."""
        widget = self.screen_widget(screen_id)
        if screen_id != self._current:
            if self._current:
                self._built[self._current].hidden_now()
            self._current = screen_id
            self._stack.setCurrentWidget(widget)
            self.rail.show_current(screen_id)
            widget.setFocus()
            widget.shown_now()
        if place:
            widget.open_at(place)

    def toggle_keys(self) -> None:
        """Show or hide all keys."""
        self._overlay.toggle(self._current, self._screens[self._current].title)

    def scanned(self, code: str) -> None:
        """A barcode was scanned with no field to take it: the screen in front may want it."""
        self._built[self._current].text_scanned(code)

    def retire(self) -> None:
        """Another window takes its place: what its screens have open ends now, and not under the other's hands."""
        if self._current:
            self._built[self._current].hidden_now()
        self._current = ""

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Remember where the window was; the rig goes on without it."""
        self._context.preferences.set_window(self.saveGeometry())
        if self._current:
            self._built[self._current].hidden_now()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """The overlay covers all."""
        super().resizeEvent(event)
        if self._overlay.isVisible():
            self._overlay.cover()
        self._fit_text.start()

    def _lay_out(self) -> QWidget:
        middle = QVBoxLayout()
        middle.setContentsMargins(STEP, STEP, STEP, STEP)
        middle.setSpacing(STEP)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.notices)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(middle, 1)
        all_of_it = QWidget()
        column = QVBoxLayout(all_of_it)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(below, 1)
        self.setCentralWidget(all_of_it)
        return below

    def _register_keys(self) -> None:
        keys = self._context.keys
        keys.register(
            KeyAction(STOP_ACTION, self.tr("Emergency stop"), ("F12",), self.stop_asked.emit, fixed=True),
            KeyAction("everywhere.keys", self.tr("Show all keys"), ("?", "F1"), self.toggle_keys),
        )
        for screen in self._screens.values():
            keys.register(
                KeyAction(
                    f"everywhere.show_{screen.id}",
                    self.tr("Show: {screen}").format(screen=screen.title),
                    (screen.key,),
                    partial(self.show_screen, screen.id),
                )
            )

    def _show_rig(self, *_: object) -> None:
        snapshot = self._context.rig.snapshot
        self.band.show_rig(snapshot, connected=self._context.rig.connected, trouble=self._context.rig.trouble)
        if snapshot is not None and not self._begun:
            self._begun = True
            wanted = next((each.id for each in self._screens.values() if each.wanted_at_start(snapshot)), None)
            if wanted is not None:
                self.show_screen(wanted)

    def _fit(self) -> None:
        self._context.theme.fit(self.width(), self.height())

    def _restyle(self, look: Look) -> None:
        self.band.set_look(look)
        self.rail.restyle(look)
        self.notices.restyle(look)
