"""What carries a result from a worker thread to the thread of the window.

Such an object must never end in the worker: Qt may be delivering its last event just then. A Python reference that the
worker happens to drop last would do just that, so the application owns the object, and it is deleted by its own thread
once it has told what it had to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from shiboken6 import Shiboken

__all__ = ["Carrier"]


class Carrier(QObject):
    """Tells ``then`` of ``receiver`` once, if that is still there. Made on the window's thread; `done` is for any."""

    done = Signal(object)

    def __init__(self, receiver: QObject, then: Callable[[Any], object]) -> None:
        super().__init__(QCoreApplication.instance())
        self._receiver = receiver
        self._then = then
        self.done.connect(self._told)

    def _told(self, result: object) -> None:
        self.deleteLater()
        if Shiboken.isValid(self._receiver):
            self._then(result)
