"""The order of the spreads of a book, in the caller's transaction.

A spread's sort key leaves a gap of 2³² to its neighbours, so inserting writes one row; where a gap is used up (32
insertions at one place) the keys of the book are dealt anew. Deleted spreads keep theirs and return where they were.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.models import Shot, ShotState, Spread, SpreadState
from scanner_daemon.vocabulary import Side

__all__ = [
    "count_of",
    "key_after",
    "key_at_end",
    "key_before",
    "missing_sides",
    "overlaps",
    "position_of",
    "settle_state",
    "spread_at",
]

_GAP = 1 << 32


def spread_at(session: Session, book_id: str, position: int) -> Spread:
    """The spread at a 1-based position. Raises `NotInBook`."""
    query = select(Spread).where(Spread.book_id == book_id, Spread.deleted.is_(False)).order_by(Spread.sort_key)
    found = session.scalars(query.offset(position - 1).limit(1)).first() if position >= 1 else None
    if found is None:
        raise NotInBook(thing=f"spread {position}")
    return found


def position_of(session: Session, spread: Spread) -> int:
    """The 1-based position of a spread; of a deleted one, where it would be."""
    before = _count(session, Spread.book_id == spread.book_id, Spread.sort_key < spread.sort_key)
    return before + 1


def count_of(session: Session, book_id: str) -> int:
    """How many spreads the book has."""
    return _count(session, Spread.book_id == book_id)


def key_at_end(session: Session, book_id: str) -> int:
    """The sort key of a new last spread."""
    return key_after(_last_key(session, book_id))


def key_after(last: int | None) -> int:
    """The sort key that follows the highest one of a book, None for an empty book."""
    return (last or 0) + _GAP


def key_before(session: Session, book_id: str, position: int) -> int:
    """The sort key of a new spread that takes ``position``, moving the one that has it back.

    One past the last is the end. Raises `NotInBook` beyond that.
    """
    if position == count_of(session, book_id) + 1:
        return key_at_end(session, book_id)
    following = spread_at(session, book_id, position)
    preceding = session.scalar(
        select(func.max(Spread.sort_key)).where(Spread.book_id == book_id, Spread.sort_key < following.sort_key)
    )
    lower = preceding if preceding is not None else following.sort_key - 2 * _GAP
    if following.sort_key - lower >= 2:
        return (lower + following.sort_key) // 2
    _deal_anew(session, book_id)
    return key_before(session, book_id, position)


def overlaps(one: Side, other: Side) -> bool:
    """Whether a newer photograph of ``one`` replaces an older one of ``other`` in the same spread."""
    return one == other or Side.BOTH in (one, other)


def missing_sides(shots: Iterable[Shot]) -> tuple[Side, ...]:
    """Which sides of a spread were meant to be photographed and have no photograph that counts."""
    shots = list(shots)
    there = {shot.side for shot in shots if shot.state is ShotState.LANDED}
    meant = {shot.side for shot in shots}
    covers_all = Side.BOTH in there
    halves = {Side.LEFT, Side.RIGHT} <= there
    return tuple(
        side for side in Side if side in meant - there and not covers_all and not (side is Side.BOTH and halves)
    )


def settle_state(spread: Spread) -> None:
    """Set the state of a spread from its shots."""
    if not any(shot.state is ShotState.LANDED for shot in spread.shots):
        spread.state = SpreadState.INCOMPLETE
    else:
        spread.state = SpreadState.INCOMPLETE if missing_sides(spread.shots) else SpreadState.LANDED


def _last_key(session: Session, book_id: str) -> int:
    return session.scalar(select(func.max(Spread.sort_key)).where(Spread.book_id == book_id)) or 0


def _count(session: Session, *where: object) -> int:
    query = select(func.count()).select_from(Spread).where(Spread.deleted.is_(False), *where)  # type: ignore[arg-type]
    return session.scalar(query) or 0


def _deal_anew(session: Session, book_id: str) -> None:
    """New keys above all old ones, so that no two rows share a key at any moment."""
    key = _last_key(session, book_id)
    for spread in session.scalars(select(Spread).where(Spread.book_id == book_id).order_by(Spread.sort_key)).all():
        key += _GAP
        spread.sort_key = key
        session.flush()
