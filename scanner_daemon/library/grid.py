"""All spreads as one long list that can be entered anywhere: of the library or of a book, whole or filtered.

A list of half a million spreads is never walked to reach its end. How many there are in each book is counted through
an index (about 50 ms for a million pages) and kept for a moment, which says in which book a place lies; from there
it is a few hundred steps of the same index.
"""

from __future__ import annotations

import bisect
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from sqlalchemy import Boolean, ColumnElement, Select, false, func, literal_column, select, text, type_coerce
from sqlalchemy.orm import Session, aliased

from scanner_daemon.library.books import SCRATCH_BOOK
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, Book, Page, Shot, ShotState, Spread
from scanner_daemon.library.summaries import checks_of
from scanner_daemon.vocabulary import Level, ShotRole, Side

__all__ = ["Grid", "GridCell", "GridPart", "GridSide", "Wanted"]

FRESH_NS = 10_000_000_000
LOWEST_INDEXED = 0.9
"""Of the partial index on scores: what is filtered below this is found through it."""
PAGE_IMAGE = "page"
_BLANK: ColumnElement[bool] = type_coerce(text("spread.blank"), Boolean)
"""As the index words it: SQLAlchemy would write ``blank = 1`` for SQLite."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which spreads. All that is said must hold; nothing said is every spread that stands in a book: those that only
    tried the rig are shown where their own book is asked for.
    """

    book_id: str | None = None
    flagged: bool = False
    level: Level | None = None
    """Amber or red: the worst open flag is of this level."""
    check: str | None = None
    """A flag of this check is open."""
    blank: bool = False
    score_below: float | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions, worded so that the partial indexes are recognised."""
        found: list[ColumnElement[bool]] = [Spread.deleted == false()]
        if self.book_id is not None:
            found.append(Spread.book_id == self.book_id)
        if self.flagged or self.level or self.check:
            found.append(Spread.flag_level.is_not(None))
        if self.level is not None:
            found.append(Spread.flag_level == self.level)
        if self.check is not None:
            found.append(Spread.flag_checks.contains(f",{self.check},", autoescape=True))
        if self.blank:
            found.append(_BLANK)
        if self.score_below is not None:
            if self.score_below <= LOWEST_INDEXED:
                found.append(Spread.text_score < literal_column(str(LOWEST_INDEXED)))
            found.append(Spread.text_score < self.score_below)
        return found


@dataclass(frozen=True, slots=True)
class GridSide:
    """One side of a spread as it counts now."""

    side: Side
    shot_id: str
    role: ShotRole
    page_id: str | None
    score: float | None
    image_sha256: str | None
    """Of the page's image, None before it is made."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One spread in the grid."""

    spread_id: str
    book_id: str
    position: int
    version: int
    level: Level | None
    flag_level: Level | None
    checks: tuple[str, ...]
    blank: bool
    text_score: float | None
    noted: bool
    sides: tuple[GridSide, ...]


@dataclass(frozen=True, slots=True)
class GridPart:
    """A window of the list."""

    total: int
    offset: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    at_ns: int
    books: list[str]
    ends: list[int]
    """How many spreads there are up to the end of each book."""


