"""The re-shoot list at the desk: Enter opens the cradle at the spread, D keeps the spread as it is, with a reason."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListView, QStackedLayout, QVBoxLayout, QWidget

from operator_gui.screens.books.buttons import button
from operator_gui.screens.books.rows import TicketRow
from operator_gui.screens.books.ticket_list import TicketList
from operator_gui.screens.books.words import finding_words
from operator_gui.screens.context import ScreenContext
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import DismissTicket, Ticket

__all__ = ["TicketPane"]


class TicketPane(QWidget):
    """What the night found poor, by book."""

    open_asked = Signal(object)
    """A `Ticket`."""
    counted = Signal(int)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.tickets = TicketList(context.client, self)
        self.tickets.fetched.connect(self._fetched)
        self.list = QListView(uniformItemSizes=False)
        self.list.setModel(self.tickets)
        self.list.setItemDelegate(TicketRow(context.theme, self.list))
        self.list.setAccessibleName(self.tr("Spreads to shoot again"))
        self.list.activated.connect(lambda _: self.open())
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.wrong = QLabel(wordWrap=True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.open_button = button(self.tr("Shoot again"), self.open, kind="primary", key=self.tr("Enter"))
        self.dismiss_button = button(
            self.tr("Keep as it is …"), self.ask_why, key=context.keys.shown("books.dismiss_ticket")
        )
        self.why = _Why()
        self.why.given.connect(self._dismiss)
        self.why.given_up.connect(self.list.setFocus)
        self._empty = QLabel(
            self.tr(
                "Nothing to shoot again.\n\nAfter the night, spreads whose text cannot be read, whose pages failed or "
                "whose red flags nobody answered are listed here."
            ),
            wordWrap=True,
            alignment=Qt.AlignmentFlag.AlignCenter,
        )
        self._empty.setProperty("kind", "quiet")
        self._chosen = ""
        self._lay_out()

    def reload(self) -> None:
        """Fetch the list."""
        self.tickets.reload()

    def ticket(self) -> Ticket | None:
        """The one that is chosen."""
        return self.tickets.ticket(self.list.currentIndex().row())

    def open(self) -> None:
        """Have the spread shot again."""
        if (ticket := self.ticket()) is not None:
            self.open_asked.emit(ticket)

    def ask_why(self) -> None:
        """Ask for the reason to keep the spread as it is."""
        if self.ticket() is not None:
            self.why.ask()

    def show_book(self, book_id: str) -> None:
        """Choose the first ticket of a book."""
        for row in range(self.tickets.rowCount()):
            ticket = self.tickets.ticket(row)
            if ticket is not None and ticket.book_id == book_id:
                self._choose(row)
                return

    def _dismiss(self, why: str) -> None:
        ticket = self.ticket()
        if ticket is None:
            return
        told = self.tr("Spread {position} of “{title}” is kept as it is.")
        told = told.format(position=ticket.position, title=ticket.title)

        def done(_: Ticket) -> None:
            self._context.notices.tell(told)
            self.reload()

        path = f"/v1/tickets/{ticket.ticket_id}/dismiss"
        failed = self._context.notices.fail
        self._context.client.send("POST", path, Ticket, done, body=DismissTicket(why=why), failed=failed, owner=self)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetched(self, count: int) -> None:
        self._stack.setCurrentIndex(0 if count else 1)
        self.counted.emit(count)
        rows = range(self.tickets.rowCount())
        same = next((row for row in rows if self._id_at(row) == self._chosen), self.tickets.row_from(self._row))
        self._choose(same)

    _row = 0

    def _id_at(self, row: int) -> str | None:
        ticket = self.tickets.ticket(row)
        return ticket.ticket_id if ticket is not None else None

    def _choose(self, row: int) -> None:
        if row >= 0:
            index = self.tickets.index(row)
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        else:
            self._show_chosen()

    def _show_chosen(self) -> None:
        ticket = self.ticket()
        for widget in (self.open_button, self.dismiss_button):
            widget.setEnabled(ticket is not None)
        if ticket is None:
            self.wrong.clear()
            return
        self._chosen, self._row = ticket.ticket_id, self.list.currentIndex().row()
        spread = self.tr("Spread {position} of “{title}”").format(position=ticket.position, title=ticket.title)
        self.wrong.setText("\n".join([spread, *(f"▲ {finding_words(finding)}" for finding in ticket.findings)]))

    def _lay_out(self) -> None:
        chosen = QFrame()
        chosen.setProperty("kind", "card")
        below = QVBoxLayout(chosen)
        below.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        below.setSpacing(STEP)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.dismiss_button)
        buttons.addStretch(1)
        below.addWidget(self.wrong)
        below.addLayout(buttons)
        below.addWidget(self.why)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.list, 1)
        column.addWidget(chosen)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)


class _Why(QWidget):
    """The reason, kept with the ticket."""

    given = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(maxLength=500)
        self.field.setPlaceholderText(self.tr("Why is it good enough? Enter keeps it, Esc goes back."))
        self.field.setAccessibleName(self.tr("Why the spread is kept as it is"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.hide()

    def ask(self) -> None:
        self.field.clear()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Enter gives it, Esc gives it up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.text().strip():
            self.hide()
            self.given.emit(self.field.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
