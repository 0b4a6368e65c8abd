"""The last cycle times as a thin line: whether the work flows, without a number to read."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from operator_gui.theme.theme import Look

__all__ = ["Sparkline"]

MOST = 60
HEIGHT = 36


class Sparkline(QWidget):
    """From zero to the longest of the last sixty; the newest is at the right, with a dot."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._values: deque[float] = deque(maxlen=MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Cycle times"))

    @property
    def values(self) -> list[float]:
        """What is drawn, the oldest first."""
        return list(self._values)

    def set_look(self, look: Look) -> None:
        """Another theme."""
        self._look = look
        self.update()

    def add(self, value: float) -> None:
        """One more."""
        self._values.append(value)
        self.update()

    def clear(self) -> None:
        """Another book."""
        self._values.clear()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide enough for a trend."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """A line over a thin base."""
        del event
        room = QRectF(self.rect()).adjusted(4, 5, -5, -4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.palette.color("line"), 1))
            painter.drawLine(room.bottomLeft(), room.bottomRight())
            if not self._values:
                return
            highest = max(self._values) or 1.0
            step = room.width() / (MOST - 1)
            first = room.right() - step * (len(self._values) - 1)
            points = [
                QPointF(first + place * step, room.bottom() - value / highest * room.height())
                for place, value in enumerate(self._values)
            ]
            painter.setPen(QPen(self._look.palette.color("accent"), 2))
            painter.drawPolyline(QPolygonF(points))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.palette.color("accent"))
            painter.drawEllipse(points[-1], 3.5, 3.5)
