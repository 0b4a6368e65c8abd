"""Above the grid: what is shown, of which books, and how much that is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from operator_gui.screens.review.flag_words import CHECKS, check_words
from operator_gui.screens.review.wanted import LOW_TEXT, Shown
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import GridFilter, Level

__all__ = ["FilterBar"]


class FilterBar(QWidget):
    """Tells which list is wanted. Its places are filled by whoever knows of books."""

    wanted = Signal(object)
    """A `Shown`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = QComboBox()
        self._filters.setAccessibleName(self.tr("Which spreads"))
        self._fill_filters()
        self._books = QComboBox()
        self._books.setAccessibleName(self.tr("Of which book"))
        self._books.addItem(self.tr("Whole library"), None)
        self._books.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._count = QLabel()
        self._count.setProperty("kind", "quiet")
        self._about = QLabel()
        self._about.setProperty("kind", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self._filters)
        row.addWidget(self._books)
        row.addSpacing(STEP)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._about)
        self._filters.currentIndexChanged.connect(self._changed)
        self._books.currentIndexChanged.connect(self._changed)

    @property
    def shown(self) -> Shown:
        """What is chosen now."""
        chosen: Shown = self._filters.currentData()
        return replace(chosen, book_id=self._books.currentData())

    def cycle(self) -> None:
        """The next filter."""
        self._filters.setCurrentIndex((self._filters.currentIndex() + 1) % self._filters.count())

    def offer_book(self, book_id: str, title: str, *, choose: bool) -> None:
        """Put a book among the places."""
        at = self._books.findData(book_id)
        if at < 0:
            self._books.blockSignals(True)
            self._books.addItem(title, book_id)
            self._books.blockSignals(False)
            at = self._books.count() - 1
        if choose:
            self._books.setCurrentIndex(at)

    def show_count(self, total: int | None) -> None:
        """How many spreads there are."""
        if total is None:
            self._count.setText(self.tr("Counting…"))
            return
        self._count.setText(self.tr("%n spread(s)", "", total).replace(str(total), QLocale().toString(total)))

    def show_about(self, words: str) -> None:
        """Of the current spread."""
        self._about.setText(words)

    def _fill_filters(self) -> None:
        flagged = Shown(GridFilter.FLAGGED)
        self._filters.addItem(self.tr("All spreads"), Shown())
        self._filters.addItem(self.tr("Flagged"), flagged)
        self._filters.addItem(self.tr("Red flags"), replace(flagged, level=Level.RED))
        self._filters.addItem(self.tr("Yellow flags"), replace(flagged, level=Level.AMBER))
        self._filters.addItem(self.tr("Blank pages"), Shown(GridFilter.BLANK))
        percent = round(LOW_TEXT * 100)
        self._filters.addItem(self.tr("Text below {percent} %").format(percent=percent), Shown(GridFilter.LOW_TEXT))
        for check in CHECKS:
            words = self.tr("Flag: {check}").format(check=check_words(check))
            self._filters.addItem(words, replace(flagged, check=check))

    def _changed(self) -> None:
        self.wanted.emit(self.shown)
