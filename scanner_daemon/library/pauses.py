"""Pausing the queue: a row that every claim looks for, so that it holds on all machines and over every restart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Base, QueuePause

__all__ = ["ALL", "Pause", "Pauses", "open_kinds"]

ALL = "*"
_PAUSE = Base.metadata.tables[QueuePause.__tablename__]


@dataclass(frozen=True, slots=True)
class Pause:
    """Who paused what, and since when."""

    kind: str | None
    """None: jobs of every kind."""
    by: str
    since: datetime


def open_kinds(session: Session, kinds: Sequence[str]) -> tuple[str, ...]:
    """Those of ``kinds`` that are not paused, in their order."""
    paused = set(session.scalars(select(_PAUSE.c.kind)))
    return () if ALL in paused else tuple(kind for kind in kinds if kind not in paused)


class Pauses:
    """Workers end the job in hand and take no other of a paused kind."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def standing(self) -> tuple[Pause, ...]:
        """What is paused now, the pause of everything first."""
        with self._library.read() as session:
            rows = session.scalars(select(QueuePause).order_by(QueuePause.kind)).all()
        return tuple(Pause(None if row.kind == ALL else row.kind, row.paused_by, row.paused_at) for row in rows)

    def pause(self, kind: str | None, operator: str) -> None:
        """Pause a kind, or everything. Pausing what is paused keeps who did it first."""
        with self._library.write() as session:
            if session.get(QueuePause, kind or ALL) is None:
                now = self._library.clock.utc()
                session.add(QueuePause(kind=kind or ALL, paused_by=operator, paused_at=now))
                self._library.log(session, "queue_paused", operator, jobs=kind or ALL)

    def resume(self, kind: str | None, operator: str) -> None:
        """End the pause of a kind; without one, every pause."""
        with self._library.write() as session:
            gone = delete(QueuePause)
            if kind is not None:
                gone = gone.where(QueuePause.kind == kind)
            if session.scalars(gone.returning(QueuePause.kind)).all():
                self._library.log(session, "queue_resumed", operator, jobs=kind or ALL)
