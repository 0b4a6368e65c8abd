"""Above a page: which spread it is, and what can be laid over it or beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.screens.books.buttons import button
from operator_gui.screens.review.flag_words import side_words
from operator_gui.screens.review.sides import SideShown
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.flow import Flow
from scanner_daemon.api.schemas import SpreadReview

__all__ = ["DetailBar"]


class DetailBar(QWidget):
    """Tells what is wished."""

    back = Signal()
    side = Signal()
    wipe = Signal()
    words = Signal()
    older = Signal()

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        whole, wipe = self.tr("All spreads"), self.tr("Before / after")
        words, older = self.tr("Words"), self.tr("Older version")
        back = button(f"‹ {whole}", self.back.emit, kind="flat", key=keys.shown("review.back"))
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._title.setWordWrap(True)
        self._zoom = QLabel()
        self._zoom.setProperty("kind", "quiet")
        self._side = button("", self.side.emit, key=keys.shown("review.side"))
        self._wipe = button(f"{wipe}  {keys.shown('review.wipe')}", self.wipe.emit)
        self._words = button(f"{words}  {keys.shown('review.words')}", self.words.emit)
        self._older = button(f"{older}  {keys.shown('review.older')}", self.older.emit)
        top = QHBoxLayout()
        top.setSpacing(STEP)
        top.addWidget(back)
        top.addWidget(self._title, 1)
        for each in (self._wipe, self._words, self._older):
            each.setCheckable(True)
        below = QHBoxLayout()
        below.addLayout(Flow(STEP, self._side, self._wipe, self._words, self._older), 1)
        below.addWidget(self._zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addLayout(below)

    def show_spread(self, review: SpreadReview) -> None:
        """Which spread it is."""
        title = self.tr("{title} · spread {position} of {of}")
        self._title.setText(title.format(title=review.book_title, position=review.position, of=review.of))

    def show_zoom(self, percent: int) -> None:
        """Device pixels in a hundred of the picture's."""
        self._zoom.setText(f"{percent} %")

    def show_modes(self, side: SideShown | None, sides: int, *, wipe: bool, words: bool, older: bool) -> None:
        """What is on now."""
        key = self._keys.shown("review.side")
        self._side.setEnabled(sides > 1)
        name = self.tr("Page: {side}").format(side=side_words(side.side)) if side is not None else ""
        self._side.setText(f"{name}  {key}".strip())
        self._wipe.setChecked(wipe)
        self._words.setChecked(words)
        self._older.setChecked(older)
