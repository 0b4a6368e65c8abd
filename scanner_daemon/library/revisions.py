"""Which shape the database has, and bringing it to the one that this program knows, all in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from scanner_daemon.library.database import for_writing, is_sqlite
from scanner_daemon.library.errors import LibraryTooNew, NotALibrary, in_sentences

__all__ = ["HEAD", "REVISIONS", "current_revision", "upgrade"]

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""All revisions that this program knows, oldest first. A test holds it against the migrations that are shipped."""

HEAD = REVISIONS[-1]

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 0x626F6F6B
"""Of PostgreSQL's advisory lock while migrating: "book" in ASCII."""


def current_revision(engine: Engine) -> str | None:
    """The database's revision, None for an empty database. Raises `NotALibrary` when its tables are not ours."""
    with in_sentences(), engine.connect() as connection:
        return _revision(connection)


def upgrade(engine: Engine) -> str | None:
    """Migrate to `HEAD`; the revision that was found is returned, None for a new database.

    Costs one small query when nothing is to be done (Alembic is not even imported). All migrations happen in one
    transaction: after a failure the database is as it was. Two programs that start at once wait for each other.
    Raises `LibraryTooNew` for a revision that this program does not know.
    """
    found = current_revision(engine)
    _refuse_unknown(found)
    if found == HEAD:
        return found
    with in_sentences(), for_writing(engine).begin() as connection:
        if not is_sqlite(connection):
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        _refuse_unknown(_revision(connection))
        _run_alembic(connection)
    return found


def _revision(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        if found is not None:
            return str(found)
    if tables and tables != ["alembic_version"]:
        raise NotALibrary(where=connection.engine.url.render_as_string(hide_password=True))
    return None


def _refuse_unknown(revision: str | None) -> None:
    if revision is not None and revision not in REVISIONS:
        raise LibraryTooNew(revision=revision)


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
