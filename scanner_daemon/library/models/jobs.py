"""The job queue's table and the partial indexes that keep a claim cheap among a million jobs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.library.models.words import JobState

__all__ = ["Job", "QueuePause"]

_QUEUED = text("state = 'queued'")
_LEASED = text("state = 'leased'")
_DEAD = text("state = 'dead'")
_DONE = text("state = 'done'")


class Job(Identified, Base):
    """A piece of work for a worker process."""

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64))
    """Id of the row that the work is about."""
    book_id: Mapped[str | None] = mapped_column(String(32))
    payload: Mapped[Details] = mapped_column(default=dict)
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    priority: Mapped[int] = mapped_column(SmallInteger)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    max_attempts: Mapped[int] = mapped_column(SmallInteger, default=3)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_owner: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    """Why the last attempt failed; kept when a later one succeeds."""
    result: Mapped[Details | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    """When the last attempt began."""
    progress: Mapped[Details | None]
    """How far a long job is: ``done`` of ``total``, in ``unit``."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_job_claim", "kind", "priority", "not_before", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_job_lease", "lease_until", sqlite_where=_LEASED, postgresql_where=_LEASED),
        Index("ix_job_subject", "subject"),
        # Not led by the state: a planner without statistics would take that for the leases and read all of them.
        Index("ix_job_counts", "kind", "state"),
        Index("ix_job_dead", "ended_at", sqlite_where=_DEAD, postgresql_where=_DEAD),
        Index("ix_job_done", "ended_at", "id", "kind", sqlite_where=_DONE, postgresql_where=_DONE),
        Index("ix_job_book", "book_id", "state", "kind"),
    )


class QueuePause(Base):
    """While this row is there, no worker claims a job of this kind."""

    __tablename__ = "queue_pause"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    """``*`` is every kind."""
    paused_by: Mapped[str] = mapped_column(Text)
    paused_at: Mapped[datetime]
