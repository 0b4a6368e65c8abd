"""Jobs with what they are about: the book's title, the spread's place, the side; looked up for a part of a list."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.api.schemas import JobProgress, JobState, QueueJob
from scanner_daemon.library import models, spreads
from scanner_daemon.vocabulary import Side

__all__ = ["jobs_in_words"]


def jobs_in_words(session: Session, jobs: Sequence[models.Job]) -> list[QueueJob]:
    """Three queries by key for all of them, and one count a spread for its place."""
    subjects = {job.subject for job in jobs}
    titles = {
        row.id: row.title
        for row in session.execute(
            select(models.Book.id, models.Book.title).where(models.Book.id.in_({job.book_id for job in jobs}))
        )
    }
    sides: dict[str, tuple[Side, str]] = {}
    for model in (models.Shot, models.Page):
        query = select(model.id, model.side, model.spread_id).where(model.id.in_(subjects))
        sides |= {row.id: (row.side, row.spread_id) for row in session.execute(query)}
    of_spreads = select(models.Spread).where(models.Spread.id.in_({spread for _, spread in sides.values()}))
    places = {spread.id: spreads.position_of(session, spread) for spread in session.scalars(of_spreads)}
    return [_job(job, titles, sides, places) for job in jobs]


def _job(
    job: models.Job, titles: dict[str, str], sides: dict[str, tuple[Side, str]], places: dict[str, int]
) -> QueueJob:
    side, spread_id = sides.get(job.subject, (None, None))
    return QueueJob(
        job_id=job.id,
        kind=job.kind,
        state=JobState(job.state.value),
        book_id=job.book_id,
        title=titles.get(job.book_id or ""),
        spread_id=spread_id,
        position=places.get(spread_id or ""),
        side=side,
        worker=job.lease_owner,
        attempts=job.attempts,
        max_attempts=job.max_attempts,
        reason=job.reason,
        progress=None if not job.progress else JobProgress.model_validate(job.progress),
        not_before=job.not_before,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
    )
