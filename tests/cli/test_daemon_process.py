"""What the daemon's process asks of the machine, before and after it has started."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest

from scanner_daemon.cli import daemon_command


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    interval_s = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval_s)
    gc.unfreeze()


def test_it_runs_ahead_of_the_rest_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int, int]] = []
    monkeypatch.setattr(os, "setpriority", lambda *what: asked.append(what))
    daemon_command._be_prompt()
    assert asked == [(os.PRIO_PROCESS, 0, daemon_command.NICENESS)]
    assert sys.getswitchinterval() == pytest.approx(daemon_command.SWITCH_INTERVAL_S)


def test_where_that_is_not_permitted_it_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "setpriority", refused)
    daemon_command._be_prompt()
    assert sys.getswitchinterval() == pytest.approx(daemon_command.SWITCH_INTERVAL_S)


def test_the_collector_does_not_look_again_at_what_stays_for_ever() -> None:
    daemon_command._settle()
    assert gc.get_freeze_count() > 0
