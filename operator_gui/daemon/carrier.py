"""What carries a result from a worker thread to the thread of the window.

A worker tells it by a signal, and Qt looks at the sender of a signal once more after it has posted the event: the
window's thread may have been quicker, and have ended the sender (seen: a segmentation fault at the end of `doActivate`,
in the twentieth minute of live view on a busy computer). So the sender is one object, which lives as long as the
application; and none is made for each result, because PySide keeps half a kilobyte of each object that was created on
one thread and told its signal on another: 100 MB in an hour of live view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import Shiboken

__all__ = ["Carrier"]


class Carrier:
    """Tells ``then`` of ``receiver`` once, if that is still there. Made on the window's thread."""

    def __init__(self, receiver: QObject, then: Callable[[Any], object]) -> None:
        self._post = _post()
        self._receiver = receiver
        self._then = then

    def tell(self, result: object) -> None:
        """On any thread, once."""
        self._post.brought.emit((self._receiver, self._then, result))


class _Post(QObject):
    brought = Signal(object)
    """Who shall have it, what is to be called, and the result."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.brought.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, parcel: tuple[QObject, Callable[[Any], object], object]) -> None:
        receiver, then, result = parcel
        if Shiboken.isValid(receiver):
            then(result)


def _post() -> _Post:
    """The application's only one."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("Results are carried within a running application.")
    found = application.findChild(_Post, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, _Post) else _Post(application)
