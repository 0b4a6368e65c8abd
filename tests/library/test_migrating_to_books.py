"""A library from before the search finds its books by the words that they have."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from scanner_daemon.library import revisions
from scanner_daemon.library.database import connect_engine, database_url, for_writing

NOW = "2026-11-22 09:00:00+00:00"
BOOKS = (
    "INSERT INTO work (id, title, authors, isbn, created_at)"
    f""" VALUES ('w', 'Über  die Linie', '["Ernst Jünger"]', '9783161484100', '{NOW}')""",
    f"INSERT INTO copy (id, work_id, barcode, created_at) VALUES ('c', 'w', 'LIB-42', '{NOW}')",
    "INSERT INTO book (id, copy_id, title, language, reading_direction, layout, state, operator, notes, created_at,"
    f" details) VALUES ('b', 'c', 'Über  die Linie', 'deu', 'ltr', 'left-right', 'open', '', '', '{NOW}', '{{}}')",
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_books_of_before_are_found(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = None if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    engine = connect_engine(database_url(url, tmp_path / "library.sqlite"))
    try:
        config = Config()
        config.set_main_option("script_location", str(Path(revisions.__file__).parent / "migrations"))
        with for_writing(engine).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0002")
            for row in BOOKS:
                connection.execute(text(row.replace(":", "\\:")))
        assert revisions.upgrade(engine) == "0002"
        with engine.connect() as connection:
            sought = connection.execute(text("SELECT sought FROM book")).scalar_one()
            assert connection.execute(text("SELECT count(*) FROM ticket")).scalar_one() == 0
    finally:
        engine.dispose()
    assert sought == "uber die linie ernst junger 9783161484100 lib-42"
