"""The books as a list that is fetched as far as somebody looks: thousands of them never swamp it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from operator_gui.daemon.client import Call, DaemonClient
from operator_gui.screens.books.words import spreads_of, state_word
from scanner_daemon.api.schemas import Book, BookState, Listing

__all__ = ["BOOK_ROLE", "BookList"]

BOOK_ROLE = Qt.ItemDataRole.UserRole + 1
PART = 50
"""Three screens full: counting the pages of a hundred books of a library of a million takes 0.2 s, of fifty half."""
SETTLE_MS = 120
"""A search waits until the fingers rest."""
Index = QModelIndex | QPersistentModelIndex


class BookList(QAbstractListModel):
    """The newest first; narrowed by words and by state on the daemon's side."""

    fetched = Signal()
    """A part has come."""

    def __init__(self, client: DaemonClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._books: list[Book] = []
        self._next: str | None = None
        self._call: Call | None = None
        self._find = ""
        self._state: BookState | None = None
        self.known = False
        """Something was fetched for the present search, be it nothing."""
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.reload)

    @property
    def finding(self) -> str:
        """What is searched for."""
        return self._find

    def search(self, words: str, *, now: bool = False) -> None:
        """Narrow the list to the books with all these words; soon, or ``now``."""
        if words.strip() != self._find or now:
            self._find = words.strip()
            self.known = False
            self._settling.start(0 if now else SETTLE_MS)

    def show_state(self, state: BookState | None) -> None:
        """Only books in this state; None for all."""
        self._state = state
        self.reload()

    def reload(self) -> None:
        """Fetch the first part anew."""
        self._settling.stop()
        if self._call is not None:
            self._call.abort()
        self._fetch(None)

    def book(self, row: int) -> Book | None:
        """The book in a row."""
        return self._books[row] if 0 <= row < len(self._books) else None

    def row_of(self, book_id: str) -> int:
        """Where a book is; -1 where it is not fetched."""
        return next((row for row, book in enumerate(self._books) if book.book_id == book_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  Qt's own form
        """How many were fetched."""
        return 0 if parent.isValid() else len(self._books)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The book itself, or a line of words for those who hear the list."""
        book = self.book(index.row())
        if book is None:
            return None
        if role == BOOK_ROLE:
            return book
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (book.title, book.author or "", state_word(book.state), spreads_of(book))
            return ", ".join(part for part in parts if part)
        return None

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802  Qt's name
        """There is more, and it is not on its way."""
        return not parent.isValid() and self._next is not None and self._call is None

    def fetchMore(self, parent: Index) -> None:  # noqa: N802  Qt's name
        """Fetch the next part."""
        if self.canFetchMore(parent):
            self._fetch(self._next)

    def _fetch(self, after: str | None) -> None:
        query: dict[str, str | int | float | bool] = {"limit": PART}
        if after is not None:
            query["after"] = after
        if self._find:
            query["find"] = self._find
        if self._state is not None:
            query["state"] = self._state.value
        self._call = self._client.get(
            "/v1/books",
            Listing[Book],
            lambda part: self._take(part, first=after is None),
            query=query,
            failed=lambda _: self._failed(),
            owner=self,
        )

    def _take(self, part: Listing[Book], *, first: bool) -> None:
        self._call = None
        self._next = part.next
        self.known = True
        if first:
            self.beginResetModel()
            self._books = list(part.items)
            self.endResetModel()
        elif part.items:
            self.beginInsertRows(QModelIndex(), len(self._books), len(self._books) + len(part.items) - 1)
            self._books += part.items
            self.endInsertRows()
        self.fetched.emit()

    def _failed(self) -> None:
        """The daemon is away or starting: the window says so, and the list is fetched again when it is back."""
        self._call = None
