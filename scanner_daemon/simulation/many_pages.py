"""A library of a million pages, quickly: so that what a person sees of one can be measured and tested.

The rows are made inside the database from one running number, a book at a time in many; a handful of photographs and
page images is shared by all of them. What a page is like (flagged, blank, badly read) follows from the seed alone.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from scanner_daemon.library.library import Library
from scanner_daemon.library.models import (
    Artifact,
    Book,
    BookState,
    Copy,
    File,
    FlagRow,
    Layout,
    Page,
    Shot,
    ShotState,
    Spread,
    SpreadState,
    VerdictRow,
    Work,
)
from scanner_daemon.vocabulary import FileKind, Level, ReadingDirection, ShotRole, Side

__all__ = ["Filled", "fill_library"]

SPREADS_IN_A_BOOK = 150
BOOKS_AT_ONCE = 200
PICTURES = 8
PAGE_SIZE = (1000, 1400)
RED, AMBER, BLANK, LOW = 10, 30, 15, 60
"""How many spreads of a thousand are so."""
_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_GAP = 1 << 32
_WORK, _COPY, _BOOK, _SPREAD, _SHOT, _FILE, _PAGE, _ARTIFACT, _VERDICT, _FLAG = range(1, 11)


Column = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was added."""

    books: int
    spreads: int
    pages: int


