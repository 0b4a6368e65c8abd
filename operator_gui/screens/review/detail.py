"""One spread, closely: a page at any size, its words, its photograph, its older version, and what is said of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtNetwork import QNetworkAccessManager
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from operator_gui.daemon.client import Call
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.books.buttons import button
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.review.acts import ReviewActs
from operator_gui.screens.review.canvas import Canvas
from operator_gui.screens.review.flag_words import side_words
from operator_gui.screens.review.pyramid import Pyramid, PyramidLoader
from operator_gui.screens.review.side_panel import SidePanel
from operator_gui.screens.review.sides import SideShown, newest, older, photograph_path
from operator_gui.screens.review.wipe import Wipe, turn_of
from operator_gui.screens.review.word_editor import WordEditor
from operator_gui.screens.review.words_layer import WordsLayer, WordsShown, box_of, reading_of
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import FlagOpinion, FlagReviewed, Level, PageWords, PlacedWord, ShotRole, SpreadReview

__all__ = ["Detail"]

PHOTOGRAPH_PX = 3200
"""The photograph behind the wipe: as fine as a screen of 4K, a third of the work of all 24 MP."""


class Detail(QWidget):
    """Shows the spread it is given. What the keys do is said by the screen."""

    left = Signal()
    """Back to the grid."""
    step_asked = Signal(int)
    """The next spread of the grid, or with -1 the one before."""

    def __init__(self, context: ScreenContext, acts: ReviewActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._acts = acts
        self._review: SpreadReview | None = None
        self._sides: list[SideShown] = []
        self._at = 0
        self._older_at: int | None = None
        self._calls: list[Call] = []
        self.canvas = Canvas(context.theme)
        self.canvas.setAccessibleName(self.tr("Page"))
        self.before = Canvas(context.theme)
        self.before.setAccessibleName(self.tr("Older version"))
        self.before.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = WordsLayer(context.theme, self)
        self.wipe = Wipe(self.canvas, context.theme, self)
        self.canvas.layers = [self.wipe, self.words]
        self.editor = WordEditor(self.canvas)
        network = QNetworkAccessManager(self)
        self._page_loader, self._photo_loader, self._before_loader = (
            PyramidLoader(context.client.address, network, self) for _ in range(3)
        )
        self.panel = SidePanel(context.theme, context.keys.shown)
        self._lay_out()
        self._connect()

    @property
    def review(self) -> SpreadReview | None:
        """What is known of the spread in view."""
        return self._review

    @property
    def side(self) -> SideShown | None:
        """The side in view."""
        return self._sides[self._at] if self._sides else None

    @property
    def busy(self) -> bool:
        """A text field has the keys."""
        return self.editor.isVisible()

    def show_spread(self, spread_id: str) -> None:
        """Fetch a spread and show its first side."""
        self.clear()
        self.canvas.say(self.tr("Loading…"))
        self._ask(spread_id)

    def renew(self) -> None:
        """The same spread again: something was said of it."""
        if self._review is not None:
            self._ask(self._review.spread_id)

    def renew_words(self) -> None:
        """The same words again: one was corrected."""
        self._ask_words()

    def clear(self) -> None:
        """Give up what is on its way."""
        for call in self._calls:
            call.abort()
        self._calls = []
        self._review, self._sides, self._at = None, [], 0
        for loader in (self._page_loader, self._photo_loader, self._before_loader):
            loader.clear()
        self.words.show_words(None)
        self.wipe.clear()
        self._compare(None)

    def next_side(self) -> None:
        """The other page."""
        if len(self._sides) > 1:
            self._at = (self._at + 1) % len(self._sides)
            self._show_side()

    def toggle_wipe(self) -> None:
        """Photograph and page, with the edge between them."""
        self.wipe.on = not self.wipe.on
        if self.wipe.on:
            self._load_photograph()
        self._show_modes()
        self.canvas.update()

    def cycle_words(self) -> None:
        """The words over the page: off, marks, text."""
        self.words.cycle()
        if self.words.shown is not WordsShown.OFF and self.words.words is None:
            self._ask_words()
        self._show_modes()

    def cycle_older(self) -> None:
        """The older versions of this side beside it, one after the other, then none."""
        side = self.side
        if self._review is None or side is None:
            return
        count = len(older(self._review, side.side))
        if not count:
            self._context.notices.warn(self.tr("This page was shot once: there is no older version."))
            return
        after = 0 if self._older_at is None else self._older_at + 1
        self._compare(after if after < count else None)

    def horizontal(self, steps: int) -> None:
        """Left and right: the wipe's edge, the current word, or the picture, whichever is in use."""
        if self.wipe.on:
            self.wipe.move(steps)
        elif self._words_on:
            self.words.step(steps)
        else:
            self.canvas.pan(steps * 0.15, 0)

    def vertical(self, steps: int) -> None:
        """Up and down: the current word, or the picture."""
        if self._words_on and not self.wipe.on:
            self.words.step_lines(steps)
        else:
            self.canvas.pan(0, steps * 0.15)

    def next_word(self, steps: int) -> None:
        """Tab: the words are laid over the page if they are not, and the next one is chosen."""
        if not self._words_on:
            self.cycle_words()
        self.words.step(steps)

    def next_doubtful(self) -> None:
        """The next word that was not read surely."""
        if not self._words_on:
            self.cycle_words()
        self.words.step_doubtful()

    def edit_word(self) -> None:
        """Correct the current word where it stands."""
        word = self.words.word
        if word is None:
            self.next_word(1)
            return
        self.canvas.centre_on(box_of(word))
        self.editor.begin(word, reading_of(word), self.canvas.transform().mapRect(box_of(word)))

    def answer(self, opinion: FlagOpinion) -> None:
        """Ask for the reason of an opinion on the current flag."""
        self.panel.flags.answer(opinion)

    def say_role(self, role: ShotRole) -> None:
        """Of the side in view."""
        if self._review is not None and self.side is not None:
            shot = self.side.shot
            self._acts.say_role(self._review.spread_id, self._review.position, {shot.side: shot.role}, role)

    def re_shoot(self) -> None:
        """This spread again."""
        if self._review is not None:
            self._acts.re_shoot(self._review.book_id, self._review.book_title, self._review.spread_id)

    def delete(self) -> None:
        """This spread out of its book."""
        if self._review is not None:
            self._acts.delete(self._review.spread_id, self._review.position)

    @property
    def _words_on(self) -> bool:
        return self.words.shown is not WordsShown.OFF

    def _lay_out(self) -> None:
        keys = self._context.keys
        back = button(f"‹ {self.tr('All spreads')}", self.left.emit, kind="flat", key=keys.shown("review.back"))
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._zoom = QLabel()
        self._zoom.setProperty("kind", "quiet")
        self._side_button = button("", self.next_side, key=keys.shown("review.side"))
        self._wipe_button = button(f"{self.tr('Before / after')}  {keys.shown('review.wipe')}", self.toggle_wipe)
        self._words_button = button(f"{self.tr('Words')}  {keys.shown('review.words')}", self.cycle_words)
        self._older_button = button(f"{self.tr('Older version')}  {keys.shown('review.older')}", self.cycle_older)
        for each in (self._wipe_button, self._words_button, self._older_button):
            each.setCheckable(True)
        top = QHBoxLayout()
        top.setSpacing(STEP)
        top.addWidget(back)
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._zoom)
        tools = QHBoxLayout()
        tools.setSpacing(STEP)
        for each in (self._side_button, self._wipe_button, self._words_button, self._older_button):
            tools.addWidget(each)
        tools.addStretch(1)
        pictures = QHBoxLayout()
        pictures.setSpacing(STEP)
        pictures.addWidget(self.before, 1)
        pictures.addWidget(self.canvas, 1)
        self._reading = QLabel()
        self._reading.setProperty("kind", "quiet")
        left = QVBoxLayout()
        left.setSpacing(STEP)
        left.addLayout(tools)
        left.addLayout(pictures, 1)
        left.addWidget(self._reading)
        body = QHBoxLayout()
        body.setSpacing(STEP)
        body.addLayout(left, 1)
        body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addLayout(body, 1)
        self.before.hide()

    def _connect(self) -> None:
        self._page_loader.ready.connect(self._page_came)
        self._page_loader.failed.connect(self._page_failed)
        self._photo_loader.ready.connect(self._photograph_came)
        self._before_loader.ready.connect(self._before_came)
        self._before_loader.failed.connect(lambda trouble: self.before.say(_sentence(trouble)))
        self.canvas.scale_changed.connect(self._scaled)
        self.canvas.moved.connect(lambda: self.before.follow(self.canvas))
        self.canvas.pointed.connect(self._pointed)
        self.canvas.tabbed.connect(self.words.step)
        self.words.changed.connect(self.canvas.update)
        self.words.selected.connect(self._word_selected)
        self.wipe.changed.connect(self.canvas.update)
        self.editor.kept.connect(self._word_kept)
        self.editor.left.connect(self.canvas.setFocus)
        self.panel.done.connect(self.canvas.setFocus)
        self.panel.role_asked.connect(self.say_role)
        self.panel.note_kept.connect(self._note_kept)
        self.panel.re_shoot_asked.connect(self.re_shoot)
        self.panel.delete_asked.connect(self.delete)
        self.panel.flags.answered.connect(self._answered)

    def _ask(self, spread_id: str) -> None:
        self._calls.append(
            self._context.client.get(
                f"/v1/spreads/{spread_id}/review", SpreadReview, self._take, failed=self._refused, owner=self
            )
        )

    def _take(self, review: SpreadReview) -> None:
        same = self._review is not None and self._review.spread_id == review.spread_id
        shown = self.side.path if same and self.side is not None else None
        self._review, self._sides = review, newest(review)
        self._at = min(self._at, max(0, len(self._sides) - 1)) if same else self._side_to_look_at(review)
        title = self.tr("{title} · spread {position} of {of}")
        self._title.setText(title.format(title=review.book_title, position=review.position, of=review.of))
        if shown is not None and self.side is not None and self.side.path == shown:
            self.panel.show_review(review, self.side)
            self.panel.show_facts(self.side, self.words.words)
        else:
            self._show_side()

    def _side_to_look_at(self, review: SpreadReview) -> int:
        """That of the worst flag which nobody has answered; else the first."""
        counting = next((version for version in review.versions if version.counts), None)
        flags = counting.verdict.flags if counting is not None and counting.verdict is not None else ()
        for level in (Level.RED, Level.AMBER):
            sides = {flag.side for flag in flags if flag.level is level and flag.opinion is None}
            for at, shown in enumerate(self._sides):
                if shown.side in sides:
                    return at
        return 0

    def _refused(self, trouble: Trouble) -> None:
        self.canvas.say(_sentence(trouble))

    def _show_side(self) -> None:
        side = self.side
        self._compare(None)
        self.words.show_words(None)
        self.wipe.clear()
        self._photo_loader.clear()
        self._show_modes()
        if self._review is not None:
            self.panel.show_review(self._review, side)
        if side is None or side.path is None:
            self._page_loader.clear()
            self.canvas.say(self.tr("There is no photograph of this spread. Shoot it again, or delete it."))
            return
        self._page_loader.load(side.path)
        if self.canvas.picture is None:
            self.canvas.say(self.tr("Loading…"))
        if self.wipe.on:
            self._load_photograph()
        if self._words_on:
            self._ask_words()

    def _show_modes(self) -> None:
        side = self.side
        key = self._context.keys.shown("review.side")
        self.canvas.takes_tab = self._words_on
        self._side_button.setEnabled(len(self._sides) > 1)
        self._side_button.setText(
            self.tr("Page: {side}").format(side=side_words(side.side)) + f"  {key}" if side is not None else key
        )
        self._wipe_button.setChecked(self.wipe.on)
        self._words_button.setChecked(self._words_on)
        self._older_button.setChecked(self._older_at is not None)
        self._show_reading()

    def _show_reading(self) -> None:
        word = self.words.word
        if not self._words_on:
            self._reading.setText("")
        elif self.words.words is None:
            self._reading.setText(self.tr("No text has been read on this page yet."))
        elif word is None:
            count = self.tr("%n word(s).", "", len(self.words.words.words))
            self._reading.setText(f"{count} {self.tr('Tab goes to the next word.')}")
        else:
            said = self.tr("“{text}”, read with {percent} % confidence. Enter corrects it.")
            text = said.format(text=word.text, percent=round(word.confidence * 100))
            if word.corrected is not None:
                text = self.tr("“{text}”, corrected from “{old}”.").format(text=word.corrected, old=word.text)
            self._reading.setText(text)
            self.canvas.setAccessibleDescription(text)

    def _page_came(self, pyramid: Pyramid) -> None:
        self.canvas.show_pyramid(pyramid)

    def _page_failed(self, trouble: Trouble) -> None:
        self.canvas.say(_sentence(trouble))

    def _scaled(self, scale: float) -> None:
        self._page_loader.need(scale)
        if self._older_at is not None:
            self._before_loader.need(scale)
        if self.wipe.on:
            self._photo_loader.need(scale)
        self._zoom.setText(f"{self.canvas.percent} %")

    def _load_photograph(self) -> None:
        side = self.side
        if side is None or not side.is_page or side.page is None:
            return
        path = photograph_path(side.shot)
        if path is not None and self._photo_loader.pyramid is None:
            self._photo_loader.load(path, turn_of(side.page), PHOTOGRAPH_PX)

    def _photograph_came(self, pyramid: Pyramid) -> None:
        side = self.side
        if side is not None and side.page is not None:
            self.wipe.show_photograph(side.page, pyramid)

    def _compare(self, at: int | None) -> None:
        self._older_at = at
        self.before.setVisible(at is not None)
        if at is None or self._review is None or self.side is None:
            self._before_loader.clear()
        else:
            shown = older(self._review, self.side.side)[at]
            self.before.say(self.tr("Loading…"))
            if shown.path is not None:
                self._before_loader.load(shown.path)
            words = self.tr("Older version {old} on the left, version {new} on the right.")
            self._context.notices.tell(words.format(old=shown.version, new=self.side.version))
        self._show_modes()

    def _before_came(self, pyramid: Pyramid) -> None:
        self.before.show_pyramid(pyramid)
        self.before.follow(self.canvas)

    def _ask_words(self) -> None:
        side = self.side
        if side is None or side.page is None or not side.page.has_text:
            self.words.show_words(None)
            self._show_reading()
            return
        path = f"/v1/pages/{side.page.page_id}/words"
        self._calls.append(
            self._context.client.get(path, PageWords, self._words_came, failed=self._words_failed, owner=self)
        )

    def _words_came(self, words: PageWords) -> None:
        side = self.side
        if side is None or side.page is None or words.page_id != side.page.page_id:
            return
        self.words.show_words(words)
        self.panel.show_facts(side, words)
        self._show_reading()

    def _words_failed(self, trouble: Trouble) -> None:
        self._reading.setText(_sentence(trouble))

    def _word_selected(self) -> None:
        word = self.words.word
        if word is not None:
            self.canvas.centre_on(box_of(word))
        self._show_reading()

    def _word_kept(self, word: PlacedWord, text: str) -> None:
        side = self.side
        if side is not None and side.page is not None and text != reading_of(word):
            self._acts.correct(side.page.page_id, word, reading_of(word), text)

    def _pointed(self, where: QPointF) -> None:
        index = self.words.index_at(where) if self._words_on else None
        if index is None:
            return
        if index == self.words.current:
            self.edit_word()
        else:
            self.words.select(index)

    def _note_kept(self, text: str) -> None:
        if self._review is not None and text != self._review.note:
            self._acts.note(self._review.spread_id, self._review.note, text)

    def _answered(self, flag: FlagReviewed, opinion: FlagOpinion | None, reason: str) -> None:
        if self._review is not None:
            self._acts.answer(self._review.spread_id, flag, opinion, reason)


def _sentence(trouble: Trouble) -> str:
    what, remedy = words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)
    return f"{what} {remedy}".strip()
