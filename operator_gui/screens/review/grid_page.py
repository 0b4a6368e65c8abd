"""The grid with its filters, and what it says when there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.review.cell_painting import cell_words
from operator_gui.screens.review.cells import CellStore
from operator_gui.screens.review.filter_bar import FilterBar
from operator_gui.screens.review.grid_view import GridView
from operator_gui.screens.review.wanted import Shown
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import Book, GridPlace

__all__ = ["GridPage"]


class GridPage(QWidget):
    """Filters above, cells below."""

    opened = Signal(str)
    """The id of the spread that is to be looked at."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._titles: dict[str, str] = {}
        self.store = CellStore(context.client, self)
        self.view = GridView(self.store, context.images, context.theme)
        self.filters = FilterBar()
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over = QWidget()
        layers = QStackedLayout(over)
        layers.setStackingMode(QStackedLayout.StackingMode.StackAll)
        layers.addWidget(self._message)
        layers.addWidget(self.view)
        layers.setCurrentWidget(self._message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.filters)
        column.addWidget(over, 1)
        self.setFocusProxy(self.view)
        self.filters.wanted.connect(self._show)
        self.store.changed.connect(self._came)
        self.store.failed.connect(self._failed)
        self.view.opened.connect(self._open)
        self.view.current_changed.connect(self._tell_current)
        self._say(self.tr("Loading…"))

    def begin(self) -> None:
        """Read what is chosen."""
        self._show(self.filters.shown)

    def show_book(self, book_id: str, title: str) -> None:
        """The spreads of one book."""
        self._titles[book_id] = title
        self.filters.offer_book(book_id, title, choose=True)

    def step(self, by: int) -> str | None:
        """Go on to the next spread of the list, or with -1 to the one before; its id, None at an end or while it is on
        its way.
        """
        at = self.view.current + by
        if not 0 <= at < (self.store.total or 0):
            return None
        self.view.set_current(at)
        cell = self.view.current_cell
        return cell.spread_id if cell is not None else None

    def go_to(self, spread_id: str) -> None:
        """Make a spread the current one, wherever in the list it is."""

        def found(answer: GridPlace) -> None:
            if answer.place is not None:
                self.view.set_current(answer.place)

        query = self.store.shown.query
        path = f"/v1/spreads/{spread_id}/place"
        self._context.client.get(path, GridPlace, found, query=query, failed=lambda _: None, owner=self)

    def _show(self, shown: Shown) -> None:
        self._say(self.tr("Loading…"))
        self.filters.show_count(None)
        self.store.show(shown)

    def _came(self) -> None:
        self.filters.show_count(self.store.total)
        if self.store.total:
            self._say("")
        elif self.store.shown.query == Shown().query:
            self._say(self.tr("Nothing has been captured yet. Begin a book on the Books screen."))
        else:
            self._say(self.tr("No spread is like this. Choose “All spreads” above to see every one."))

    def _failed(self, trouble: Trouble) -> None:
        what, remedy = words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)
        if not self.store.total:
            self._say(f"{what} {remedy}".strip())

    def _say(self, words: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))

    def _open(self, index: int) -> None:
        cell = self.store.cell(index)
        if cell is not None:
            self.opened.emit(cell.spread_id)

    def _tell_current(self, index: int) -> None:
        cell = self.store.cell(index)
        if cell is None:
            self.filters.show_about("")
            return
        self.view.setAccessibleDescription(cell_words(cell))
        title = self._titles.get(cell.book_id)
        if title is None:
            self._titles[cell.book_id] = ""
            path = f"/v1/books/{cell.book_id}"
            self._context.client.get(path, Book, self._title_came, failed=lambda _: None, owner=self)
        self.filters.show_about(f"{title} · {cell_words(cell)}" if title else cell_words(cell))

    def _title_came(self, book: Book) -> None:
        self._titles[book.book_id] = book.title
        self._tell_current(self.view.current)
