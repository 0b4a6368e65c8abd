"""One engine for SQLite and PostgreSQL, with the pragmas and the transaction starts that durability needs."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from scanner_daemon.library.errors import DatabaseUnreachable

__all__ = ["connect_engine", "database_url", "for_writing", "is_sqlite"]

_WRITES = "bookcradle_writes"
BUSY_TIMEOUT_S = 15.0


def database_url(url: str | None, sqlite_file: Path) -> URL:
    """The URL to connect to: SQLite in the library's folder unless another is named.

    ``postgresql://`` is taken to mean psycopg 3, which is the driver that is installed.
    Raises `DatabaseUnreachable` for a text that is no database URL.
    """
    if url is None:
        return URL.create("sqlite", database=str(sqlite_file))
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnreachable(detail="this is no database URL") from error
    if backend not in {"sqlite", "postgresql"}:
        raise DatabaseUnreachable(detail=f"{backend} is not supported; SQLite and PostgreSQL are")
    return parsed


def is_sqlite(engine: Engine | Connection) -> bool:
    """Which of the two it is."""
    return engine.dialect.name == "sqlite"


def connect_engine(url: URL) -> Engine:
    """An engine; nothing is opened yet.

    SQLite: WAL with ``synchronous=FULL``, so that a commit that returned survives a power cut; foreign keys on; a
    writer waits for another; and transactions begin as they are meant (the driver's own habit of starting them late
    would let a read turn into a write that fails at once when somebody else wrote in between).
    """
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take the write lock at their beginning."""
    return engine.execution_options(**{_WRITES: True})


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -16000")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    if writes:
        _begin_writing(driver)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(driver: sqlite3.Connection) -> None:
    """Wait for the write lock in steps of a millisecond.

    SQLite's own waiting sleeps for up to 100 ms between two tries, so that among several busy writers one can starve
    for seconds, and a press of the pedal would wait for a page worker.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(random.uniform(0.0005, 0.0015))
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {round(BUSY_TIMEOUT_S * 1000)}")
