"""The form for a new book: a number fills it in, a scan of the same book before is told, and Ctrl+Enter begins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from operator_gui.daemon.client import DaemonClient
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.books.buttons import button
from operator_gui.screens.books.duplicates import Duplicates
from operator_gui.screens.books.look_up import LookUp
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import (
    CatalogueAnswer,
    CatalogueEntry,
    Listing,
    Profile,
    ReadingDirection,
    StartBook,
    TurnAfter,
)

__all__ = ["NewBookForm"]

LONGEST = 500


class NewBookForm(QFrame):
    """Nothing is begun by Enter alone, because a barcode scanner types one."""

    start_asked = Signal(object)
    """A `StartBook`."""
    cancelled = Signal()
    put_away_asked = Signal()

    def __init__(self, client: DaemonClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._client = client
        self._look_up = LookUp(client, self)
        self._look_up.answered.connect(self._fill_in)
        self._look_up.told.connect(self._tell)
        self.isbn = self._line(self.tr("ISBN"), 40)
        self.isbn.setPlaceholderText(self.tr("Type it or scan the barcode"))
        self.isbn.editingFinished.connect(self._number_given)
        self.told = QLabel(wordWrap=True)
        self.told.setProperty("kind", "quiet")
        self.told.hide()
        self.title = self._line(self.tr("Title"))
        self.author = self._line(self.tr("Author"))
        self.publisher = self._line(self.tr("Publisher"))
        self.published = self._line(self.tr("Published"), 40)
        self.language = self._line(self.tr("Language"), 60)
        self.language.setText("eng")
        self.language.setPlaceholderText("eng, deu, fra+lat")
        self.direction = self._choice(
            self.tr("Read from"),
            {
                self.tr("left to right"): ReadingDirection.LEFT_TO_RIGHT,
                self.tr("right to left"): ReadingDirection.RIGHT_TO_LEFT,
            },
        )
        self.turn_after = self._choice(
            self.tr("Turn the leaf"),
            {
                self.tr("as the rig is set up"): None,
                self.tr("when exposed"): TurnAfter.EXPOSED,
                self.tr("when both photographs are saved"): TurnAfter.LANDED,
                self.tr("when they are judged good"): TurnAfter.JUDGED,
            },
        )
        self.expected = QSpinBox(minimum=0, maximum=100_000)
        self.expected.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.expected.setSpecialValueText(self.tr("not known"))
        self.expected.setAccessibleName(self.tr("Expected spreads"))
        self.copy = self._choice(self.tr("Copy"), {self.tr("a new copy"): None})
        self.copy.currentIndexChanged.connect(self._copy_chosen)
        self.barcode = self._line(self.tr("Barcode"), 60)
        self.shelf = self._line(self.tr("Shelf"))
        self.condition = self._line(self.tr("Condition"))
        self.profile = self._choice(self.tr("Calibration"), {self.tr("the one in force"): None})
        self.notes = QPlainTextEdit(tabChangesFocus=True)
        self.notes.setAccessibleName(self.tr("Notes"))
        self.notes.setFixedHeight(STEP * 9)
        self.duplicates = Duplicates()
        self.in_the_way = _InTheWay(self.put_away_asked.emit)
        self.start_button = button(self.tr("Begin"), self.start, kind="primary", key=self.tr("Ctrl+Enter"))
        self.cancel_button = button(self.tr("Cancel"), self.cancelled.emit, kind="flat", key=self.tr("Esc"))
        self._lay_out()

    def begin(self, isbn: str = "", title: str = "") -> None:
        """An empty form; with a number, it is looked up at once."""
        self._look_up.forget()
        for field in (self.isbn, self.title, self.author, self.publisher, self.published):
            field.clear()
        for field in (self.barcode, self.shelf, self.condition):
            field.clear()
        self.notes.clear()
        self.expected.setValue(0)
        self.duplicates.show_works(())
        self._offer_copies(None)
        self.told.hide()
        self.title.setText(title)
        self.isbn.setText(isbn)
        (self.title if isbn or title else self.isbn).setFocus(Qt.FocusReason.OtherFocusReason)
        if isbn:
            self._number_given()
        self._client.get("/v1/profiles", Listing[Profile], self._offer_profiles, owner=self)

    def show_in_hand(self, title: str | None) -> None:
        """Another book may lie on the cradle: it must be put away first."""
        self.in_the_way.show_title(title)
        self.start_button.setEnabled(title is None)

    def start(self) -> None:
        """Ask for what is filled in; without a title, say so."""
        title = self.title.text().strip()
        if not title or not self.start_button.isEnabled():
            self._tell(self.tr("A book needs a title.") if not title else self.in_the_way.words.text())
            (self.in_the_way.put_away if title else self.title).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        given: dict[str, object] = {"title": title, "reading_direction": self.direction.currentData()}
        lines = {"isbn": self.isbn, "author": self.author, "publisher": self.publisher, "published": self.published}
        copy_id = self.copy.currentData()
        if copy_id is None:
            lines |= {"barcode": self.barcode, "shelf": self.shelf, "condition": self.condition}
        given |= {name: field.text().strip() for name, field in lines.items() if field.text().strip()}
        chosen = {"turn_after": self.turn_after, "copy_id": self.copy, "profile": self.profile}
        given |= {name: field.currentData() for name, field in chosen.items() if field.currentData() is not None}
        if self.expected.value():
            given["expected_spreads"] = self.expected.value()
        if notes := self.notes.toPlainText().strip():
            given["notes"] = notes
        if language := "".join(self.language.text().split()).lower():
            given["language"] = language
        try:
            asked = StartBook.model_validate(given)
        except ValueError:
            self._tell(self.tr("The language is written as eng, deu or fra+lat."))
            self.language.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.start_asked.emit(asked)

    def refused(self, trouble: Trouble) -> None:
        """The daemon did not begin it: say why, beside the fields."""
        what, remedy = words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)
        self._tell(f"{what} {remedy}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Enter goes on to the next field, Ctrl+Enter begins, Esc goes back."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.start()
        elif entered:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Begin at the top."""
        super().showEvent(event)
        self._scroll.verticalScrollBar().setValue(0)

    def _number_given(self) -> None:
        self._look_up.ask(self.isbn.text())

    def _fill_in(self, answer: CatalogueAnswer) -> None:
        """Fill what is still empty; the person's own words stay."""
        self.isbn.setText(answer.isbn)
        self.duplicates.show_works(answer.works)
        self._offer_copies(answer)
        entry = answer.entry
        if entry is None:
            return
        known = {
            self.title: entry.title,
            self.author: ", ".join(entry.authors),
            self.publisher: entry.publisher or "",
            self.published: entry.published or "",
        }
        for field, words in known.items():
            if not field.text().strip():
                field.setText(words)
                field.setCursorPosition(0)
        self._of_catalogue(entry)

    def _of_catalogue(self, entry: CatalogueEntry) -> None:
        if entry.language and self.language.text().strip() in ("", "eng"):
            self.language.setText(entry.language)
        if entry.pages and not self.expected.value():
            self.expected.setValue(entry.pages // 2 + 1)

    def _offer_copies(self, answer: CatalogueAnswer | None) -> None:
        while self.copy.count() > 1:
            self.copy.removeItem(1)
        for work in answer.works if answer is not None else ():
            for copy in work.copies:
                where = ", ".join(filter(None, (copy.barcode, copy.shelf))) or self.tr("without barcode")
                self.copy.addItem(self.tr("the copy: {where}").format(where=where), copy.copy_id)

    def _copy_chosen(self) -> None:
        for field in (self.barcode, self.shelf, self.condition):
            field.setEnabled(self.copy.currentData() is None)

    def _offer_profiles(self, profiles: Listing[Profile]) -> None:
        while self.profile.count() > 1:
            self.profile.removeItem(1)
        in_force = next((profile.name for profile in profiles.items if profile.in_force), "")
        words = self.tr("the one in force")
        self.profile.setItemText(0, f"{words}: {in_force}" if in_force else words)
        for profile in profiles.items:
            self.profile.addItem(profile.name, profile.name)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _line(self, name: str, longest: int = LONGEST) -> QLineEdit:
        field = QLineEdit(maxLength=longest)
        field.setAccessibleName(name)
        return field

    def _choice(self, name: str, choices: dict[str, object]) -> QComboBox:
        field = QComboBox()
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(12)
        field.setAccessibleName(name)
        for words, value in choices.items():
            field.addItem(words, value)
        return field

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("New book"))
        heading.setProperty("kind", "title")
        grid = QGridLayout()
        grid.setHorizontalSpacing(STEP * 3)
        grid.setVerticalSpacing(STEP // 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        left = (self.isbn, self.title, self.author, self.publisher, self.published, self.notes)
        right = (self.expected, self.language, self.direction, self.turn_after, self.profile)
        paper = (self.copy, self.barcode, self.shelf, self.condition)
        for column, fields in enumerate((left, (*right,), paper)):
            for place, field in enumerate(fields):
                label = QLabel(field.accessibleName())
                label.setProperty("kind", "small")
                label.setBuddy(field)
                grid.addWidget(label, 2 * place, column)
                grid.addWidget(field, 2 * place + 1, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(2, 2)
        inside = QWidget()
        column_ = QVBoxLayout(inside)
        column_.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column_.setSpacing(STEP)
        for widget in (heading, self.in_the_way, self.duplicates, self.told):
            column_.addWidget(widget)
        column_.addLayout(grid)
        column_.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(STEP * 2, 0, STEP * 2, STEP * 2)
        buttons.addWidget(self.start_button)
        buttons.addWidget(self.cancel_button)
        buttons.addSpacing(STEP)
        hint = QLabel(self.tr("Enter goes to the next field, Ctrl+Enter begins."), wordWrap=True)
        hint.setProperty("kind", "quiet")
        buttons.addWidget(hint, 1)
        all_of_it = QVBoxLayout(self)
        all_of_it.setContentsMargins(0, 0, 0, 0)
        all_of_it.addWidget(self._scroll, 1)
        all_of_it.addLayout(buttons)


class _InTheWay(QFrame):
    """Another book is on the cradle."""

    def __init__(self, put_away: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self.words = QLabel(wordWrap=True)
        self.put_away = button(self.tr("Put it away"), put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        row.addWidget(self.words, 1)
        row.addWidget(self.put_away)
        self.hide()

    def show_title(self, title: str | None) -> None:
        self.words.setText(self.tr("“{title}” is on the cradle.").format(title=title) if title is not None else "")
        self.setVisible(title is not None)
