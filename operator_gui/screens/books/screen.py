"""The screen of the books: the shelf, the re-shoot list, and the form for a new book in their place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.books.cradle import AtTheCradle
from operator_gui.screens.books.new_book import NewBookForm
from operator_gui.screens.books.shelf import Shelf
from operator_gui.screens.books.tickets import TicketPane
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP
from scanner_daemon.api.schemas import RigSnapshot, StartBook

__all__ = ["SCREEN", "BooksScreen"]

REVIEW = "review"
TICKETS_PLACE = "tickets"


class BooksScreen(ScreenWidget):
    """Everything here can be done without the mouse."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._register_keys()
        self.cradle = AtTheCradle(context, self)
        self.shelf = Shelf(context)
        self.tickets = TicketPane(context)
        self.form = NewBookForm(context.client)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.shelf, self.tr("Books"))
        self.tabs.addTab(self.tickets, "")
        self.tabs.currentChanged.connect(lambda _: self._reload())
        self.tabs.setAccessibleName(self.tr("Books and re-shoot list"))
        self._name_tickets(0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.tabs)
        self.pages.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.setFocusProxy(self.shelf.list)
        self._connect()

    def open_at(self, place: str) -> None:
        """``tickets``, or a book's id."""
        self._show_shelf()
        if place == TICKETS_PLACE:
            self._show_tickets()
        else:
            self.shelf.show_book(place)

    def shown_now(self) -> None:
        """The daemon may have done much meanwhile."""
        self._reload()

    def text_scanned(self, code: str) -> None:
        """A book was scanned: find it, or begin it."""
        if self.pages.currentWidget() is self.tabs:
            self._show_shelf()
            self.shelf.find_now(code)

    def _connect(self) -> None:
        shelf, detail, tickets, form = self.shelf, self.shelf.detail, self.tickets, self.form
        shelf.new_asked.connect(self._begin)
        shelf.list.activated.connect(lambda _: self._continue())
        detail.continue_asked.connect(self._continue)
        detail.finish_asked.connect(self._finish)
        detail.put_away_asked.connect(self._put_away)
        detail.review_asked.connect(self._review)
        detail.tickets_asked.connect(self._tickets_of_book)
        detail.missing.re_shoot.connect(self._re_shoot)
        detail.missing.delete.connect(self.cradle.delete)
        tickets.open_asked.connect(self.cradle.open_ticket)
        tickets.counted.connect(self._name_tickets)
        form.start_asked.connect(self._start)
        form.cancelled.connect(self._show_shelf)
        form.put_away_asked.connect(self.cradle.put_away)
        form.duplicates.show_asked.connect(self.open_at)
        form.duplicates.continue_asked.connect(self._continue_other)
        self.cradle.done.connect(self._reload)
        self.cradle.unfinished.connect(self._show_refusal)
        self._context.rig.changed.connect(self._rig_changed)
        self._context.rig.connection_changed.connect(self._connection_changed)

    def _connection_changed(self, there: bool) -> None:
        if there:
            self._reload()

    def _begin(self, isbn: str = "", title: str = "") -> None:
        self.pages.setCurrentWidget(self.form)
        self._show_in_hand()
        self.form.begin(isbn, title)

    def _start(self, asked: StartBook) -> None:
        self.cradle.start(asked, self.form.refused)

    def _continue(self) -> None:
        if (book := self.shelf.book()) is not None:
            self.cradle.resume(book.book_id, book.title)

    def _continue_other(self, book_id: str, title: str) -> None:
        self._show_shelf()
        self.cradle.resume(book_id, title)

    def _finish(self) -> None:
        if self.cradle.in_hand is None:
            self._context.notices.warn(self.tr("There is no book on the cradle that could be finished."))
        self.cradle.finish()

    def _put_away(self) -> None:
        if self.cradle.in_hand is None:
            self._context.notices.warn(self.tr("There is no book on the cradle."))
        self.cradle.put_away()

    def _show_refusal(self, book_id: str) -> None:
        self._show_shelf()
        self.shelf.show_book(book_id, refused=True)

    def _review(self) -> None:
        if (book := self.shelf.book()) is not None:
            self._context.go_to(REVIEW, book.book_id)

    def _re_shoot(self, spread_id: str) -> None:
        if (book := self.shelf.book()) is not None:
            self.cradle.re_shoot(book.book_id, book.title, spread_id)

    def _tickets_of_book(self) -> None:
        book = self.shelf.book()
        self._show_tickets()
        if book is not None:
            self.tickets.show_book(book.book_id)

    def _show_shelf(self) -> None:
        began = self.pages.currentWidget() is self.form
        self.pages.setCurrentWidget(self.tabs)
        self.tabs.setCurrentWidget(self.shelf)
        if began:
            self.shelf.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tickets(self) -> None:
        self.pages.setCurrentWidget(self.tabs)
        self.tabs.setCurrentWidget(self.tickets)
        self.tickets.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dismiss_ticket(self) -> None:
        if self.tabs.currentWidget() is self.tickets:
            self.tickets.ask_why()

    def _to_search(self) -> None:
        self._show_shelf()
        self.shelf.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.shelf.search.selectAll()

    def _to_list(self) -> None:
        self._show_shelf()
        self.shelf.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _reload(self) -> None:
        if self._context.rig.connected:
            self.shelf.reload()
            self.tickets.reload()
        self._show_in_hand()

    def _rig_changed(self, snapshot: RigSnapshot, different: frozenset[str]) -> None:
        if "book" in different:
            self._show_in_hand()
        if self.isVisible() and different & {"book", "last_spread"}:
            self.shelf.refresh_soon()
        del snapshot

    def _show_in_hand(self) -> None:
        in_hand = self.cradle.in_hand
        self.form.show_in_hand(in_hand.title if in_hand is not None else None)
        self.shelf.show_in_hand()

    def _name_tickets(self, count: int) -> None:
        name = self.tr("To shoot again")
        self.tabs.setTabText(1, f"{name} · {count}" if count else name)

    def _register_keys(self) -> None:
        def of_screen(word: str, title: str, keys: tuple[str, ...], run: Callable[[], object]) -> KeyAction:
            return KeyAction(f"books.{word}", title, keys, run, scope="books")

        self._context.keys.register(
            of_screen("new", self.tr("New book"), ("N",), self._begin),
            of_screen("search", self.tr("Search the books"), ("S", "/"), self._to_search),
            of_screen("list", self.tr("Go to the list of books"), ("B",), self._to_list),
            of_screen("tickets", self.tr("Go to the re-shoot list"), ("T",), self._show_tickets),
            of_screen("continue", self.tr("Continue the chosen book"), ("C",), self._continue),
            of_screen("finish", self.tr("Finish the book on the cradle"), ("F",), self._finish),
            of_screen("put_away", self.tr("Put the book away unfinished"), ("P",), self._put_away),
            of_screen("review", self.tr("Look at the pages of the chosen book"), ("L",), self._review),
            of_screen("dismiss_ticket", self.tr("Keep the spread as it is"), ("D",), self._dismiss_ticket),
        )


SCREEN = Screen(
    id="books",
    name=QT_TRANSLATE_NOOP("Screens", "Books"),
    icon="M4 5h4v14H4zM8 7h4v12H8zM13.500 6.500l3.800-1 3.700 13-3.900 1z",
    key="F4",
    order=30,
    make=BooksScreen,
)
