"""The compositor: words into lines, lines into pages, all in press dots, with every word's ink box kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from scanner_daemon.simulation.book.page import Line, LineRole, Page, Word
from scanner_daemon.simulation.book.pictures import SUBJECTS, Picture
from scanner_daemon.simulation.book.typefaces import DOTS_PER_MM, Face, Family, load_face

__all__ = ["Composition", "Layout"]

_POINT_DOTS = 25.4 / 72 * DOTS_PER_MM
_WIDEST_SPACE = 3.2
"""A justified line whose spaces would grow past this many normal spaces is left ragged."""


@lru_cache(maxsize=20_000)
def _advance(face: Face, word: str) -> float:
    """How far the pen moves, dots. Every word is measured when lines are broken, and again when they are set."""
    return float(load_face(face).getlength(word))


@lru_cache(maxsize=2_000)
def _glyph_ink(face: Face, glyph: str) -> tuple[float, float, float, float]:
    """One letter's ink about the pen, dots. ``getbbox`` would add the white that the advance leaves."""
    mask, (left, top) = load_face(face).getmask2(glyph, "L", anchor="ls")
    x0, y0, x1, y1 = mask.getbbox() or (0, 0, *mask.size)
    return left + x0, top + y0, left + x1, top + y1


@lru_cache(maxsize=20_000)
def _ink(face: Face, word: str) -> tuple[float, float, float, float]:
    """The word's ink about the pen, dots: from its letters', because rendering every word to look at it is slow.

    The two outer letters at each end decide left and right: an f may reach over the stop that follows it.
    """
    glyphs = [_glyph_ink(face, glyph) for glyph in word]
    last = len(word) - 1
    left = min(_advance(face, word[:at]) + glyphs[at][0] for at in {0, min(1, last)})
    right = max(_advance(face, word[:at]) + glyphs[at][2] for at in {last, max(0, last - 1)})
    return left, min(ink[1] for ink in glyphs), right, max(ink[3] for ink in glyphs)


@dataclass(frozen=True, slots=True)
class Layout:
    """The measurements of a book. Sizes in points, the rest in millimetres; ``justified`` false sets ragged right."""

    width_mm: float
    height_mm: float
    inner_mm: float
    outer_mm: float
    top_mm: float
    bottom_mm: float
    size_pt: float
    leading: float
    family: Family
    justified: bool
    indent_mm: float = 5.0
    column_gap_mm: float = 7.0

    def face(self, style: str = "regular", relative: float = 1.0) -> Face:
        """A fount of this book's family: ``regular``, ``italic`` or ``bold`` at a relative size."""
        file = {"regular": self.family.regular, "italic": self.family.italic, "bold": self.family.bold}[style]
        return Face(file, round(self.size_pt * self.family.set_width * relative * _POINT_DOTS, 1))


@dataclass
class _OpenPage:
    number: int
    columns: int
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    opens_chapter: bool = False
    column: int = 0
    column_top_mm: float = 0.0
    y_mm: float = 0.0


