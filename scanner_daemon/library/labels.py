"""Page labels: what is printed at the foot of the page, as ranges that survive insertions and deletions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import LabelRange, Spread
from scanner_daemon.vocabulary import Side

__all__ = ["LabelStyle", "Labels", "RangeStart", "label", "labels_of"]


class LabelStyle(StrEnum):
    """How a page's number is written: the styles of PDF page labels (ISO 32000-1, table 159)."""

    DECIMAL = "decimal"
    ROMAN = "roman"
    ROMAN_UPPER = "Roman"
    ALPHA = "alpha"
    ALPHA_UPPER = "Alpha"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RangeStart:
    """From the page of this spread and side on."""

    spread_id: str
    side: Side
    style: LabelStyle
    start: int = 1
    prefix: str = ""


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def label(style: LabelStyle, number: int, prefix: str = "") -> str:
    """The label of one page; ``number`` from 1. Letters double after z, as PDF does it: aa is 27."""
    written = ""
    if style is LabelStyle.DECIMAL:
        written = str(number)
    elif style in {LabelStyle.ROMAN, LabelStyle.ROMAN_UPPER}:
        written = _roman(number)
    elif style in {LabelStyle.ALPHA, LabelStyle.ALPHA_UPPER}:
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    return prefix + (written.upper() if style in {LabelStyle.ROMAN_UPPER, LabelStyle.ALPHA_UPPER} else written)


def labels_of(pages: Iterable[tuple[str, Side]], ranges: Iterable[RangeStart]) -> list[str]:
    """Labels for pages, given in reading order as (spread id, side). Before the first range they count from 1."""
    starts = {(each.spread_id, each.side): each for each in ranges}
    found: list[str] = []
    current, number = RangeStart("", Side.LEFT, LabelStyle.DECIMAL), 1
    for page in pages:
        if page in starts:
            current = starts[page]
            number = current.start
        found.append(label(current.style, number, current.prefix))
        number += 1
    return found


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


class Labels:
    """The label ranges of a book."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def ranges(self, book_id: str) -> list[RangeStart]:
        """All ranges, in the order of their first pages' spreads."""
        query = (
            select(LabelRange)
            .join(Spread, Spread.id == LabelRange.spread_id)
            .where(LabelRange.book_id == book_id)
            .order_by(Spread.sort_key)
        )
        with self._library.read() as session:
            return [
                RangeStart(row.spread_id, row.side, LabelStyle(row.style), row.start, row.prefix)
                for row in session.scalars(query)
            ]

    def begin(self, start: RangeStart, operator: str) -> None:
        """Label pages so from this page on, replacing a range that began there. Raises `NotInBook`."""
        with self._library.write() as session:
            spread = session.get(Spread, start.spread_id)
            if spread is None:
                raise NotInBook(thing=f"spread {start.spread_id}")
            query = select(LabelRange).where(LabelRange.spread_id == spread.id, LabelRange.side == start.side)
            row = session.scalars(query).one_or_none()
            if row is None:
                row = LabelRange(book_id=spread.book_id, spread_id=spread.id, side=start.side)
                session.add(row)
            row.style, row.start, row.prefix = start.style.value, start.start, start.prefix
            self._library.log(session, "labels_begun", operator, spread.book_id, spread_id=spread.id)

    def end(self, spread_id: str, side: Side, operator: str) -> None:
        """Take away the range that begins at this page. Raises `NotInBook`."""
        with self._library.write() as session:
            query = select(LabelRange).where(LabelRange.spread_id == spread_id, LabelRange.side == side)
            row = session.scalars(query).one_or_none()
            if row is None:
                raise NotInBook(thing="page labels that begin there")
            session.delete(row)
            self._library.log(session, "labels_ended", operator, row.book_id, spread_id=spread_id)
