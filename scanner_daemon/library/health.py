"""Whether rows and files agree, and a copy of it all for the day when they do not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, text

from scanner_daemon.library.database import is_sqlite
from scanner_daemon.library.errors import BackupElsewhere, LibraryDamaged, in_sentences
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, File
from scanner_daemon.library.off_loads import OffLoads

__all__ = ["Backup", "Health", "backup", "check"]


@dataclass(frozen=True, slots=True)
class Health:
    """What `check` found. Paths are relative to the library's folder."""

    files_checked: int
    missing: tuple[str, ...]
    """Originals that a row names and the disk does not have."""
    off_loaded: int
    """Originals that are on another disk only, where a book was off-loaded to."""
    damaged: tuple[str, ...]
    """Originals whose bytes are not those of their name. Only looked for when verifying."""
    unrecorded: tuple[str, ...]
    """Originals that no row names."""
    incoming: tuple[str, ...]
    """Files that wait in ``incoming/``; the next start of the daemon adopts or sets aside what it finds there."""
    unfinished_copies: tuple[str, ...]
    """Left by an interrupted import; safe to delete when none runs."""
    derived_missing: tuple[str, ...]
    """Current artifacts whose file is gone; they can be made again."""
    database: str
    """``ok``, or what SQLite complains of."""

    @property
    def sound(self) -> bool:
        """Whether nothing is lost or altered."""
        return not self.missing and not self.damaged and not self.unrecorded and self.database == "ok"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    folder: Path
    database: Path | None
    """None where the database is a server's: back that up with its own tools."""
    originals_copied: int
    originals_present: int
    """Already there from an earlier backup to the same folder."""


def check(library: Library, *, verify: bool = False, progress: Callable[[int, int], None] | None = None) -> Health:
    """Compare rows with files; with ``verify`` read every original and compare its SHA-256 with its name.

    ``progress`` is told (files done, files in all).
    """
    folders, originals = library.folders, library.originals
    with library.read() as session:
        total = session.scalar(select(func.count(func.distinct(File.sha256 + File.suffix)))) or 0
        recorded = {
            originals.path_of(sha256, suffix): sha256
            for sha256, suffix in session.execute(select(File.sha256, File.suffix).distinct())
        }
        elsewhere = OffLoads(library).elsewhere(session)
        artifacts = session.scalars(select(Artifact.path).where(Artifact.current.is_(True))).all()
    missing: list[str] = []
    damaged: list[str] = []
    off_loaded = 0
    with in_sentences():
        for done, (path, sha256) in enumerate(sorted(recorded.items()), 1):
            if not path.is_file():
                if sha256 in elsewhere:
                    off_loaded += 1
                else:
                    missing.append(folders.relative(path))
            elif verify and library.disk.sha256(path) != sha256:
                damaged.append(folders.relative(path))
            if progress is not None:
                progress(done, total)
        on_disk = {path for path in folders.originals.glob("*/*") if path.is_file()}
        return Health(
            files_checked=len(recorded),
            missing=tuple(missing),
            off_loaded=off_loaded,
            damaged=tuple(damaged),
            unrecorded=_names(library, on_disk - recorded.keys()),
            incoming=_names(library, {path for path in folders.incoming.rglob("*") if path.is_file()}),
            unfinished_copies=_names(library, set(folders.staging.iterdir())),
            derived_missing=tuple(path for path in sorted(artifacts) if not (folders.root / path).is_file()),
            database=_database(library),
        )


def backup(library: Library, to: Path) -> Backup:
    """Copy the database as of one instant, and every original that ``to`` does not have yet.

    May run while the daemon captures: the database is copied first, originals never change, and one that is newer
    than the copied rows does no harm. Originals are copied, synced and verified by their hash. Derived files are not
    taken. Raises `DiskFull`, `LibraryDamaged` for an original whose bytes have changed, `BackupElsewhere`.
    """
    to = to.expanduser().absolute()
    if to == library.folders.root or library.folders.root in to.parents:
        raise BackupElsewhere(folder=str(to))
    copied = present = 0
    with in_sentences():
        library.disk.make_folder(to)
        database = _copy_database(library, to) if is_sqlite(library.engine) else None
        for path in sorted(library.folders.originals.glob("*/*")):
            target = to / library.folders.relative(path)
            if target.is_file() and target.stat().st_size == path.stat().st_size:
                present += 1
                continue
            library.disk.make_folder(target.parent)
            part = target.with_suffix(".part")
            part.unlink(missing_ok=True)
            if library.disk.copy(path, part) != path.stem:
                part.unlink()
                raise LibraryDamaged(detail=f"{path.name} has changed on the disk")
            library.disk.protect(part)
            library.disk.rename(part, target)
            library.disk.sync_folder(target.parent)
            copied += 1
    return Backup(to, database, copied, present)


def _names(library: Library, paths: set[Path]) -> tuple[str, ...]:
    return tuple(sorted(library.folders.relative(path) for path in paths))


def _database(library: Library) -> str:
    if not is_sqlite(library.engine):
        with library.read() as session:
            return "ok" if session.scalar(text("SELECT 1")) == 1 else "no answer"
    with library.read() as session:
        said = session.scalars(text("PRAGMA quick_check(5)")).all()
        loose = session.execute(text("PRAGMA foreign_key_check")).all()
    if loose:
        return f"{len(loose)} rows refer to rows that are not there"
    return "; ".join(said)


def _copy_database(library: Library, to: Path) -> Path:
    """With SQLite's own online backup, into a new file that then takes its name."""
    target, part = to / library.folders.database.name, to / "library.sqlite.part"
    part.unlink(missing_ok=True)
    with (
        library.engine.connect() as connection,
        closing(sqlite3.connect(part)) as destination,
    ):
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(destination)
    library.disk.sync_file(part)
    library.disk.rename(part, target)
    library.disk.sync_folder(to)
    return target
