"""One spread, closely: a page at any size, its words, its photograph, its older version, and what is said of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtNetwork import QNetworkAccessManager
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from operator_gui.daemon.client import Call
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.review.acts import ReviewActs
from operator_gui.screens.review.canvas import Canvas
from operator_gui.screens.review.detail_bar import DetailBar
from operator_gui.screens.review.pyramid import Pyramid, PyramidLoader
from operator_gui.screens.review.side_panel import SidePanel
from operator_gui.screens.review.sides import SideShown, flagged_first, newest, older, photograph_path
from operator_gui.screens.review.wipe import Wipe, turn_of
from operator_gui.screens.review.word_desk import WordDesk, sentence
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import FlagOpinion, FlagReviewed, ShotRole, SpreadReview

__all__ = ["Detail"]

PHOTOGRAPH_PX = 3200
"""The photograph behind the wipe: as fine as a screen of 4K, a third of the work of all 24 MP."""


class Detail(QWidget):
    """Shows the spread it is given. What the keys do is said by the screen."""

    left = Signal()
    """Back to the grid."""

    def __init__(self, context: ScreenContext, acts: ReviewActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._acts = acts
        self._review: SpreadReview | None = None
        self._sides: list[SideShown] = []
        self._at = 0
        self._older_at: int | None = None
        self._call: Call | None = None
        self.canvas = Canvas(context.theme)
        self.canvas.setAccessibleName(self.tr("Page"))
        self.before = Canvas(context.theme)
        self.before.setAccessibleName(self.tr("Older version"))
        self.before.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = WordDesk(context, acts, self.canvas, self)
        self.wipe = Wipe(self.canvas, context.theme, self)
        self.canvas.handle = self.wipe.drag
        self.canvas.layers = [self.wipe, self.words.layer]
        network = QNetworkAccessManager(self)
        self._page_loader, self._photo_loader, self._before_loader = (
            PyramidLoader(context.client.address, network, self) for _ in range(3)
        )
        self.bar = DetailBar(context.keys)
        self.panel = SidePanel(context.theme, context.keys.shown)
        self._reading = QLabel()
        self._reading.setProperty("kind", "quiet")
        self._reading.setWordWrap(True)
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

    def show_spread(self, spread_id: str) -> None:
        """Fetch a spread and show its first side."""
        self.clear()
        self.canvas.say(self.tr("Loading…"))
        self._ask(spread_id)

    def renew(self) -> None:
        """The same spread again: something was said of it."""
        if self._review is not None:
            self._ask(self._review.spread_id)

    def clear(self) -> None:
        """Give up what is on its way."""
        if self._call is not None:
            self._call.abort()
            self._call = None
        self._review, self._sides, self._at = None, [], 0
        for loader in (self._page_loader, self._photo_loader, self._before_loader):
            loader.clear()
        self.words.show_page(None)
        self.wipe.clear()
        self._compare(None)

    def next_side(self) -> None:
        """The other page."""
        if len(self._sides) > 1:
            self._at = (self._at + 1) % len(self._sides)
            self._show_side()

    def toggle_wipe(self) -> None:
        """Photograph and page, with the edge between them."""
        if self.side is not None and not self.side.is_page:
            self._context.notices.warn(self.tr("No page has been made of this photograph yet. The night does it."))
            return
        self.wipe.on = not self.wipe.on
        if self.wipe.on:
            self._load_photograph()
        self._show_modes()
        self.canvas.update()

    def cycle_words(self) -> None:
        """The words over the page: off, marks, text."""
        self.words.cycle()

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
        elif self.words.on:
            self.words.layer.step(steps)
        else:
            self.canvas.pan(steps * 0.15, 0)

    def vertical(self, steps: int) -> None:
        """Up and down: the current word, or the picture."""
        if self.words.on and not self.wipe.on:
            self.words.layer.step_lines(steps)
        else:
            self.canvas.pan(0, steps * 0.15)

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

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.setSpacing(STEP)
        pictures.addWidget(self.before, 1)
        pictures.addWidget(self.canvas, 1)
        left = QVBoxLayout()
        left.setSpacing(STEP)
        left.addWidget(self.bar)
        left.addLayout(pictures, 1)
        left.addWidget(self._reading)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(STEP)
        body.addLayout(left, 1)
        body.addWidget(self.panel)
        self.before.hide()

    def _connect(self) -> None:
        self._page_loader.ready.connect(self.canvas.show_pyramid)
        self._page_loader.failed.connect(lambda trouble: self.canvas.say(sentence(trouble)))
        self._photo_loader.ready.connect(self._photograph_came)
        self._photo_loader.failed.connect(self._context.notices.fail)
        self._before_loader.ready.connect(self._before_came)
        self._before_loader.failed.connect(lambda trouble: self.before.say(sentence(trouble)))
        self.canvas.scale_changed.connect(self._scaled)
        self.canvas.moved.connect(lambda: self.before.follow(self.canvas))
        self.wipe.changed.connect(self.canvas.update)
        self.words.told.connect(self._tell)
        self.words.came.connect(lambda words: self.panel.show_facts(self.side, words))
        self.words.switched.connect(self._show_modes)
        self.bar.back.connect(self.left)
        self.bar.side.connect(self.next_side)
        self.bar.wipe.connect(self.toggle_wipe)
        self.bar.words.connect(self.cycle_words)
        self.bar.older.connect(self.cycle_older)
        self.panel.done.connect(self.canvas.setFocus)
        self.panel.role_asked.connect(self.say_role)
        self.panel.note_kept.connect(self._note_kept)
        self.panel.re_shoot_asked.connect(self.re_shoot)
        self.panel.delete_asked.connect(self.delete)
        self.panel.flags.answered.connect(self._answered)

    def _ask(self, spread_id: str) -> None:
        path = f"/v1/spreads/{spread_id}/review"
        self._call = self._context.client.get(path, SpreadReview, self._take, failed=self._refused, owner=self)

    def _take(self, review: SpreadReview) -> None:
        self._call = None
        same = self._review is not None and self._review.spread_id == review.spread_id
        shown = self.side.path if same and self.side is not None else None
        self._review, self._sides = review, newest(review)
        self._at = min(self._at, max(0, len(self._sides) - 1)) if same else flagged_first(review, self._sides)
        self.bar.show_spread(review)
        if shown is not None and self.side is not None and self.side.path == shown:
            self.panel.show_review(review, self.side)
            self.panel.show_facts(self.side, self.words.layer.words)
        else:
            self._show_side()

    def _refused(self, trouble: Trouble) -> None:
        self._call = None
        self.canvas.say(sentence(trouble))

    def _show_side(self) -> None:
        side = self.side
        self.wipe.on = self.wipe.on and side is not None and side.is_page
        self._compare(None)
        self.wipe.clear()
        self._photo_loader.clear()
        if self._review is not None:
            self.panel.show_review(self._review, side)
        self.words.show_page(side.page if side is not None else None)
        if side is None or side.path is None:
            self._page_loader.clear()
            self.canvas.say(self.tr("There is no photograph of this spread. Shoot it again, or delete it."))
            return
        self._page_loader.load(side.path)
        if self.canvas.picture is None:
            self.canvas.say(self.tr("Loading…"))
        if self.wipe.on:
            self._load_photograph()

    def _show_modes(self) -> None:
        self.bar.show_modes(
            self.side,
            len(self._sides),
            wipe=self.wipe.on,
            words=self.words.on,
            older=self._older_at is not None,
        )

    def _tell(self, words: str) -> None:
        self._reading.setText(words)
        self.canvas.setAccessibleDescription(words)

    def _scaled(self, scale: float) -> None:
        self._page_loader.need(scale)
        if self._older_at is not None:
            self._before_loader.need(scale)
        if self.wipe.on:
            self._photo_loader.need(scale)
        self.bar.show_zoom(self.canvas.percent)

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

    def _note_kept(self, text: str) -> None:
        if self._review is not None and text != self._review.note:
            self._acts.note(self._review.spread_id, self._review.note, text)

    def _answered(self, flag: FlagReviewed, opinion: FlagOpinion | None, reason: str) -> None:
        if self._review is not None:
            self._acts.answer(self._review.spread_id, flag, opinion, reason)
