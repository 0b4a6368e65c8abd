"""The ways of a book out of the library: a copy on another disk, and a preview while it is still being shot."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from scanner_daemon.api.schemas import OffLoadCopy, OffLoadState, QueueJob
from scanner_daemon.api.service import NotFoundError, Original
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library import models
from scanner_daemon.library.library import Library
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.off_loads import ELSEWHERE, OffLoads, bag_name
from scanner_daemon.library.pages import Pages
from scanner_daemon.library.queue import JobQueue, Priority
from scanner_daemon.library.queue_view import QueueView
from scanner_daemon.service.job_words import jobs_in_words
from scanner_daemon.service.queue import Worked
from scanner_daemon.workers.kinds import BRING_BACK_JOB, FREE_JOB, MOVING, OFF_LOAD_JOB, PREVIEW_JOB

__all__ = ["Leaving"]

VERIFIED = models.OffLoadState.VERIFIED


class NotFinished(BookcradleError):
    """Only a finished book may leave."""

    code = "off_load.not_finished"
    what = "“{title}” is not finished."
    remedy = "Finish it on the books screen, then off-load it."


class InsideLibrary(BookcradleError):
    """A copy in the library itself is none."""

    code = "off_load.inside_library"
    what = "{folder} is inside the library."
    remedy = "Choose a folder on another disk."


class NoSuchFolder(BookcradleError):
    """The folder must be there: making it could mean to fill the wrong disk while the right one is not mounted."""

    code = "off_load.no_such_folder"
    what = "{folder} is no folder that is there now."
    remedy = "Connect and mount the disk, see that the folder exists, and give its full path."


class FolderClosed(BookcradleError):
    """The daemon may not write there."""

    code = "off_load.folder_closed"
    what = "bookcradle may not write to {folder}, or its disk is read-only."
    remedy = "Mount the disk for writing and let the group bookcradle write there."


class NothingVerified(BookcradleError):
    """No copy from which the originals here could be spared."""

    code = "off_load.nothing_verified"
    what = "There is no verified copy of “{title}” on another disk."
    remedy = "Off-load it and wait until the copy is verified; the originals here stay until then."


class NothingElsewhere(BookcradleError):
    """The originals are here."""

    code = "off_load.nothing_elsewhere"
    what = "The originals of “{title}” are here already."
    remedy = "Nothing needs to be done."


class Leaving:
    """Implements `scanner_daemon.api.asks.queue.LeavingActions`."""

    def __init__(self, library: Library, day_work: Worked) -> None:
        self._leaving_library = library
        self._leaving_queue = JobQueue(library)
        self._leaving_view = QueueView(library)
        self._copies = OffLoads(library)
        self._errand_work = day_work

    async def off_loads(self, book_id: str) -> Sequence[OffLoadCopy]:
        """The newest first. Raises NotFoundError."""

        def read() -> list[OffLoadCopy]:
            with self._leaving_library.read() as session:
                _book(session, book_id)
            return [self._copy(row) for row in self._copies.of_book(book_id)]

        return await asyncio.to_thread(read)

    async def book_errands(self, book_id: str) -> Sequence[QueueJob]:
        """The newest first."""

        def read() -> list[QueueJob]:
            jobs = self._leaving_view.of_book(book_id, (PREVIEW_JOB, *MOVING))
            with self._leaving_library.read() as session:
                _book(session, book_id)
                return jobs_in_words(session, jobs)

        return await asyncio.to_thread(read)

    async def off_load(self, book_id: str, folder: str, operator: str) -> QueueJob:
        """Raises NotFoundError, NotFinished, InsideLibrary, NoSuchFolder, FolderClosed."""

        def queue() -> str:
            with self._leaving_library.write() as session:
                book = _book(session, book_id)
                if book.state is not models.BookState.FINISHED:
                    raise NotFinished(title=book.title)
                target = self._checked(folder) / bag_name(book.title, book.id)
                row = self._copies.enter(session, book_id, target, operator)
                return self._queue(session, OFF_LOAD_JOB, row, operator)

        return await self._queued(queue)

    async def free_originals(self, book_id: str, operator: str) -> QueueJob:
        """Raises NotFoundError, NothingVerified."""

        def queue() -> str:
            with self._leaving_library.write() as session:
                book = _book(session, book_id)
                row = self._newest(session, book_id, (VERIFIED, models.OffLoadState.FREEING))
                if row is None:
                    raise NothingVerified(title=book.title)
                return self._queue(session, FREE_JOB, row, operator)

        return await self._queued(queue)

    async def bring_back(self, book_id: str, operator: str) -> QueueJob:
        """Raises NotFoundError, NothingElsewhere."""

        def queue() -> str:
            with self._leaving_library.write() as session:
                book = _book(session, book_id)
                row = self._newest(session, book_id, ELSEWHERE)
                if row is None:
                    raise NothingElsewhere(title=book.title)
                return self._queue(session, BRING_BACK_JOB, row, operator)

        return await self._queued(queue)

    async def make_preview(self, book_id: str, operator: str) -> QueueJob:
        """Raises NotFoundError. While one is being made, that is the one."""

        def queue() -> str:
            with self._leaving_library.write() as session:
                _book(session, book_id)
                self._leaving_library.log(session, "preview_asked", operator, book_id)
                return self._leaving_queue.enqueue(
                    session,
                    PREVIEW_JOB,
                    book_id,
                    book_id=book_id,
                    dedupe_key=f"{PREVIEW_JOB}:{book_id}",
                    priority=Priority.URGENT,
                    again=True,
                )

        return await self._queued(queue)

    async def preview_pdf(self, book_id: str) -> Original:
        """The newest preview. Raises NotFoundError."""

        def read() -> Original:
            with self._leaving_library.read() as session:
                title = _book(session, book_id).title
            path = Pages(self._leaving_library).artifact_of_book(book_id, PREVIEW_JOB)
            if path is None or not path.is_file():
                raise NotFoundError(kind="preview of book", id=book_id)
            name = f"{bag_name(title, book_id)}-preview.pdf"
            return Original(path, path.stem, path.stat().st_size, "application/pdf", name)

        return await asyncio.to_thread(read)

    def _queue(self, session: Session, kind: str, row: models.OffLoad, operator: str) -> str:
        other_disk = not self._same_disk(row.folder)
        payload: Details = {"off_load": row.id, "operator": operator, "other_disk": other_disk}
        self._leaving_library.log(session, f"{kind}_asked", operator, row.book_id, folder=row.folder)
        return self._leaving_queue.enqueue(
            session,
            kind,
            row.book_id,
            book_id=row.book_id,
            payload=payload,
            dedupe_key=f"{kind}:{row.id}",
            again=True,
        )

    async def _queued(self, queue: object) -> QueueJob:
        assert callable(queue)
        job_id: str = await asyncio.to_thread(queue)
        self._errand_work.poke()

        def read() -> QueueJob:
            with self._leaving_library.read() as session:
                return jobs_in_words(session, [session.get_one(models.Job, job_id)])[0]

        return await asyncio.to_thread(read)

    def _newest(self, session: Session, book_id: str, states: tuple[models.OffLoadState, ...]) -> models.OffLoad | None:
        rows = session.query(models.OffLoad).where(models.OffLoad.book_id == book_id)
        return rows.where(models.OffLoad.state.in_(states)).order_by(models.OffLoad.id.desc()).first()

    def _checked(self, folder: str) -> Path:
        asked = Path(folder)
        root = self._leaving_library.folders.root.resolve()
        if not asked.is_absolute() or not asked.is_dir():
            raise NoSuchFolder(folder=folder)
        target = asked.resolve()
        if target == root or root in target.parents:
            raise InsideLibrary(folder=folder)
        if not os.access(target, os.W_OK | os.X_OK):
            raise FolderClosed(folder=folder)
        return target

    def _same_disk(self, folder: str) -> bool:
        """Also where the folder cannot be looked at: no disk of its own is known then."""
        try:
            return Path(folder).parent.stat().st_dev == self._leaving_library.folders.root.stat().st_dev
        except OSError:
            return False

    def _copy(self, row: models.OffLoad) -> OffLoadCopy:
        return OffLoadCopy(
            off_load_id=row.id,
            book_id=row.book_id,
            folder=row.folder,
            state=OffLoadState(row.state.value),
            files=row.files,
            size_bytes=row.size_bytes,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            verified_at=row.verified_at,
            freed_at=row.freed_at,
            same_disk=self._same_disk(row.folder),
        )


def _book(session: Session, book_id: str) -> models.Book:
    book = session.get(models.Book, book_id)
    if book is None:
        raise NotFoundError(kind="book", id=book_id)
    return book
