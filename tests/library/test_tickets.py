"""The re-shoot list: one open ticket a spread, closed by a new photograph, a person, or a mended cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import TicketClosed, TicketNotFound
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.models import Event, FlagRow, Opinion, Ticket, TicketEnd
from scanner_daemon.library.tickets import FLAGS, Finding, Tickets, page_source, text_source
from scanner_daemon.vocabulary import Level, Side

if TYPE_CHECKING:
    from tests.library.conftest import Rig, SetClock

LOW = Finding("text_score", Side.LEFT, "Its text was read with little confidence.", 0.6, 0.75)
FAILED = Finding("page_failed", Side.RIGHT, "This photograph is cut short.")
LEFT, RIGHT = text_source(Side.LEFT), page_source(Side.RIGHT)


def note(rig: Rig, spread_id: str, source: str, *findings: Finding) -> None:
    with rig.library.write() as session:
        Tickets(rig.library).found(session, spread_id, source, findings)


def newest(rig: Rig) -> Ticket:
    with rig.library.read() as session:
        return session.query(Ticket).order_by(Ticket.id.desc()).first() or pytest.fail("there is no ticket")


def test_a_spread_has_one_ticket_with_all_that_is_wrong(either_rig: Rig) -> None:
    book = Books(either_rig.library).create("Euclid")
    either_rig.shoot(book)
    poor = either_rig.shoot(book)
    note(either_rig, poor.spread_id, LEFT, LOW)
    note(either_rig, poor.spread_id, RIGHT, FAILED)
    note(either_rig, poor.spread_id, LEFT, LOW)
    (line,) = Tickets(either_rig.library).list()
    assert (line.position, line.book_title) == (2, "Euclid")
    assert line.findings == (FAILED, LOW)
    assert Tickets(either_rig.library).count() == 1


def test_nothing_wrong_makes_no_ticket_and_takes_one_back(rig: Rig) -> None:
    spread = rig.shoot(Books(rig.library).create("Euclid")).spread_id
    note(rig, spread, LEFT)
    assert Tickets(rig.library).list() == []
    note(rig, spread, LEFT, LOW)
    note(rig, spread, RIGHT, FAILED)
    note(rig, spread, LEFT)
    assert Tickets(rig.library).list()[0].findings == (FAILED,)
    note(rig, spread, RIGHT)
    assert (Tickets(rig.library).list(), newest(rig).closed_how) == ([], TicketEnd.MENDED)


def test_a_new_photograph_closes_the_ticket(either_rig: Rig, clock: SetClock) -> None:
    book = Books(either_rig.library).create("Euclid")
    spread = either_rig.shoot(book).spread_id
    note(either_rig, spread, LEFT, LOW)
    clock.advance(600)
    either_rig.shoot(book, 1, re_shoot=True)
    ticket = newest(either_rig)
    assert (ticket.closed_how, ticket.closed_by, ticket.closed_at) == (TicketEnd.RE_SHOT, "ada", clock.now)
    with either_rig.library.read() as session:
        events = [event.details for event in session.query(Event).filter(Event.kind == "ticket_closed")]
    assert events == [{"ticket": ticket.id, "spread_id": spread, "how": "re_shot"}]


def test_half_a_new_photograph_does_not(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    note(rig, rig.shoot(book).spread_id, LEFT, LOW)
    again = rig.intend(book, 1, re_shoot=True)
    rig.land(again, [rig.deliver(again, Side.LEFT)])
    assert Tickets(rig.library).count() == 1


def test_a_new_photograph_that_is_poor_again_gets_a_new_ticket(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    spread = rig.shoot(book).spread_id
    note(rig, spread, LEFT, LOW)
    first = newest(rig).id
    rig.shoot(book, 1, re_shoot=True)
    note(rig, spread, LEFT, LOW)
    assert (newest(rig).id != first, newest(rig).version) == (True, 2)


def test_what_was_dismissed_is_not_brought_up_again_before_a_new_photograph(rig: Rig) -> None:
    book, tickets = Books(rig.library).create("Euclid"), Tickets(rig.library)
    spread = rig.shoot(book).spread_id
    note(rig, spread, LEFT, LOW)
    tickets.dismiss(newest(rig).id, "It is a page of music.", "ada")
    note(rig, spread, LEFT, LOW)
    assert (tickets.count(), newest(rig).closed_why) == (0, "It is a page of music.")
    rig.shoot(book, 1, re_shoot=True)
    note(rig, spread, LEFT, LOW)
    assert tickets.count() == 1


def test_a_ticket_is_closed_once(rig: Rig) -> None:
    tickets = Tickets(rig.library)
    note(rig, rig.shoot(Books(rig.library).create("Euclid")).spread_id, LEFT, LOW)
    tickets.dismiss(newest(rig).id, "good enough", "ada")
    with pytest.raises(TicketClosed):
        tickets.dismiss(newest(rig).id, "again", "ada")
    with pytest.raises(TicketNotFound):
        tickets.line("nothing")


def test_answering_the_last_red_flag_takes_the_ticket_back(rig: Rig) -> None:
    book, leaves = Books(rig.library).create("Euclid"), Leaves(rig.library)
    intent = rig.shoot(book)
    flag = Flag("blur", Level.RED, Side.LEFT, 0.1, 0.2, "The left page is blurred.")
    rig.landing.judged(intent, Verdict(Level.RED, (flag,), 12.0))
    note(rig, intent.spread_id, FLAGS, Finding(flag.check, flag.side, flag.reason, flag.value, flag.limit))
    with rig.library.read() as session:
        flag_id = session.query(FlagRow).one().id
    leaves.answer_flag(flag_id, Opinion.ACCEPTED, "ada")
    assert (newest(rig).closed_how, newest(rig).closed_by) == (TicketEnd.MENDED, "ada")


def test_tickets_come_by_book_in_reading_order_and_without_deleted_spreads(either_rig: Rig) -> None:
    books, tickets = Books(either_rig.library), Tickets(either_rig.library)
    euclid, gauss = books.create("Euclid"), books.create("Gauss")
    spreads = {book: [either_rig.shoot(book).spread_id for _ in range(3)] for book in (euclid, gauss)}
    for spread_id in (spreads[euclid][2], spreads[gauss][1], spreads[euclid][0], spreads[gauss][0]):
        note(either_rig, spread_id, LEFT, LOW)
    Leaves(either_rig.library).delete(spreads[gauss][0], "ada")
    assert [(line.book_title, line.position) for line in tickets.list()] == [("Gauss", 1), ("Euclid", 1), ("Euclid", 3)]
    assert [line.position for line in tickets.list(book_id=euclid, skip=1)] == [3]
    assert tickets.count() == 3
    assert tickets.list(closed=True) == []
