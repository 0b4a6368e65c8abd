"""What carries a result from a worker thread to the thread of the window.

Such an object must never end in the worker: Qt may be delivering its last event just then. A Python reference that the
worker happens to drop last would do just that, so the application owns the object, and it is deleted by its own thread
once it has told what it had to tell. And not before the worker has left the signal: Qt looks at the sender once more
after it has posted the event, and the window's thread may be quicker than that (seen: a segmentation fault at the end
of `doActivate`, in the twentieth minute of live view on a busy computer).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from shiboken6 import Shiboken

__all__ = ["Carrier"]

LOOK_AGAIN_MS = 50


class Carrier(QObject):
    """Tells ``then`` of ``receiver`` once, if that is still there. Made on the window's thread."""

    _done = Signal(object)

    def __init__(self, receiver: QObject, then: Callable[[Any], object]) -> None:
        super().__init__(QCoreApplication.instance())
        self._receiver = receiver
        self._then = then
        self._left = False
        self._done.connect(self._told)

    def tell(self, result: object) -> None:
        """On any thread, once."""
        self._done.emit(result)
        self._left = True

    def _told(self, result: object) -> None:
        self._end()
        if Shiboken.isValid(self._receiver):
            self._then(result)

    def _end(self) -> None:
        if self._left:
            self.deleteLater()
        else:
            QTimer.singleShot(LOOK_AGAIN_MS, self._end)
