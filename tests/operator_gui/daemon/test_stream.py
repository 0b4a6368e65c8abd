"""The state that is followed, over a daemon that ends and comes back, and over streams that break in the middle."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from operator_gui.daemon import stream as stream_module
from operator_gui.daemon.address import Address
from operator_gui.daemon.rig import RigFollower
from operator_gui.daemon.stream import Stream
from scanner_daemon.api.schemas import Change, Gap, QueueCounts, RigSnapshot, SnapshotTold
from tests.operator_gui.scripted_server import STALLS, Says, Script
from tests.rig.bench import Bench

PATIENCE_MS = 40_000


@pytest.fixture
def follower(qtbot: QtBot) -> Iterator[Callable[[Path], RigFollower]]:
    made: list[RigFollower] = []

    def follow(socket: Path) -> RigFollower:
        rig = RigFollower(Address(socket))
        made.append(rig)
        rig.open()
        return rig

    yield follow
    for rig in made:
        rig.close()
        rig.deleteLater()


def told(*events: SnapshotTold | Change | Gap) -> bytes:
    return "".join(f"data: {event.model_dump_json()}\n\n" for event in events).encode()


def snapshot(at: RigSnapshot, **fields: object) -> SnapshotTold:
    return SnapshotTold(snapshot=at.model_copy(update=fields))


@pytest.fixture
def now() -> RigSnapshot:
    return RigSnapshot.model_validate({"boot": "one", "revision": 4, "at": "2026-03-01T09:00:00Z"})


def test_a_daemon_that_is_killed_is_missed_at_once_and_found_again(
    qtbot: QtBot, bench_of: Callable[..., Bench], follower: Callable[[Path], RigFollower]
) -> None:
    bench = bench_of()
    assert bench.daemon is not None
    rig = follower(bench.daemon.socket)
    seen: list[bool] = []
    rig.connection_changed.connect(seen.append)
    qtbot.waitUntil(lambda: rig.connected, timeout=PATIENCE_MS)
    first = rig.snapshot
    bench.kill()
    qtbot.waitUntil(lambda: not rig.connected, timeout=PATIENCE_MS)
    assert first is not None
    assert rig.snapshot is not None, "the last state is still known, and told as old by `connected`"
    assert rig.snapshot.boot == first.boot
    bench.start()
    qtbot.waitUntil(lambda: rig.connected, timeout=PATIENCE_MS)
    assert seen == [True, False, True]
    assert rig.snapshot.boot != first.boot


def test_changes_are_put_on_the_snapshot_and_their_names_are_told(
    qtbot: QtBot, script: Script, now: RigSnapshot, follower: Callable[[Path], RigFollower]
) -> None:
    change = Change(boot="one", revision=5, at=now.at, fields={"queue": {"queued": 3}})
    script.answers["/v1/events"] = Says(told(SnapshotTold(snapshot=now), change), goes_on=True)
    rig = follower(script.socket)
    different: list[frozenset[str]] = []
    rig.changed.connect(lambda _, names: different.append(names))
    qtbot.waitUntil(lambda: rig.snapshot is not None and rig.snapshot.revision == 5)
    assert rig.snapshot is not None
    assert rig.snapshot.queue == QueueCounts(queued=3)
    assert different[-1] == {"queue", "revision"}


@pytest.mark.parametrize("broken", ["a gap", "a missing number", "another daemon's", "nonsense"])
def test_whatever_is_missing_is_fetched_anew(
    qtbot: QtBot, script: Script, now: RigSnapshot, follower: Callable[[Path], RigFollower], broken: str
) -> None:
    pieces = {
        "a gap": told(Gap(boot="one", revision=9, why="too slow")),
        "a missing number": told(Change(boot="one", revision=9, at=now.at, fields={"position": 9})),
        "another daemon's": told(Change(boot="two", revision=5, at=now.at, fields={"position": 9})),
        "nonsense": b"data: {\n\n",
    }
    begun = told(SnapshotTold(snapshot=now)) + pieces[broken]
    whole = told(snapshot(now, revision=9, position=7))
    script.answers["/v1/events"] = lambda _: Says(
        begun if len(script.asked_for("/v1/events")) == 1 else whole, goes_on=True
    )
    rig = follower(script.socket)
    qtbot.waitUntil(lambda: rig.snapshot is not None and rig.snapshot.position == 7, timeout=PATIENCE_MS)
    assert len(script.asked_for("/v1/events")) == 2


def test_a_daemon_that_is_not_there_is_told_once_and_asked_again_and_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "AGAIN_MS", 5)
    stream = Stream(Address(tmp_path / "nobody.sock"), "/v1/events")
    lost: list[None] = []
    tries: list[None] = []
    stream.lost.connect(lambda: lost.append(None))
    stream._again.timeout.connect(lambda: tries.append(None))
    stream.open()
    qtbot.waitUntil(lambda: len(tries) >= 3)
    assert len(lost) == 1
    stream.close()


def test_a_stream_that_falls_silent_is_made_anew(
    qtbot: QtBot, script: Script, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "SILENT_MS", 60)
    monkeypatch.setattr(stream_module, "AGAIN_MS", 5)
    script.answers["/v1/events"] = STALLS
    stream = Stream(address, "/v1/events")
    stream.open()
    qtbot.waitUntil(lambda: len(script.asked_for("/v1/events")) >= 2)
    stream.close()


def test_a_closed_stream_asks_no_more(qtbot: QtBot, script: Script, address: Address) -> None:
    script.answers["/v1/events"] = Says(b"data: x\n\n", goes_on=True)
    stream = Stream(address, "/v1/events")
    with qtbot.waitSignal(stream.received):
        stream.open()
    with qtbot.waitSignal(stream.lost):
        stream.close()
    assert not stream._again.isActive()
    assert len(script.asked) == 1


def test_why_there_is_no_connection_is_known_and_told_when_it_changes(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "s.sock"
    stream = Stream(Address(place), "/v1/events")
    told: list[str] = []
    stream.lost.connect(lambda: told.append(stream.trouble.code if stream.trouble else ""))
    stream.open()
    qtbot.waitUntil(lambda: told == ["gui.daemon_away"], timeout=PATIENCE_MS)
    with socket.socket(socket.AF_UNIX) as closed:
        closed.bind(str(place))
    monkeypatch.setattr(os, "access", lambda *_: False)
    qtbot.waitUntil(lambda: told == ["gui.daemon_away", "gui.not_allowed"], timeout=PATIENCE_MS)
    stream.close()
    stream.deleteLater()
