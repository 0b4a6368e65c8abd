"""A printed page: what stands on it, word by word in millimetres, and its picture at any resolution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scanner_daemon.simulation.book.pictures import Picture, engrave
from scanner_daemon.simulation.book.typefaces import DOTS_PER_MM, Face, load_face

__all__ = ["Line", "LineRole", "Page", "Word"]

Box = tuple[float, float, float, float]


class LineRole(StrEnum):
    """What a line is for."""

    HEAD = "head"
    """Running head with the page number."""
    TITLE = "title"
    BODY = "body"
    CAPTION = "caption"
    FOLIO = "folio"
    """Page number at the foot of a page that opens a chapter."""


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word. ``box_mm`` is its ink: left, top, right, bottom from the page's top left corner."""

    text: str
    box_mm: Box
    x_dots: float
    """Where the press puts the pen down."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, its words from left to right, standing on ``baseline_mm``."""

    role: LineRole
    words: tuple[Word, ...]
    baseline_mm: float
    face: Face

    @property
    def text(self) -> str:
        """The words with single spaces between."""
        return " ".join(word.text for word in self.words)

    @property
    def box_mm(self) -> Box:
        """The union of the words' ink."""
        boxes = np.array([word.box_mm for word in self.words])
        x0, y0 = boxes[:, :2].min(axis=0)
        x1, y1 = boxes[:, 2:].max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number 1 is a recto, and odd pages are rectos ever after. Lines are in reading order."""

    number: int
    width_mm: float
    height_mm: float
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...] = ()
    columns: int = 1

    @property
    def is_recto(self) -> bool:
        """Rectos lie on the right of their spread, with the gutter on their left."""
        return self.number % 2 == 1

    @property
    def text(self) -> str:
        """The truth: all lines in reading order, one a line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return tuple(self._words())

    def _words(self) -> Iterator[Word]:
        for line in self.lines:
            yield from line.words

    def image(self, ppi: float) -> NDArray[np.uint8]:
        """The page as printed, grey (height, width) uint8, 255 for bare paper.

        The press prints at 406.4 ppi; other resolutions are sampled from that. Pixel ``i`` is centred at exactly
        ``(i + 0.5) * 25.4 / ppi`` mm; the far edges are rounded to a whole pixel. Raises `TypefaceMissing`.
        """
        printed = _print(self)
        width, height = round(self.width_mm * ppi / 25.4), round(self.height_mm * ppi / 25.4)
        dots = DOTS_PER_MM * 25.4 / ppi
        if (height, width) == printed.shape:
            return printed.copy()
        # not cv2.resize: it would stretch the rounded size over the page, a quarter of a pixel at the far edge
        soft = cv2.GaussianBlur(printed, (0, 0), 0.45 * float(np.sqrt(dots**2 - 1))) if dots > 1.05 else printed
        to_press = np.array([[dots, 0, dots / 2 - 0.5], [0, dots, dots / 2 - 0.5]])
        how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(soft, to_press, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )


@lru_cache(maxsize=6)
def _print(page: Page) -> NDArray[np.uint8]:
    size = (round(page.width_mm * DOTS_PER_MM), round(page.height_mm * DOTS_PER_MM))
    sheet = Image.new("L", size, 255)
    for picture in page.pictures:
        x0, y0, x1, y1 = (round(edge * DOTS_PER_MM) for edge in picture.box_mm)
        sheet.paste(Image.fromarray(engrave(picture, x1 - x0, y1 - y0)), (x0, y0))
    pen = ImageDraw.Draw(sheet)
    for line in page.lines:
        fount = load_face(line.face)
        for word in line.words:
            pen.text((word.x_dots, line.baseline_mm * DOTS_PER_MM), word.text, fill=0, font=fount, anchor="ls")
    printed = np.asarray(sheet, np.uint8)
    printed.flags.writeable = False
    return printed
