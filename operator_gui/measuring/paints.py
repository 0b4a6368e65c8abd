"""When the window was painted, how long that took, and how old the live frames were that came to be seen by it."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from operator_gui.daemon.previews import Frame, Previews
from scanner_daemon.api.schemas import Side

if TYPE_CHECKING:
    from operator_gui.screens.capture.live.pane import LivePane

__all__ = ["Paints"]

REMEMBERED = 64
"""Frames whose age is known, a side."""


class Paints(QObject):
    """Watches one window. All its dirty widgets are painted, and brought to the display, while it handles one event."""

    def __init__(self, window: QWidget, previews: Previews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.took_ms: list[float] = []
        self.age_ms: dict[Side, list[float]] = {side: [] for side in Side}
        self.last_ns = 0
        """When the newest paint was over, by the monotonic clock."""
        self.counting = False
        self._window = window
        self._taken: dict[Side, deque[tuple[int, int]]] = {side: deque(maxlen=REMEMBERED) for side in Side}
        self._drawn: list[tuple[Side, int]] = []
        self._panes: set[LivePane] = set()
        self._inside = False
        previews.frame.connect(self._came)
        window.installEventFilter(self)

    def watch(self, window: QWidget) -> None:
        """Another window from now on: another language makes a new one."""
        if window is not self._window:
            self._window, self._panes = window, set()
            window.installEventFilter(self)

    def start(self) -> None:
        """Begin anew."""
        self.took_ms = []
        self.age_ms = {side: [] for side in Side}
        self._panes_of_the_window()
        self.counting = True

    def stop(self) -> None:
        """Count no more."""
        self.counting = False

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Lets the window paint, between two looks at the clock."""
        if event.type() != QEvent.Type.UpdateRequest or self._inside or receiver is not self._window:
            return False
        self._inside = True
        began_ns = time.monotonic_ns()
        try:
            QCoreApplication.sendEvent(receiver, event)
        finally:
            self._inside = False
        self._painted(began_ns)
        return True

    def _painted(self, began_ns: int) -> None:
        self.last_ns = time.monotonic_ns()
        drawn, self._drawn = self._drawn, []
        if not self.counting:
            return
        self.took_ms.append((self.last_ns - began_ns) / 1e6)
        for side, number in drawn:
            at_ns = dict(self._taken[side]).get(number, 0)
            if at_ns:
                self.age_ms[side].append((self.last_ns - at_ns) / 1e6)

    def _came(self, frame: Frame) -> None:
        at_ns = frame.headers.get("x-frame-at-ns", "")
        if at_ns.isdigit():
            self._taken[frame.side].append((frame.number, int(at_ns)))

    def _panes_of_the_window(self) -> None:
        from operator_gui.screens.capture.live.pane import LivePane  # not while the program starts: that is measured

        for pane in set(self._window.findChildren(LivePane)) - self._panes:
            self._panes.add(pane)
            pane.frame_painted.connect(lambda number, side=pane.side: self._drawn.append((side, number)))
