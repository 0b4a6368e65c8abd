"""The words of the page in view: fetched, gone through, corrected."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

from operator_gui.daemon.client import Call
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.review.acts import ReviewActs
from operator_gui.screens.review.canvas import Canvas
from operator_gui.screens.review.word_editor import WordEditor
from operator_gui.screens.review.words_layer import WordsLayer, WordsShown, box_of, reading_of
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import PageReviewed, PageWords, PlacedWord

__all__ = ["WordDesk", "sentence"]


def sentence(trouble: Trouble) -> str:
    """A trouble in the person's language, on one line."""
    what, remedy = words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)
    return f"{what} {remedy}".strip()


class WordDesk(QObject):
    """Works on a canvas: its layer lies over the picture, its editor under the word."""

    told = Signal(str)
    """What is to be read below the page."""
    came = Signal(object)
    """The `PageWords`, whenever they were read anew."""
    switched = Signal()
    """The words are laid over the page in another way, or no more."""

    def __init__(self, context: ScreenContext, acts: ReviewActs, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._acts = acts
        self._canvas = canvas
        self._page: PageReviewed | None = None
        self._call: Call | None = None
        self.layer = WordsLayer(context.theme, self)
        self.editor = WordEditor(canvas)
        self.layer.changed.connect(canvas.update)
        self.layer.selected.connect(self._selected)
        self.editor.kept.connect(self._kept)
        self.editor.left.connect(canvas.setFocus)
        canvas.pointed.connect(self._pointed)
        canvas.tabbed.connect(self.layer.step)

    @property
    def on(self) -> bool:
        """The words can be seen."""
        return self.layer.shown is not WordsShown.OFF

    @property
    def word(self) -> PlacedWord | None:
        """The current word."""
        return self.layer.word

    def show_page(self, page: PageReviewed | None) -> None:
        """Another page, or none: its words are fetched when they are to be seen."""
        if page is None or self._page is None or page.page_id != self._page.page_id:
            self.editor.give_up()  # what is written belongs to a word of the former page
        self._page = page
        self.layer.show_words(None)
        if self._call is not None:
            self._call.abort()
            self._call = None
        if self.on:
            self.renew()
        self.tell()

    def renew(self) -> None:
        """Read the words of this page again."""
        if self._page is None or not self._page.has_text:
            self.layer.show_words(None)
            self.tell()
            return
        path = f"/v1/pages/{self._page.page_id}/words"
        self._call = self._context.client.get(path, PageWords, self._came, failed=self._failed, owner=self)

    def cycle(self) -> None:
        """Off, marks, text, off."""
        self.layer.cycle()
        self._canvas.takes_tab = self.on
        if self.on and self.layer.words is None:
            self.renew()
        self.tell()
        self.switched.emit()

    def doubtful(self) -> None:
        """Go to the next word that was not read surely."""
        if not self.on:
            self.cycle()
        self.layer.step_doubtful()

    def edit(self) -> None:
        """Correct the current word where it stands; without one, go to the first."""
        word = self.layer.word
        if word is None:
            if not self.on:
                self.cycle()
            self.layer.step(1)
            return
        self._canvas.centre_on(box_of(word))
        self.editor.begin(word, reading_of(word), self._canvas.transform().mapRect(box_of(word)))

    def tell(self) -> None:
        """Say what is read below the page."""
        word = self.layer.word
        if not self.on:
            self.told.emit("")
        elif self._page is None or not self._page.has_text:
            self.told.emit(self.tr("No text has been read on this page yet. The night reads it."))
        elif self.layer.words is None:
            self.told.emit(self.tr("Loading…"))
        elif word is None:
            count = self.tr("%n word(s).", "", len(self.layer.words.words))
            onward = self.tr("Tab goes to the next word.")
            self.told.emit(f"{count} {onward}")
        elif word.corrected is not None:
            said = self.tr("“{text}”, corrected from “{old}”.")
            self.told.emit(said.format(text=word.corrected, old=word.text))
        else:
            said = self.tr("“{text}”, read with {percent} % confidence. Enter corrects it.")
            self.told.emit(said.format(text=word.text, percent=round(word.confidence * 100)))

    def _came(self, words: PageWords) -> None:
        self._call = None
        self.layer.show_words(words)
        self.came.emit(words)
        self.tell()

    def _failed(self, trouble: Trouble) -> None:
        self._call = None
        self.told.emit(sentence(trouble))

    def _selected(self) -> None:
        word = self.layer.word
        if word is not None:
            self._canvas.centre_on(box_of(word))
        self.tell()

    def _kept(self, word: PlacedWord, text: str) -> None:
        if self._page is not None and text != reading_of(word):
            self._acts.correct(self._page.page_id, word, reading_of(word), text)

    def _pointed(self, where: QPointF) -> None:
        index = self.layer.index_at(where) if self.on else None
        if index is None:
            return
        if index == self.layer.current:
            self.edit()
        else:
            self.layer.select(index)
