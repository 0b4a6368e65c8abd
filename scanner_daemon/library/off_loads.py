"""Where copies of books lie on other disks, and which originals are there only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, Book, File, OffLoad, OffLoadState, Page, Shot, Spread

__all__ = ["ELSEWHERE", "Kept", "OffLoads", "OriginalOffLoaded", "bag_name", "files_of_book", "originals_only_of"]

ELSEWHERE = (OffLoadState.FREEING, OffLoadState.FREED)
"""The originals here may be gone."""


class OriginalOffLoaded(BookcradleError):
    """A photograph is asked for that lies on another disk only."""

    code = "original_off_loaded"
    what = "The photographs of “{title}” were moved to {folder} on {day}."
    remedy = "Connect that disk; to have them here again, bring the book back on the queue screen."


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a book: its path inside the library, its hash, and its size in bytes."""

    path: str
    sha256: str
    size_bytes: int
    original: bool


def bag_name(title: str, book_id: str) -> str:
    """The folder of a book on another disk: readable, and unique by its id."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return f"{words or 'book'}-{book_id}"


def files_of_book(library: Library, session: Session, book_id: str) -> list[Kept]:
    """All originals of a book, those of replaced and deleted spreads too, and its current derived files."""
    of_book = select(Spread.id).where(Spread.book_id == book_id).scalar_subquery()
    originals = session.execute(
        select(File.sha256, File.suffix, File.size_bytes)
        .join(Shot, Shot.id == File.shot_id)
        .where(Shot.spread_id.in_(of_book))
    )
    pages = select(Page.id).where(Page.spread_id.in_(of_book)).scalar_subquery()
    derived = session.execute(
        select(Artifact.path, Artifact.sha256, Artifact.size_bytes).where(
            Artifact.current.is_(True), (Artifact.book_id == book_id) | Artifact.page_id.in_(pages)
        )
    )
    found = {
        path: Kept(path, sha256, size, original=True)
        for sha256, suffix, size in originals
        for path in [library.folders.relative(library.originals.path_of(sha256, suffix))]
    }
    found |= {path: Kept(path, sha256, size, original=False) for path, sha256, size in derived}
    return [found[path] for path in sorted(found)]


def originals_only_of(session: Session, book_id: str, kept: Sequence[Kept]) -> list[Kept]:
    """Those originals that no other book needs here: the same bytes may have been taken in for two."""
    freed = select(OffLoad.book_id).where(OffLoad.state.in_(ELSEWHERE)).scalar_subquery()
    others = (
        select(File.sha256)
        .join(Shot, Shot.id == File.shot_id)
        .join(Spread, Spread.id == Shot.spread_id)
        .where(Spread.book_id != book_id, Spread.book_id.not_in(freed))
    )
    alone = []
    for one in kept:
        if one.original and session.scalar(others.where(File.sha256 == one.sha256).limit(1)) is None:
            alone.append(one)
    return alone


class OffLoads:
    """The rows that say where books are."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of_book(self, book_id: str) -> list[OffLoad]:
        """The copies of a book, the newest first."""
        with self._library.read() as session:
            query = select(OffLoad).where(OffLoad.book_id == book_id).order_by(OffLoad.id.desc())
            return list(session.scalars(query))

    def enter(self, session: Session, book_id: str, folder: Path, operator: str) -> OffLoad:
        """The row of the copy in this folder, made now if there is none."""
        query = select(OffLoad).where(OffLoad.book_id == book_id, OffLoad.folder == str(folder))
        row = session.scalars(query).one_or_none()
        if row is None:
            now = self._library.clock.utc()
            row = OffLoad(book_id=book_id, folder=str(folder), asked_by=operator, asked_at=now, files=0, size_bytes=0)
            row.state = OffLoadState.COPYING
            session.add(row)
            session.flush()
        return row

    def elsewhere(self, session: Session) -> set[str]:
        """The hashes of the originals that may be on another disk only."""
        query = (
            select(File.sha256)
            .join(Shot, Shot.id == File.shot_id)
            .join(Spread, Spread.id == Shot.spread_id)
            .join(OffLoad, OffLoad.book_id == Spread.book_id)
            .where(OffLoad.state.in_(ELSEWHERE))
        )
        return set(session.scalars(query.distinct()))

    def where_is(self, session: Session, sha256: str) -> OriginalOffLoaded | None:
        """Why an original is not here, where that is known."""
        row = session.execute(
            select(Book.title, OffLoad.folder, func.coalesce(OffLoad.freed_at, OffLoad.asked_at))
            .join(OffLoad, OffLoad.book_id == Book.id)
            .join(Spread, Spread.book_id == Book.id)
            .join(Shot, Shot.spread_id == Spread.id)
            .join(File, File.shot_id == Shot.id)
            .where(File.sha256 == sha256, OffLoad.state.in_(ELSEWHERE))
            .limit(1)
        ).first()
        if row is None:
            return None
        title, folder, at = row
        return OriginalOffLoaded(title=title, folder=folder, day=f"{at:%Y-%m-%d}")
