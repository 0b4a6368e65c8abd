"""The shape of each state, told apart without colour: drawn in a square of 100 x 100, scaled to where it is needed."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from operator_gui.widgets.band_message import BandKind

__all__ = ["paint_mark"]

STROKE = 10.0
C = 50.0


def paint_mark(
    painter: QPainter, kind: BandKind, where: QRectF, colour: QColor, ground: QColor, *, backwards: bool = False
) -> None:
    """Draw the mark of ``kind`` in ``colour``; what is cut out of it shows ``ground``."""
    side = min(where.width(), where.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.center().x(), where.center().y())
    painter.scale(-side / 100 if backwards and kind in _MIRRORED else side / 100, side / 100)
    painter.translate(-C, -C)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match kind:
        case BandKind.READY:
            painter.drawEllipse(QPointF(C, C), 34, 34)
        case BandKind.ARMED:
            painter.drawEllipse(QPointF(C, C), 30, 30)
            _ring(painter, colour, 43, 7)
        case BandKind.NO_BOOK:
            _ring(painter, colour, 36, STROKE)
        case BandKind.HOLD_STILL:
            painter.drawRect(QRectF(17, 17, 66, 66))
        case BandKind.TURN:
            painter.drawPolygon(_arrow())
        case BandKind.TURN_BACK:
            _hook(painter, colour)
        case BandKind.WAIT:
            _hourglass(painter, colour)
        case BandKind.CONFIRM_TURN:
            painter.drawPolygon(QPolygonF([QPointF(C, 4), QPointF(96, C), QPointF(C, 96), QPointF(4, C)]))
            _letter(painter, "?", ground, 56, 0)
        case BandKind.PAUSED:
            painter.drawRoundedRect(QRectF(22, 16, 20, 68), 4, 4)
            painter.drawRoundedRect(QRectF(58, 16, 20, 68), 4, 4)
        case BandKind.FAULT:
            painter.drawPolygon(QPolygonF([QPointF(C, 8), QPointF(97, 90), QPointF(3, 90)]))
            _letter(painter, "!", ground, 58, 12)
        case BandKind.STOPPED:
            painter.drawPolygon(_octagon(46))
            painter.setBrush(ground)
            painter.drawRect(QRectF(24, 43, 52, 14))
        case BandKind.DISCONNECTED:
            _broken_ring(painter, colour)
    painter.restore()


_MIRRORED = (BandKind.TURN, BandKind.TURN_BACK)


def _ring(painter: QPainter, colour: QColor, radius: float, width: float) -> None:
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(C, C), radius, radius)


def _arrow() -> QPolygonF:
    """A thick arrow, pointing the way the reader goes on."""
    corners = ((4, 36), (50, 36), (50, 12), (96, 50), (50, 88), (50, 64), (4, 64))
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _hook(painter: QPainter, colour: QColor) -> None:
    """A bent arrow that comes back the way it went: another silhouette than the straight one of a turn."""
    bow = QPainterPath(QPointF(22, 84))
    bow.lineTo(58, 84)
    bow.arcTo(QRectF(30, 28, 56, 56), -90, 180)
    bow.lineTo(40, 28)
    pen = QPen(colour, 15)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(bow)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(42, 0), QPointF(42, 56), QPointF(6, 28)]))


def _hourglass(painter: QPainter, colour: QColor) -> None:
    pen = QPen(colour, 8)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = ((24, 10), (76, 10), (24, 90), (76, 90))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def _octagon(radius: float) -> QPolygonF:
    eighths = (math.radians(22.5 + 45 * step) for step in range(8))
    return QPolygonF([QPointF(C + radius * math.cos(turn), C + radius * math.sin(turn)) for turn in eighths])


def _broken_ring(painter: QPainter, colour: QColor) -> None:
    pen = QPen(colour, STROKE)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    room = QRectF(14, 14, 72, 72)
    for begin in (75, 255):
        painter.drawArc(room, begin * 16, 130 * 16)


def _letter(painter: QPainter, letter: str, colour: QColor, size: int, lower: float) -> None:
    font = QFont(painter.font())
    font.setPixelSize(size)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRectF(0, lower, 100, 100), Qt.AlignmentFlag.AlignCenter, letter)
