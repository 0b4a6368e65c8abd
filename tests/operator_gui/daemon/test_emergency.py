"""The stop arrives, whatever else the program waits for."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from operator_gui.daemon.address import Address
from operator_gui.daemon.client import DaemonClient
from operator_gui.daemon.emergency import TRIES, EmergencyLine
from operator_gui.daemon.images import Images
from operator_gui.daemon.trouble import Trouble
from scanner_daemon.api.schemas import QueueCounts, RigState
from tests.operator_gui.scripted_server import HANGS_UP, STALLS, Answer, Asked, Says, Script, scripted
from tests.rig.bench import Bench

STOP = "/v1/rig/emergency-stop"
CONNECTIONS_OF_A_MANAGER = 6
"""Qt opens so many to one host, and lets further requests wait."""


def handed_on(to: Path) -> Callable[[Asked], Answer]:
    """Answers with what the real daemon answers."""

    def answer(asked: Asked) -> Answer:
        connection = http.client.HTTPConnection("bookcradle", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(to))
        try:
            connection.request(asked.verb, asked.path, asked.body, {"Content-Type": "application/json"})
            said = connection.getresponse()
            return Says(said.read(), said.status)
        finally:
            connection.close()

    return answer


def test_with_six_stalled_downloads_of_every_kind_the_stop_reaches_the_real_rig(
    qtbot: QtBot, bench_of: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = bench_of()
    assert bench.daemon is not None
    bench.begin()
    with scripted(tmp_path / "between.sock") as between:
        between.otherwise = lambda _: STALLS
        between.answers[STOP] = handed_on(bench.daemon.socket)
        address = Address(between.socket)
        client, images, line = DaemonClient(address), Images(address), EmergencyLine(address)
        for number in range(CONNECTIONS_OF_A_MANAGER + 1):
            client.get(f"/v1/stalled/{number}", QueueCounts, lambda _: None)
            images.load(f"/v1/picture/{number}", lambda _: None)
        qtbot.waitUntil(lambda: len(between.asked) == 2 * CONNECTIONS_OF_A_MANAGER, timeout=20_000)
        assert not between.asked_for(f"/v1/stalled/{CONNECTIONS_OF_A_MANAGER}"), "the way of all requests is blocked"
        with qtbot.waitSignal(line.stopped, timeout=20_000):
            line.stop("a test", "Ada")
        (asked,) = between.asked_for(STOP)
        assert json.loads(asked.body) == {"reason": "a test", "operator": "Ada"}
        bench.until(lambda now: now.state is RigState.STOPPED)
        for each in (client, images, line):
            each.deleteLater()


def test_a_stop_that_fails_is_asked_for_again_at_once(qtbot: QtBot, script: Script, address: Address) -> None:
    script.answers[STOP] = lambda _: HANGS_UP if len(script.asked_for(STOP)) < TRIES else Says(b"{}")
    line = EmergencyLine(address)
    with qtbot.waitSignal(line.stopped, timeout=20_000):
        line.stop("a test", None)
    assert len(script.asked_for(STOP)) >= TRIES
    line.deleteLater()


@pytest.mark.parametrize("answer", [HANGS_UP, Says(b"{}", 500)])
def test_a_stop_that_was_not_taken_is_said(qtbot: QtBot, script: Script, address: Address, answer: Answer) -> None:
    script.answers[STOP] = answer
    line = EmergencyLine(address)
    troubles: list[Trouble] = []
    line.failed.connect(troubles.append)
    line.stop("a test", None)
    qtbot.waitUntil(lambda: bool(troubles), timeout=20_000)
    line.deleteLater()
