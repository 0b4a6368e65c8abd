"""Committing that a spread is about to be exposed: the one database step between a press and the motion it causes.

That path has a budget of a few milliseconds, so rows are written here by plain statements, built once, and not
through the session's unit of work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from scanner_daemon.capture.ports import Intent
from scanner_daemon.library import spreads
from scanner_daemon.library.errors import BookNotFound
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Base, Shot, ShotState
from scanner_daemon.vocabulary import ShotRole, Side

__all__ = ["Intents"]

_BOOK, _SPREAD, _CYCLE, _SHOT = (Base.metadata.tables[name] for name in ("book", "spread", "cycle", "shot"))
_OF_BOOK = _SPREAD.c.book_id == bindparam("book")
_GLANCE = select(
    select(_BOOK.c.id).where(_BOOK.c.id == bindparam("book")).scalar_subquery(),
    select(func.count()).where(_OF_BOOK, _SPREAD.c.deleted.is_(False)).scalar_subquery(),
    select(func.max(_SPREAD.c.sort_key)).where(_OF_BOOK).scalar_subquery(),
    select(func.max(_CYCLE.c.turn_id)).scalar_subquery(),
)
_INSERT_SPREAD, _INSERT_CYCLE, _INSERT_SHOT = insert(_SPREAD), insert(_CYCLE), insert(_SHOT)
_TURN_IDS_SINCE = datetime(2025, 1, 1, tzinfo=UTC)


class _TakenBack(Exception):
    """Ends a rehearsal: the transaction is rolled back."""


class Intents:
    """Opens cycles."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def intend(
        self,
        book_id: str,
        position: int | None,
        sides: Sequence[Side],
        *,
        re_shoot: bool,
        operator: str,
        insert: bool = False,
        role: ShotRole = ShotRole.PAGE,
    ) -> Intent:
        """Commit that a spread is about to be exposed.

        ``position`` None: after the last spread, or with ``re_shoot`` the last one again. With ``insert`` the new
        spread takes the position. A position that has a spread is photographed anew, as its next version, so nothing
        is ever overwritten. Raises `BookNotFound`, `NotInBook`.
        """
        with self._library.write() as session:
            return self._opened(session, book_id, position, sides, re_shoot, operator, insert, role)

    def rehearse(self, book_id: str, sides: Sequence[Side]) -> None:
        """Do all of `intend` for the next new spread, and take it back.

        The first press of a session then finds its statements compiled and the database's pages in memory; without
        this it took 9 ms where the following ones take 4. Raises `BookNotFound`.
        """
        with contextlib.suppress(_TakenBack), self._library.write() as session:
            self._opened(session, book_id, None, sides, False, "", False, ShotRole.PAGE)
            raise _TakenBack

    def _opened(
        self,
        session: Session,
        book_id: str,
        position: int | None,
        sides: Sequence[Side],
        re_shoot: bool,
        operator: str,
        insert: bool,
        role: ShotRole,
    ) -> Intent:
        now = self._library.clock.utc()
        connection = session.connection()
        book, count, last_key, last_turn = connection.execute(_GLANCE, {"book": book_id}).one()
        if book is None:
            raise BookNotFound(book=book_id)
        if position is None:
            position = count if re_shoot else count + 1
        spread_id, version = new_id(), 1
        known: dict[Side, ShotRole] = {}
        if position == count + 1 and not re_shoot:
            key = spreads.key_after(last_key)
            connection.execute(_INSERT_SPREAD, _spread(spread_id, book_id, key, now))
        elif insert:
            key = spreads.key_before(session, book_id, position)
            connection.execute(_INSERT_SPREAD, _spread(spread_id, book_id, key, now))
        else:
            spread_id, version, known = self._next_version(session, book_id, position)
        cycle_id, turn_id = new_id(), _turn_id(last_turn, now)
        cycle = {
            "id": cycle_id,
            "spread_id": spread_id,
            "version": version,
            "turn_id": turn_id,
            "operator": operator,
            "intended_at": now,
        }
        connection.execute(_INSERT_CYCLE, cycle)
        shot = {"spread_id": spread_id, "cycle_id": cycle_id, "version": version, "created_at": now}
        roles = {side: known.get(side, role) if role is ShotRole.PAGE else role for side in sides}
        shot_ids = {side: new_id() for side in sides}
        each = [shot | {"id": shot_ids[side], "side": side, "role": roles[side]} for side in sides]
        connection.execute(_INSERT_SHOT, each)
        return Intent(spread_id, book_id, position, turn_id, shot_ids, version, role)

    def _next_version(self, session: Session, book_id: str, position: int) -> tuple[str, int, dict[Side, ShotRole]]:
        """A page that a person has named stays named when it is shot again."""
        spread = spreads.spread_at(session, book_id, position)
        shots = session.execute(
            select(Shot.side, Shot.role, Shot.version, Shot.state).where(Shot.spread_id == spread.id)
        ).all()
        roles = {side: role for side, role, _, state in shots if state is ShotState.LANDED}
        return spread.id, max((version for _, _, version, _ in shots), default=0) + 1, roles


def _spread(spread_id: str, book_id: str, key: int, now: datetime) -> dict[str, object]:
    return {"id": spread_id, "book_id": book_id, "sort_key": key, "created_at": now}


def _turn_id(last: int | None, now: datetime) -> int:
    """Above every earlier one, and above what a library that was lost or restored may have given out.

    A controller remembers the last ``turn_id`` it has done. Seconds since 2025 (32 bits last until 2161) make
    sure that neither a new library nor one from a backup offers it an id that it knows.
    """
    return max((last or 0) + 1, int((now - _TURN_IDS_SINCE) / timedelta(seconds=1)))
