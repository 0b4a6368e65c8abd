"""Re-shoot tickets through the service: opened at the cradle, dismissed, listed in parts."""

from __future__ import annotations

import pytest

from scanner_daemon.api.schemas import TicketEnd
from scanner_daemon.library.errors import TicketClosed, TicketNotFound
from scanner_daemon.library.tickets import Finding, Tickets
from scanner_daemon.service.tickets import OtherBookOnCradle, TicketService
from scanner_daemon.vocabulary import Side
from tests.service.conftest import Shelf


class Cradle:
    """Remembers what was asked of it."""

    def __init__(self, in_hand: tuple[str, str] | None = None) -> None:
        self.in_hand = in_hand
        self.asked: list[tuple[str, ...]] = []

    def book_in_hand(self) -> tuple[str, str] | None:
        return self.in_hand

    async def resume_book(self, book_id: str, operator: str) -> None:
        self.asked.append(("resume", book_id, operator))

    async def re_shoot(self, spread_id: str, operator: str) -> None:
        self.asked.append(("re_shoot", spread_id, operator))


@pytest.fixture
def tickets(shelf: Shelf) -> list[str]:
    """One for each spread of the shelf's book."""
    with shelf.library.write() as session:
        for spread_id in shelf.spread_ids:
            poor = Finding("text_score", Side.LEFT, "Read with little confidence.", 0.6, 0.75)
            Tickets(shelf.library).found(session, spread_id, "text:left", [poor])
    return [line.ticket.id for line in Tickets(shelf.library).list()]


async def test_opening_a_ticket_puts_its_book_on_an_empty_cradle(shelf: Shelf, tickets: list[str]) -> None:
    cradle = Cradle()
    ticket = await TicketService(shelf.library, cradle).open_ticket(tickets[1], "ada")
    assert (ticket.title, ticket.position) == ("Days", 2)
    assert cradle.asked == [("resume", shelf.book_id, "ada"), ("re_shoot", shelf.spread_ids[1], "ada")]


async def test_a_book_that_is_on_the_cradle_already_stays_there(shelf: Shelf, tickets: list[str]) -> None:
    cradle = Cradle((shelf.book_id, "Days"))
    await TicketService(shelf.library, cradle).open_ticket(tickets[0], "ada")
    assert cradle.asked == [("re_shoot", shelf.spread_ids[0], "ada")]


async def test_another_book_on_the_cradle_is_in_the_way(shelf: Shelf, tickets: list[str]) -> None:
    cradle = Cradle(("another", "Nights"))
    with pytest.raises(OtherBookOnCradle, match="“Nights” is on the cradle, and this ticket is of “Days”"):
        await TicketService(shelf.library, cradle).open_ticket(tickets[0], "ada")
    assert cradle.asked == []


async def test_a_dismissed_ticket_can_neither_be_opened_nor_dismissed_again(shelf: Shelf, tickets: list[str]) -> None:
    service = TicketService(shelf.library, Cradle())
    closed = await service.dismiss_ticket(tickets[0], "A page of music.", "ada")
    assert (closed.closed_how, closed.closed_by, closed.closed_why) == (TicketEnd.DISMISSED, "ada", "A page of music.")
    with pytest.raises(TicketClosed):
        await service.open_ticket(tickets[0], "ada")
    with pytest.raises(TicketNotFound):
        await service.dismiss_ticket("nothing", "why", "ada")
    assert [ticket.ticket_id for ticket in (await service.tickets(None, closed=True, after=None, limit=9)).items] == [
        tickets[0]
    ]


async def test_tickets_come_in_parts(shelf: Shelf, tickets: list[str]) -> None:
    service = TicketService(shelf.library, Cradle())
    first = await service.tickets(shelf.book_id, closed=False, after=None, limit=1)
    second = await service.tickets(shelf.book_id, closed=False, after=first.next, limit=1)
    assert [each.ticket_id for each in (*first.items, *second.items)] == tickets
    assert first.items[0].findings[0].limit == 0.75
