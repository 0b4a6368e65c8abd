"""A library of the first shape comes to the one that review needs, with everything that was known of its spreads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text

from scanner_daemon.library import revisions
from scanner_daemon.library.database import connect_engine, database_url, for_writing

NOW = "2026-11-22 09:00:00+00:00"
BOOK = (
    f"INSERT INTO work (id, title, authors, created_at) VALUES ('w', 't', '[]', '{NOW}')",
    f"INSERT INTO copy (id, work_id, created_at) VALUES ('c', 'w', '{NOW}')",
    "INSERT INTO book (id, copy_id, title, language, reading_direction, layout, state, operator, notes, created_at,"
    f" details) VALUES ('b', 'c', 't', 'eng', 'ltr', 'left-right', 'open', '', '', '{NOW}', '{{}}')",
)


def spread(number: int) -> str:
    return (
        "INSERT INTO spread (id, book_id, sort_key, state, deleted, notes, created_at)"
        f" VALUES ('s{number}', 'b', {number}, 'landed', false, '', '{NOW}')"
    )


def shot(number: int, side: str, role: str, score: float | None, characters: int, state: str = "landed") -> list[str]:
    shot_id = f"h{number}{side}{state}"
    version = 2 if state == "landed" else 1
    return [
        "INSERT INTO shot (id, spread_id, side, role, version, attempt, state, created_at)"
        f" VALUES ('{shot_id}', 's{number}', '{side}', '{role}', {version}, 1, '{state}', '{NOW}')",
        "INSERT INTO page (id, shot_id, spread_id, side, score, facts, made_at)"
        f" VALUES ('p{shot_id}', '{shot_id}', 's{number}', '{side}', {'NULL' if score is None else score},"
        f""" '{{"text": {{"characters": {characters}}}}}', '{NOW}')""",
    ]


def flag(name: str, number: int, verdict: str, check: str, level: str, opinion: str = "NULL") -> str:
    return (
        "INSERT INTO flag (id, verdict_id, spread_id, check_name, level, side, reason, version, opinion)"
        f" VALUES ('{name}', '{verdict}', 's{number}', '{check}', '{level}', 'left', 'why', '1', {opinion})"
    )


def verdict(name: str, number: int, level: str) -> str:
    return (
        "INSERT INTO verdict (id, spread_id, level, inspected_ms, judged_at)"
        f" VALUES ('{name}', 's{number}', '{level}', 1, '{NOW}')"
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def first_shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine whose database is at revision 0001."""
    file = tmp_path_factory.mktemp("old") / "library.sqlite"
    if request.param == "sqlite":
        engine = connect_engine(database_url(None, file))
    else:
        engine = create_engine(request.getfixturevalue("postgresql_url"))
    config = Config()
    config.set_main_option("script_location", str(revisions._MIGRATIONS))
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    yield engine
    engine.dispose()


def test_flags_blanks_and_scores_are_summed_up(first_shape: Engine) -> None:
    rows = [
        *BOOK,
        *map(spread, (1, 2, 3, 4)),
        *shot(1, "left", "page", 0.95, 300),
        *shot(1, "right", "page", 0.42, 300),
        *shot(1, "right", "page", 0.11, 300, "superseded"),
        *shot(2, "left", "blank", None, 5),
        *shot(3, "left", "page", None, 0),
        verdict("v1", 1, "red"),
        verdict("v2", 1, "red"),
        verdict("v3", 2, "amber"),
        flag("f0", 1, "v1", "same_leaf", "red"),
        flag("f1", 1, "v2", "page_cut", "amber"),
        flag("f2", 1, "v2", "blur", "red"),
        flag("f3", 1, "v2", "blur", "amber"),
        flag("f4", 2, "v3", "blur", "amber", "'accepted'"),
        flag("f5", 2, "v3", "page_cut", "green"),
    ]
    with for_writing(first_shape).begin() as connection:
        for row in rows:
            connection.exec_driver_sql(row)
    assert revisions.upgrade(first_shape) == "0001"
    with first_shape.connect() as connection:
        found = connection.execute(
            text("SELECT id, flag_level, flag_checks, blank, text_score FROM spread ORDER BY sort_key")
        ).all()
    assert [(*row[:3], bool(row[3]), row[4]) for row in found] == [
        ("s1", "red", ",blur,page_cut,", False, 0.42),
        ("s2", None, "", True, None),
        ("s3", None, "", True, None),
        ("s4", None, "", False, None),
    ]
