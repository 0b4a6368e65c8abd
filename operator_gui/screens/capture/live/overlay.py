"""What alignment saw, as thin lines over the live view: the page, its margins, the spine, where it ought to lie."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from operator_gui.screens.capture.live.geometry import PaneGeometry
from scanner_daemon.api.schemas import Alignment, Level

__all__ = ["OverlayColours", "paint_alignment", "paint_grid"]

LINE_PX = 1.5
OPACITY = 0.7
FAINT = 0.25
SURE = 0.5
"""Below this confidence nothing is said, and the lines are faint."""
TICK_PX = 14.0
CORNER_PX = 36.0


@dataclass(frozen=True, slots=True)
class OverlayColours:
    """Of the lines; the words lie on the pane's own ground."""

    line: QColor
    amber: QColor
    red: QColor


def worst_level(alignment: Alignment) -> Level:
    """GREEN where nothing is off."""
    levels = {finding.level for finding in alignment.findings}
    return Level.RED if Level.RED in levels else Level.AMBER if Level.AMBER in levels else Level.GREEN


def paint_alignment(
    painter: QPainter,
    geometry: PaneGeometry,
    alignment: Alignment,
    colours: OverlayColours,
    *,
    box: bool,
    margins: bool,
) -> None:
    """Draw it; the painter's own state is left as it was."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(OPACITY if alignment.confidence >= SURE else FAINT)
    level = worst_level(alignment)
    colour = colours.red if level is Level.RED else colours.amber if level is Level.AMBER else colours.line
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if box and alignment.target is not None and level is not Level.GREEN:
        painter.setPen(QPen(colours.line, LINE_PX))
        _paint_corners(painter, geometry.polygon(alignment.target))
    if box and alignment.page is not None:
        painter.setPen(QPen(colour, LINE_PX))
        _paint_outline(painter, geometry.polygon(alignment.page))
    if box and alignment.spine is not None:
        painter.setPen(QPen(colour, LINE_PX))
        painter.drawLine(QLineF(*(geometry.point(end) for end in alignment.spine)))
    if margins and alignment.page is not None:
        painter.setPen(QPen(colours.line, LINE_PX))
        _paint_margins(painter, geometry, alignment)
    painter.restore()


def _paint_outline(painter: QPainter, area: QPolygonF) -> None:
    """Line by line: as one polyline it takes Qt two and a half times as long (3.0 ms, measured), at every frame."""
    around = area.toList()
    painter.drawLines([QLineF(begin, end) for begin, end in pairwise(around)])


def _paint_corners(painter: QPainter, area: QPolygonF) -> None:
    """Where the page ought to lie: its four corners alone, so that they are not taken for the page."""
    corners = area.toList()[:4]
    for here, corner in enumerate(corners):
        for other in (corners[here - 1], corners[(here + 1) % 4]):
            way = QLineF(corner, other)
            way.setLength(min(CORNER_PX, way.length()))
            painter.drawLine(way)


def _paint_margins(painter: QPainter, geometry: PaneGeometry, alignment: Alignment) -> None:
    """From the middle of each side of the page to the edge of the frame, with a tick at either end."""
    assert alignment.page is not None
    around = geometry.polygon(alignment.page).boundingRect()
    middle, shown = around.center(), geometry.shown
    for begin, end in (
        (QPointF(middle.x(), around.top()), QPointF(middle.x(), shown.top())),
        (QPointF(middle.x(), around.bottom()), QPointF(middle.x(), shown.bottom())),
        (QPointF(around.left(), middle.y()), QPointF(shown.left(), middle.y())),
        (QPointF(around.right(), middle.y()), QPointF(shown.right(), middle.y())),
    ):
        if not shown.contains(begin):
            continue
        line = QLineF(begin, end)
        painter.drawLine(line)
        for place in (begin, end):
            across = line.normalVector().unitVector()
            dx, dy = across.dx() * TICK_PX / 2, across.dy() * TICK_PX / 2
            painter.drawLine(QLineF(place.x() - dx, place.y() - dy, place.x() + dx, place.y() + dy))


def paint_grid(painter: QPainter, shown: QRectF, colour: QColor, cells: int = 6) -> None:
    """Straight lines to hold the page against."""
    painter.save()
    painter.setOpacity(FAINT)
    painter.setPen(QPen(colour, 1))
    for step in range(1, cells):
        x = shown.left() + shown.width() * step / cells
        y = shown.top() + shown.height() * step / cells
        painter.drawLine(QLineF(x, shown.top(), x, shown.bottom()))
        painter.drawLine(QLineF(shown.left(), y, shown.right(), y))
    painter.restore()
