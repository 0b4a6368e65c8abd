"""All books: searched by words or by a scanned number, and the chosen one beside the list."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QListView, QStackedLayout, QVBoxLayout, QWidget

from operator_gui.screens.books.book_list import BookList
from operator_gui.screens.books.buttons import button
from operator_gui.screens.books.detail import BookDetail
from operator_gui.screens.books.look_up import looks_like_isbn
from operator_gui.screens.books.rows import BookRow
from operator_gui.screens.context import ScreenContext
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import Book, BookProgress, BookState

__all__ = ["Shelf"]

REFRESH_MS = 400
"""Figures follow the cradle no quicker than this."""
REST_MS = 80
"""Figures are asked for when the arrow keys rest on a book."""


class Shelf(QWidget):
    """The list and the book that is chosen in it."""

    new_asked = Signal(str, str)
    """A number and a title to begin with; either may be empty."""
    chosen = Signal(object)
    """The `Book`, or None."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.books = BookList(context.client, self)
        self.books.modelAboutToBeReset.connect(self._keep_chosen)
        self.books.fetched.connect(self._fetched)
        self.search = _Search()
        self.search.textChanged.connect(self.books.search)
        self.search.returnPressed.connect(self._entered)
        self.search.left.connect(self._to_list)
        self.state = QComboBox()
        self.state.setAccessibleName(self.tr("Which books"))
        for words, state in (
            (self.tr("All books"), None),
            (self.tr("Unfinished"), BookState.OPEN),
            (self.tr("Put away"), BookState.PAUSED),
            (self.tr("Finished"), BookState.FINISHED),
        ):
            self.state.addItem(words, state)
        self.state.currentIndexChanged.connect(lambda _: self.books.show_state(self.state.currentData()))
        self.new_button = button(self.tr("New book"), self._new, kind="primary", key=context.keys.shown("books.new"))
        self.list = QListView(uniformItemSizes=True)
        self.list.setModel(self.books)
        self.list.setItemDelegate(BookRow(context.theme, context.rig, self.list))
        self.list.setAccessibleName(self.tr("Books"))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose_current())
        self.detail = BookDetail(
            {name: context.keys.shown(f"books.{name}") for name in ("continue", "finish", "put_away")}
        )
        self._empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("kind", "quiet")
        self._wanted: str | None = None
        self._begin_with_answer = ""
        self._refused = ""
        self._refreshing = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refreshing.timeout.connect(self.reload)
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self._ask_progress)
        self._lay_out()

    def book(self) -> Book | None:
        """The one that is chosen."""
        return self.books.book(self.list.currentIndex().row())

    def reload(self) -> None:
        """Fetch what is shown anew; the same book stays chosen."""
        self.books.reload()

    def refresh_soon(self) -> None:
        """Something has happened at the cradle."""
        if not self._refreshing.isActive():
            self._refreshing.start()

    def show_book(self, book_id: str, *, refused: bool = False) -> None:
        """Choose a book, whatever is searched for; ``refused``, because it cannot be finished."""
        self._wanted = book_id
        self._refused = book_id if refused else ""
        if self.books.row_of(book_id) >= 0:
            self._fetched()
        else:
            self.search.clear()
            self.state.setCurrentIndex(0)
            self.books.search("", now=True)

    def find_now(self, words: str) -> None:
        """Search for these words, or for this scanned number; for a number that is not there, begin a book with it."""
        self._begin_with_answer = words if looks_like_isbn(words) else ""
        self.search.setText(words)
        self.books.search(words, now=True)

    def show_in_hand(self) -> None:
        """What lies on the cradle has changed."""
        self.list.viewport().update()
        self.detail.show_book(self.book(), in_hand=self._in_hand(self.book()))

    def _entered(self) -> None:
        words = self.search.text().strip()
        if looks_like_isbn(words):
            self.find_now(words)
        else:
            self._begin_with_answer = ""
            self._to_list()

    def _to_list(self) -> None:
        if self.books.rowCount():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.search.text().strip() and self.books.known:
            self.new_asked.emit("", self.search.text().strip())

    def _keep_chosen(self) -> None:
        """Just before another list comes: what is chosen now, not when it was asked for, stays chosen."""
        if self._wanted is None and (current := self.book()) is not None:
            self._wanted = current.book_id

    def _new(self) -> None:
        self.new_asked.emit("", "")

    def _fetched(self) -> None:
        count = self.books.rowCount()
        number, self._begin_with_answer = self._begin_with_answer, ""
        if number:
            self.search.clear() if not count else self.search.selectAll()
            if not count:
                self.new_asked.emit(number, "")
                return
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentIndex(0 if count else 1)
        if not count:
            self._empty.setText(self._why_empty())
        row = self.books.row_of(self._wanted) if self._wanted else self.list.currentIndex().row()
        self._wanted = None
        if count:
            index = self.books.index(max(row, 0))
            same = index == self.list.currentIndex()
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
            if same:
                self._choose_current()
        else:
            self._choose_current()

    def _why_empty(self) -> str:
        if self.books.finding:
            told = self.tr("No book matches “{words}”.\n\nEnter in the search field begins one with this title.")
            return told.format(words=self.books.finding)
        if self.state.currentData() is not None:
            return self.tr("There is no such book.")
        told = self.tr("There is no book yet.\n\nScan the barcode of one, or press {key} to begin a book.")
        return told.format(key=self._context.keys.shown("books.new"))

    def _choose_current(self) -> None:
        book = self.book()
        self.detail.show_book(book, in_hand=self._in_hand(book))
        self.chosen.emit(book)
        if book is not None:
            if self._refused != book.book_id:
                self._refused = ""
            self._resting.start()

    def _ask_progress(self) -> None:
        if (book := self.book()) is None:
            return

        def show(progress: BookProgress) -> None:
            self.detail.show_progress(progress, refused=self._refused == progress.book_id)

        path = f"/v1/books/{book.book_id}/progress"
        self._context.client.get(path, BookProgress, show, failed=lambda _: None, owner=self)

    def _in_hand(self, book: Book | None) -> bool:
        snapshot = self._context.rig.snapshot
        return (
            book is not None
            and snapshot is not None
            and (snapshot.book is not None and snapshot.book.book_id == book.book_id)
        )

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(STEP)
        top.addWidget(self.search, 1)
        top.addWidget(self.state)
        top.addWidget(self.new_button)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self.list, 3)
        row.addWidget(self.detail, 2)
        below = QWidget()
        self._stack = QStackedLayout(below)
        self._stack.addWidget(beside)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(below, 1)


class _Search(QLineEdit):
    """Takes words and scanned numbers; down goes to the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(maxLength=200)
        self.setPlaceholderText(self.tr("Search by title, author, ISBN or barcode, or scan a book"))
        self.setAccessibleName(self.tr("Search the books"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