def fill_library(library: Library, pages: int = 1_000_000, seed: int = 1) -> Filled:
    """Add books of 300 pages until there are ``pages``, rounded up to whole spreads; once to a library.

    About a thousandth of a second a spread. The ids sort before those of anything that is captured, so what is on the
    cradle stays the newest.
    """
    spreads = -(-pages // 2)
    pictures = list(_pictures(library, seed))
    for first in range(0, spreads, SPREADS_IN_A_BOOK * BOOKS_AT_ONCE):
        last = min(spreads, first + SPREADS_IN_A_BOOK * BOOKS_AT_ONCE)
        with library.write() as session:
            _Rows(session, seed, pictures).add(first, last)
    with library.write() as session:
        session.execute(sa.text("ANALYZE"))
    return Filled(-(-spreads // SPREADS_IN_A_BOOK), spreads, 2 * spreads)


@dataclass(frozen=True, slots=True)
class _Picture:
    photograph: str
    page: str
    size_bytes: int


def _pictures(library: Library, seed: int) -> Iterator[_Picture]:
    for number in range(PICTURES):
        content = _drawn(number, seed)
        digest = hashlib.sha256(content).hexdigest()
        page = library.folders.derived_path("page", digest, ".jpg")
        for path in (library.originals.path_of(digest, ".jpg"), page):
            library.disk.make_folder(path.parent)
            path.write_bytes(content)
        yield _Picture(digest, library.folders.relative(page), len(content))


def _drawn(number: int, seed: int) -> bytes:
    """A page of grey lines that differ from picture to picture."""
    width, height = PAGE_SIZE
    page = Image.new("L", PAGE_SIZE, 238)
    draw = ImageDraw.Draw(page)
    for line in range(30):
        length = 560 + (line * 131 + number * 277 + seed * 97) % 200
        draw.rectangle((120, 150 + 36 * line, 120 + length, 160 + 36 * line), fill=70)
    draw.rectangle((120 + 80 * number, height - 90, 170 + 80 * number, height - 70), fill=20)
    draw.rectangle((0, 0, width - 1, height - 1), outline=200)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


class _Rows:
    """Writes the rows of the spreads ``first`` to ``last``, numbered from 0."""

    def __init__(self, session: Session, seed: int, pictures: list[_Picture]) -> None:
        self._session = session
        self._seed = seed
        self._pictures = pictures
        self._sqlite = session.get_bind().dialect.name == "sqlite"

    def add(self, first: int, last: int) -> None:
        """All of them, parents before children."""
        n = _numbers(first, last)
        books = _numbers(first // SPREADS_IN_A_BOOK, -(-last // SPREADS_IN_A_BOOK))
        self._books(books)
        luck = (n * 7919 + self._seed * 104_729) % 1000
        flagged = sa.case((luck < RED, Level.RED.value), (luck < RED + AMBER, Level.AMBER.value))
        check = sa.case((luck % 2 == 0, "blur"), else_="page_cut")
        blank = luck.between(1000 - BLANK, 999)
        low = luck.between(500, 500 + LOW - 1)
        spread = self._id(_SPREAD, n)
        self._into(
            Spread,
            n,
            id=spread,
            book_id=self._id(_BOOK, n // SPREADS_IN_A_BOOK),
            sort_key=(n % SPREADS_IN_A_BOOK + 1) * _GAP,
            state=_word(SpreadState.LANDED),
            deleted=sa.false(),
            level=sa.func.coalesce(flagged, Level.GREEN.value),
            notes=sa.literal(""),
            created_at=sa.literal(_AT, Spread.created_at.type),
            flag_level=flagged,
            flag_checks=sa.case((luck < RED + AMBER, sa.literal(",") + check + ","), else_=""),
            blank=blank,
            text_score=sa.case((blank, None), (low, 0.5 + luck % 100 / 250.0), else_=0.95),
        )
        self._verdicts(n, spread, flagged, check)
        for number, side in enumerate((Side.LEFT, Side.RIGHT)):
            self._side(n, spread, side, 2 * n + number, blank, sa.case((low, 0.5 + luck % 100 / 250.0), else_=0.95))

    def _books(self, n: Column) -> None:
        title = sa.literal("Volume ") + sa.cast(n + 1, sa.String)
        at = sa.literal(_AT, Work.created_at.type)
        empty = sa.literal([], Work.authors.type)
        self._into(Work, n, id=self._id(_WORK, n), title=title, authors=empty, created_at=at)
        self._into(Copy, n, id=self._id(_COPY, n), work_id=self._id(_WORK, n), created_at=at)
        self._into(
            Book,
            n,
            id=self._id(_BOOK, n),
            copy_id=self._id(_COPY, n),
            title=title,
            language=sa.literal("eng"),
            reading_direction=_word(ReadingDirection.LEFT_TO_RIGHT),
            layout=_word(Layout.LEFT_RIGHT),
            state=_word(BookState.FINISHED),
            operator=sa.literal("generator"),
            notes=sa.literal(""),
            created_at=at,
            finished_at=at,
            details=sa.literal({}, Book.details.type),
            sought=sa.literal("volume ") + sa.cast(n + 1, sa.String),
        )

    def _verdicts(
        self,
        n: Column,
        spread: Column,
        flagged: Column,
        check: Column,
    ) -> None:
        only = flagged.is_not(None)
        at = sa.literal(_AT, VerdictRow.judged_at.type)
        verdict = self._id(_VERDICT, n)
        judged = {"level": flagged, "inspected_ms": sa.literal(80.0), "judged_at": at}
        self._into(VerdictRow, n, only, id=verdict, spread_id=spread, **judged)
        self._into(
            FlagRow,
            n,
            only,
            id=self._id(_FLAG, n),
            verdict_id=verdict,
            spread_id=spread,
            check_name=check,
            level=flagged,
            side=_word(Side.RIGHT),
            value=sa.literal(0.2),
            limit_value=sa.literal(0.4),
            reason=sa.literal("The right page is less sharp than its neighbours."),
            version=sa.literal("many"),
        )

    def _side(
        self,
        n: Column,
        spread: Column,
        side: Side,
        number: Column,
        blank: Column,
        score: Column,
    ) -> None:
        at = sa.literal(_AT, Shot.created_at.type)
        shot, page = self._id(_SHOT, number), self._id(_PAGE, number)
        kept = self._pictures
        drawn = (n * 31 + self._seed) % len(kept)
        digest = sa.case(*((drawn == i, one.photograph) for i, one in enumerate(kept)))
        path = sa.case(*((drawn == i, one.page) for i, one in enumerate(kept)))
        size = sa.literal(kept[0].size_bytes)
        role = sa.case((blank, ShotRole.BLANK.value), else_=ShotRole.PAGE.value)
        self._into(
            Shot,
            n,
            id=shot,
            spread_id=spread,
            side=_word(side),
            role=role,
            version=sa.literal(1),
            attempt=sa.literal(1),
            state=_word(ShotState.LANDED),
            created_at=at,
        )
        self._into(
            File,
            n,
            id=self._id(_FILE, number),
            shot_id=shot,
            kind=_word(FileKind.JPEG),
            attempt=sa.literal(1),
            sha256=digest,
            suffix=sa.literal(".jpg"),
            size_bytes=size,
            original_name=sa.literal("drawn.jpg"),
            adopted_at=at,
        )
        self._into(
            Page,
            n,
            id=page,
            shot_id=shot,
            spread_id=spread,
            side=_word(side),
            width_px=sa.literal(PAGE_SIZE[0]),
            height_px=sa.literal(PAGE_SIZE[1]),
            ppi=sa.literal(150.0),
            score=sa.case((blank, None), else_=score),
            facts=sa.literal({}, Page.facts.type),
            made_at=at,
        )
        self._into(
            Artifact,
            n,
            id=self._id(_ARTIFACT, number),
            page_id=page,
            kind=sa.literal("page"),
            key=sa.literal("many"),
            input_sha256=digest,
            code_version=sa.literal("many"),
            parameters=sa.literal({}, Artifact.parameters.type),
            path=path,
            sha256=digest,
            size_bytes=size,
            current=sa.true(),
            made_at=at,
        )

    def _into(
        self,
        model: type[object],
        n: Column,
        only: Column | None = None,
        **values: Column,
    ) -> None:
        chosen = sa.select(*(value.label(name) for name, value in values.items())).select_from(n.table)
        if only is not None:
            chosen = chosen.where(only)
        table = sa.inspect(model).local_table
        self._session.execute(sa.insert(table).from_select(list(values), chosen, include_defaults=False))

    def _id(self, kind: int, number: Column) -> Column:
        """32 hex digits that begin with zeros."""
        whole = sa.cast(number, sa.BigInteger)
        digits = sa.func.printf("%030x", whole) if self._sqlite else sa.func.lpad(sa.func.to_hex(whole), 30, "0")
        return sa.literal(f"{kind:02x}") + digits


def _word(word: object) -> Column:
    return sa.literal(str(word))


def _numbers(first: int, last: int) -> Column:
    """A column that runs from ``first`` to ``last`` - 1."""
    run = sa.select(sa.literal(first, sa.BigInteger).label("n")).cte("run", recursive=True)
    return run.union_all(sa.select(run.c.n + 1).where(run.c.n < last - 1)).c.n
