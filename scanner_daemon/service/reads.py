"""What a client may look at: books, spreads, pages, jobs, originals, thumbnails.

Each read is one short transaction on a worker thread, so that a slow disk never holds the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scanner_daemon.api.schemas import Job, JobState, Listing, PageResource, Spread
from scanner_daemon.api.service import NotFoundError, Original, Thumbnail
from scanner_daemon.library import models, spreads
from scanner_daemon.library.library import Library
from scanner_daemon.library.off_loads import OffLoads
from scanner_daemon.library.thumbnails import Thumbnails
from scanner_daemon.service.books import BookReading
from scanner_daemon.service.resources import MEDIA_TYPES, job_resource, shot_resource, verdict_resource
from scanner_daemon.vocabulary import FileKind, Side

__all__ = ["LibraryReading"]

T = TypeVar("T")
VIEWABLE = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF)
PAGE_IMAGE = "page"


class LibraryReading(BookReading):
    """Implements `scanner_daemon.api.service.LibraryReads`."""

    def __init__(self, library: Library) -> None:
        BookReading.__init__(self, library)
        self._thumbnails = Thumbnails(library)

    async def spreads(self, book_id: str, after: str | None, limit: int, *, deleted: bool) -> Listing[Spread]:
        """In reading order; ``after`` is the position of the last one seen."""
        skip = int(after) if after and after.isdigit() else 0

        def read(session: Session) -> Listing[Spread]:
            _get(session, models.Book, book_id, "book")
            query = (
                select(models.Spread)
                .where(models.Spread.book_id == book_id, models.Spread.deleted.is_(deleted))
                .order_by(models.Spread.sort_key)
                .options(selectinload(models.Spread.shots).selectinload(models.Shot.files))
                .offset(skip)
                .limit(limit)
            )
            found = [
                _spread(session, row, position) for position, row in enumerate(session.scalars(query), start=skip + 1)
            ]
            return Listing(items=tuple(found), next=str(skip + limit) if len(found) == limit else None)

        return await self._read(read)

    async def spread(self, spread_id: str) -> Spread:
        """One spread. Raises NotFoundError."""

        def read(session: Session) -> Spread:
            row = _get(session, models.Spread, spread_id, "spread")
            return _spread(session, row, spreads.position_of(session, row))

        return await self._read(read)

    async def pages(self, book_id: str, after: str | None, limit: int) -> Listing[PageResource]:
        """In reading order; ``after`` is the order of the last one seen."""
        skip = int(after) if after and after.isdigit() else 0

        def read(session: Session) -> Listing[PageResource]:
            _get(session, models.Book, book_id, "book")
            query = (
                select(models.Page, models.Spread.id)
                .join(models.Shot, models.Shot.id == models.Page.shot_id)
                .join(models.Spread, models.Spread.id == models.Page.spread_id)
                .where(
                    models.Spread.book_id == book_id,
                    models.Spread.deleted.is_(False),
                    models.Shot.state == models.ShotState.LANDED,
                )
                .order_by(models.Spread.sort_key, models.Page.side)
                .offset(skip)
                .limit(limit)
            )
            found = [
                _page(page, book_id, order) for order, (page, _) in enumerate(session.execute(query), start=skip + 1)
            ]
            return Listing(items=tuple(found), next=str(skip + limit) if len(found) == limit else None)

        return await self._read(read)

    async def page(self, page_id: str) -> PageResource:
        """One page. Raises NotFoundError."""

        def read(session: Session) -> PageResource:
            row = _get(session, models.Page, page_id, "page")
            return _page(row, session.get_one(models.Spread, row.spread_id).book_id, 0)

        return await self._read(read)

    async def jobs(self, state: JobState | None, after: str | None, limit: int) -> Listing[Job]:
        """The newest first."""

        def read(session: Session) -> Listing[Job]:
            query = select(models.Job).order_by(models.Job.id.desc()).limit(limit)
            if state is not None:
                query = query.where(models.Job.state == models.JobState(state.value))
            if after:
                query = query.where(models.Job.id < after)
            found = [job_resource(job) for job in session.scalars(query)]
            return Listing(items=tuple(found), next=found[-1].job_id if len(found) == limit else None)

        return await self._read(read)

    async def job(self, job_id: str) -> Job:
        """One job. Raises NotFoundError."""
        return await self._read(lambda session: job_resource(_get(session, models.Job, job_id, "job")))

    async def original(self, sha256: str) -> Original:
        """A captured file by its hash. Raises NotFoundError."""

        def read(session: Session) -> Original:
            row = session.scalars(select(models.File).where(models.File.sha256 == sha256).limit(1)).first()
            if row is None:
                raise NotFoundError(kind="original", id=sha256)
            return Original(
                self._here(session, row),
                row.sha256,
                row.size_bytes,
                MEDIA_TYPES.get(row.suffix, "application/octet-stream"),
                row.original_name,
            )

        return await self._read(read)

    async def shot_thumbnail(self, shot_id: str, width_px: int) -> Thumbnail:
        """The photograph of a shot, upright, at most ``width_px`` wide. Raises NotFoundError."""

        def read(session: Session) -> tuple[Path, str]:
            shot = _get(session, models.Shot, shot_id, "shot")
            viewable = [file for file in shot.files if file.kind in VIEWABLE]
            if not viewable:
                raise NotFoundError(kind="picture of shot", id=shot_id)
            newest = viewable[-1]
            kept = self._thumbnails.is_kept(newest.sha256, width_px)
            path = self._library.originals.path_of(newest.sha256, newest.suffix)
            return path if kept else self._here(session, newest), newest.sha256

        path, sha256 = await self._read(read)
        return Thumbnail(await asyncio.to_thread(self._thumbnails.of, path, sha256, width_px), f"{sha256}-{width_px}")

    async def page_thumbnail(self, page_id: str, width_px: int) -> Thumbnail:
        """The flat page, at most ``width_px`` wide. Raises NotFoundError."""

        def read(session: Session) -> tuple[Path, str]:
            page = _get(session, models.Page, page_id, "page")
            artifact = next((a for a in page.artifacts if a.current and a.kind == PAGE_IMAGE), None)
            if artifact is None:
                raise NotFoundError(kind="picture of page", id=page_id)
            return self._library.folders.root / artifact.path, artifact.sha256

        path, sha256 = await self._read(read)
        return Thumbnail(await asyncio.to_thread(self._thumbnails.of, path, sha256, width_px), f"{sha256}-{width_px}")

    def _here(self, session: Session, file: models.File) -> Path:
        """Where an original lies. Raises OriginalOffLoaded for one that is on another disk."""
        path = self._library.originals.path_of(file.sha256, file.suffix)
        if not path.is_file() and (elsewhere := OffLoads(self._library).where_is(session, file.sha256)) is not None:
            raise elsewhere
        return path

    async def _read(self, read: Callable[[Session], T]) -> T:
        def in_session() -> T:
            with self._library.read() as session:
                return read(session)

        return await asyncio.to_thread(in_session)


def _get(session: Session, model: type[T], id_: str, word: str) -> T:
    row = session.get(model, id_)
    if row is None:
        raise NotFoundError(kind=word, id=id_)
    return row


def _spread(session: Session, row: models.Spread, position: int) -> Spread:
    standing: Sequence[models.Shot] = [shot for shot in row.shots if shot.state is models.ShotState.LANDED]
    verdict = session.scalars(
        select(models.VerdictRow)
        .where(models.VerdictRow.spread_id == row.id)
        .order_by(models.VerdictRow.id.desc())
        .limit(1)
    ).first()
    captured = [file.captured_at for shot in standing for file in shot.files if file.captured_at is not None]
    return Spread(
        spread_id=row.id,
        book_id=row.book_id,
        position=position,
        version=max((shot.version for shot in row.shots), default=1),
        state=row.state.value,
        deleted=row.deleted,
        captured_at=max(captured, default=None),
        shots=tuple(shot_resource(shot) for shot in standing),
        verdict=verdict_resource(verdict),
    )


def _page(page: models.Page, book_id: str, order: int) -> PageResource:
    return PageResource(
        page_id=page.id,
        book_id=book_id,
        spread_id=page.spread_id,
        shot_id=page.shot_id,
        side=Side(page.side),
        order=order,
        width_px=page.width_px,
        height_px=page.height_px,
        ppi=page.ppi,
        text_confidence=page.score,
    )
