"""A column beside the main thing: as wide as its widest word in whatever language and size, it scrolls downwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

__all__ = ["Aside"]


class Aside(QScrollArea):
    """Shows ``inside``. Its width follows what ``inside`` needs, and is never below ``least``."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside
        self._least = 0
        self._needed = 0
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_least(self, width: int) -> None:
        """The width that is kept while less is needed, so that little changes move nothing."""
        self._least = width
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide enough for the widest part and the bar beside it."""
        self._needed = self._inside.minimumSizeHint().width()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(self._least, self._needed + bar), 2 * self._least)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As low as one likes."""
        return QSize(self.sizeHint().width(), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """What is inside may need another width now."""
        taken = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and self._inside.minimumSizeHint().width() != self._needed:
            self.updateGeometry()
        return taken
