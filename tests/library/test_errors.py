"""What the system and the drivers raise becomes a sentence; what is no fault of theirs passes through."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, TimeoutError

from scanner_daemon.library import errors
from scanner_daemon.library.errors import LibraryError, in_sentences


def sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


def raising(error: BaseException) -> None:
    with in_sentences():
        raise error


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), errors.DiskFull),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), errors.DiskFull),
        (PermissionError(errno.EACCES, "Permission denied", "/library"), errors.FolderNotWritable),
        (OSError(errno.EROFS, "Read-only file system", "/library"), errors.FolderNotWritable),
        (sqlite(sqlite3.SQLITE_FULL), errors.DiskFull),
        (sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), errors.DiskFull),
        (sqlite(sqlite3.SQLITE_IOERR_READ), errors.DiskFailing),
        (sqlite(sqlite3.SQLITE_CORRUPT_INDEX), errors.LibraryDamaged),
        (sqlite(sqlite3.SQLITE_NOTADB), errors.LibraryDamaged),
        (sqlite(sqlite3.SQLITE_BUSY), errors.LibraryBusy),
        (sqlite(sqlite3.SQLITE_CANTOPEN), errors.DatabaseUnreachable),
        (OperationalError("SELECT 1", None, sqlite(sqlite3.SQLITE_FULL)), errors.DiskFull),
        (
            OperationalError("SELECT 1", None, ConnectionError("server closed the connection")),
            errors.DatabaseUnreachable,
        ),
        (TimeoutError("pool"), errors.LibraryBusy),
    ],
)
def test_faults_become_sentences_that_keep_their_cause(raised: BaseException, said: type[LibraryError]) -> None:
    with pytest.raises(said) as caught:
        raising(raised)
    assert caught.value.__cause__ is raised
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "raised",
    [
        FileNotFoundError(errno.ENOENT, "No such file"),
        IntegrityError("INSERT", None, sqlite(sqlite3.SQLITE_CONSTRAINT)),
        DBAPIError("SELECT", None, ValueError("a mistake of ours")),
        sqlite(sqlite3.SQLITE_ERROR),
    ],
)
def test_mistakes_of_ours_are_not_dressed_up(raised: Exception) -> None:
    with pytest.raises(type(raised)) as caught:
        raising(raised)
    assert caught.value is raised


def test_every_sentence_can_be_filled_in() -> None:
    names = "barcode book copy count detail file folder job pid revision thing ticket title where"
    values = dict.fromkeys(names.split(), "value")
    kinds = [getattr(errors, name) for name in errors.__all__ if name not in {"LibraryError", "in_sentences"}]
    codes = {kind(**values).code for kind in kinds}
    assert len(codes) == len(kinds)
