"""When the night begins."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from scanner_daemon.workers.tonight import tonight


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 1, 10, 9, 0, tzinfo=UTC), datetime(2026, 1, 10, 20, 0, tzinfo=UTC)),
        (datetime(2026, 7, 10, 9, 0, tzinfo=UTC), datetime(2026, 7, 10, 19, 0, tzinfo=UTC)),
        (datetime(2026, 1, 10, 21, 30, tzinfo=UTC), datetime(2026, 1, 10, 21, 30, tzinfo=UTC)),
        (datetime(2026, 1, 10, 4, 0, tzinfo=UTC), datetime(2026, 1, 10, 4, 0, tzinfo=UTC)),
        (datetime(2026, 1, 10, 5, 30, tzinfo=UTC), datetime(2026, 1, 10, 20, 0, tzinfo=UTC)),
    ],
)
def test_the_night_begins_at_nine_in_the_evening_local_time(now: datetime, begins: datetime) -> None:
    assert tonight(now) == begins
