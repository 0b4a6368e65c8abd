"""How an entry of the history is drawn: a shape, kind and times, and what happened."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from operator_gui.screens.faults.history import NOTIFICATION_ROLE
from operator_gui.screens.faults.words import heading_of, level_of, told_words
from operator_gui.theme.sizes import CORNER, STEP, TOUCH
from operator_gui.theme.theme import Theme
from operator_gui.widgets.level_mark import paint_level
from scanner_daemon.api.schemas import Notification

__all__ = ["NotificationRow"]

MARK_PX = 20
Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class NotificationRow(QStyledItemDelegate):
    """Two lines; what does not fit is told whole beside the list."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802  Qt's name
        """Two lines and air, never less than a finger needs."""
        sizes = self._theme.look.sizes
        lines = QFontMetrics(sizes.font("small")).height() + QFontMetrics(sizes.font("body")).height()
        return QSize(STEP * 40, max(TOUCH, lines + STEP * 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        told = index.data(NOTIFICATION_ROLE)
        if not isinstance(told, Notification):
            return
        look = self._theme.look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room: QRect = option.rect.adjusted(2, 2, -2, -2)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.palette.color("raised"))
            painter.drawRoundedRect(room, CORNER, CORNER)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(look.palette.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), CORNER, CORNER)
        mark = QRectF(room.left() + STEP, room.center().y() - MARK_PX / 2, MARK_PX, MARK_PX)
        paint_level(painter, level_of(told), mark, look.palette)
        words = room.adjusted(STEP * 2 + MARK_PX, STEP, -STEP, -STEP)
        upper = QRect(words.left(), words.top(), words.width(), QFontMetrics(look.sizes.font("small")).height())
        lower = QRect(words.left(), upper.bottom(), words.width(), words.bottom() - upper.bottom())
        for line, text, size, ink in (
            (upper, heading_of(told), "small", "quiet"),
            (lower, told_words(told)[0], "body", "text"),
        ):
            font = look.sizes.font(size)
            painter.setFont(font)
            painter.setPen(look.palette.color(ink))
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, _LEFT | Qt.TextFlag.TextDontClip, elided)
        painter.restore()
