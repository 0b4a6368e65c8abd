"""The photograph as it was taken beside the page that was made of it, with an edge between them that can be moved."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF, QTransform

from operator_gui.screens.review.canvas import Canvas
from operator_gui.screens.review.pyramid import Pyramid, Turn
from operator_gui.theme.theme import Theme
from scanner_daemon.api.schemas import PageReviewed

__all__ = ["Wipe", "place_on_page", "turn_of"]

STEP = 0.02
GRIP_PX = 22


def turn_of(page: PageReviewed) -> Turn:
    """How the stored photograph of a page becomes upright."""
    return Turn(page.clockwise_degrees, page.mirrored)


def place_on_page(page: PageReviewed, photograph: Pyramid, page_size: tuple[int, int]) -> QRectF:
    """Where the upright photograph lies, in pixels of the page: moved and scaled, so that the page's middle and height
    agree. Tilt, perspective and curl stay as they were taken: they are what is to be seen.
    """
    size = photograph.size
    across = Turn(page.clockwise_degrees).across
    stored = (size.height(), size.width()) if across else (size.width(), size.height())
    corners = page.corners or ((0, 0), (stored[0], 0), (stored[0], stored[1]), (0, stored[1]))
    outline = QPolygonF([_upright(QPointF(x, y), stored, turn_of(page)) for x, y in corners]).boundingRect()
    scale = page_size[1] / max(1.0, outline.height())
    middle = outline.center()
    left = page_size[0] / 2 - middle.x() * scale
    top = page_size[1] / 2 - middle.y() * scale
    return QRectF(left, top, size.width() * scale, size.height() * scale)


def _upright(point: QPointF, stored: tuple[int, int], turn: Turn) -> QPointF:
    width, height = stored
    x, y = (width - point.x() if turn.mirrored else point.x()), point.y()
    match turn.clockwise_degrees % 360:
        case 90:
            return QPointF(height - y, x)
        case 180:
            return QPointF(width - x, height - y)
        case 270:
            return QPointF(y, width - x)
        case _:
            return QPointF(x, y)


class Wipe(QObject):
    """A layer of the canvas: left of the edge the photograph, right of it the page."""

    changed = Signal()

    def __init__(self, canvas: Canvas, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._theme = theme
        self._photograph: Pyramid | None = None
        self._page: PageReviewed | None = None
        self.on = False
        self.at = 0.5
        """Where the edge is, in widths of the canvas."""

    def show_photograph(self, page: PageReviewed, photograph: Pyramid) -> None:
        """The photograph of the page that the canvas shows."""
        self._page, self._photograph = page, photograph
        self.changed.emit()

    def drag(self, where: QPointF, held: bool) -> bool:
        """Whether the pointer has taken hold of the edge; while it is held, the edge follows."""
        if not self.on or not (held or abs(where.x() - self._canvas.width() * self.at) <= GRIP_PX):
            return False
        self.at = min(1.0, max(0.0, where.x() / max(1, self._canvas.width())))
        self.changed.emit()
        return True

    def clear(self) -> None:
        """Another page."""
        self._page = self._photograph = None

    def move(self, steps: float) -> None:
        """Move the edge to the right; negative, to the left."""
        self.at = min(1.0, max(0.0, self.at + steps * STEP))
        self.changed.emit()

    def __call__(self, painter: QPainter, way: QTransform, whole: QRectF) -> None:
        """Paint what lies left of the edge, and the edge."""
        picture = self._canvas.picture
        if not self.on or picture is None:
            return
        edge = round(self._canvas.width() * self.at)
        if self._photograph is not None and self._page is not None:
            painter.save()
            painter.setClipRect(QRectF(0, 0, edge, self._canvas.height()))
            painter.fillRect(whole, Qt.GlobalColor.black)
            size = (picture.size.width(), picture.size.height())
            placed = place_on_page(self._page, self._photograph, size)
            self._canvas.paint_picture(painter, self._photograph, way.mapRect(placed))
            painter.restore()
        self._paint_edge(painter, edge)

    def _paint_edge(self, painter: QPainter, edge: int) -> None:
        colors = self._theme.look.palette
        height = self._canvas.height()
        painter.setPen(QPen(Qt.GlobalColor.black, 5))
        painter.drawLine(edge, 0, edge, height)
        painter.setPen(QPen(colors.color("accent"), 2))
        painter.drawLine(edge, 0, edge, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colors.color("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(edge, height / 2), GRIP_PX, GRIP_PX)
        painter.setBrush(colors.color("on_accent"))
        for side in (-1, 1):
            tip = edge + side * 15
            back = edge + side * 6
            painter.drawPolygon(
                [QPointF(tip, height / 2), QPointF(back, height / 2 - 7), QPointF(back, height / 2 + 7)]
            )
        font = self._theme.look.sizes.font("small", bold=True)
        painter.setFont(font)
        before = self.tr("photograph") if self._photograph is not None else self.tr("photograph is loading…")
        for words, left in ((before, False), (self.tr("page"), True)):
            width = painter.fontMetrics().horizontalAdvance(words) + 16
            room = QRectF(edge + 8 if left else edge - 8 - width, 8, width, painter.fontMetrics().height() + 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color("surface"))
            painter.drawRoundedRect(room, 4, 4)
            painter.setPen(colors.color("text"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
