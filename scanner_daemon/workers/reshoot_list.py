"""The re-shoot list after the night's work: what was given up, and what inspection found and nobody has answered."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.library.captures import PAGE_JOB, TEXT_JOB
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import FlagRow, Job, JobState, Page, Shot, ShotState, Spread, Ticket, VerdictRow
from scanner_daemon.library.tickets import FLAGS, Finding, Tickets, page_source, text_source
from scanner_daemon.vocabulary import Level

__all__ = ["bring_list_up_to_date"]


def bring_list_up_to_date(library: Library) -> int:
    """Put on the list what is there to see after the work: jobs given up and red flags unanswered.

    Poor text is put there by the job that reads it. Each spread is one short transaction. How many tickets are open.
    """
    tickets = Tickets(library)
    with library.read() as session:
        given_up = [*_given_up(session)]
        red = _red(session)
        told = session.scalars(select(Ticket).where(Ticket.closed_at.is_(None))).all()
    for spread_id, source, finding in given_up:
        with library.write() as session:
            tickets.found(session, spread_id, source, [finding])
    for spread_id in red | {ticket.spread_id for ticket in told if FLAGS in ticket.findings}:
        with library.write() as session:
            tickets.found(session, spread_id, FLAGS, _red_flags(session, spread_id) if spread_id in red else ())
    return tickets.count()


def _given_up(session: Session) -> Iterator[tuple[str, str, Finding]]:
    """Spread, source and finding of each photograph that counts and whose pages could not be made or read."""
    standing = (Job.state == JobState.DEAD, Shot.state == ShotState.LANDED, Spread.deleted.is_(False))
    pages = select(Job.reason, Shot.side, Spread.id).join(Shot, Shot.id == Job.subject)
    pages = pages.join(Spread, Spread.id == Shot.spread_id).where(Job.kind == PAGE_JOB, *standing)
    for reason, side, spread_id in session.execute(pages):
        yield spread_id, page_source(side), Finding("page_failed", side, reason or "")
    texts = select(Job.reason, Page.side, Spread.id).join(Page, Page.id == Job.subject)
    texts = texts.join(Shot, Shot.id == Page.shot_id).join(Spread, Spread.id == Shot.spread_id)
    for reason, side, spread_id in session.execute(texts.where(Job.kind == TEXT_JOB, *standing)):
        yield spread_id, text_source(side), Finding("text_failed", side, reason or "")


def _red(session: Session) -> set[str]:
    red = select(Spread.id).where(Spread.deleted.is_(False), Spread.flag_level == Level.RED)
    return set(session.scalars(red))


def _red_flags(session: Session, spread_id: str) -> list[Finding]:
    """The red flags of the newest verdict that nobody has answered."""
    newest = select(VerdictRow.id).where(VerdictRow.spread_id == spread_id).order_by(VerdictRow.id.desc()).limit(1)
    flags = select(FlagRow).where(
        FlagRow.verdict_id == newest.scalar_subquery(), FlagRow.opinion.is_(None), FlagRow.level == Level.RED
    )
    return [Finding(row.check, row.side, row.reason, row.value, row.limit) for row in session.scalars(flags)]
