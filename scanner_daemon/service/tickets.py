"""The re-shoot list as the API asks for it: looked at, dismissed, and opened at the cradle."""

from __future__ import annotations

import asyncio
from typing import Protocol

from scanner_daemon.api.schemas import Listing, Ticket, TicketEnd, TicketFinding
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.errors import TicketClosed
from scanner_daemon.library.library import Library
from scanner_daemon.library.tickets import TicketLine, Tickets

__all__ = ["AtTheCradle", "OtherBookOnCradle", "TicketService"]


class OtherBookOnCradle(BookcradleError):
    """A ticket cannot be opened while another book lies on the cradle."""

    code = "ticket.other_book"
    what = "“{title}” is on the cradle, and this ticket is of “{wanted}”."
    remedy = "Finish the book in hand or put it away, then open the ticket again."


class AtTheCradle(Protocol):
    """What opening a ticket does to the rig."""

    def book_in_hand(self) -> tuple[str, str] | None:
        """Id and title of the book on the cradle."""
        ...

    async def resume_book(self, book_id: str, operator: str) -> None: ...
    async def re_shoot(self, spread_id: str, operator: str) -> None: ...


class TicketService:
    """Implements `scanner_daemon.api.asks.tickets.TicketActions`."""

    def __init__(self, library: Library, cradle: AtTheCradle) -> None:
        self._tickets = Tickets(library)
        self._at_the_cradle = cradle

    async def tickets(self, book_id: str | None, *, closed: bool, after: str | None, limit: int) -> Listing[Ticket]:
        """By book, the newest first, in reading order; ``after`` is how many were seen."""
        skip = int(after) if after and after.isdigit() else 0
        found = await asyncio.to_thread(self._tickets.list, book_id=book_id, closed=closed, skip=skip, limit=limit)
        return Listing(
            items=tuple(_ticket(line) for line in found), next=str(skip + limit) if len(found) == limit else None
        )

    async def dismiss_ticket(self, ticket_id: str, why: str, operator: str) -> Ticket:
        """The spread stays as it is. Raises TicketNotFound, TicketClosed."""
        await asyncio.to_thread(self._tickets.dismiss, ticket_id, why, operator)
        return _ticket(await asyncio.to_thread(self._tickets.line, ticket_id))

    async def open_ticket(self, ticket_id: str, operator: str) -> Ticket:
        """Put the ticket's book on the cradle, if it is not there, and ask for its spread again.

        Raises TicketNotFound, TicketClosed, OtherBookOnCradle, and what the cycle refuses.
        """
        line = await asyncio.to_thread(self._tickets.line, ticket_id)
        if line.ticket.closed_at is not None:
            raise TicketClosed
        in_hand = self._at_the_cradle.book_in_hand()
        if in_hand is None:
            await self._at_the_cradle.resume_book(line.ticket.book_id, operator)
        elif in_hand[0] != line.ticket.book_id:
            raise OtherBookOnCradle(title=in_hand[1], wanted=line.book_title)
        await self._at_the_cradle.re_shoot(line.ticket.spread_id, operator)
        return _ticket(line)


def _ticket(line: TicketLine) -> Ticket:
    ticket = line.ticket
    return Ticket(
        ticket_id=ticket.id,
        book_id=ticket.book_id,
        title=line.book_title,
        spread_id=ticket.spread_id,
        position=line.position,
        findings=tuple(
            TicketFinding(check=each.check, side=each.side, reason=each.reason, value=each.value, limit=each.limit)
            for each in line.findings
        ),
        created_at=ticket.created_at,
        closed_at=ticket.closed_at,
        closed_by=ticket.closed_by,
        closed_how=None if ticket.closed_how is None else TicketEnd(ticket.closed_how.value),
        closed_why=ticket.closed_why,
    )
