"""Words that a person has corrected, put into a page's text: found again by their place and what was read there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner_daemon.text.model import Block, Box, Line, PageText, Paragraph, Word

__all__ = ["Corrected", "WordCorrection", "WordPlace", "corrected", "places"]

SAME_PLACE = 0.5
"""Least intersection over union of two boxes that are taken for the same word."""


@dataclass(frozen=True, slots=True)
class WordCorrection:
    """``old_text`` in ``box`` of a page image of ``page_size`` (width, height) pixels is printed as ``new_text``.

    An empty ``new_text`` says that there is no word.
    """

    id: str
    box: Box
    page_size: tuple[int, int]
    old_text: str
    new_text: str

    def box_on(self, page: PageText) -> Box:
        """The same place in an image of another size."""
        sx, sy = page.width / self.page_size[0], page.height / self.page_size[1]
        return Box(
            left=round(self.box.left * sx),
            top=round(self.box.top * sy),
            right=round(self.box.right * sx),
            bottom=round(self.box.bottom * sy),
        )


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A word with the numbers, from 0, of its block, paragraph and line on the page, and its own in the line."""

    word: Word
    block: int
    paragraph: int
    line: int
    index: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """A page's text with its corrections."""

    page: PageText
    applied: dict[tuple[int, int, int, int], WordCorrection]
    """By block, paragraph, line and index of the word that was read."""
    unmatched: tuple[WordCorrection, ...]
    """Those whose word is not there any more: kept, and not guessed at."""


def places(page: PageText) -> Iterator[WordPlace]:
    """All words in reading order with their places."""
    for b, block in enumerate(page.blocks):
        for p, paragraph in enumerate(block.paragraphs):
            for n, line in enumerate(paragraph.lines):
                for i, word in enumerate(line.words):
                    yield WordPlace(word, b, p, n, i)


def corrected(page: PageText, corrections: Sequence[WordCorrection]) -> Corrected:
    """Apply corrections, given oldest first; of two for one word the newer counts.

    A correction finds its word where at least half of both boxes is shared and the word reads as it did, or reads as
    it was corrected, because the recogniser has learned. Anything else stays as it was read.
    """
    words = list(places(page))
    applied: dict[tuple[int, int, int, int], WordCorrection] = {}
    unmatched: list[WordCorrection] = []
    for correction in corrections:
        found = _find(words, correction, correction.box_on(page))
        if found is None:
            unmatched.append(correction)
        else:
            applied[found.block, found.paragraph, found.line, found.index] = correction
    if not applied:
        return Corrected(page, applied, tuple(unmatched))
    blocks = tuple(_block(b, block, applied) for b, block in enumerate(page.blocks))
    return Corrected(page.model_copy(update={"blocks": blocks}), applied, tuple(unmatched))


def _find(words: Sequence[WordPlace], correction: WordCorrection, box: Box) -> WordPlace | None:
    def shared(place: WordPlace) -> float:
        return _overlap(place.word.box, box)

    best = max(words, key=shared, default=None)
    if best is None or shared(best) < SAME_PLACE:
        return None
    return best if best.word.text in (correction.old_text, correction.new_text) else None


def _overlap(one: Box, other: Box) -> float:
    """Intersection over union, 0..1."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (one.width * one.height + other.width * other.height - common)


def _block(b: int, block: Block, applied: dict[tuple[int, int, int, int], WordCorrection]) -> Block:
    paragraphs = []
    for p, paragraph in enumerate(block.paragraphs):
        lines = []
        for n, line in enumerate(paragraph.lines):
            words = tuple(
                printed for i, word in enumerate(line.words) for printed in _printed(word, applied.get((b, p, n, i)))
            )
            if words or not line.words:
                lines.append(Line(box=line.box, baseline=line.baseline, words=words))
        if lines or not paragraph.lines:
            paragraphs.append(Paragraph(box=paragraph.box, lines=tuple(lines)))
    return block.model_copy(update={"paragraphs": tuple(paragraphs)})


def _printed(word: Word, correction: WordCorrection | None) -> tuple[Word, ...]:
    """The words that stand in the place of one: none, one, or several that share its box by their length."""
    if correction is None:
        return (word,)
    texts = correction.new_text.split()
    letters = sum(map(len, texts)) + len(texts) - 1
    made, at = [], 0
    for text in texts:
        left = word.box.left + round(word.box.width * at / letters)
        right = word.box.left + round(word.box.width * (at + len(text)) / letters)
        box = Box(left=left, top=word.box.top, right=right, bottom=word.box.bottom)
        made.append(Word(text=text, box=box, confidence=1.0))
        at += len(text) + 1
    return tuple(made)
