"""The library: its folder, its database, and the sessions that read and write it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.orm import Session

from scanner_daemon.clock import Clock, SystemClock
from scanner_daemon.library import revisions
from scanner_daemon.library.daemon_lock import hold_daemon_lock
from scanner_daemon.library.database import connect_engine, database_url, for_writing
from scanner_daemon.library.disk import Disk
from scanner_daemon.library.errors import FolderNotWritable, in_sentences
from scanner_daemon.library.folders import Folders
from scanner_daemon.library.models import Event
from scanner_daemon.library.originals import Originals
from scanner_daemon.settings import LibrarySettings

__all__ = ["Library", "open_library"]


@dataclass(frozen=True, slots=True)
class Library:
    """An open library. Safe to use from several threads, each in its own session."""

    folders: Folders
    engine: Engine
    disk: Disk
    clock: Clock
    originals: Originals

    @property
    def url(self) -> URL:
        """Of the database."""
        return self.engine.url

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state and is rolled back at its end."""
        with in_sentences(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed, durably, when the body ends; rolled back when it raises.

        On SQLite the write lock is taken by the first statement, so what was read is still true when it is acted
        upon. Raises `DiskFull`, `LibraryBusy`, `LibraryDamaged` or `DatabaseUnreachable` with nothing changed.
        """
        with in_sentences(), Session(for_writing(self.engine), expire_on_commit=False) as session, session.begin():
            yield session

    def lock(self) -> AbstractContextManager[None]:
        """What the one daemon of this library holds while it runs. Raises `LibraryInUse` naming the other."""
        return hold_daemon_lock(self.folders.daemon_lock)

    def log(self, session: Session, kind: str, operator: str, book_id: str | None = None, **details: object) -> None:
        """Add to the event log, in the transaction that does the thing."""
        session.add(Event(at=self.clock.utc(), kind=kind, operator=operator, book_id=book_id, details=details))


@contextmanager
def open_library(
    where: LibrarySettings | Path | str,
    *,
    url: str | None = None,
    clock: Clock | None = None,
    disk: Disk | None = None,
) -> Iterator[Library]:
    """Open the library in a folder, creating and migrating what is missing; its database is closed on leaving.

    ``where`` is the settings' section or the folder; ``url`` names another database than SQLite in that folder.
    Raises `FolderNotWritable`, `DiskFull`, `LibraryTooNew`, `LibraryDamaged`, `NotALibrary`, `DatabaseUnreachable`.
    """
    if isinstance(where, LibrarySettings):
        folder, url = where.folder, url or where.url
    else:
        folder = Path(where)
    disk = disk or Disk()
    folders = Folders(folder.expanduser().absolute())
    with in_sentences():
        try:
            folders.create(disk)
        except (FileExistsError, NotADirectoryError) as error:
            raise FolderNotWritable(folder=str(folders.root), detail="a file is in the way") from error
    engine = connect_engine(database_url(url, folders.database))
    try:
        revisions.upgrade(engine)
        yield Library(folders, engine, disk, clock or SystemClock(), Originals(folders, disk))
    finally:
        engine.dispose()
