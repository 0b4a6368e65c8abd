"""The shape of a verdict: a tick, a triangle, an octagon, or a ring, so that nobody needs to see its colour."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from operator_gui.theme.palette import Palette
from scanner_daemon.api.schemas import Level

__all__ = ["LevelMark", "level_colour", "paint_level"]


def level_colour(level: Level, palette: Palette) -> QColor:
    """The colour that goes with the shape."""
    match level:
        case Level.GREEN:
            return palette.color("good")
        case Level.AMBER:
            return palette.color("warn")
        case Level.RED:
            return palette.color("bad")
        case Level.UNKNOWN:
            return palette.color("quiet")


def paint_level(painter: QPainter, level: Level, where: QRectF, palette: Palette) -> None:
    """✓ green, ▲ amber, ⬣ red, ○ not judged."""
    side = min(where.width(), where.height())
    colour = level_colour(level, palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.center())
    painter.scale(side / 20, side / 20)
    match level:
        case Level.GREEN:
            pen = QPen(colour, 3.2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([QPointF(-7, 0.5), QPointF(-2.5, 5.5), QPointF(7.5, -5.5)]))
        case Level.AMBER:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([QPointF(0, -8.5), QPointF(9.5, 8), QPointF(-9.5, 8)]))
        case Level.RED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            turns = (math.radians(22.5 + 45 * step) for step in range(8))
            painter.drawPolygon(QPolygonF([QPointF(9.5 * math.cos(turn), 9.5 * math.sin(turn)) for turn in turns]))
        case Level.UNKNOWN:
            painter.setPen(QPen(colour, 2.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), 7, 7)
    painter.restore()


class LevelMark(QWidget):
    """The shape as a widget of a line of text's height."""

    def __init__(self, palette: Palette, size_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._level = Level.UNKNOWN
        self.setFixedSize(QSize(size_px, size_px))

    def show_level(self, level: Level, palette: Palette) -> None:
        """Another level, or another theme."""
        self._level, self._palette = level, palette
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Only the shape."""
        del event
        with QPainter(self) as painter:
            paint_level(painter, self._level, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._palette)
