"""How one cell of the filmstrip looks: both pages side by side, its place below, a shape where something is off."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from operator_gui.screens.capture.filmstrip.cell import FilmCell, role_word
from operator_gui.screens.capture.filmstrip.thumbnails import Thumbnails
from operator_gui.theme.sizes import CORNER
from operator_gui.theme.theme import Look
from operator_gui.widgets.level_mark import paint_level
from scanner_daemon.api.schemas import Level, Side

__all__ = ["CellPainter"]

MARK = 18.0


class CellPainter:
    """Draws with one painter on one theme."""

    def __init__(self, painter: QPainter, look: Look, thumbnails: Thumbnails, turns: dict[Side, int]) -> None:
        self._painter = painter
        self._palette = look.palette
        self._thumbnails = thumbnails
        self._turns = turns
        self._font = look.sizes.font("capture")
        self._bold = look.sizes.font("capture", bold=True)
        self._line = QFontMetricsF(self._font).height()

    def paint_cell(self, room: QRectF, cell: FilmCell, *, selected: bool, newest: bool) -> None:
        """One spread. The newest is set apart by its bold number, the selected one by its frame."""
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(QPen(self._palette.color("accent"), 3))
            painter.setBrush(self._palette.color("raised"))
            painter.drawRoundedRect(room.adjusted(1.5, 1.5, -1.5, -1.5), CORNER, CORNER)
        inner = room.adjusted(6, 5, -6, -2)
        pictures = QRectF(inner.left(), inner.top(), inner.width(), inner.height() - self._line)
        self._paint_pictures(pictures, cell)
        self._paint_foot(QRectF(inner.left(), pictures.bottom(), inner.width(), self._line), cell, selected or newest)

    def paint_empty(self, room: QRectF) -> None:
        """Before the first spread."""
        self._painter.setFont(self._font)
        self._painter.setPen(self._palette.color("quiet"))
        words = QCoreApplication.translate("Filmstrip", "The spreads of the book appear here.")
        self._painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_pictures(self, room: QRectF, cell: FilmCell) -> None:
        shots = cell.shots or ((Side.BOTH, ""),)
        width = room.width() / len(shots)
        for place, (side, shot_id) in enumerate(shots):
            part = QRectF(room.left() + place * width, room.top(), width, room.height())
            pixmap = self._thumbnails.pixmap(shot_id, self._turns.get(side, 0)) if shot_id else None
            if pixmap is None:
                self._painter.fillRect(part.adjusted(1, 1, -1, -1), self._palette.color("raised"))
            else:
                towards = 1.0 if len(shots) == 2 and place == 0 else 0.0 if len(shots) == 2 else 0.5
                self._paint_fitted(part, pixmap, towards)

    def _paint_fitted(self, room: QRectF, pixmap: QPixmap, towards: float) -> None:
        """As large as fits; ``towards`` 0 leans on the left edge, 1 on the right one, so that the pages meet."""
        scale = min((room.width() - 1) / pixmap.width(), room.height() / pixmap.height())
        width, height = pixmap.width() * scale, pixmap.height() * scale
        corner = QPointF(room.left() + (room.width() - width) * towards, room.center().y() - height / 2)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawPixmap(QRectF(corner.x(), corner.y(), width, height), pixmap, QRectF(pixmap.rect()))

    def _paint_foot(self, room: QRectF, cell: FilmCell, bold: bool) -> None:
        painter = self._painter
        font = self._bold if bold else self._font
        painter.setFont(font)
        number = str(cell.position)
        metrics = QFontMetricsF(font)
        painter.setPen(self._palette.color("text" if bold else "quiet"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), number)
        used = metrics.horizontalAdvance(number) + 6
        if (level := _marked(cell)) is not None:
            where = QRectF(room.left() + used, room.center().y() - MARK / 2, MARK, MARK)
            paint_level(painter, level, where, self._palette)
            used += MARK + 6
        aside = role_word(cell.role) or cell.pages
        rest = room.adjusted(used, 0, 0, 0)
        painter.setFont(self._font)
        if aside and QFontMetricsF(self._font).horizontalAdvance(aside) <= rest.width():
            painter.setPen(self._palette.color("quiet"))
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), aside)


def _marked(cell: FilmCell) -> Level | None:
    """Green needs no mark: it is the rule."""
    if not cell.complete:
        return Level.RED
    return cell.level if cell.level in (Level.AMBER, Level.RED) else None
