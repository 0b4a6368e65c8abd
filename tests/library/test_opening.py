"""Opening a library: folders, migrations, refusals in sentences, one daemon at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library import revisions
from scanner_daemon.library.books import Books
from scanner_daemon.library.database import for_writing
from scanner_daemon.library.errors import (
    DatabaseUnreachable,
    LibraryDamaged,
    LibraryInUse,
    LibraryTooNew,
    NotALibrary,
)
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import Base
from scanner_daemon.settings import LibrarySettings


def test_opening_makes_the_folders_and_the_database(tmp_path: Path) -> None:
    with open_library(LibrarySettings(folder=tmp_path / "deep" / "library")) as library:
        assert revisions.current_revision(library.engine) == revisions.HEAD
    found = {path.name for path in (tmp_path / "deep" / "library").iterdir()}
    assert {"incoming", "originals", "derived", "library.sqlite"} <= found


def test_the_migrations_make_exactly_the_models(either_library: Library) -> None:
    with either_library.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_known_revisions_are_those_that_are_shipped() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(revisions.__file__).parent / "migrations"))
    shipped = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(shipped)) == revisions.REVISIONS


def test_sqlite_survives_power_cuts_and_keeps_its_references(library: Library) -> None:
    with library.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}


def test_opening_again_finds_everything_and_migrates_nothing(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        book = Books(library).create("Euclid")
    with open_library(str(tmp_path)) as library:
        assert revisions.upgrade(library.engine) == revisions.HEAD
        assert Books(library).find("Euclid").id == book


def test_a_library_of_a_newer_program_is_refused_and_untouched(either_library: Library, tmp_path: Path) -> None:
    with for_writing(either_library.engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = either_library.url.render_as_string(hide_password=False)
    with pytest.raises(LibraryTooNew, match=r"newer version .*9999.* Update this program"):
        open_library(tmp_path / "library", url=url).__enter__()
    assert revisions.current_revision(either_library.engine) == "9999"


def test_a_database_that_is_no_library_is_refused(postgresql_url: str, tmp_path: Path) -> None:
    with open_library(tmp_path, url=postgresql_url) as library, for_writing(library.engine).begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(NotALibrary, match="another program"):
        open_library(tmp_path, url=postgresql_url).__enter__()


@pytest.mark.parametrize("rubbish", [b"this is a text, and no database" * 200, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_corrupt_database_is_a_sentence_and_stays_as_it_is(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / "library.sqlite").write_bytes(rubbish)
    with pytest.raises(LibraryDamaged, match=r"cannot be read.*last backup"):
        open_library(tmp_path).__enter__()
    assert (tmp_path / "library.sqlite").read_bytes() == rubbish


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@/none?host=/nonexistent", "cannot be opened"),
        ("mysql://somewhere/else", "not supported|no database URL"),
        ("what is this", "no database URL"),
    ],
)
def test_a_database_that_cannot_be_reached_is_a_sentence(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises(DatabaseUnreachable, match=said):
        open_library(tmp_path, url=url).__enter__()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file is in the way")
    with pytest.raises(BookcradleError, match="cannot be written to"):
        open_library(tmp_path / "library").__enter__()


def test_a_second_daemon_is_told_which_process_has_the_library(library: Library) -> None:
    with library.lock():
        with pytest.raises(LibraryInUse, match=f"process {os.getpid()}"), library.lock():
            pass
        held = subprocess.run(
            [sys.executable, "-c", _LOCK, library.folders.root], capture_output=True, text=True, check=False
        )
        assert held.stdout.strip() == f"{os.getpid()}"
    with library.lock():
        pass


def test_a_killed_daemon_leaves_no_lock(library: Library) -> None:
    killed = subprocess.run([sys.executable, "-c", _DIE, library.folders.root], check=False)
    assert killed.returncode == -9
    with library.lock():
        assert library.folders.daemon_lock.read_text().strip() == str(os.getpid())


_LOCK = """
import sys
from scanner_daemon.library.library import open_library
from scanner_daemon.library.errors import LibraryInUse
with open_library(sys.argv[1]) as library:
    try:
        with library.lock(): pass
    except LibraryInUse as error:
        print(error.params["pid"])
"""

_DIE = """
import os, sys
from scanner_daemon.library.library import open_library
with open_library(sys.argv[1]) as library, library.lock():
    os.kill(os.getpid(), 9)
"""
