"""The re-shoot list: spreads that the night found poor, each with what is wrong, until they are shot again.

A spread has at most one open ticket. What is wrong is noted by its source (a page's text, a page job, the flags of the
verdict), and each source replaces what it said before: so a page that is read again and better takes its own finding
back, and the last finding taken back closes the ticket. What a person dismissed is not brought up again before the
spread has been photographed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner_daemon.library import spreads
from scanner_daemon.library.errors import TicketClosed, TicketNotFound
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Book, Cycle, CycleState, Shot, Spread, Ticket, TicketEnd
from scanner_daemon.vocabulary import Level, Side

__all__ = ["FLAGS", "Finding", "TicketLine", "Tickets", "page_source", "shot_again", "text_source"]

FLAGS = "flags"
"""The source of what inspection found."""


def page_source(side: Side) -> str:
    """The source of what the page engine says of the photograph of a side."""
    return f"page:{side.value}"


def text_source(side: Side) -> str:
    """The source of what recognition says of the page of a side."""
    return f"text:{side.value}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a spread: what was measured against which limit, in a sentence."""

    check: str
    """``text_score``, ``text_junk``, ``page_failed``, or the name of an inspection check."""
    side: Side
    reason: str
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket at its place: which spread of which book."""

    ticket: Ticket
    findings: tuple[Finding, ...]
    book_title: str
    position: int


class Tickets:
    """Over the table ``ticket``. Methods with a ``session`` belong to the caller's transaction."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def found(
        self, session: Session, spread_id: str, source: str, findings: Sequence[Finding], by: str = "night"
    ) -> None:
        """Replace what ``source`` has found wrong with a spread; with nothing wrong, what it said is taken back."""
        ticket = _open_of(session, spread_id)
        if ticket is None:
            if findings:
                self._open(session, spread_id, source, findings)
            return
        others = {name: said for name, said in ticket.findings.items() if name != source}
        ticket.findings = others | ({source: _stored(findings)} if findings else {})
        if not ticket.findings:
            close(self._library, session, ticket, TicketEnd.MENDED, by)

    def flags_answered(self, session: Session, spread_id: str, operator: str) -> None:
        """A person answered flags: where none that is red is left open, they are no reason to shoot again."""
        if session.get_one(Spread, spread_id).flag_level is not Level.RED:
            self.found(session, spread_id, FLAGS, (), operator)

    def dismiss(self, ticket_id: str, why: str, operator: str) -> None:
        """The spread stays as it is. Raises `TicketNotFound`, `TicketClosed`."""
        with self._library.write() as session:
            ticket = self._get(session, ticket_id)
            if ticket.closed_at is not None:
                raise TicketClosed
            close(self._library, session, ticket, TicketEnd.DISMISSED, operator, why)

    def line(self, ticket_id: str) -> TicketLine:
        """One ticket at its place. Raises `TicketNotFound`."""
        with self._library.read() as session:
            return _line(session, self._get(session, ticket_id))

    def list(
        self, *, book_id: str | None = None, closed: bool = False, skip: int = 0, limit: int = 100
    ) -> list[TicketLine]:
        """Open tickets of spreads that stand, the newest book first and in reading order; or the closed ones."""
        query = (
            select(Ticket)
            .join(Spread, Spread.id == Ticket.spread_id)
            .where(Ticket.closed_at.is_not(None) if closed else Ticket.closed_at.is_(None), Spread.deleted.is_(False))
            .order_by(Ticket.book_id.desc(), Spread.sort_key, Ticket.id)
            .offset(skip)
            .limit(limit)
        )
        if book_id is not None:
            query = query.where(Ticket.book_id == book_id)
        with self._library.read() as session:
            return [_line(session, ticket) for ticket in session.scalars(query)]

    def count(self) -> int:
        """How many are open."""
        query = select(func.count()).select_from(Ticket).join(Spread).where(Ticket.closed_at.is_(None))
        with self._library.read() as session:
            return session.scalar(query.where(Spread.deleted.is_(False))) or 0

    def _open(self, session: Session, spread_id: str, source: str, findings: Sequence[Finding]) -> None:
        spread = session.get_one(Spread, spread_id)
        version = session.scalar(select(func.max(Shot.version)).where(Shot.spread_id == spread_id)) or 1
        last = session.scalars(
            select(Ticket).where(Ticket.spread_id == spread_id).order_by(Ticket.id.desc()).limit(1)
        ).first()
        if last is not None and last.closed_how is TicketEnd.DISMISSED and last.version >= version:
            return
        session.add(
            Ticket(
                book_id=spread.book_id,
                spread_id=spread_id,
                version=version,
                findings={source: _stored(findings)},
                created_at=self._library.clock.utc(),
            )
        )
        session.flush()

    def _get(self, session: Session, ticket_id: str) -> Ticket:
        ticket = session.get(Ticket, ticket_id)
        if ticket is None:
            raise TicketNotFound(ticket=ticket_id)
        return ticket


def close(
    library: Library, session: Session, ticket: Ticket, how: TicketEnd, operator: str, why: str | None = None
) -> None:
    """End a ticket, and log it."""
    ticket.closed_at, ticket.closed_by = library.clock.utc(), operator
    ticket.closed_how, ticket.closed_why = how, why
    session.flush()
    library.log(
        session, "ticket_closed", operator, ticket.book_id, ticket=ticket.id, spread_id=ticket.spread_id, how=how.value
    )


def shot_again(library: Library, session: Session, cycle: Cycle) -> None:
    """A cycle of a spread has landed: where it is a newer version than the open ticket's, all of it, that is closed."""
    if cycle.version == 1 or cycle.state is not CycleState.LANDED:
        return
    ticket = _open_of(session, cycle.spread_id)
    if ticket is not None and cycle.version > ticket.version:
        close(library, session, ticket, TicketEnd.RE_SHOT, cycle.operator)


def _open_of(session: Session, spread_id: str) -> Ticket | None:
    return session.scalars(
        select(Ticket).where(Ticket.spread_id == spread_id, Ticket.closed_at.is_(None))
    ).one_or_none()


def _line(session: Session, ticket: Ticket) -> TicketLine:
    title = session.scalars(select(Book.title).where(Book.id == ticket.book_id)).one()
    findings = tuple(
        Finding(**{**said, "side": Side(said["side"])})
        for source in sorted(ticket.findings)
        for said in ticket.findings[source]
    )
    return TicketLine(ticket, findings, title, spreads.position_of(session, ticket.spread))


def _stored(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]
