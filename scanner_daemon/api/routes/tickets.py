"""The re-shoot list: what the night found poor."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.routes.parts import After, Id, Limit
from scanner_daemon.api.schemas import Action, DismissTicket, Listing, Ticket

__all__ = ["ticket_routes"]


def ticket_routes(context: ApiContext) -> APIRouter:
    """``/v1/tickets``."""
    routes = APIRouter(prefix="/v1", tags=["tickets"])
    service = context.service

    @routes.get("/tickets", operation_id="tickets")
    async def tickets(
        book: Annotated[str | None, Query(max_length=64)] = None,
        closed: Annotated[bool, Query()] = False,
        after: After = None,
        limit: Limit = 100,
    ) -> Listing[Ticket]:
        """Spreads to shoot again, by book and in reading order; with ``closed``, those that were dealt with."""
        return await service.tickets(book, closed=closed, after=after, limit=limit)

    @routes.post("/tickets/{ticket_id}/dismiss", operation_id="dismissTicket")
    async def dismiss(request: Request, ticket_id: Id, asked: DismissTicket) -> Ticket:
        """Keep the spread as it is; the reason is kept with the ticket."""
        return await service.dismiss_ticket(ticket_id, asked.why, operator_of(request, asked))

    @routes.post("/tickets/{ticket_id}/open", operation_id="openTicket")
    async def open_(request: Request, ticket_id: Id, asked: Action | None = None) -> Ticket:
        """Put its book on the cradle, and make the next exposure a new version of its spread."""
        return await service.open_ticket(ticket_id, operator_of(request, asked))

    return routes
