"""The words that were read, laid over the page: how surely each was read is its colour and its underline."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from operator_gui.theme.theme import Theme
from scanner_daemon.api.schemas import PageWords, PlacedWord

__all__ = ["DOUBTFUL", "SURE", "WordsLayer", "WordsShown", "box_of", "reading_of"]

SURE, DOUBTFUL = 0.9, 0.7


class WordsShown(IntEnum):
    """How the words are laid over the page."""

    OFF = 0
    MARKS = 1
    """Their places, underlined."""
    TEXT = 2
    """Printed over the page as they were read."""


def box_of(word: PlacedWord) -> QRectF:
    """Where a word is on the page."""
    box = word.box
    return QRectF(box.left, box.top, max(1, box.right - box.left), max(1, box.bottom - box.top))


def reading_of(word: PlacedWord) -> str:
    """What counts of it: the correction, else what was read."""
    return word.text if word.corrected is None else word.corrected


class WordsLayer(QObject):
    """A layer of the canvas, and which word is the current one."""

    changed = Signal()
    selected = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words: PageWords | None = None
        self.shown = WordsShown.OFF
        self.current: int | None = None

    @property
    def word(self) -> PlacedWord | None:
        """The current word."""
        if self.words is None or self.current is None or not self.words.words:
            return None
        return self.words.words[self.current]

    def show_words(self, words: PageWords | None) -> None:
        """Words of the page on the canvas; the current one stays where it is the same page."""
        same = words is not None and self.words is not None and words.page_id == self.words.page_id
        self.words = words
        if not same or (self.current is not None and words is not None and self.current >= len(words.words)):
            self.current = None
        self.changed.emit()

    def cycle(self) -> None:
        """Off, marks, text, off."""
        self.shown = WordsShown((self.shown + 1) % len(WordsShown))
        self.changed.emit()

    def select(self, index: int | None) -> None:
        """Make a word the current one."""
        count = len(self.words.words) if self.words is not None else 0
        self.current = None if index is None or not count else max(0, min(index, count - 1))
        self.changed.emit()
        self.selected.emit()

    def step(self, words: int) -> None:
        """The next word, or with a negative number the one before."""
        if self.words is not None and self.words.words:
            start = -1 if words > 0 else len(self.words.words)
            self.select((self.current if self.current is not None else start) + words)

    def step_lines(self, down: int) -> None:
        """The word below, or above, that lies nearest."""
        word = self.word
        if word is None or self.words is None:
            self.step(1)
            return
        here = box_of(word).center()
        best: tuple[float, int] | None = None
        for index, other in enumerate(self.words.words):
            there = box_of(other).center()
            rise = (there.y() - here.y()) * down
            if rise > box_of(word).height() * 0.6:
                distance = rise * 3 + abs(there.x() - here.x())
                if best is None or distance < best[0]:
                    best = (distance, index)
        if best is not None:
            self.select(best[1])

    def step_doubtful(self) -> None:
        """The next word that was not read surely and that nobody has corrected."""
        if self.words is None:
            return
        start = -1 if self.current is None else self.current
        count = len(self.words.words)
        for index in (*range(start + 1, count), *range(start + 1)):
            word = self.words.words[index]
            if word.confidence < SURE and word.corrected is None:
                self.select(index)
                return

    def index_at(self, where: QPointF) -> int | None:
        """The word at a place of the page."""
        if self.words is None:
            return None
        return next((i for i, word in enumerate(self.words.words) if box_of(word).contains(where)), None)

    def __call__(self, painter: QPainter, way: QTransform, whole: QRectF) -> None:
        """Paint the words in view."""
        del whole
        if self.words is None or self.shown is WordsShown.OFF or not self.words.width_px:
            return
        view = QRectF(painter.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, word in enumerate(self.words.words):
            where = way.mapRect(box_of(word))
            if where.intersects(view):
                self._paint(painter, where, word, current=index == self.current)

    def _paint(self, painter: QPainter, where: QRectF, word: PlacedWord, *, current: bool) -> None:
        colour, pen = self._manner(word)
        if self.shown is WordsShown.TEXT:
            self._paint_text(painter, where, reading_of(word))
        else:
            tint = QColor(colour)
            tint.setAlphaF(0.10 if word.corrected is None else 0.22)
            painter.fillRect(where, tint)
        painter.setPen(pen)
        y = where.bottom() + pen.widthF() / 2
        painter.drawLine(QPointF(where.left(), y), QPointF(where.right(), y))
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.look.palette.color("ground"), 5))
            painter.drawRect(where.adjusted(-3, -3, 3, 3))
            painter.setPen(QPen(self._theme.look.palette.color("accent"), 3))
            painter.drawRect(where.adjusted(-3, -3, 3, 3))

    def _manner(self, word: PlacedWord) -> tuple[QColor, QPen]:
        """Sure: a thin whole line. Less: dashes. Little: thick dots. Corrected: a double width in the accent."""
        colors = self._theme.look.palette
        if word.corrected is not None:
            return colors.color("accent"), QPen(colors.color("accent"), 4)
        if word.confidence >= SURE:
            return colors.color("good"), QPen(colors.color("good"), 1)
        if word.confidence >= DOUBTFUL:
            return colors.color("warn"), QPen(colors.color("warn"), 2, Qt.PenStyle.DashLine)
        pen = QPen(colors.color("bad"), 3, Qt.PenStyle.DotLine)
        return colors.color("bad"), pen

    def _paint_text(self, painter: QPainter, where: QRectF, text: str) -> None:
        """As wide as the printed word: words without a long letter have low boxes, but are printed no smaller."""
        colors = self._theme.look.palette
        painter.fillRect(where.adjusted(-1, -1, 1, 1), colors.color("surface"))
        font = self._theme.look.sizes.font("body")
        painter.setFont(font)
        width = max(1, painter.fontMetrics().horizontalAdvance(text))
        wide = font.pixelSize() * where.width() / width
        font.setPixelSize(max(5, min(round(wide), round(where.height() * 1.9))))
        painter.setFont(font)
        painter.setPen(colors.color("text"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(where, flags, text)