class Composition:
    """Fills pages one after the other. Text flows; a picture goes where there is room for it, or on the next page."""

    def __init__(self, layout: Layout, title: str) -> None:
        self.layout = layout
        self.title = title
        self.pages: list[Page] = []
        self._page: _OpenPage | None = None
        self._running = title

    # ------------------------------------------------------------------------------------------------------- pages

    def blank_page(self) -> None:
        """A page with nothing on it, not even a number."""
        self.close_page()
        self.pages.append(Page(len(self.pages) + 1, self.layout.width_mm, self.layout.height_mm, ()))

    def close_page(self) -> None:
        """End the open page, if there is one."""
        if self._page is None:
            return
        if self._page.opens_chapter:
            self._foot_number()
        done, self._page = self._page, None
        self.pages.append(
            Page(
                done.number,
                self.layout.width_mm,
                self.layout.height_mm,
                tuple(done.lines),
                tuple(done.pictures),
                done.columns,
            )
        )

    def open_page(self, *, columns: int = 1, headed: bool = True) -> None:
        """Begin a new page, with the running head or, where a chapter opens, with the number at the foot."""
        self.close_page()
        number = len(self.pages) + 1
        top = self.layout.top_mm
        self._page = _OpenPage(number, columns, opens_chapter=not headed, column_top_mm=top, y_mm=top)
        if headed:
            self._head()

    @property
    def page_number(self) -> int:
        """The number of the open page, or of the last one closed."""
        return self._page.number if self._page is not None else len(self.pages)

    def _current(self) -> _OpenPage:
        if self._page is None:
            self.open_page()
        assert self._page is not None
        return self._page

    def _margins(self, page: _OpenPage) -> tuple[float, float]:
        inner, outer = self.layout.inner_mm, self.layout.outer_mm
        left, right = (inner, outer) if page.number % 2 else (outer, inner)
        return left, self.layout.width_mm - right

    def _measure(self, page: _OpenPage) -> tuple[float, float]:
        """Left edge and width of the open column, mm."""
        left, right = self._margins(page)
        gap = self.layout.column_gap_mm
        width = (right - left - gap * (page.columns - 1)) / page.columns
        return left + page.column * (width + gap), width

    def _head(self) -> None:
        page = self._current()
        left, right = self._margins(page)
        baseline = self.layout.top_mm - 7.0
        face = self.layout.face(relative=0.84)
        recto = page.number % 2 == 1
        title = (self._running if recto else self.title).upper()
        head = self._place(title.split(), self._centred(title, face, left, right), baseline, face)
        number = str(page.number)
        advance = load_face(face).getlength(number) / DOTS_PER_MM
        folio = self._place([number], right - advance if recto else left, baseline, face)
        words = (*head, *folio) if recto else (*folio, *head)
        page.lines.append(Line(LineRole.HEAD, words, baseline, face))

    def _foot_number(self) -> None:
        page = self._current()
        left, right = self._margins(page)
        face = self.layout.face(relative=0.84)
        number = str(page.number)
        baseline = self.layout.height_mm - self.layout.bottom_mm + 7.5
        words = self._place([number], self._centred(number, face, left, right), baseline, face)
        page.lines.append(Line(LineRole.FOLIO, words, baseline, face))

    # ------------------------------------------------------------------------------------------------------- lines

    @staticmethod
    def _centred(text: str, face: Face, left_mm: float, right_mm: float) -> float:
        return (left_mm + right_mm - load_face(face).getlength(text) / DOTS_PER_MM) / 2

    @staticmethod
    def _place(
        words: Sequence[str], x_mm: float, baseline_mm: float, face: Face, space_dots: float | None = None
    ) -> tuple[Word, ...]:
        fount = load_face(face)
        space = fount.getlength(" ") if space_dots is None else space_dots
        x = x_mm * DOTS_PER_MM
        baseline = baseline_mm * DOTS_PER_MM
        placed = []
        for word in words:
            ink = _ink(face, word)
            box = (x + ink[0], baseline + ink[1], x + ink[2], baseline + ink[3])
            b0, b1, b2, b3 = (edge / DOTS_PER_MM for edge in box)
            placed.append(Word(word, (b0, b1, b2, b3), x))
            x += _advance(face, word) + space
        return tuple(placed)

    def _break(self, words: Sequence[str], face: Face, width_mm: float, indent_mm: float) -> Iterator[list[str]]:
        fount = load_face(face)
        space = fount.getlength(" ")
        room = (width_mm - indent_mm) * DOTS_PER_MM
        line: list[str] = []
        used = 0.0
        for word in words:
            advance = _advance(face, word)
            if line and used + space + advance > room:
                yield line
                line, used, room = [], 0.0, width_mm * DOTS_PER_MM
            used += advance + (space if line else 0.0)
            line.append(word)
        if line:
            yield line

    def _next_baseline(self, leading_mm: float) -> float:
        """Room for one more line: in this column, the next one, or on the next page."""
        page = self._current()
        if page.y_mm + leading_mm > self.layout.height_mm - self.layout.bottom_mm:
            if page.column + 1 < page.columns:
                page.column += 1
                page.y_mm = page.column_top_mm
            else:
                self.open_page(columns=page.columns)
                page = self._current()
        page.y_mm += leading_mm
        return page.y_mm

    def paragraph(self, text: str, *, indented: bool = True, relative: float = 1.0) -> None:
        """Set one paragraph; its first line is indented unless it opens a chapter."""
        face = self.layout.face(relative=relative)
        leading = face.size_dots / DOTS_PER_MM * self.layout.leading
        indent = self.layout.indent_mm * relative if indented else 0.0
        _, width = self._measure(self._current())
        lines = list(self._break(text.split(), face, width, indent))
        for number, words in enumerate(lines):
            baseline = self._next_baseline(leading)
            page = self._current()
            left, width = self._measure(page)
            inset = indent if number == 0 else 0.0
            space = None if number == len(lines) - 1 else self._justified_space(words, face, width - inset)
            placed = self._place(words, left + inset, baseline, face, space)
            page.lines.append(Line(LineRole.BODY, placed, baseline, face))

    def _justified_space(self, words: Sequence[str], face: Face, width_mm: float) -> float | None:
        if not self.layout.justified or len(words) < 2:
            return None
        fount = load_face(face)
        slack = width_mm * DOTS_PER_MM - sum(_advance(face, word) for word in words)
        space = slack / (len(words) - 1)
        return space if space <= _WIDEST_SPACE * fount.getlength(" ") else None

    def centred(self, text: str, role: LineRole, *, style: str = "regular", relative: float = 1.0) -> None:
        """Set centred lines: titles and captions."""
        face = self.layout.face(style, relative)
        leading = face.size_dots / DOTS_PER_MM * self.layout.leading
        left, right = self._margins(self._current())
        for words in self._break(text.split(), face, right - left, 0.0):
            baseline = self._next_baseline(leading)
            page = self._current()
            left, right = self._margins(page)
            x = self._centred(" ".join(words), face, left, right)
            page.lines.append(Line(role, self._place(words, x, baseline, face), baseline, face))

    def skip(self, mm: float) -> None:
        """Leave white space."""
        self._current().y_mm += mm

    # ---------------------------------------------------------------------------------------------------- sections

    def open_chapter(self, title: str, byline: str, *, columns: int = 1) -> None:
        """A new page with the chapter's title; its number stands at the foot."""
        self._running = title
        self.open_page(columns=1, headed=False)
        self.skip(22.0 if columns == 1 else 4.0)
        self.centred(title, LineRole.TITLE, style="bold", relative=1.45)
        self.skip(2.0)
        self.centred(byline, LineRole.TITLE, style="italic", relative=0.95)
        self.skip(9.0 if columns == 1 else 5.0)
        page = self._current()
        page.columns = columns
        page.column_top_mm = page.y_mm

    def picture(self, picture_seed: int, subject_number: int, height_mm: float, caption: str) -> None:
        """A picture across the measure with its caption below, on the next page where this one has no room."""
        page = self._current()
        caption_mm = 12.0
        if page.y_mm + height_mm + caption_mm + 6.0 > self.layout.height_mm - self.layout.bottom_mm:
            self.open_page()
            page = self._current()
        left, right = self._margins(page)
        inset = (right - left) * 0.06
        top = page.y_mm + 4.0
        page.pictures.append(
            Picture(
                (left + inset, top, right - inset, top + height_mm),
                SUBJECTS[subject_number % len(SUBJECTS)],
                "dots" if picture_seed % 2 else "lines",
                picture_seed,
            )
        )
        page.y_mm = top + height_mm + 1.5
        self.centred(caption, LineRole.CAPTION, style="italic", relative=0.88)
        self.skip(3.0)
