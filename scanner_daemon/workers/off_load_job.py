"""Books on other disks: copied and read back, removed here when that is asked for, and brought back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from scanner_daemon import __version__
from scanner_daemon.library import models
from scanner_daemon.library.errors import BookNotFound, in_sentences
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Book, OffLoad, OffLoadState, Shot, Spread
from scanner_daemon.library.models.base import Base, Details
from scanner_daemon.library.off_loads import Kept, files_of_book, originals_only_of
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.workers.bag import Bag, BagIncomplete, TargetFull, TargetGone, free_bytes
from scanner_daemon.workers.leasing import Finished

__all__ = ["BringBackJob", "FreeJob", "OffLoadJob"]

TOLD_EVERY_S = 0.5
SPARE_BYTES = 16 << 20
"""Of the target: manifests, folders, and what the file system itself needs."""


class _Progress:
    """Adds up bytes and tells the queue now and then, which is also how a cancelled job learns of it."""

    def __init__(self, queue: JobQueue, lease: Lease, total: int) -> None:
        self._queue, self._lease, self._total = queue, lease, total
        self._done, self._told_at = 0, 0.0
        self._tell()

    def __call__(self, more: int) -> None:
        self._done += more
        if time.monotonic() - self._told_at >= TOLD_EVERY_S:
            self._tell()

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        self._queue.report(self._lease, min(self._done, self._total), self._total, "bytes")


@dataclass(frozen=True)
class _Moves:
    """What the three handlers have in common."""

    library: Library

    @property
    def queue(self) -> JobQueue:
        return JobQueue(self.library)

    def row(self, lease: Lease) -> OffLoad:
        with self.library.read() as session:
            found = session.get(OffLoad, lease.payload["off_load"])
        if found is None:
            raise BookNotFound(book=lease.subject)
        return found

    def bag(self, row: OffLoad) -> Bag:
        return Bag(Path(row.folder), self.library.disk)

    def standing_bag(self, row: OffLoad) -> Bag:
        """Of a copy that was made. Raises TargetGone where its disk is not connected, be it mounted elsewhere."""
        bag = self.bag(row)
        if not bag.folder.is_dir():
            raise TargetGone(folder=row.folder)
        return bag

    def still_there(self, row: OffLoad, other_disk: bool) -> Callable[[], None]:
        """Raises TargetGone when the folder is gone, or shows the library's own disk where another was mounted."""
        here, above = self.library.folders.root.stat().st_dev, Path(row.folder).parent

        def look() -> None:
            try:
                device = above.stat().st_dev
            except OSError as error:
                raise TargetGone(folder=str(above)) from error
            if other_disk and device == here:
                raise TargetGone(folder=str(above))

        return look

    def change(self, session: Session, row: OffLoad, kind: str, operator: str, **values: Any) -> Details:
        standing = session.get_one(OffLoad, row.id)
        for name, value in values.items():
            setattr(standing, name, value)
        self.library.log(session, kind, operator, row.book_id, folder=row.folder)
        return {"folder": row.folder}


class OffLoadJob(_Moves):
    """Copy a book and read every byte back. Nothing here is touched."""

    def __call__(self, lease: Lease) -> Finished:
        """Raises what `Bag` raises; begun again, it keeps what is there."""
        row = self.row(lease)
        bag, still_there = self.bag(row), self.still_there(row, lease.payload["other_disk"])
        with self.library.read() as session:
            kept = [one for one in files_of_book(self.library, session, row.book_id) if self._to_copy(one)]
            book_json = _book_json(session, row.book_id)
        size = sum(one.size_bytes for one in kept)
        still_there()
        with bag.target_trouble():
            there = sum(_size(bag.folder / "data" / one.path) for one in kept)
            if size - there + SPARE_BYTES > free_bytes(bag.folder.parent):
                raise TargetFull(folder=str(bag.folder.parent))
        told = _Progress(self.queue, lease, 2 * size + len(book_json))
        bag.copy(self.library.folders.root, kept, told, still_there)
        about = {
            "Bagging-Date": f"{self.library.clock.utc():%Y-%m-%d}",
            "Bag-Software-Agent": f"bookcradle {__version__}",
            "External-Identifier": row.book_id,
            "External-Description": self._title(row),
        }
        bag.describe(kept, about, book_json)
        bag.verify(told, still_there)

        def finish(session: Session) -> Details:
            return self.change(
                session,
                row,
                "book_off_loaded",
                row.asked_by,
                state=OffLoadState.VERIFIED,
                verified_at=self.library.clock.utc(),
                files=len(kept),
                size_bytes=size,
            )

        return finish

    def _to_copy(self, one: Kept) -> bool:
        """A derived file that somebody deleted can be made again and is no loss; an original must be there."""
        return one.original or (self.library.folders.root / one.path).is_file()

    def _title(self, row: OffLoad) -> str:
        with self.library.read() as session:
            return session.get_one(Book, row.book_id).title


