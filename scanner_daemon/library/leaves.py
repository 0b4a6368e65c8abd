"""The spreads of a book as a person leafs through them: listed, moved, taken out, put back, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scanner_daemon.library import spreads
from scanner_daemon.library.captures import Captures
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import FlagRow, Opinion, Page, Shot, ShotState, Spread, SpreadState
from scanner_daemon.library.summaries import refresh
from scanner_daemon.library.tickets import Tickets
from scanner_daemon.vocabulary import Level, Side

__all__ = ["Leaves", "MissingSides", "SpreadSummary"]


@dataclass(frozen=True, slots=True)
class SpreadSummary:
    """A line of the list of spreads."""

    spread_id: str
    position: int
    """1-based; of a deleted spread, where it would return to."""
    state: SpreadState
    level: Level | None
    deleted: bool
    notes: str
    shots: dict[Side, str]
    """Ids of the shots that count."""
    missing: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class MissingSides:
    """A spread that is not all there, and why."""

    spread_id: str
    position: int
    sides: tuple[Side, ...]
    reason: str


class Leaves:
    """Edits are single transactions, logged with their operator, and each can be undone."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def list(self, book_id: str, *, deleted: bool = False) -> list[SpreadSummary]:
        """All spreads in their order; with ``deleted`` also those that were taken out."""
        query = (
            select(Spread)
            .where(Spread.book_id == book_id)
            .order_by(Spread.sort_key)
            .options(selectinload(Spread.shots))
        )
        if not deleted:
            query = query.where(Spread.deleted.is_(False))
        found: list[SpreadSummary] = []
        position = 1
        with self._library.read() as session:
            for spread in session.scalars(query):
                found.append(self._summary(spread, position))
                position += not spread.deleted
        return found

    def missing(self, book_id: str) -> Sequence[MissingSides]:
        """The spreads that must be shot again because a side is not there, in reading order."""
        return [
            MissingSides(spread.spread_id, spread.position, spread.missing, self._why(spread.spread_id))
            for spread in self.list(book_id)
            if spread.missing
        ]

    def delete(self, spread_id: str, operator: str) -> None:
        """Take a spread out of the book. Its files, rows and place are kept. Raises `NotInBook`."""
        with self._library.write() as session:
            self._get(session, spread_id).deleted = True
            self._log(session, "spread_deleted", operator, spread_id)

    def delete_at(self, book_id: str, position: int, operator: str) -> int:
        """Take the spread at a position out of the book; the book's last position afterwards. Raises `NotInBook`."""
        with self._library.write() as session:
            spread = spreads.spread_at(session, book_id, position)
            spread.deleted = True
            self._log(session, "spread_deleted", operator, spread.id)
            session.flush()
            return spreads.count_of(session, book_id)

    def undelete(self, spread_id: str, operator: str) -> tuple[int, int] | None:
        """Put a spread back where it was; its position, and the book's last one. Raises `NotInBook`.

        None: it had not been taken out, and nothing was done.
        """
        with self._library.write() as session:
            spread = self._get(session, spread_id)
            if not spread.deleted:
                return None
            spread.deleted = False
            self._log(session, "spread_undeleted", operator, spread_id)
            session.flush()
            return spreads.position_of(session, spread), spreads.count_of(session, spread.book_id)

    def move(self, spread_id: str, position: int, operator: str) -> None:
        """Make a spread the one at ``position`` (1-based, counted after the move). Raises `NotInBook`."""
        with self._library.write() as session:
            spread = self._get(session, spread_id)
            here = spreads.position_of(session, spread)
            count = spreads.count_of(session, spread.book_id)
            if spread.deleted or not 1 <= position <= count:
                raise NotInBook(thing=f"spread {position}")
            if position == here:
                return
            before = position if position < here else position + 1
            spread.sort_key = spreads.key_before(session, spread.book_id, before)
            self._log(session, "spread_moved", operator, spread_id, origin=here, position=position)

    def note(self, spread_id: str, text: str, operator: str) -> None:
        """Set the notes of a spread. Raises `NotInBook`."""
        with self._library.write() as session:
            self._get(session, spread_id).notes = text
            self._log(session, "spread_noted", operator, spread_id, text=text)

    def swap_sides(self, spread_id: str, operator: str) -> None:
        """Left was right: exchange the sides of all shots, and make their pages again. Doing it twice undoes it.

        Raises `NotInBook`.
        """
        other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
        with self._library.write() as session:
            shots = [shot for shot in self._get(session, spread_id).shots if shot.side in other]
            aside = {Side.LEFT: 1_000_000, Side.RIGHT: 2_000_000}
            shifts = {shot.id: aside[shot.side] for shot in shots}
            for shot in shots:  # via versions that nothing has: no two rows may share side and version meanwhile
                shot.version += shifts[shot.id]
            session.flush()
            for shot in shots:
                shot.side = other[shot.side]
            session.flush()
            for shot in shots:
                shot.version -= shifts[shot.id]
                for page in session.scalars(select(Page).where(Page.shot_id == shot.id)):
                    page.side = shot.side
                if shot.state is ShotState.LANDED:
                    Captures(self._library).queue_pages(session, shot, again=True)
            self._log(session, "sides_swapped", operator, spread_id)

    def answer_flag(self, flag_id: str, opinion: Opinion | None, operator: str, reason: str = "") -> None:
        """Record what the operator says of a flag, and why; None takes an answer back. Raises `NotInBook`."""
        with self._library.write() as session:
            flag = session.get(FlagRow, flag_id)
            if flag is None:
                raise NotInBook(thing=f"flag {flag_id}")
            flag.opinion, flag.opinion_by, flag.opinion_at = opinion, operator, self._library.clock.utc()
            flag.opinion_reason = reason or None
            told = {"check": flag.check, "opinion": opinion.value if opinion else "", "reason": reason}
            self._log(session, "flag_answered", operator, flag.spread_id, flag=flag_id, **told)
            refresh(session, flag.spread_id)
            Tickets(self._library).flags_answered(session, flag.spread_id, operator)

    def accept_flags(self, book_id: str, position: int, operator: str) -> int:
        """The operator keeps this spread as it is: answer its red flags; how many they were. Raises `NotInBook`."""
        with self._library.write() as session:
            spread = spreads.spread_at(session, book_id, position)
            unanswered = (FlagRow.spread_id == spread.id, FlagRow.opinion.is_(None), FlagRow.level == Level.RED)
            flags = session.scalars(select(FlagRow).where(*unanswered)).all()
            for flag in flags:
                flag.opinion, flag.opinion_by, flag.opinion_at = Opinion.ACCEPTED, operator, self._library.clock.utc()
            self._log(session, "flags_accepted", operator, spread.id, flags=len(flags))
            refresh(session, spread.id)
            Tickets(self._library).flags_answered(session, spread.id, operator)
            return len(flags)

    def _summary(self, spread: Spread, position: int) -> SpreadSummary:
        return SpreadSummary(
            spread_id=spread.id,
            position=position,
            state=spread.state,
            level=spread.level,
            deleted=spread.deleted,
            notes=spread.notes,
            shots={shot.side: shot.id for shot in spread.shots if shot.state is ShotState.LANDED},
            missing=spreads.missing_sides(spread.shots),
        )

    def _why(self, spread_id: str) -> str:
        query = (
            select(Shot.reason)
            .where(Shot.spread_id == spread_id, Shot.reason.is_not(None))
            .order_by(Shot.version.desc())
        )
        with self._library.read() as session:
            return session.scalars(query.limit(1)).first() or "It is being photographed."

    def _get(self, session: Session, spread_id: str) -> Spread:
        spread = session.get(Spread, spread_id)
        if spread is None:
            raise NotInBook(thing=f"spread {spread_id}")
        return spread

    def _log(self, session: Session, kind: str, operator: str, spread_id: str, **details: str | int) -> None:
        spread = session.get_one(Spread, spread_id)
        self._library.log(session, kind, operator, spread.book_id, spread_id=spread_id, **details)
