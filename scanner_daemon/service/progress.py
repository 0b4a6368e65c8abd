"""How far one book is: what is there, what is missing, who worked on it, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scanner_daemon.api.schemas import BookProgress, FlaggedSpread, MissingSpread
from scanner_daemon.library import models, spreads
from scanner_daemon.library.books import EXPECTED_SPREADS

__all__ = ["BREAK", "book_progress", "time_at_work"]

BREAK = timedelta(minutes=3)
"""A longer time between two captures is a break, and no part of the pace."""
FLAGGED_SHOWN = 100
TEXT = "text"
"""Kind of the artifact that holds what was read on a page."""


def time_at_work(captured_at: Sequence[datetime]) -> tuple[timedelta, int]:
    """The time between captures without breaks, and how many captures ended in it. ``captured_at`` is in order."""
    gaps = [later - earlier for earlier, later in pairwise(captured_at)]
    worked = [gap for gap in gaps if gap <= BREAK]
    return sum(worked, timedelta()), len(worked)


def book_progress(session: Session, book: models.Book, missing: tuple[MissingSpread, ...]) -> BookProgress:
    """Read it in one session; ``missing`` is known already."""
    of_book = _Counting(session, book.id)
    captured, operators = _captures(session, book)
    worked, captures = time_at_work(captured)
    count, photographs = spreads.count_of(session, book.id), of_book.photographs()
    flagged = _flagged(session, book.id)
    jobs = of_book.jobs()
    return BookProgress(
        book_id=book.id,
        spreads=count,
        expected_spreads=book.details.get(EXPECTED_SPREADS),
        photographs=photographs,
        pages=of_book.pages(),
        pages_read=of_book.pages_read(),
        missing=missing,
        flagged=flagged[:FLAGGED_SHOWN],
        flagged_count=len(flagged),
        open_tickets=of_book.open_tickets(),
        waiting_jobs=jobs.get(models.JobState.QUEUED, 0) + jobs.get(models.JobState.LEASED, 0),
        dead_jobs=jobs.get(models.JobState.DEAD, 0),
        operators=operators,
        started_at=book.created_at,
        first_captured_at=captured[0] if captured else None,
        last_captured_at=captured[-1] if captured else None,
        finished_at=book.finished_at,
        seconds_at_work=worked.total_seconds(),
        pages_per_hour=captures * photographs / count / (worked / timedelta(hours=1)) if worked and count else None,
    )


class _Counting:
    """How much of each there is of the spreads that stand in one book."""

    def __init__(self, session: Session, book_id: str) -> None:
        self._session = session
        self._book_id = book_id

    def photographs(self) -> int:
        return self._count(select(func.count()).select_from(models.Shot).join(models.Spread).where(_COUNTS))

    def pages(self) -> int:
        return self._count(_PAGES)

    def pages_read(self) -> int:
        read = _PAGES.join(models.Artifact, models.Artifact.page_id == models.Page.id)
        return self._count(read.where(models.Artifact.kind == TEXT, models.Artifact.current.is_(True)))

    def open_tickets(self) -> int:
        tickets = select(func.count()).select_from(models.Ticket).join(models.Spread)
        return self._count(tickets.where(models.Ticket.closed_at.is_(None)))

    def jobs(self) -> dict[models.JobState, int]:
        of_book = models.Job.book_id == self._book_id
        states = select(models.Job.state, func.count()).where(of_book).group_by(models.Job.state)
        return dict(self._session.execute(states).all())

    def _count(self, query: Select[int]) -> int:
        standing = (models.Spread.book_id == self._book_id, models.Spread.deleted.is_(False))
        return self._session.scalar(query.where(*standing)) or 0


_COUNTS = models.Shot.state == models.ShotState.LANDED
_PAGES = (
    select(func.count())
    .select_from(models.Page)
    .join(models.Shot, models.Shot.id == models.Page.shot_id)
    .join(models.Spread, models.Spread.id == models.Page.spread_id)
    .where(_COUNTS)
)


def _captures(session: Session, book: models.Book) -> tuple[list[datetime], tuple[str, ...]]:
    """When its exposures landed, in order, and who was at the cradle, in the order of coming."""
    query = (
        select(models.Cycle.landed_at, models.Cycle.operator)
        .join(models.Spread)
        .where(models.Spread.book_id == book.id, models.Cycle.landed_at.is_not(None))
        .order_by(models.Cycle.landed_at)
    )
    rows = session.execute(query).all()
    people = dict.fromkeys(name for name in (book.operator, *(operator for _, operator in rows)) if name)
    return [landed_at for landed_at, _ in rows if landed_at is not None], tuple(people)


def _flagged(session: Session, book_id: str) -> tuple[FlaggedSpread, ...]:
    order = (
        select(models.Spread.id, models.Spread.flag_level)
        .where(models.Spread.book_id == book_id, models.Spread.deleted.is_(False))
        .order_by(models.Spread.sort_key)
    )
    return tuple(
        FlaggedSpread(spread_id=spread_id, position=position, level=level)
        for position, (spread_id, level) in enumerate(session.execute(order), start=1)
        if level is not None
    )
