"""Pixels of a flat page -> the page-text model, by Tesseract through tesserocr.

Tesseract keeps its parameters in process-wide variables, so a process uses one `Recogniser` at a time and never from
two threads; several pages at once means several processes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
import tesserocr
from numpy.typing import NDArray
from PIL import Image

from scanner_daemon.pages.ink import find_ink, runs_down
from scanner_daemon.text.belief import believed
from scanner_daemon.text.errors import RecognitionFailed
from scanner_daemon.text.model import Baseline, Block, Box, Line, PageText, Paragraph, Word
from scanner_daemon.text.second_look import looked_at_again, with_surroundings
from scanner_daemon.text.tessdata import find_tessdata

__all__ = ["Recogniser", "recognise"]

_READING_PPI = 300.0
_SCALE_RANGE = (0.3, 3.5)
_LOOK_PX = 1600
_SURELY_TEXT = -0.5
_DISBELIEF = (0.5, 2.0)
_LETTER_PX = (12.0, 20.0, 26.0)
"""The x-height at which Tesseract reads best, between the smallest and largest that are left alone: 9 to 12 points."""
_LEAST_SIDE_PX = 24
_LEAST_LINE_PX = 8
_LEAST_CHANGE = 0.15


def recognise(
    image: NDArray[np.uint8], ppi: float, languages: Sequence[str], *, tessdata: Path | None = None
) -> PageText:
    """Read one page. Loads the language data for it; use a `Recogniser` for many. Raises as `Recogniser` does."""
    with Recogniser(languages, tessdata=tessdata) as recogniser:
        return recogniser.recognise(image, ppi)


class Recogniser:
    """Tesseract with its languages loaded, for one page after the other.

    ``languages`` are Tesseract's codes, the main one first. Raises `LanguageMissing` and `TessdataMissing`.
    """

    def __init__(self, languages: Sequence[str], *, tessdata: Path | None = None) -> None:
        self.languages = tuple(languages)
        if not self.languages:
            raise ValueError("name at least one language")
        folder = find_tessdata(self.languages, tessdata)
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        self._api = tesserocr.PyTessBaseAPI(path=str(folder), lang="+".join(self.languages), psm=tesserocr.PSM.AUTO)
        self._api.SetVariable("debug_file", "/dev/null")
        version = tesserocr.tesseract_version().split()[1]
        self.engine = f"tesserocr {tesserocr.__version__} / tesseract {version}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the language data back."""
        self._api.End()

    def recognise(self, image: NDArray[np.uint8], ppi: float) -> PageText:
        """Read a page: uint8, (height, width) or (height, width, 3) in BGR, upright, at ``ppi`` pixels per inch.

        The page is read from a gray copy at about 300 ppi, or at the scale that makes its letters the usual size where
        ``ppi`` cannot be right: more costs time and is read worse. Its doubtful words are read again
        (`second_look`). Boxes are in pixels of ``image``. Raises `RecognitionFailed`.
        """
        height, width = image.shape[:2]
        nothing = PageText(width=width, height=height, ppi=ppi, languages=self.languages, engine=self.engine)
        if min(height, width) < _LEAST_SIDE_PX:
            return nothing
        gray = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        scale = _reading_scale(gray, ppi)
        copy = _scaled(gray, scale)
        kept, dropped = believed(self._read(copy, Box(left=0, top=0, right=width, bottom=height)), gray)
        again = self._looked_at_again(kept, gray, copy.shape[1] / width)
        if again != kept:
            kept, doubted = believed(again, gray)
            dropped += doubted
        return nothing.model_copy(update={"blocks": kept, "dropped": dropped})

    def _looked_at_again(self, blocks: tuple[Block, ...], gray: NDArray[np.uint8], scale: float) -> tuple[Block, ...]:
        self._api.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
        try:
            return looked_at_again(blocks, partial(self._line, gray, scale))
        finally:
            self._api.SetPageSegMode(tesserocr.PSM.AUTO)

    def _line(self, gray: NDArray[np.uint8], scale: float, box: Box, size: float) -> Line | None:
        around = with_surroundings(box, gray.shape[1], gray.shape[0])
        part = gray[around.top : around.bottom, around.left : around.right]
        copy = _scaled(part, scale * size, least_change=0.0)
        if min(copy.shape) < _LEAST_LINE_PX:
            return None
        try:
            blocks = self._read(copy, around)
        except RecognitionFailed:
            return None
        lines = [line for block in blocks for paragraph in block.paragraphs for line in paragraph.lines]
        return lines[0] if len(lines) == 1 else None

    def _read(self, copy: NDArray[np.uint8], of: Box) -> tuple[Block, ...]:
        try:
            self._api.SetImage(Image.fromarray(copy))
            self._api.SetSourceResolution(round(_READING_PPI))
            self._api.Recognize()
            return _Walk(self._api, of, copy.shape[1], copy.shape[0]).blocks()
        except RuntimeError as error:
            raise RecognitionFailed(detail=str(error) or "tesseract gave no reason") from error
        finally:
            self._api.Clear()


