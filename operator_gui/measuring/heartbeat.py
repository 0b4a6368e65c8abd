"""How long the event loop is held: a timer that should come every few milliseconds, and notes how late it comes."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

__all__ = ["EVERY_MS", "Heartbeat"]

EVERY_MS = 4


class Heartbeat(QObject):
    """Beats while it is started. `held_ms` has one value a beat: by how much it came later than it should."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held_ms: list[float] = []
        self._last_ns = 0
        self._timer = QTimer(self, interval=EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.held_ms = []
        self._last_ns = time.monotonic_ns()
        self._timer.start()

    def stop(self) -> list[float]:
        """End; the values since the start."""
        self._timer.stop()
        return self.held_ms

    def _beat(self) -> None:
        now_ns = time.monotonic_ns()
        self.held_ms.append(max(0.0, (now_ns - self._last_ns) / 1e6 - EVERY_MS))
        self._last_ns = now_ns
