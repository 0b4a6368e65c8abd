"""Words over a live view: short, on a dark ground of their own, with a shape or an arrow before them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from operator_gui.screens.capture.live.finding_words import Way

__all__ = ["paint_label"]

PAD = 10.0
GLYPH = 22.0
TURNS = {Way.UP: -90.0, Way.RIGHT: 0.0, Way.DOWN: 90.0, Way.LEFT: 180.0}


def paint_label(
    painter: QPainter, middle_top: QPointF, room: float, text: str, way: Way | None, font: QFont, ink: QColor
) -> float:
    """Draw one label centred under ``middle_top``, no wider than ``room``; how high it became, in pixels."""
    metrics = QFontMetricsF(font)
    for_glyph = GLYPH + PAD if way is not None else 0.0
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    words = metrics.boundingRect(QRectF(0, 0, max(40.0, room - 2 * PAD - for_glyph), 1000), flags, text)
    width, height = words.width() + 2 * PAD + for_glyph + 1, max(words.height(), GLYPH) + PAD
    box = QRectF(middle_top.x() - width / 2, middle_top.y(), width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 200))
    painter.drawRoundedRect(box, 6, 6)
    if way is not None:
        _paint_way(painter, QRectF(box.left() + PAD, box.center().y() - GLYPH / 2, GLYPH, GLYPH), way, ink)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box.adjusted(PAD + for_glyph, 0, -PAD + 1, 0), flags, text)
    painter.restore()
    return height


def _paint_way(painter: QPainter, box: QRectF, way: Way, ink: QColor) -> None:
    painter.save()
    painter.translate(box.center())
    if way in TURNS:
        painter.rotate(TURNS[way])
        painter.setBrush(ink)
        corners = ((-10, -3), (1, -3), (1, -9), (11, 0), (1, 9), (1, 3), (-10, 3))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    else:
        if way is Way.ANTICLOCKWISE:
            painter.scale(-1, 1)
        bow = QPainterPath()
        bow.arcMoveTo(QRectF(-8, -8, 16, 16), 150)
        bow.arcTo(QRectF(-8, -8, 16, 16), 150, -210)
        painter.strokePath(bow, QPen(ink, 3.5))
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([QPointF(-1, 2), QPointF(9, -1), QPointF(3, 10)]))
    painter.restore()
