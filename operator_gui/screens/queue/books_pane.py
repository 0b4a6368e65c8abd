"""Books that leave: previewed while they run, copied to another disk when they are finished."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedWidget, QWidget

from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.books.book_list import BookList
from operator_gui.screens.books.rows import BookRow
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.queue.leaving_card import UNDER_WAY, LeavingCard
from operator_gui.screens.queue.preview_file import PreviewFile
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.wrapped import wrapped
from scanner_daemon.api.schemas import Action, Book, FolderAsked, JobState, Listing, OffLoadCopy, QueueJob

__all__ = ["BooksPane"]


class BooksPane(QWidget):
    """A list of books, and the chosen one's card."""

    changed = Signal()
    """A job was queued."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._previewing: str | None = None
        self.books = BookList(context.client, self)
        self.list = QListView()
        self.list.setModel(self.books)
        self.list.setItemDelegate(BookRow(context.theme, context.rig, self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Books"))
        self.empty = wrapped(self.tr("There are no books yet. Begin one on the books screen."), "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place = QStackedWidget()
        self.place.addWidget(self.empty)
        self.place.addWidget(self.list)
        self.card = LeavingCard(context.keys)
        self.preview_file = PreviewFile(context.client.address, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        row.addWidget(self.place, 3)
        row.addWidget(self.card, 2)
        self._connect()

    @property
    def book(self) -> Book | None:
        """The chosen one."""
        index = self.list.currentIndex()
        return self.books.book(index.row()) if index.isValid() else None

    def reload(self) -> None:
        """The books anew."""
        self.books.reload()

    def renew(self) -> None:
        """What is under way for the chosen book."""
        if (book := self.book) is None:
            return
        path = f"/v1/books/{book.book_id}"

        def copies_came(copies: Listing[OffLoadCopy]) -> None:
            self._context.client.get(
                f"{path}/errands",
                Listing[QueueJob],
                lambda jobs: self._show_state(book, copies.items, jobs.items),
                failed=lambda _: None,
                owner=self,
            )

        self._context.client.get(
            f"{path}/off-loads", Listing[OffLoadCopy], copies_came, failed=lambda _: None, owner=self
        )

    def take_focus(self) -> None:
        """To the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_folder(self) -> None:
        """Ask where to copy the chosen book, or say why that cannot be done now."""
        self._may(self.card.ask_folder, self.card.why_not_off_load())

    def ask_free(self) -> None:
        """Ask whether its originals shall go, or say why they cannot."""
        self._may(self.card.ask_free, self.card.why_not_free())

    def make_preview(self) -> None:
        """Have a preview made; it is shown when it is there."""
        if (book := self.book) is not None and self.card.preview.isEnabled():
            self._previewing = book.book_id
            told = self.tr("A preview of “{title}” is being made.").format(title=book.title)
            self._ask(book, "preview-pdf", Action(), told)

    def bring_back(self) -> None:
        """Have the originals brought back, or say why not."""
        if (why := self.card.why_not_bring_back()) is not None:
            self._context.notices.warn(why)
        elif (book := self.book) is not None:
            told = self.tr("The originals of “{title}” are being brought back.").format(title=book.title)
            self._ask(book, "bring-back", Action(), told)

    def _may(self, act: Callable[[], None], why_not: str | None) -> None:
        """A key is never pressed in vain: what it cannot do now, it says."""
        if why_not is None:
            act()
        else:
            self._context.notices.warn(why_not)

    def _off_load(self, folder: str) -> None:
        if (book := self.book) is not None:
            told = self.tr("“{title}” is being copied.").format(title=book.title)
            self._ask(book, "off-load", FolderAsked(folder=folder), told)
            self.take_focus()

    def _free(self) -> None:
        if (book := self.book) is not None:
            told = self.tr("The copy of “{title}” is read once more; then its originals here are removed.")
            self._ask(book, "free", Action(), told.format(title=book.title))
            self.take_focus()

    def _ask(self, book: Book, what: str, body: Action, told: str) -> None:
        def taken(_: QueueJob) -> None:
            self._context.notices.tell(told)
            self.renew()
            self.changed.emit()

        path = f"/v1/books/{book.book_id}/{what}"
        self._context.client.send("POST", path, QueueJob, taken, body=body, failed=self._refused, owner=self)

    def _refused(self, trouble: Trouble) -> None:
        self._previewing = None
        self._context.notices.fail(trouble)

    def _show_state(self, book: Book, copies: tuple[OffLoadCopy, ...], jobs: tuple[QueueJob, ...]) -> None:
        if self.card.book is not None and self.card.book.book_id == book.book_id:
            self.card.show_state(copies, jobs)
        preview = next((job for job in jobs if job.kind == "preview_pdf"), None)
        if self._previewing == book.book_id and preview is not None and preview.state not in UNDER_WAY:
            self._previewing = None
            if preview.state is JobState.DONE:
                self.preview_file.fetch(book.book_id)

    def _saved(self, path: str) -> None:
        def show_it() -> None:
            if not self.preview_file.show_file(path):
                self._context.notices.warn(
                    self.tr("The preview is there, but no program that shows PDF files was found: {path}").format(
                        path=path
                    )
                )

        self._context.notices.tell(self.tr("The preview is there."), action=self.tr("Open"), act=show_it)
        show_it()

    def _fetched(self) -> None:
        there = self.books.rowCount() > 0
        self.place.setCurrentWidget(self.list if there else self.empty)
        chosen = self.card.book
        row = self.books.row_of(chosen.book_id) if chosen is not None else 0
        if there and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.books.index(max(row, 0)))
        self.card.show_book(self.book)

    def _chosen(self) -> None:
        self.card.show_book(self.book)
        self.renew()

    def _connect(self) -> None:
        self.books.fetched.connect(self._fetched)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.card.preview_asked.connect(self.make_preview)
        self.card.off_load_asked.connect(self._off_load)
        self.card.free_asked.connect(self._free)
        self.card.bring_back_asked.connect(self.bring_back)
        self.card.left.connect(self.take_focus)
        self.preview_file.saved.connect(self._saved)
        self.preview_file.failed.connect(self._context.notices.fail)
