"""Ticket: a spread that must be shot again, why, and how that ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.library.models.captures import Spread
from scanner_daemon.library.models.words import TicketEnd

__all__ = ["Ticket"]

_OPEN = text("closed_at IS NULL")


class Ticket(Identified, Base):
    """At most one of a spread is open; what is found wrong later is added to it."""

    __tablename__ = "ticket"

    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"))
    version: Mapped[int]
    """Of the spread when it was found poor: a later one that is whole closes the ticket."""
    findings: Mapped[Details] = mapped_column(default=dict)
    """By where they come from (`text:left`, `page:right`, `flags`): lists of check, side, value, limit, reason."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Text)
    closed_how: Mapped[TicketEnd | None]
    closed_why: Mapped[str | None] = mapped_column(Text)
    """What the person said who dismissed it."""

    spread: Mapped[Spread] = relationship()

    __table_args__ = (
        Index("uq_ticket_open_spread", "spread_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_ticket_open", "book_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_ticket_spread", "spread_id", "id"),
        Index("ix_ticket_book", "book_id", "id"),
    )
