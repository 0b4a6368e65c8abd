"""The desktop program in the test's process, offscreen, against a daemon and a simulated rig that are as real as in
`tests/rig`. A story drives it with keys alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from operator_gui.application import Program
from operator_gui.screens.registry import ScreenWidget
from operator_gui.shell.window import Window
from scanner_daemon.api.schemas import RigSnapshot
from tests.rig.bench import Bench
from tests.rig.conftest import bench_of, drivers, hatch, plan_of, zygote

__all__ = ["Seat", "bench_of", "drivers", "hatch", "plan_of", "zygote"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PATIENCE_MS = 30_000


@dataclass
class Seat:
    """The chair in front of the screen: a running program, and a person who has nothing but a keyboard."""

    program: Program
    qtbot: QtBot
    bench: Bench | None = None

    @property
    def window(self) -> Window:
        return self.program.window

    @property
    def rig(self) -> RigSnapshot:
        """What the program knows of the rig."""
        assert self.program.rig.snapshot is not None
        return self.program.rig.snapshot

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def screen(self, screen_id: str) -> ScreenWidget:
        """Go to a screen by its key."""
        self.key(self.program.keys.keys_of(f"everywhere.show_{screen_id}")[0])
        assert self.window.scope == screen_id
        return self.window.screen_widget(screen_id)

    def key(self, *keys: str) -> None:
        """Press keys, by their portable names, wherever the focus is."""
        for key in keys:
            pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs forget that it is a sequence
            QTest.keyClick(self.focus, pressed.key(), pressed.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type into the field that has the focus, as fast as a person."""
        for letter in text:
            QTest.keyClicks(self.focus, letter)

    def until(self, holds: Callable[[], object], why: str = "") -> None:
        """Let the program run until something holds that must come to hold."""
        try:
            self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)
        except Exception as error:
            raise AssertionError(f"it never came to hold: {why}; the rig: {self.program.rig.snapshot}") from error

    def connected(self) -> None:
        self.until(lambda: self.program.rig.connected and self.program.rig.snapshot is not None, "connected")


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """A person's preferences, at first none; the words are English whatever machine this is."""
    made = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    made.setValue("language", "en")
    made.setValue("keep_awake", "off")  # what this machine's desktop does is no part of these stories
    return made


@pytest.fixture
def seat_at(qtbot: QtBot, qapp: QApplication, store: QSettings) -> Iterator[Callable[..., Seat]]:
    """Open the program on a socket; closed with the test."""
    programs: list[Program] = []

    def open_at(socket: Path, bench: Bench | None = None, *, start_at: str | None = None) -> Seat:
        qapp.setStyle("Fusion")
        program = Program(qapp, socket, store, start_at=start_at)
        programs.append(program)
        program.window.resize(1366, 768)
        program.window.show()
        qtbot.waitExposed(program.window)
        program.window.activateWindow()
        QTest.qWait(0)
        return Seat(program, qtbot, bench)

    yield open_at
    for program in programs:
        program.close()
        program.deleteLater()
    QTest.qWait(0)


@pytest.fixture
def rig(bench_of: Callable[..., Bench], seat_at: Callable[..., Seat]) -> Callable[..., Seat]:
    """A simulated rig with its daemon, and the program in front of it, connected."""

    def make(*, start_at: str | None = None, **bench: object) -> Seat:
        running = bench_of(**bench)
        assert running.daemon is not None
        seat = seat_at(running.daemon.socket, running, start_at=start_at)
        seat.connected()
        return seat

    return make


@pytest.fixture(autouse=True)
def no_held_keys() -> None:
    """Nothing of one test's keyboard reaches the next."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
