"""What the routes of the re-shoot list ask for."""

from __future__ import annotations

from typing import Protocol

from scanner_daemon.api.schemas import Listing, Ticket

__all__ = ["TicketActions"]


class TicketActions(Protocol):
    """The re-shoot list."""

    async def tickets(self, book_id: str | None, *, closed: bool, after: str | None, limit: int) -> Listing[Ticket]:
        """By book, the newest first, each in reading order."""
        ...

    async def dismiss_ticket(self, ticket_id: str, why: str, operator: str) -> Ticket: ...
    async def open_ticket(self, ticket_id: str, operator: str) -> Ticket:
        """Put its book on the cradle, and make the next exposure a new version of its spread."""
        ...
