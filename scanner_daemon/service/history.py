"""What inspection needs to know of a book when its process starts: the last accepted findings, and the last leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import File, FlagRow, Shot, ShotState, Spread, VerdictRow
from scanner_daemon.vocabulary import FileKind, Level, Side
from scanner_daemon.workers.inspector import BookHistory, PastLeaf

__all__ = ["LibraryHistory"]

ACCEPTED_SPREADS = 30
RECENT_SPREADS = 2
VIEWABLE = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF)


class LibraryHistory:
    """Reads on worker threads."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def of_book(self, book_id: str) -> BookHistory:
        """Findings of the last accepted spreads, oldest first, and the newest leaves of both sides."""
        return await asyncio.to_thread(self._of_book, book_id)

    async def files_of(self, spread_id: str) -> Mapping[Side, Path]:
        """One photograph a side of what the library holds of a spread; the newest that landed."""
        return await asyncio.to_thread(self._files_of, spread_id)

    def _of_book(self, book_id: str) -> BookHistory:
        with self._library.read() as session:
            verdicts = session.scalars(
                select(VerdictRow)
                .join(Spread, Spread.id == VerdictRow.spread_id)
                .where(Spread.book_id == book_id, Spread.deleted.is_(False), VerdictRow.level == Level.GREEN)
                .order_by(VerdictRow.id.desc())
                .limit(ACCEPTED_SPREADS)
            ).all()
            findings = [[_flag(row) for row in verdict.flags] for verdict in reversed(verdicts)]
            recent = session.scalars(
                select(Spread)
                .where(Spread.book_id == book_id, Spread.deleted.is_(False))
                .order_by(Spread.sort_key.desc())
                .limit(RECENT_SPREADS)
            ).all()
            leaves = [
                PastLeaf(spread.id, side, path)
                for spread in reversed(recent)
                for side, path in self._photographs(session, spread.id).items()
            ]
        return BookHistory(findings, leaves)

    def _files_of(self, spread_id: str) -> Mapping[Side, Path]:
        with self._library.read() as session:
            return self._photographs(session, spread_id)

    def _photographs(self, session: Session, spread_id: str) -> dict[Side, Path]:
        rows = session.execute(
            select(Shot.side, File)
            .join(File, File.shot_id == Shot.id)
            .where(Shot.spread_id == spread_id, Shot.state == ShotState.LANDED, File.kind.in_(VIEWABLE))
            .order_by(Shot.version, File.attempt)
        )
        return {side: self._library.originals.path_of(file.sha256, file.suffix) for side, file in rows}


def _flag(row: FlagRow) -> Flag:
    return Flag(row.check, row.level, row.side, row.value, row.limit, row.reason, version=row.version)
