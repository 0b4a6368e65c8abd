"""What a bench reads off the running program: a held event loop, the age of a frame that was painted, orders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from operator_gui.daemon.address import Address
from operator_gui.daemon.previews import Frame, Previews
from operator_gui.measuring.heartbeat import Heartbeat
from operator_gui.measuring.paints import Paints
from operator_gui.screens.capture.live.pane import LivePane
from operator_gui.theme.palette import DARK
from operator_gui.theme.sizes import TypeSizes
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import Side

HELD_S = 0.08


def test_a_held_event_loop_is_seen(qtbot: QtBot) -> None:
    heartbeat = Heartbeat()
    heartbeat.start()
    qtbot.waitUntil(lambda: len(heartbeat.held_ms) >= 3)
    time.sleep(HELD_S)
    beats = len(heartbeat.held_ms)
    qtbot.waitUntil(lambda: len(heartbeat.held_ms) > beats)
    held = heartbeat.stop()
    assert max(held) >= HELD_S * 1000 - 10
    QTest.qWait(20)
    assert len(heartbeat.held_ms) == len(held)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_the_age_of_a_frame_is_taken_when_it_has_been_painted(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    pane = LivePane(Side.LEFT, Look(DARK, TypeSizes.at(100)))
    layout = window.layout()
    assert layout is not None
    layout.addWidget(pane)
    previews = Previews(Address(tmp_path / "nobody.sock"))
    paints = Paints(window, previews)
    paints.start()
    taken_ns = time.monotonic_ns() - 30_000_000
    previews.frame.emit(Frame(Side.LEFT, 7, b"", {"x-frame-at-ns": str(taken_ns)}))
    pane.frame_painted.emit(7)
    pane.frame_painted.emit(8)
    window.update()
    qtbot.waitUntil(lambda: bool(paints.took_ms))
    paints.stop()
    (age,) = paints.age_ms[Side.LEFT]
    assert age == pytest.approx((paints.last_ns - taken_ns) / 1e6, abs=40)
    assert age >= 30
    assert paints.age_ms[Side.RIGHT] == []
    seen = len(paints.took_ms)
    window.update()
    QTest.qWait(30)
    assert len(paints.took_ms) == seen


@pytest.fixture
def steered(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "operator_gui", "--socket", str(tmp_path / "nobody.sock"), "--steered"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield process
        if process.stdin is not None and not process.stdin.closed:
            process.stdin.close()
        process.wait(60)


def test_orders_are_obeyed_by_name_and_others_refused(steered: subprocess.Popen[str], tmp_path: Path) -> None:
    def ask(**order: object) -> dict[str, object]:
        assert steered.stdin is not None
        assert steered.stdout is not None
        steered.stdin.write(json.dumps(order) + "\n")
        steered.stdin.flush()
        answer: dict[str, object] = json.loads(steered.stdout.readline())
        return answer

    assert ask(do="told")["connected"] is False
    assert ask(do="show", screen="books") == {}
    assert ask(do="told")["scope"] == "books"
    assert ask(do="key", keys=["F2"]) == {}
    assert ask(do="told")["scope"] == "capture"
    assert "error" in ask(do="deleteLater")
    assert "error" in ask(do="show", screen="nowhere")
    assert ask(do="grab", file=str(tmp_path / "window.png")) == {"saved": True}
    assert ask(do="settle", within_ms=100)["settled"] is False, "there is no daemon"
    assert "error" not in ask(do="prefer", name="language", value="de")
    assert ask(do="watch") == {}
    assert "error" not in ask(do="size", width=1000, height=700)
    ask(do="wait", ms=300)
    assert ask(do="watched")["paint_ms"], "the window that another language made is watched too"
    assert ask(do="end") == {}
    assert steered.wait(60) == 0
