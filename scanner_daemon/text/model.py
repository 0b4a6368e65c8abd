"""The page-text model: what was read where, how surely, and what was thrown away and why. Frozen; JSON both ways.

Coordinates are pixels of the page image that was recognised, origin at its top-left corner, y downwards. A box holds
the pixels left <= x < right, top <= y < bottom. Confidences run 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["Baseline", "Block", "Box", "DroppedWord", "Line", "PageText", "Paragraph", "Word"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(_Value):
    """An upright rectangle in pixels, never empty the wrong way round."""

    left: int
    top: int
    right: int
    bottom: int

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError("a box ends before it begins")
        return self

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top


class Baseline(_Value):
    """The line that the letters stand on, from its left to its right end, in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def slope(self) -> float:
        """Pixels down per pixel across."""
        return (self.y1 - self.y0) / (self.x1 - self.x0) if self.x1 != self.x0 else 0.0

    def at(self, x: float) -> float:
        """Its height y at ``x``."""
        return self.y0 + self.slope * (x - self.x0)


class Word(_Value):
    """One word as it was read; never empty."""

    text: str = Field(min_length=1)
    box: Box
    confidence: float = Field(ge=0, le=1)


class Line(_Value):
    """A line of text."""

    box: Box
    baseline: Baseline | None
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words with single spaces."""
        return " ".join(word.text for word in self.words)


class Paragraph(_Value):
    """Lines that belong together."""

    box: Box
    lines: tuple[Line, ...]


class Block(_Value):
    """A column or other region of the page; a picture has no paragraphs."""

    kind: Literal["text", "picture"]
    box: Box
    paragraphs: tuple[Paragraph, ...] = ()


class DroppedWord(_Value):
    """A word that the recogniser offered and that is not believed to be on the page."""

    word: Word
    reason: str


class PageText(_Value):
    """Everything that was read on one page image of ``width`` x ``height`` pixels at ``ppi``, in reading order."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    ppi: float = Field(gt=0)
    languages: tuple[str, ...]
    engine: str
    blocks: tuple[Block, ...] = ()
    dropped: tuple[DroppedWord, ...] = ()

    def lines(self) -> Iterator[Line]:
        """All lines in reading order."""
        for block in self.blocks:
            for paragraph in block.paragraphs:
                yield from paragraph.lines

    def words(self) -> Iterator[Word]:
        """All words in reading order."""
        for line in self.lines():
            yield from line.words

    @property
    def characters(self) -> int:
        """How many characters were read, without spaces."""
        return sum(len(word.text) for word in self.words())

    @property
    def mean_confidence(self) -> float | None:
        """The words' confidences, weighted by their length; None on a page without words."""
        if not self.characters:
            return None
        return sum(word.confidence * len(word.text) for word in self.words()) / self.characters

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back to an equal value."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The value that `to_json` wrote. Raises pydantic's ValidationError for anything else."""
        return cls.model_validate_json(text)
