"""Photographs made elsewhere: copied byte for byte among the originals, once, and queued like any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner_daemon.library import spreads
from scanner_daemon.library.captures import Captures
from scanner_daemon.library.errors import BookNotFound, NotAPhotograph, NotInBook, in_sentences
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Book, File, Shot, Spread
from scanner_daemon.library.originals import Original
from scanner_daemon.vocabulary import FileKind, ShotRole, Side

__all__ = ["AddedPhotograph", "add_photograph", "sniff"]

_SUFFIX = {FileKind.JPEG: ".jpg", FileKind.PNG: ".png", FileKind.TIFF: ".tif"}


@dataclass(frozen=True, slots=True)
class AddedPhotograph:
    """Where a photograph is in the library."""

    spread_id: str
    shot_id: str
    file_id: str
    position: int
    path: Path
    new: bool
    """False when the book had these very bytes already, and nothing was added."""


def sniff(head: bytes) -> FileKind | None:
    """What a file is by its first bytes (at least 8): JPEG, PNG or TIFF; None for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return FileKind.TIFF
    return None


def add_photograph(
    library: Library,
    book_id: str,
    path: Path,
    side: Side,
    *,
    position: int | None = None,
    spread_id: str | None = None,
    role: ShotRole = ShotRole.PAGE,
    captured_at: datetime | None = None,
    original_name: str | None = None,
    operator: str = "",
) -> AddedPhotograph:
    """Take a photograph into a book.

    It becomes a side of the spread ``spread_id``, or of the one at ``position``, or of a new last spread; where that
    side has a photograph already, the next version of it. Bytes that the book has on any spread, deleted ones
    included, are not added again. Raises `NotAPhotograph`, `BookNotFound`, `NotInBook`, `DiskFull` with nothing added.
    """
    kind = _kind(path)
    with library.read() as session:
        if session.get(Book, book_id) is None:
            raise BookNotFound(book=book_id)
    with _staged(library, path, _SUFFIX[kind]) as copy:
        original = library.originals.adopt(copy)
        with library.write() as session:
            known = _known(session, book_id, side, original)
            if known is not None:
                return known
            now = library.clock.utc()
            spread = _spread(library, session, book_id, position, spread_id)
            version = session.scalar(
                select(func.max(Shot.version)).where(Shot.spread_id == spread.id, Shot.side == side)
            )
            shot = Shot(
                spread_id=spread.id, side=side, role=role, version=(version or 0) + 1, attempt=1, created_at=now
            )
            shot.files.append(
                file := File(
                    kind=kind,
                    sha256=original.sha256,
                    suffix=original.path.suffix,
                    size_bytes=original.size_bytes,
                    original_name=original_name or path.name,
                    captured_at=captured_at,
                    adopted_at=now,
                )
            )
            session.add(shot)
            session.flush()
            Captures(library).count_in(session, shot)
            session.refresh(spread, ["shots"])
            spreads.settle_state(spread)
            place = spreads.position_of(session, spread)
            name = file.original_name
            library.log(session, "photograph_added", operator, book_id, spread_id=spread.id, shot_id=shot.id, name=name)
            return AddedPhotograph(spread.id, shot.id, file.id, place, original.path, new=True)


def _kind(path: Path) -> FileKind:
    with in_sentences():
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise NotAPhotograph(file=path.name, detail="there is no such file") from error
    kind = sniff(head)
    if kind is None:
        detail = "it is empty" if not head else "its first bytes are of another kind of file"
        raise NotAPhotograph(file=path.name, detail=detail)
    return kind


@contextmanager
def _staged(library: Library, path: Path, suffix: str) -> Iterator[Path]:
    """A copy on the library's own disk: the person's file may change or vanish, and a link would share its bytes."""
    copy = library.folders.staging / f"{new_id()}{suffix}"
    with in_sentences():
        try:
            library.disk.copy(path, copy)
            yield copy
        finally:
            copy.unlink(missing_ok=True)


def _known(session: Session, book_id: str, side: Side, original: Original) -> AddedPhotograph | None:
    query = (
        select(File, Shot, Spread)
        .join(Shot, Shot.id == File.shot_id)
        .join(Spread, Spread.id == Shot.spread_id)
        .where(File.sha256 == original.sha256, Spread.book_id == book_id, Shot.side == side)
    )
    row = session.execute(query.limit(1)).first()
    if row is None:
        return None
    file, shot, spread = row
    place = spreads.position_of(session, spread)
    return AddedPhotograph(spread.id, shot.id, file.id, place, original.path, new=False)


def _spread(library: Library, session: Session, book_id: str, position: int | None, spread_id: str | None) -> Spread:
    if spread_id is not None:
        found = session.get(Spread, spread_id)
        if found is None or found.book_id != book_id:
            raise NotInBook(thing=f"spread {spread_id}")
        return found
    count = spreads.count_of(session, book_id)
    if position is not None and position != count + 1:
        return spreads.spread_at(session, book_id, position)
    key = spreads.key_at_end(session, book_id)
    spread = Spread(book_id=book_id, sort_key=key, created_at=library.clock.utc())
    session.add(spread)
    session.flush()
    return spread
