"""The last spread of a book with its verdict, for the daemon that takes the book up again after a crash."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.capture.ports import FileLanded, Intent, LandedSpread
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.library import spreads
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Cycle, CycleState, FlagRow, ShotState, Spread, VerdictRow
from scanner_daemon.vocabulary import Level

__all__ = ["last_spread"]


def last_spread(library: Library, book_id: str) -> tuple[LandedSpread, Verdict | None] | None:
    """The last spread as it counts now, and what inspection said of it; None when there is none, or not complete.

    The verdict is None when it was never given. A red flag that a person has answered is red no more.
    """
    with library.read() as session:
        present = (Spread.book_id == book_id, Spread.deleted.is_(False))
        spread = session.scalars(select(Spread).where(*present).order_by(Spread.sort_key.desc()).limit(1)).first()
        if spread is None:
            return None
        cycle = _standing(session, spread)
        if cycle is None:
            return None
        intent = Intent(
            spread_id=spread.id,
            book_id=book_id,
            position=spreads.position_of(session, spread),
            turn_id=cycle.turn_id,
            shot_ids={shot.side: shot.id for shot in cycle.shots},
            version=cycle.version,
            role=cycle.shots[0].role,
        )
        files = [
            FileLanded(
                shot.side,
                0,
                library.originals.path_of(file.sha256, file.suffix),
                file.kind,
                file.sha256,
                file.size_bytes,
            )
            for shot in cycle.shots
            for file in shot.files
            if file.attempt == shot.attempt
        ]
        return LandedSpread(intent, files), _verdict(session, cycle)


def _standing(session: Session, spread: Spread) -> Cycle | None:
    """The newest complete cycle whose photographs all count."""
    cycles = session.scalars(select(Cycle).where(Cycle.spread_id == spread.id).order_by(Cycle.version.desc())).all()
    for cycle in cycles:
        counts = cycle.shots and all(shot.state is ShotState.LANDED for shot in cycle.shots)
        if cycle.state is CycleState.LANDED and counts:
            return cycle
    return None


def _verdict(session: Session, cycle: Cycle) -> Verdict | None:
    row = session.scalars(
        select(VerdictRow).where(VerdictRow.cycle_id == cycle.id).order_by(VerdictRow.id.desc()).limit(1)
    ).first()
    if row is None:
        return None
    open_flags = [flag for flag in row.flags if flag.opinion is None]
    level = row.level
    if level is Level.RED and not any(flag.level is Level.RED for flag in open_flags):
        level = Level.AMBER
    return Verdict(level, _flags(open_flags), row.inspected_ms)


def _flags(rows: Sequence[FlagRow]) -> tuple[Flag, ...]:
    return tuple(
        Flag(row.check, row.level, row.side, row.value, row.limit, row.reason, version=row.version) for row in rows
    )
