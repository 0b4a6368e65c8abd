"""Notices in the event log, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from scanner_daemon.library.database import is_sqlite
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library
from scanner_daemon.library.notices import ENDED, NoticeEntry, Notices, ending_of, first_id_at
from tests.library.conftest import Rig


def entry(library: Library, kind: str, id_: str | None = None, **details: object) -> NoticeEntry:
    return NoticeEntry(id_ or new_id(), kind, library.clock.utc(), "ada", None, details)


def test_the_id_of_an_end_follows_from_its_beginning_and_is_no_other_id() -> None:
    ids = {new_id() for _ in range(2000)}
    ends = {ending_of(id_) for id_ in ids}
    assert len(ends) == len(ids)
    assert not ends & ids
    assert {len(end) for end in ends} == {32}
    assert all(end[:16] == id_[:16] for id_ in ids for end in [ending_of(id_)])


def test_ids_of_an_instant_sort_after_its_bound() -> None:
    now = new_id(1_700_000_000_000_000_000)
    assert first_id_at(1_700_000_000_000) <= now < first_id_at(1_700_000_000_001)


def test_the_newest_of_some_kinds_come_with_their_ends(either_rig: Rig) -> None:
    library, notices = either_rig.library, Notices(either_rig.library)
    written = [entry(library, kind) for kind in ("a", "b", "c", "a", "b")]
    notices.write(written)
    notices.write([entry(library, ENDED, ending_of(written[0].id), of=written[0].id)])
    found = notices.newest(("a", "b"), None, 3)
    assert [one.entry.id for one in found] == [written[4].id, written[3].id, written[1].id]
    (last,) = notices.newest(("a", "b"), found[-1].entry.id, 3)
    assert (last.entry.id, last.ended_at is not None) == (written[0].id, True)
    assert [one.ended_at for one in found] == [None, None, None]
    assert [one.entry.kind for one in notices.since(("c",), first_id_at(0), 9)] == ["c"]


@pytest.fixture
def plans(rig: Rig) -> Iterator[list[str]]:
    """How SQLite means to answer each query that is made."""
    told: list[str] = []

    def explain(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]  # a hook
        if statement.startswith("SELECT"):
            rows = cursor.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
            told.extend(row[3] for row in rows)

    event.listen(rig.library.engine, "before_cursor_execute", explain)
    yield told
    event.remove(rig.library.engine, "before_cursor_execute", explain)


def test_no_reading_walks_the_whole_log(rig: Rig, plans: list[str]) -> None:
    if not is_sqlite(rig.library.engine):
        pytest.skip("PostgreSQL chooses its plan by the size of the table")
    notices = Notices(rig.library)
    notices.write([entry(rig.library, "a") for _ in range(3)])
    found = notices.newest(("a", "b"), new_id(), 2)
    notices.since(("a",), first_id_at(0), 9)
    notices.of([one.entry.id for one in found])
    read = [plan for plan in plans if "event" in plan]
    assert read
    assert all(plan.startswith("SEARCH event USING") for plan in read), read
