"""Requests: their answers, the troubles they end in, and what becomes of those that nobody waits for any more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from operator_gui.daemon import client as client_module
from operator_gui.daemon.address import Address
from operator_gui.daemon.client import DaemonClient
from operator_gui.daemon.trouble import Trouble
from scanner_daemon.api.schemas import Action, Press, Problem, QueueCounts
from tests.operator_gui.scripted_server import HANGS_UP, STALLS, Answer, Says, Script


def trouble_with(qtbot: QtBot, client: DaemonClient, answer: Answer, script: Script) -> Trouble:
    script.answers["/v1/queue"] = answer
    troubles: list[Trouble] = []
    client.get("/v1/queue", QueueCounts, lambda _: pytest.fail("it was answered"), failed=troubles.append)
    qtbot.waitUntil(lambda: bool(troubles))
    return troubles[0]


def test_an_answer_comes_as_the_value_that_was_asked_for(qtbot: QtBot, client: DaemonClient, script: Script) -> None:
    script.answers["/v1/queue"] = Says(QueueCounts(queued=4, dead=1).model_dump_json().encode())
    told: list[QueueCounts] = []
    client.get("/v1/queue", QueueCounts, told.append, query={"a": "C++ & Ä", "b": True, "c": 2})
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].queued == 4
    assert script.asked[0].query == {"a": "C++ & Ä", "b": "true", "c": "2"}


def test_a_problem_of_the_daemon_keeps_its_code_and_parameters(
    qtbot: QtBot, client: DaemonClient, script: Script
) -> None:
    problem = Problem.model_validate(
        {
            "type": "about:blank",
            "title": "The left camera stopped answering.",
            "detail": "The left camera stopped answering. Check its USB cable.",
            "status": 409,
            "code": "camera_gone",
            "what": "The left camera stopped answering.",
            "remedy": "Check its USB cable.",
            "params": {"side": "left"},
        }
    )
    trouble = trouble_with(qtbot, client, Says(problem.model_dump_json().encode(), 409), script)
    assert (trouble.code, trouble.params, trouble.status) == ("camera_gone", {"side": "left"}, 409)
    assert trouble.remedy == "Check its USB cable."
    assert not trouble.away


@pytest.mark.parametrize(
    ("answer", "code", "away"),
    [
        (Says(b"<html>bad gateway</html>", 502), "gui.odd_answer", False),
        (Says(b'{"queued": "many"}'), "gui.not_understood", False),
        (Says(b"no json"), "gui.not_understood", False),
        (HANGS_UP, "gui.daemon_away", True),
    ],
)
def test_whatever_else_comes_is_a_trouble_with_a_remedy(
    qtbot: QtBot, client: DaemonClient, script: Script, answer: Answer, code: str, away: bool
) -> None:
    trouble = trouble_with(qtbot, client, answer, script)
    assert (trouble.code, trouble.away) == (code, away)
    assert trouble.what.endswith(".")


def test_without_a_daemon_the_trouble_says_how_to_start_one(qtbot: QtBot, tmp_path: Path) -> None:
    client = DaemonClient(Address(tmp_path / "nobody.sock"))
    with qtbot.waitSignal(client.troubled) as told:
        client.get("/v1/queue", QueueCounts, lambda _: None)
    (trouble,) = told.args or [None]
    assert isinstance(trouble, Trouble)
    assert trouble.code == "gui.daemon_away"
    assert "bookcradle daemon" in trouble.remedy
    client.deleteLater()


def test_an_answer_that_takes_too_long_is_given_up(
    qtbot: QtBot, client: DaemonClient, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "DEADLINE_MS", 100)
    assert trouble_with(qtbot, client, STALLS, script).code == "gui.no_answer_in_time"


def test_an_action_is_sent_in_the_name_of_the_operator(qtbot: QtBot, client: DaemonClient, script: Script) -> None:
    script.answers["/v1/rig/press"] = Says(b'{"done": true}')
    for body in (Press(), Press(operator="Grace")):
        client.act("/v1/rig/press", body=body, failed=lambda _: None)
    qtbot.waitUntil(lambda: len(script.asked) == 2)
    assert sorted(json.loads(asked.body)["operator"] for asked in script.asked) == ["Ada", "Grace"]


def test_an_action_without_an_operator_leaves_the_name_to_the_daemon(
    qtbot: QtBot, script: Script, address: Address
) -> None:
    client = DaemonClient(address)
    client.act("/v1/rig/pause", body=Action(), failed=lambda _: None)
    qtbot.waitUntil(lambda: bool(script.asked))
    assert json.loads(script.asked[0].body) == {}
    client.deleteLater()


def test_a_request_dies_with_the_widget_that_asked(qtbot: QtBot, client: DaemonClient, script: Script) -> None:
    script.answers["/v1/queue"] = STALLS
    script.answers["/v1/after"] = Says(QueueCounts().model_dump_json().encode())
    owner = QObject()
    told: list[object] = []
    call = client.get("/v1/queue", QueueCounts, told.append, failed=told.append, owner=owner)
    qtbot.waitUntil(lambda: bool(script.asked))
    owner.deleteLater()
    qtbot.waitUntil(lambda: call.aborted)
    answered: list[object] = []
    client.get("/v1/after", QueueCounts, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert told == []


def test_an_aborted_request_calls_nobody(qtbot: QtBot, client: DaemonClient, script: Script) -> None:
    script.answers["/v1/queue"] = Says(QueueCounts().model_dump_json().encode())
    told: list[object] = []
    client.get("/v1/queue", QueueCounts, told.append, failed=told.append).abort()
    answered: list[object] = []
    client.get("/v1/queue", QueueCounts, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    QTest.qWait(0)
    assert told == []
