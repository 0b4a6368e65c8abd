"""The book: all works typeset into one volume, its pages, spreads and text known exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scanner_daemon.errors import BookcradleError
from scanner_daemon.simulation.book.composition import Composition, Layout
from scanner_daemon.simulation.book.page import LineRole, Page
from scanner_daemon.simulation.book.typefaces import FAMILIES
from scanner_daemon.simulation.book.works import Work, load_works

__all__ = ["TITLE", "Book", "NoSuchPage"]

TITLE = "A Cabinet of English Prose"
_OUR_OWN = 2000
"""Works of this year and later were written for the book."""
_CAPTIONS = (
    "The hills to the north, drawn from the upper window in a clear evening.",
    "A common shell of the southern coast, somewhat larger than life.",
    "Leaf of the great plane tree, gathered late in the autumn.",
    "The moon in her second quarter, as she appears in a small glass.",
)
_FORMATS_MM = ((152.0, 229.0), (148.0, 210.0), (140.0, 216.0), (156.0, 234.0))


class NoSuchPage(BookcradleError):
    """A page number outside the book."""

    code = "simulation_no_such_page"
    what = "The simulated book has no page {page}: it ends at page {last}."
    remedy = "Ask for fewer spreads."


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """A typeset volume. Equal seeds give equal books; the text is the same, its type and format vary with the seed."""

    seed: int
    title: str
    layout: Layout
    pages: tuple[Page, ...]

    @classmethod
    def standard(cls, seed: int = 1) -> Book:
        """The book of this seed, typeset on first use. Seed 1 is the demo's: Liberation Serif, 152 x 229 mm."""
        return _standard(seed)

    @property
    def spreads(self) -> tuple[tuple[int, int], ...]:
        """(verso, recto) page numbers; ``spreads[k - 1]`` is spread k: (2, 3), (4, 5) ...

        Page 1 faces the cover and is in no spread.
        """
        return tuple((verso, verso + 1) for verso in range(2, len(self.pages), 2))

    def page(self, number: int) -> Page:
        """Page ``number``, from 1. Raises `NoSuchPage`."""
        if not 1 <= number <= len(self.pages):
            raise NoSuchPage(page=number, last=len(self.pages))
        return self.pages[number - 1]

    def truth_text(self, number: int) -> str:
        """What stands on the page, lines in reading order."""
        return self.page(number).text


def _layout(seed: int) -> Layout:
    rng = np.random.default_rng([seed, 1])
    choice = 0 if seed == 1 else int(rng.integers(len(FAMILIES)))
    width, height = _FORMATS_MM[0 if seed == 1 else int(rng.integers(len(_FORMATS_MM)))]
    return Layout(
        width_mm=width,
        height_mm=height,
        inner_mm=float(rng.uniform(17, 20)),
        outer_mm=float(rng.uniform(18, 22)),
        top_mm=float(rng.uniform(23, 27)),
        bottom_mm=float(rng.uniform(20, 24)),
        size_pt=12.0 if width > 145 else 11.3,
        leading=float(rng.uniform(1.24, 1.36)),
        family=FAMILIES[choice],
        justified=seed == 1 or bool(rng.random() < 0.7),
    )


def _front_matter(press: Composition, works: tuple[Work, ...]) -> None:
    press.open_page(headed=False)
    press.skip(40)
    press.centred(TITLE, LineRole.TITLE, style="bold", relative=2.0)
    press.skip(8)
    press.centred("being passages of history, nature and invention", LineRole.TITLE, style="italic", relative=1.2)
    press.centred("from authors whose works belong to everyone", LineRole.TITLE, style="italic", relative=1.2)
    press.open_page(headed=False)
    press.skip(20)
    press.paragraph(
        f"The passages in this volume were first printed from {min(work.year for work in works)} onwards. They are "
        "set here, with their chapters, pictures and tables of reference, so that a machine which reads books may "
        "be tried upon one whose every word is known beforehand. No reader need fear that anything has been left out: "
        "where a passage ends, it ends because the page was full, and not because the author had nothing more to say.",
        indented=False,
    )
    press.paragraph(
        "The authors are, in their order, "
        + ", ".join(work.author for work in works[:-1])
        + f" and {works[-1].author}."
    )


@lru_cache(maxsize=4)
def _standard(seed: int) -> Book:
    works = load_works()
    layout = _layout(seed)
    press = Composition(layout, TITLE)
    _front_matter(press, works)
    for place, work in enumerate(works):
        _set_work(press, place, work)
    press.blank_page()
    if len(press.pages) % 2 == 0:
        press.blank_page()
    return Book(seed, TITLE, layout, tuple(press.pages))


def _set_work(press: Composition, place: int, work: Work) -> None:
    press.open_chapter(work.title, f"{work.author}, {work.year}", columns=work.columns)
    if work.columns > 1:
        for paragraph in work.paragraphs:
            press.paragraph(paragraph, indented=False, relative=0.84)
        return
    middle = len(work.paragraphs) // 2
    for number, paragraph in enumerate(work.paragraphs):
        if number == middle and place % 2 == 1:
            press.picture(place, place // 2, 62.0, _CAPTIONS[place // 2 % len(_CAPTIONS)])
        press.paragraph(paragraph, indented=number > 0)
    if place % 4 == 2:
        press.open_page()
        press.picture(place + 100, place // 4 + 1, 128.0, _CAPTIONS[(place // 4 + 1) % len(_CAPTIONS)])
