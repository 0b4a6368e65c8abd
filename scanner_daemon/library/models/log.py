"""The event log: who did what, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scanner_daemon.library.models.base import Base, Details, Identified

__all__ = ["Event"]


class Event(Identified, Base):
    """One thing that happened. Rows are only ever added."""

    __tablename__ = "event"

    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(60))
    operator: Mapped[str] = mapped_column(Text)
    book_id: Mapped[str | None] = mapped_column(String(32))
    details: Mapped[Details] = mapped_column(default=dict)

    __table_args__ = (Index("ix_event_kind", "kind", "id"), Index("ix_event_book", "book_id", "id"))
