"""The re-shoot list: what the night found poor, until it is shot again or dismissed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from scanner_daemon.api.schemas.actions import Action, Line
from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.vocabulary import Side

__all__ = ["DismissTicket", "Ticket", "TicketEnd", "TicketFinding"]


class TicketEnd(StrEnum):
    """How a ticket was closed."""

    RE_SHOT = "re_shot"
    DISMISSED = "dismissed"
    MENDED = "mended"
    """What was wrong is wrong no more, without a new photograph."""


class TicketFinding(Resource):
    """One thing that is wrong: a value against its limit, in a sentence."""

    check: str
    """``text_score``, ``text_junk``, ``page_failed``, ``text_failed``, or the name of an inspection check."""
    side: Side
    reason: str
    value: float | None = None
    limit: float | None = None


class Ticket(Resource):
    """A spread that should be shot again."""

    ticket_id: str
    book_id: str
    title: str
    """Of the book."""
    spread_id: str
    position: int
    findings: tuple[TicketFinding, ...] = ()
    created_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    closed_how: TicketEnd | None = None
    closed_why: str | None = None


class DismissTicket(Action):
    """Keep the spread as it is."""

    why: Line
    """What is kept with the ticket."""