def _reading_scale(gray: NDArray[np.uint8], ppi: float) -> float:
    """Copy pixels per page pixel. ``ppi`` is often a guess from the page's height; the size of letters is not."""
    scale = _READING_PPI / ppi
    looked_at = min(1.0, _LOOK_PX / max(gray.shape))
    ink = find_ink(
        np.asarray(cv2.resize(gray, None, fx=looked_at, fy=looked_at, interpolation=cv2.INTER_AREA), np.uint8)
    )
    if ink is not None and runs_down(ink) < _SURELY_TEXT:
        letter_px = ink.glyph_px / looked_at * scale
        if not _LETTER_PX[0] <= letter_px <= _LETTER_PX[2]:
            scale *= float(np.clip(_LETTER_PX[1] / letter_px, *_DISBELIEF))
    return float(np.clip(scale, *_SCALE_RANGE))


def _scaled(gray: NDArray[np.uint8], scale: float, least_change: float = _LEAST_CHANGE) -> NDArray[np.uint8]:
    if abs(scale - 1) < least_change:
        return np.ascontiguousarray(gray)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)


class _Walk:
    """One pass over Tesseract's result, level by level: ``of`` is what was read, in the page's pixels, and ``width``
    and ``height`` are the copy's that it was read from.
    """

    def __init__(self, api: Any, of: Box, width: int, height: int) -> None:
        self._result = api.GetIterator()
        self._of = of
        self._per_x, self._per_y = of.width / width, of.height / height

    def blocks(self) -> tuple[Block, ...]:
        """All blocks with what they hold, in Tesseract's reading order."""
        blocks: list[Block] = []
        paragraphs: list[Paragraph] = []
        lines: list[Line] = []
        words: list[Word] = []
        level, result = tesserocr.RIL, self._result
        if result is None:
            return ()
        block_box = paragraph_box = line_box = Box(left=0, top=0, right=0, bottom=0)
        baseline, picture = None, False
        while True:
            if result.IsAtBeginningOf(level.BLOCK):
                block_box, picture = self._box(level.BLOCK), result.BlockType() in _PICTURES
            if result.IsAtBeginningOf(level.TEXTLINE):
                line_box, baseline = self._box(level.TEXTLINE), self._baseline()
            if result.IsAtBeginningOf(level.PARA):
                paragraph_box = self._box(level.PARA)
            word = self._word()
            if word is not None:
                words.append(word)
            ends_block = result.IsAtFinalElement(level.BLOCK, level.WORD)
            if words and result.IsAtFinalElement(level.TEXTLINE, level.WORD):
                lines.append(Line(box=_around(words, line_box), baseline=baseline, words=tuple(words)))
                words = []
            if lines and result.IsAtFinalElement(level.PARA, level.WORD):
                paragraphs.append(Paragraph(box=_around(lines, paragraph_box), lines=tuple(lines)))
                lines = []
            if ends_block and (paragraphs or picture):
                kind = "picture" if picture and not paragraphs else "text"
                blocks.append(Block(kind=kind, box=_around(paragraphs, block_box), paragraphs=tuple(paragraphs)))
                paragraphs = []
            if not result.Next(level.WORD):
                return tuple(blocks)

    def _box(self, level: int) -> Box:
        found = self._result.BoundingBox(level) or (0, 0, 0, 0)
        of = self._of
        left, right = (min(of.right, of.left + max(0, round(x * self._per_x))) for x in (found[0], found[2]))
        top, bottom = (min(of.bottom, of.top + max(0, round(y * self._per_y))) for y in (found[1], found[3]))
        return Box(left=left, top=top, right=max(left, right), bottom=max(top, bottom))

    def _baseline(self) -> Baseline | None:
        ends = self._result.Baseline(tesserocr.RIL.TEXTLINE)
        if ends is None:
            return None
        (x0, y0), (x1, y1) = ends
        left, top = self._of.left, self._of.top
        return Baseline(
            x0=left + x0 * self._per_x,
            y0=top + y0 * self._per_y,
            x1=left + x1 * self._per_x,
            y1=top + y1 * self._per_y,
        )

    def _word(self) -> Word | None:
        level = tesserocr.RIL.WORD
        if self._result.Empty(level):
            return None
        text = _printable(self._result.GetUTF8Text(level))
        if not text:
            return None
        return Word(
            text=text, box=self._box(level), confidence=min(1.0, max(0.0, self._result.Confidence(level) / 100))
        )


_PICTURES = frozenset({tesserocr.PT.FLOWING_IMAGE, tesserocr.PT.HEADING_IMAGE, tesserocr.PT.PULLOUT_IMAGE})


def _around(parts: Sequence[Word] | Sequence[Line] | Sequence[Paragraph], own: Box) -> Box:
    """The parts' common box; the region's own where it has no parts."""
    if not parts:
        return own
    return Box(
        left=min(p.box.left for p in parts),
        top=min(p.box.top for p in parts),
        right=max(p.box.right for p in parts),
        bottom=max(p.box.bottom for p in parts),
    )


def _printable(text: str | None) -> str:
    """NFC, no control characters (XML and PDF cannot hold them), no surrounding or inner white space."""
    composed = unicodedata.normalize("NFC", text or "")
    return "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co") and not c.isspace())