class FreeJob(_Moves):
    """Read the copy once more; only then remove the originals here that no other book needs."""

    def __call__(self, lease: Lease) -> Finished:
        """Raises BagIncomplete, CopyDamaged, TargetGone with nothing removed."""
        row = self.row(lease)
        bag, operator = self.standing_bag(row), str(lease.payload["operator"])
        with self.library.read() as session:
            kept = [one for one in files_of_book(self.library, session, row.book_id) if one.original]
        named = bag.manifest()
        lacking = [one for one in kept if named.get(f"data/{one.path}") != one.sha256]
        if lacking:
            raise BagIncomplete(folder=row.folder, count=len(lacking))
        told = _Progress(self.queue, lease, row.size_bytes)
        bag.verify(told, self.still_there(row, lease.payload["other_disk"]))
        now = self.library.clock.utc()
        with self.library.write() as session:
            # From here on a photograph that is not found is known to be there, whatever happens to this process.
            self.change(
                session,
                row,
                "originals_freeing",
                operator,
                state=OffLoadState.FREEING,
                verified_at=now,
                freed_at=now,
                freed_by=operator,
            )
            alone = originals_only_of(session, row.book_id, kept)
        removed = self._remove([self.library.folders.root / one.path for one in alone])

        def finish(session: Session) -> Details:
            details = self.change(session, row, "originals_freed", operator, state=OffLoadState.FREED)
            return details | {"removed": removed}

        return finish

    def _remove(self, paths: list[Path]) -> int:
        there = [path for path in paths if path.is_file()]
        with in_sentences():
            for path in there:
                self.library.disk.unlink(path)
            for folder in {path.parent for path in there}:
                self.library.disk.sync_folder(folder)
        return len(there)


class BringBackJob(_Moves):
    """Take the originals from the other disk into the library again, each checked by its hash."""

    def __call__(self, lease: Lease) -> Finished:
        """Raises TargetGone, OriginalDamaged, DiskFull; what is back stays."""
        row = self.row(lease)
        bag, still_there = self.standing_bag(row), self.still_there(row, lease.payload["other_disk"])
        with self.library.read() as session:
            kept = [one for one in files_of_book(self.library, session, row.book_id) if one.original]
        told = _Progress(self.queue, lease, sum(one.size_bytes for one in kept))
        for one in kept:
            still_there()
            source = bag.folder / "data" / one.path
            if not (self.library.folders.root / one.path).is_file():
                if not source.is_file():
                    raise BagIncomplete(folder=row.folder, count=1)
                self.library.originals.adopt(source, one.sha256, copy=True)
            told(one.size_bytes)

        def finish(session: Session) -> Details:
            return self.change(
                session,
                row,
                "originals_brought_back",
                str(lease.payload["operator"]),
                state=OffLoadState.VERIFIED,
                freed_at=None,
                freed_by=None,
            )

        return finish


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _book_json(session: Session, book_id: str) -> bytes:
    """All rows about the book as they are, by table: what a person or a program needs without this library."""
    book = session.get_one(Book, book_id)
    spreads = session.scalars(select(Spread).where(Spread.book_id == book_id).order_by(Spread.sort_key)).all()
    ids = select(Spread.id).where(Spread.book_id == book_id).scalar_subquery()
    shots = session.scalars(select(Shot).where(Shot.spread_id.in_(ids)).order_by(Shot.id)).all()
    pages = session.scalars(select(models.Page).where(models.Page.spread_id.in_(ids)).order_by(models.Page.id)).all()
    tables: dict[str, list[Base]] = {
        "work": [book.copy.work],
        "copy": [book.copy],
        "book": [book],
        "spread": list(spreads),
        "shot": list(shots),
        "file": [file for shot in shots for file in shot.files],
        "page": list(pages),
        "artifact": [artifact for page in pages for artifact in page.artifacts if artifact.current],
        "flag": list(session.scalars(select(models.FlagRow).where(models.FlagRow.spread_id.in_(ids)))),
        "label_range": list(session.scalars(select(models.LabelRange).where(models.LabelRange.book_id == book_id))),
        "correction": list(
            session.scalars(select(models.Correction).where(models.Correction.page_id.in_([page.id for page in pages])))
        ),
    }
    rows = {name: [_plain(row) for row in found] for name, found in tables.items()}
    return json.dumps(rows, indent=1, sort_keys=True, default=_written, ensure_ascii=False).encode()


def _plain(row: Base) -> Details:
    return {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
