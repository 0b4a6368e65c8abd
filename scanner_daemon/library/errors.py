"""What can go wrong with the library, each as a sentence for the person at the cradle."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from scanner_daemon.errors import BookcradleError

__all__ = [
    "BackupElsewhere",
    "BarcodeTaken",
    "BookNotFound",
    "CopyNotFound",
    "DatabaseUnreachable",
    "DiskFailing",
    "DiskFull",
    "FolderNotWritable",
    "JobEnded",
    "JobNotFound",
    "LeaseLost",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryInUse",
    "LibraryTooNew",
    "NotALibrary",
    "NotAPhotograph",
    "NotInBook",
    "OriginalDamaged",
    "SeveralBooks",
    "TicketClosed",
    "TicketNotFound",
    "in_sentences",
]


class LibraryError(BookcradleError):
    """Anything that the library reports."""

    code = "library"


class LibraryTooNew(LibraryError):
    """A newer program has migrated this database."""

    code = "library_too_new"
    what = "This library was written by a newer version of bookcradle (its database is at {revision})."
    remedy = "Update this program, or open another library; nothing was changed."


class NotALibrary(LibraryError):
    """The database has tables, and they are not ours."""

    code = "not_a_library"
    what = "{where} is a database of another program."
    remedy = "Choose another folder or database for the library; nothing was changed."


class LibraryDamaged(LibraryError):
    """SQLite cannot read its file."""

    code = "library_damaged"
    what = "The library's database cannot be read ({detail})."
    remedy = (
        "Keep a copy of the folder as it is, then put the last backup of library.sqlite in its place; "
        "the photographs in originals/ are not touched by this."
    )


class LibraryInUse(LibraryError):
    """Another daemon holds the lock."""

    code = "library_in_use"
    what = "Another bookcradle daemon (process {pid}) already runs this library in {folder}."
    remedy = "Use that one, or stop it first."


class LibraryBusy(LibraryError):
    """Another process held the write lock for too long."""

    code = "library_busy"
    what = "The library was busy for too long: another program is writing to it."
    remedy = "Try again; if it stays so, look for a backup or import that hangs."


class DatabaseUnreachable(LibraryError):
    """The database server does not answer, or the SQLite file cannot be opened."""

    code = "database_unreachable"
    what = "The library's database cannot be opened ({detail})."
    remedy = "Check the folder or the database URL in the settings, and that the database server runs."


class DiskFull(LibraryError):
    """No room left for a file or a row."""

    code = "disk_full"
    what = "The disk of the library is full."
    remedy = "Make room on it, then try again; everything that was photographed so far is kept."


class DiskFailing(LibraryError):
    """The system could not read or write the database's file."""

    code = "disk_failing"
    what = "The disk of the library reported an error ({detail})."
    remedy = "Check its cable and the system's log, make a backup, and try again; what was committed is kept."


class FolderNotWritable(LibraryError):
    """The library's folder cannot be used."""

    code = "folder_not_writable"
    what = "The library's folder {folder} cannot be written to ({detail})."
    remedy = "Check its owner and that its disk is mounted for writing."


class OriginalDamaged(LibraryError):
    """A file's bytes are not those that were recorded."""

    code = "original_damaged"
    what = "The file {file} is not what was recorded when it was made (its SHA-256 differs)."
    remedy = "Take it from the backup, or shoot the page again; the file is left as it is for examination."


class BackupElsewhere(LibraryError):
    """A backup into the library itself is none."""

    code = "backup_elsewhere"
    what = "The backup's folder {folder} is inside the library."
    remedy = "Choose a folder on another disk."


class NotAPhotograph(LibraryError):
    """The file's first bytes are of no kind that is taken in."""

    code = "not_a_photograph"
    what = "{file} is no photograph that can be taken in (JPEG, PNG or TIFF): {detail}."
    remedy = "Leave it out, or export it again from the program that made it; nothing was taken in."


class BookNotFound(LibraryError):
    """No such book."""

    code = "book_not_found"
    what = "There is no book “{book}” in this library."
    remedy = "Ask `bookcradle status` for the books."


class SeveralBooks(LibraryError):
    """A title fits more than one book."""

    code = "several_books"
    what = "“{book}” is the title of {count} books."
    remedy = "Use the id of the one that is meant; `bookcradle status` lists them."


class NotInBook(LibraryError):
    """A spread, page or position is asked for that the book does not have."""

    code = "not_in_book"
    what = "The book has no {thing}."
    remedy = "Choose one that it has."


class CopyNotFound(LibraryError):
    """No such copy."""

    code = "copy_not_found"
    what = "There is no copy {copy} in this library."
    remedy = "Choose one of the copies that the work has, or enter a new one."


class BarcodeTaken(LibraryError):
    """A barcode is on one piece of paper only."""

    code = "barcode_taken"
    what = "The barcode {barcode} is on a copy of “{title}” already."
    remedy = "Scan the barcode again, or give this copy another one."


class TicketNotFound(LibraryError):
    """No such re-shoot ticket."""

    code = "ticket_not_found"
    what = "There is no re-shoot ticket {ticket}."
    remedy = "Look at the list again."


class TicketClosed(LibraryError):
    """It was dealt with in the meantime."""

    code = "ticket_closed"
    what = "This re-shoot ticket is closed already."
    remedy = "Look at the list again."


class JobNotFound(LibraryError):
    """No such job."""

    code = "job_not_found"
    what = "There is no job {job}."
    remedy = "Ask `bookcradle status` for the jobs."


class JobEnded(LibraryError):
    """A job that is done cannot be cancelled."""

    code = "job_ended"
    what = "The job {job} has ended already."
    remedy = "Look at the list again."


class LeaseLost(LibraryError):
    """A worker reports on a job that another worker has been given since."""

    code = "lease_lost"
    what = "The job {job} was handed to another worker, because this one had not renewed its lease in time."
    remedy = "Nothing needs to be done: the result of this worker was thrown away."


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_ROOM = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE}
"""How a full disk shows where SQLite lengthens its files by other means than writing pages."""
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def in_sentences() -> Iterator[None]:
    """Turn what the system and the database drivers raise into the errors above; the cause stays attached."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        if error.errno in _DENIED:
            raise FolderNotWritable(folder=str(error.filename or ""), detail=error.strerror or "") from error
        raise
    except TimeoutError as error:
        raise LibraryBusy from error
    except DBAPIError as error:
        said = _said(error.orig, unreachable=isinstance(error, OperationalError))
        if said is None:
            raise
        raise said from error
    except sqlite3.Error as error:
        said = _said(error, unreachable=False)
        if said is None:
            raise
        raise said from error


def _said(cause: BaseException | None, *, unreachable: bool) -> LibraryError | None:
    text = next(iter(str(cause).strip().splitlines()), type(cause).__name__)
    if isinstance(cause, sqlite3.Error):
        extended: int = getattr(cause, "sqlite_errorcode", 0)
        primary = extended & 0xFF
        if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return LibraryDamaged(detail=text)
        if primary == sqlite3.SQLITE_FULL or extended in _NO_ROOM:
            return DiskFull()
        if primary == sqlite3.SQLITE_IOERR:
            return DiskFailing(detail=text)
        if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return LibraryBusy()
        if primary in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
            return DatabaseUnreachable(detail=text)
        return None
    if getattr(cause, "sqlstate", None) == "53100":  # disk_full, PostgreSQL appendix A
        return DiskFull()
    if unreachable:
        return DatabaseUnreachable(detail=text)
    return None
