"""What a screen is made of is imported before somebody goes there: its first showing need not wait for that."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

__all__ = ["ImportedAhead"]

EVERY_MS = 20
"""Between two modules, each of which takes a few milliseconds: live view goes on meanwhile."""


class ImportedAhead(QObject):
    """Imports ``modules``, one at a time between events, once `begin` was called."""

    def __init__(self, modules: Iterator[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._modules = modules
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._next)

    def begin(self) -> None:
        """Harmless when it has begun already, or is done."""
        self._timer.start()

    def _next(self) -> None:
        name = next(self._modules, None)
        if name is None:
            self._timer.stop()
        else:
            import_module(name)
