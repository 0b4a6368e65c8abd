"""One book: how far it is, what is missing, and what can be done with it now."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.screens.books.buttons import button
from operator_gui.screens.books.missing import MissingList
from operator_gui.screens.books.words import day_of, spreads_of, state_word
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from scanner_daemon.api.schemas import Book, BookProgress, BookState

__all__ = ["BookDetail"]

LONGEST_LINE = 24
"""Characters. A date is not broken into three lines for the sake of what stands before it."""


class BookDetail(QFrame):
    """Shows what it is given and tells what is asked; it asks the daemon nothing itself."""

    continue_asked = Signal()
    finish_asked = Signal()
    put_away_asked = Signal()
    review_asked = Signal()
    tickets_asked = Signal()

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.book: Book | None = None
        self.title = QLabel(wordWrap=True)
        self.title.setProperty("kind", "title")
        self.author = QLabel(wordWrap=True)
        self.author.setProperty("kind", "quiet")
        self.state = QLabel(wordWrap=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of the book"))
        self.missing = MissingList()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(STEP * 2)
        self._facts.setVerticalSpacing(STEP // 2)
        self._facts.setColumnStretch(1, 1)
        self.continue_button = KeyedButton(
            self.tr("Continue"), keys, "books.continue", self.continue_asked.emit, kind="primary"
        )
        self.finish_button = KeyedButton(self.tr("Finish"), keys, "books.finish", self.finish_asked.emit)
        self.put_away_button = KeyedButton(self.tr("Put away"), keys, "books.put_away", self.put_away_asked.emit)
        self.review_button = KeyedButton(self.tr("Look at the pages"), keys, "books.review", self.review_asked.emit)
        self.tickets_button = button("", self.tickets_asked.emit)
        self._lay_out()
        self.show_book(None, in_hand=False)

    def show_book(self, book: Book | None, *, in_hand: bool) -> None:
        """Another book, or the same one in another state; its figures come with `show_progress`."""
        another = self.book is None or book is None or self.book.book_id != book.book_id
        self.book = book
        self.setVisible(book is not None)
        if book is None:
            return
        if another:
            self.missing.show_missing((), refused=False)
            self._show_facts([])
        self.title.setText(book.title)
        self.author.setText(book.author or "")
        self.author.setVisible(bool(book.author))
        state = state_word(book.state, in_hand=in_hand)
        self.state.setText(f"{state} · {spreads_of(book)}")
        self.bar.setVisible(bool(book.expected_spreads))
        self.bar.setRange(0, max(book.expected_spreads or 1, book.spreads, 1))
        self.bar.setValue(book.spreads)
        if in_hand:
            self.continue_button.set_words(self.tr("Go to the cradle"))
        elif book.state == BookState.FINISHED:
            self.continue_button.set_words(self.tr("Take up again"))
        else:
            self.continue_button.set_words(self.tr("Continue"))
        self.finish_button.setVisible(in_hand)
        self.put_away_button.setVisible(in_hand)
        self.tickets_button.setVisible(bool(book.open_tickets))
        self.tickets_button.setText(self.tr("%n spread(s) to shoot again", "", book.open_tickets))
        self.review_button.setVisible(bool(book.spreads))

    def show_progress(self, progress: BookProgress, *, refused: bool = False) -> None:
        """The figures of the book that is shown."""
        if self.book is None or self.book.book_id != progress.book_id:
            return
        self.missing.show_missing(progress.missing, refused=refused)
        number = QLocale().toString
        facts = [
            (self.tr("Photographs"), number(progress.photographs)),
            (self.tr("Pages made"), number(progress.pages)),
            (self.tr("Pages read"), number(progress.pages_read)),
        ]
        if progress.flagged_count:
            facts.append((self.tr("Flagged spreads"), number(progress.flagged_count)))
        if progress.waiting_jobs:
            facts.append((self.tr("Waiting in the queue"), number(progress.waiting_jobs)))
        if progress.dead_jobs:
            facts.append((self.tr("Given up in the queue"), number(progress.dead_jobs)))
        if progress.pages_per_hour is not None:
            facts.append((self.tr("Pages per hour"), number(round(progress.pages_per_hour))))
            facts.append((self.tr("Time at work"), _hours(progress.seconds_at_work)))
        facts.append((self.tr("Begun"), day_of(progress.started_at)))
        if progress.last_captured_at is not None:
            facts.append((self.tr("Last photographed"), day_of(progress.last_captured_at)))
        if progress.finished_at is not None:
            facts.append((self.tr("Finished"), day_of(progress.finished_at)))
        if progress.operators:
            facts.append((self.tr("Operators"), ", ".join(progress.operators)))
        self._show_facts(facts + self._of_paper(self.book))

    def _of_paper(self, book: Book) -> list[tuple[str, str]]:
        facts = (
            (self.tr("ISBN"), book.isbn),
            (self.tr("Barcode"), book.barcode),
            (self.tr("Shelf"), book.shelf),
            (self.tr("Language"), book.language),
            (self.tr("Calibration"), book.profile),
            (self.tr("Notes"), book.notes),
        )
        return [(name, value) for name, value in facts if value]

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for row, (name, value) in enumerate(facts):
            said, told = QLabel(name, wordWrap=True), QLabel(value, wordWrap=len(value) > LONGEST_LINE)
            said.setProperty("kind", "quiet")
            told.setTextFormat(Qt.TextFormat.PlainText)
            said.setBuddy(told)
            self._facts.addWidget(said, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(told, row, 1)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        for widget in (self.title, self.author, self.state, self.bar, self.missing, self.tickets_button):
            column.addWidget(widget)
        column.addLayout(self._facts)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        buttons = QGridLayout()
        buttons.setContentsMargins(STEP * 2, 0, STEP * 2, STEP * 2)
        buttons.setSpacing(STEP)
        buttons.addWidget(self.continue_button, 0, 0)
        buttons.addWidget(self.review_button, 0, 1)
        buttons.addWidget(self.finish_button, 1, 0)
        buttons.addWidget(self.put_away_button, 1, 1)
        all_of_it = QVBoxLayout(self)
        all_of_it.setContentsMargins(0, 0, 0, 0)
        all_of_it.addWidget(scroll, 1)
        all_of_it.addLayout(buttons)


def _hours(seconds: float) -> str:
    whole = timedelta(seconds=round(seconds))
    hours, rest = divmod(int(whole.total_seconds()), 3600)
    return f"{hours}:{rest // 60:02d} h"