@dataclass
class Grid:
    """Reads windows. Safe to use from several threads."""

    library: Library
    _tallies: dict[Wanted, _Tally] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Count anew at the next look: something was changed through us."""
        with self._lock:
            self._tallies.clear()

    def part(self, wanted: Wanted, offset: int, limit: int) -> GridPart:
        """The spreads from place ``offset`` (from 0) on, at most ``limit``, in the order of books and positions.

        Counts of a list over several books may be up to ten seconds old, unless `forget` was called. Past the end
        the part is empty.
        """
        with self.library.read() as session:
            query = select(Spread.id).where(*wanted.where(), *_but_trials(session, wanted))
            query = query.order_by(Spread.book_id, Spread.sort_key)
            if wanted.book_id is not None:
                total = session.scalar(select(func.count()).select_from(Spread).where(*wanted.where())) or 0
                query = query.offset(offset)
            else:
                tally = self._tally(session, wanted)
                total = tally.ends[-1] if tally.ends else 0
                if offset >= total:
                    return GridPart(total, offset, ())
                index = bisect.bisect_right(tally.ends, offset)
                before = tally.ends[index - 1] if index else 0
                query = query.where(Spread.book_id >= tally.books[index]).offset(offset - before)
            return GridPart(total, offset, _cells(session, query.limit(limit)))

    def place_of(self, wanted: Wanted, spread_id: str) -> int | None:
        """Where a spread is in the list, from 0; None when it is not in it."""
        with self.library.read() as session:
            query = select(Spread).where(Spread.id == spread_id, *wanted.where(), *_but_trials(session, wanted))
            spread = session.scalars(query).one_or_none()
            if spread is None:
                return None
            in_book = (Spread.book_id == spread.book_id, Spread.sort_key < spread.sort_key)
            place = session.scalar(select(func.count()).select_from(Spread).where(*wanted.where(), *in_book)) or 0
            if wanted.book_id is None:
                tally = self._tally(session, wanted)
                index = bisect.bisect_left(tally.books, spread.book_id)
                place += tally.ends[index - 1] if index else 0
            return place

    def _tally(self, session: Session, wanted: Wanted) -> _Tally:
        now = self.library.clock.monotonic_ns()
        with self._lock:
            known = self._tallies.get(wanted)
        if known is not None and now - known.at_ns < FRESH_NS:
            return known
        query = select(Spread.book_id, func.count()).where(*wanted.where(), *_but_trials(session, wanted))
        rows = session.execute(query.group_by(Spread.book_id).order_by(Spread.book_id)).all()
        found = _Tally(now, [book for book, _ in rows], list(accumulate(count for _, count in rows)))
        with self._lock:
            if len(self._tallies) >= 16:
                self._tallies.clear()
            self._tallies[wanted] = found
        return found


def _but_trials(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Leaves out the books that only tried the rig. They are few, so the spreads' indexes serve as before."""
    if wanted.book_id is not None:
        return []
    trials = session.scalars(select(Book.id).where(Book.details[SCRATCH_BOOK].as_string().is_not(None))).all()
    return [Spread.book_id.not_in(trials)] if trials else []


def _cells(session: Session, ids: Select[str]) -> tuple[GridCell, ...]:
    before = aliased(Spread)
    position = (
        select(func.count())
        .where(before.book_id == Spread.book_id, before.deleted == false(), before.sort_key <= Spread.sort_key)
        .correlate(Spread)
        .scalar_subquery()
    )
    query = select(
        Spread.id,
        Spread.book_id,
        position,
        Spread.level,
        Spread.flag_level,
        Spread.flag_checks,
        Spread.blank,
        Spread.text_score,
        Spread.notes != "",
    )
    chosen = list(session.scalars(ids))
    rows = {row[0]: row for row in session.execute(query.where(Spread.id.in_(chosen)))}
    versions, sides = _sides(session, chosen)
    return tuple(
        GridCell(
            row[0],
            row[1],
            row[2],
            versions.get(row[0], 1),
            row[3],
            row[4],
            checks_of(row[5]),
            row[6],
            row[7],
            bool(row[8]),
            tuple(sides.get(row[0], ())),
        )
        for row in (rows[each] for each in chosen)
    )


def _sides(session: Session, spread_ids: Sequence[str]) -> tuple[dict[str, int], dict[str, list[GridSide]]]:
    """The newest version of each spread, and the sides that count with their pages, left before right."""
    shots = session.execute(
        select(Shot.spread_id, Shot.id, Shot.side, Shot.role, Shot.version, Shot.state).where(
            Shot.spread_id.in_(spread_ids)
        )
    ).all()
    versions: dict[str, int] = {}
    for spread_id, _, _, _, version, _ in shots:
        versions[spread_id] = max(version, versions.get(spread_id, 1))
    of_page = (Artifact.page_id == Page.id, Artifact.kind == PAGE_IMAGE, Artifact.current.is_(True))
    query = (
        select(Page.shot_id, Page.id, Page.side, Page.score, Artifact.sha256)
        .outerjoin(Artifact, of_page[0] & of_page[1] & of_page[2])
        .where(Page.spread_id.in_(spread_ids))
        .order_by(Page.side)
    )
    pages: dict[str, list[tuple[str, Side, float | None, str | None]]] = {}
    for shot_id, page_id, side, score, sha256 in session.execute(query):
        pages.setdefault(shot_id, []).append((page_id, side, score, sha256))
    sides: dict[str, list[GridSide]] = {}
    for spread_id, shot_id, side, role, _, state in sorted(shots, key=lambda shot: shot[2]):
        if state is not ShotState.LANDED:
            continue
        made = pages.get(shot_id, [(None, side, None, None)])
        sides.setdefault(spread_id, []).extend(
            GridSide(page_side, shot_id, role, page_id, score, sha256) for page_id, page_side, score, sha256 in made
        )
    return versions, sides
