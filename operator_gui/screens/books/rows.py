"""How a book and a ticket are drawn in their lists: two lines, what matters first, the figure at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from operator_gui.daemon.rig import RigFollower
from operator_gui.screens.books.book_list import BOOK_ROLE
from operator_gui.screens.books.ticket_list import TICKET_ROLE, TITLE_ROLE
from operator_gui.screens.books.words import day_of, finding_words, spreads_of, state_word
from operator_gui.theme.sizes import CORNER, STEP, TOUCH
from operator_gui.theme.theme import Theme
from scanner_daemon.api.schemas import Book, Ticket

__all__ = ["BookRow", "TicketRow"]

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _TwoLines(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802  Qt's name
        """Two lines and air, never less than a finger needs."""
        sizes = self._theme.look.sizes
        lines = QFontMetrics(sizes.font("body")).height() + QFontMetrics(sizes.font("small")).height()
        return QSize(STEP * 40, max(TOUCH, lines + STEP * 3))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """Paint what is chosen and what has the focus; where the words go."""
        palette = self._theme.look.palette
        room = option.rect.adjusted(2, 2, -2, -2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("raised"))
            painter.drawRoundedRect(room, CORNER, CORNER)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(palette.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), CORNER, CORNER)
        return room.adjusted(STEP * 2, STEP, -STEP * 2, -STEP)

    def _line(
        self, painter: QPainter, room: QRect, left: str, right: str, font: QFont, inks: tuple[QColor, QColor]
    ) -> None:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(inks[1])
        painter.drawText(room, _RIGHT, right)
        wide = room.width() - metrics.horizontalAdvance(right) - STEP * 2
        painter.setPen(inks[0])
        painter.drawText(room, _LEFT, metrics.elidedText(left, Qt.TextElideMode.ElideRight, max(wide, 0)))


class BookRow(_TwoLines):
    """Title and state; author, and how far it is."""

    def __init__(self, theme: Theme, rig: RigFollower, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._rig = rig

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one book."""
        book = index.data(BOOK_ROLE)
        if not isinstance(book, Book):
            return
        look = self._theme.look
        text, quiet = look.palette.color("text"), look.palette.color("quiet")
        on_cradle = self._rig.snapshot.book if self._rig.snapshot is not None else None
        in_hand = on_cradle is not None and on_cradle.book_id == book.book_id
        painter.save()
        room = self._ground(painter, option)
        upper = QRect(room.left(), room.top(), room.width(), QFontMetrics(look.sizes.font("body")).height())
        lower = QRect(room.left(), upper.bottom() + 2, room.width(), room.bottom() - upper.bottom())
        state = state_word(book.state, in_hand=in_hand)
        font = look.sizes.font("body", bold=in_hand)
        self._line(painter, upper, book.title, state, font, (text, text if in_hand else quiet))
        beside = [book.author or "", day_of(book.started_at) if book.started_at else ""]
        told = [spreads_of(book)]
        if book.open_tickets:
            told.insert(0, self.tr("%n to shoot again", "", book.open_tickets))
        written = "  ·  ".join(part for part in beside if part)
        self._line(painter, lower, written, "  ·  ".join(told), look.sizes.font("small"), (quiet, quiet))
        painter.restore()


class TicketRow(_TwoLines):
    """Which spread, since when; what is wrong with it. A book's title stands above its own."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a ticket or a title."""
        look = self._theme.look
        text, quiet = look.palette.color("text"), look.palette.color("quiet")
        painter.save()
        title = index.data(TITLE_ROLE)
        ticket = index.data(TICKET_ROLE)
        if title is not None:
            room = option.rect.adjusted(STEP, STEP * 2, -STEP * 2, -STEP // 2)
            said = self.tr("%n spread(s)", "", title[1])
            self._line(painter, room, title[0], said, look.sizes.font("body", bold=True), (text, quiet))
        elif isinstance(ticket, Ticket):
            room = self._ground(painter, option)
            upper = QRect(room.left(), room.top(), room.width(), QFontMetrics(look.sizes.font("body")).height())
            lower = QRect(room.left(), upper.bottom() + 2, room.width(), room.bottom() - upper.bottom())
            spread = self.tr("Spread {position}").format(position=ticket.position)
            self._line(painter, upper, spread, day_of(ticket.created_at), look.sizes.font("body"), (text, quiet))
            wrong = "; ".join(map(finding_words, ticket.findings))
            self._line(painter, lower, wrong, "", look.sizes.font("small"), (quiet, quiet))
        painter.restore()
