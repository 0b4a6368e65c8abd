"""The re-shoot list, grouped by book: a line with the book's title, then its spreads in reading order."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from operator_gui.daemon.client import DaemonClient
from operator_gui.screens.books.words import finding_words
from scanner_daemon.api.schemas import Listing, Ticket

__all__ = ["TICKET_ROLE", "TITLE_ROLE", "TicketList"]

TICKET_ROLE = Qt.ItemDataRole.UserRole + 1
TITLE_ROLE = Qt.ItemDataRole.UserRole + 2
MOST = 1000
Index = QModelIndex | QPersistentModelIndex


class TicketList(QAbstractListModel):
    """Rows are tickets, or the title and the count of the book that follows."""

    fetched = Signal(int)
    """How many tickets there are."""

    def __init__(self, client: DaemonClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._rows: list[Ticket | tuple[str, int]] = []
        self.count = 0

    def reload(self) -> None:
        """Fetch the open tickets."""
        self._client.get(
            "/v1/tickets",
            Listing[Ticket],
            self._take,
            query={"limit": MOST},
            failed=lambda _: None,  # the window says that the daemon is away; the list is fetched when it is back
            owner=self,
        )

    def ticket(self, row: int) -> Ticket | None:
        """The ticket in a row; None for a title."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Ticket) else None

    def row_from(self, row: int) -> int:
        """The first ticket at or after a row, else the last one; -1 where there is none."""
        tickets = [place for place, each in enumerate(self._rows) if isinstance(each, Ticket)]
        return next((place for place in tickets if place >= row), tickets[-1] if tickets else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  Qt's own form
        """Titles and tickets."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A title cannot be chosen."""
        return super().flags(index) if self.ticket(index.row()) else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The ticket, or the title with its count, or words for those who hear the list."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == TICKET_ROLE:
            return row if isinstance(row, Ticket) else None
        if role == TITLE_ROLE:
            return None if isinstance(row, Ticket) else row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if not isinstance(row, Ticket):
                return row[0]
            spread = self.tr("spread {position}").format(position=row.position)
            return f"{row.title}, {spread}: {'; '.join(map(finding_words, row.findings))}"
        return None

    def _take(self, part: Listing[Ticket]) -> None:
        self.beginResetModel()
        self._rows = []
        for _, tickets in groupby(part.items, key=lambda ticket: ticket.book_id):
            of_book = list(tickets)
            self._rows += [(of_book[0].title, len(of_book)), *of_book]
        self.count = len(part.items)
        self.endResetModel()
        self.fetched.emit(self.count)
