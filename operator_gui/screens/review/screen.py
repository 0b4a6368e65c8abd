"""The review screen: all spreads, and one of them closely."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.screens.review.acts import ReviewActs
from operator_gui.screens.review.detail import Detail
from operator_gui.screens.review.grid_page import GridPage
from operator_gui.screens.review.review_keys import SCOPE, key_actions
from operator_gui.words.marked import QT_TRANSLATE_NOOP
from scanner_daemon.api.schemas import RigSnapshot, ShotRole

__all__ = ["SCREEN", "ReviewScreen"]

ICON = "M3 5h8v6H3zM13 5h8v6h-8zM3 14h8v6H3zM14 17l2.500 2.500L21 14.500"
NEWS_MS = 400


class ReviewScreen(ScreenWidget):
    """Two views over each other. `open_at` takes a spread's id, or ``book:`` and a book's id."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._begun = False
        self.acts = ReviewActs(context, self)
        self.grid = GridPage(context)
        self._closely = QWidget()
        self._detail: Detail | None = None
        context.keys.register(*key_actions(self, self.grid, self._closely))
        self._views = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._views)
        self._views.addWidget(self.grid)  # only now: a view of a layout without a parent is a window of its own
        self._views.addWidget(self._closely)
        self.setFocusProxy(self.grid)
        self._news = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._news.timeout.connect(self.grid.store.reload)
        self.grid.opened.connect(self.open_spread)
        self.acts.changed.connect(lambda _: self._said())
        self.acts.words_changed.connect(lambda _: self.detail().words.renew())
        self.acts.gone.connect(lambda _: self._gone())
        context.rig.changed.connect(self._rig_changed)
        context.rig.connection_changed.connect(self._connection_changed)

    def detail(self) -> Detail:
        """The close view, built when it is first wanted."""
        if self._detail is None:
            self._detail = Detail(self._context, self.acts)
            self._detail.left.connect(self.show_grid)
            column = QVBoxLayout(self._closely)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self._detail)
        return self._detail

    def shown_now(self) -> None:
        """Begin with the book on the cradle, where there is one."""
        if not self._begun:
            self._begun = True
            snapshot = self._context.rig.snapshot
            if snapshot is not None and snapshot.book is not None:
                self.grid.filters.offer_book(snapshot.book.book_id, snapshot.book.title, choose=False)
            self.grid.begin()
        elif self._views.currentWidget() is self.grid:
            self._news.start()
        self._focus()

    def open_at(self, place: str) -> None:
        """See the class."""
        if place.startswith("book:"):
            self.show_grid()
            self.grid.show_book(place.removeprefix("book:"), self.tr("This book"))
        else:
            self.open_spread(place)
            self.grid.go_to(place)

    def open_spread(self, spread_id: str) -> None:
        """Look at one spread."""
        self.detail().show_spread(spread_id)
        self._views.setCurrentWidget(self._closely)
        self._focus()

    def show_grid(self) -> None:
        """Back to all of them."""
        if self._detail is not None:
            self._detail.clear()
        self._views.setCurrentWidget(self.grid)
        self._focus()

    def step(self, by: int) -> None:
        """The next spread of the list, or the one before."""
        spread_id = self.grid.step(by)
        if spread_id is not None:
            self.detail().show_spread(spread_id)

    def move(self, *, columns: int = 0, rows: int = 0, screens: int = 0) -> None:  # type: ignore[override]
        """Of the current cell."""
        self.grid.view.move(columns=columns, rows=rows + screens * self.grid.view.rows_in_view)

    def to_first(self) -> None:
        """The first spread."""
        self.grid.view.set_current(0)

    def to_last(self) -> None:
        """The last spread."""
        self.grid.view.set_current((self.grid.store.total or 1) - 1)

    def open_current(self) -> None:
        """Look at the current spread."""
        self.grid.view.open_current()

    def cycle_filter(self) -> None:
        """The next filter."""
        self.grid.filters.cycle()

    def say_role(self, role: ShotRole) -> None:
        """Of the side in view, or of both sides of the current cell."""
        if self._close:
            self.detail().say_role(role)
        elif (cell := self.grid.view.current_cell) is not None and cell.sides:
            now = {side.side: side.role for side in cell.sides}
            self.acts.say_role(cell.spread_id, cell.position, now, role)

    def note(self) -> None:
        """Write a note on the current spread."""
        if not self._close:
            self.open_current()
        if self._close:
            self.detail().panel.edit_note()

    def re_shoot(self) -> None:
        """The current spread again."""
        if self._close:
            self.detail().re_shoot()
        elif (cell := self.grid.view.current_cell) is not None:
            self.acts.re_shoot(cell.book_id, "", cell.spread_id)

    def delete(self) -> None:
        """The current spread out of its book."""
        if self._close:
            self.detail().delete()
        elif (cell := self.grid.view.current_cell) is not None:
            self.acts.delete(cell.spread_id, cell.position)

    @property
    def _close(self) -> bool:
        return self._views.currentWidget() is self._closely

    def _focus(self) -> None:
        if not self.isVisible():
            return
        if self._close:
            self.detail().canvas.setFocus()
        else:
            self.grid.view.setFocus()

    def _said(self) -> None:
        self.grid.store.reload()
        if self._close and self.detail().review is not None:
            self.detail().renew()

    def _gone(self) -> None:
        if self._close:
            self.show_grid()
        self.grid.store.reload()

    def _rig_changed(self, snapshot: RigSnapshot, fields: frozenset[str]) -> None:
        if fields & {"last_spread", "book"} and self._begun:
            if snapshot.book is not None:
                self.grid.filters.offer_book(snapshot.book.book_id, snapshot.book.title, choose=False)
            if self.isVisible():
                self._news.start()

    def _connection_changed(self, connected: bool) -> None:
        if connected and self._begun:
            self._news.start()


SCREEN = Screen(
    id=SCOPE,
    name=QT_TRANSLATE_NOOP("Screens", "Review"),
    icon=ICON,
    key="F3",
    order=20,
    make=ReviewScreen,
)
