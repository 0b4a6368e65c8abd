"""Which of the recogniser's words are believed: text that was not on the page must not be made up.

Show-through, paper grain and engravings make a recogniser see words. Three things give them away: there is no ink
where the word is said to be; a region is full of doubtful words; a page has a few doubtful words and nothing else.
What is thrown away is kept beside the text with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.text.model import Block, Box, DroppedWord, Paragraph, Word

__all__ = ["believed"]

_LEAST_CONTRAST = 0.10
_LEAST_REGION_CONFIDENCE = 0.45
_FEW_WORDS = 8
_FEW_WORDS_CONFIDENCE = 0.70
_LEAST_SIGN_CONFIDENCE = 0.50
_LONE_SIGN_CONFIDENCE = 0.85
"""For lines without any letter: an ornament is read surely, the edge of a picture is not."""


def believed(blocks: Sequence[Block], gray: NDArray[np.uint8]) -> tuple[tuple[Block, ...], tuple[DroppedWord, ...]]:
    """The blocks without the words that are not believed, and those words. ``gray`` is the page, uint8 (h, w)."""
    words = [w for block in blocks for w in _words(block)]
    sure = sum(w.confidence >= _FEW_WORDS_CONFIDENCE and any(c.isalnum() for c in w.text) for w in words)
    nearly_blank = sure < _FEW_WORDS
    dropped: list[DroppedWord] = []

    def doubt(word: Word, region: float, alone: bool) -> str | None:
        if _contrast(gray, word.box) < _LEAST_CONTRAST:
            return "no ink there"
        letters = sum(c.isalnum() for c in word.text)
        if region < _LEAST_REGION_CONFIDENCE and (word.confidence < _FEW_WORDS_CONFIDENCE or letters < 2):
            return "a region full of doubtful words"
        if nearly_blank and word.confidence < _FEW_WORDS_CONFIDENCE:
            return "a doubtful word on a page with hardly any text"
        if letters == 0 and word.confidence < (_LONE_SIGN_CONFIDENCE if alone else _LEAST_SIGN_CONFIDENCE):
            return "a doubtful sign without letters"
        return None

    kept_blocks = []
    for block in blocks:
        region = _mean_confidence(_words(block))
        paragraphs = []
        for paragraph in block.paragraphs:
            lines = []
            for line in paragraph.lines:
                wordless = not any(c.isalnum() for word in line.words for c in word.text)
                reasons = [doubt(word, region, wordless) for word in line.words]
                dropped += [
                    DroppedWord(word=w, reason=r) for w, r in zip(line.words, reasons, strict=True) if r is not None
                ]
                kept = tuple(w for w, r in zip(line.words, reasons, strict=True) if r is None)
                if kept:
                    lines.append(line.model_copy(update={"words": kept}))
            if lines:
                paragraphs.append(paragraph.model_copy(update={"lines": tuple(lines)}))
        if paragraphs or block.kind == "picture":
            kept_blocks.append(block.model_copy(update={"paragraphs": tuple(paragraphs)}))
    return tuple(kept_blocks), tuple(dropped)


def _words(block: Block) -> list[Word]:
    return [w for paragraph in block.paragraphs for w in _of(paragraph)]


def _of(paragraph: Paragraph) -> list[Word]:
    return [w for line in paragraph.lines for w in line.words]


def _mean_confidence(words: Sequence[Word]) -> float:
    characters = sum(len(w.text) for w in words)
    return sum(w.confidence * len(w.text) for w in words) / characters if characters else 1.0


def _contrast(gray: NDArray[np.uint8], box: Box) -> float:
    """How much darker the darkest tenth of the box is than its brightest, as a share of the latter."""
    window = gray[max(0, box.top - 2) : box.bottom + 2, max(0, box.left - 2) : box.right + 2]
    if window.size < 4:
        return 0.0
    dark, bright = np.percentile(window, (5, 95))
    return float((bright - dark) / max(bright, 1.0))
