"""The screen stays on with a book: on a private bus, with a screen saver and a login manager of the test's own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from operator_gui.daemon.address import Address
from operator_gui.daemon.rig import RigFollower
from operator_gui.screens.notices import Notice, Notices
from operator_gui.session.awake import AwakeWithABook
from operator_gui.session.inhibit import KeptAwake
from operator_gui.session.preferences import Preferences
from scanner_daemon.api.schemas import BookInHand, RigSnapshot

SYSTEM_PYTHON = "/usr/bin/python3"
DESKTOP = Path(__file__).with_name("fake_desktop.py")
PATIENCE_MS = 10_000


def why_not() -> str:
    if shutil.which("dbus-daemon") is None:
        return "there is no dbus-daemon (apt install dbus)"
    probe = subprocess.run([SYSTEM_PYTHON, "-c", "from gi.repository import Gio"], check=False, capture_output=True)
    return "" if probe.returncode == 0 else "the system's Python has no gi (apt install python3-gi)"


needs_bus = pytest.mark.skipif(bool(why_not()), reason=why_not())


class Desktop:
    """What the fake services hold now."""

    def __init__(self, process: subprocess.Popen[str], lines: Path) -> None:
        self._process = process
        self._lines = lines

    @property
    def held(self) -> dict[str, Any]:
        lines = self._lines.read_text("utf-8").splitlines()
        return dict(json.loads(lines[-1])) if lines else {}


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def desktop_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Callable[..., Desktop]]:
    """A bus that serves as session and system bus, with the fake services on it."""
    with ExitStack() as stack:

        def make(*options: str) -> Desktop:
            socket = tmp_path / "bus"
            address = f"unix:path={socket}"
            command = ["dbus-daemon", "--session", "--nofork", f"--address={address}"]
            stack.enter_context(ended(subprocess.Popen(command, text=True)))
            qtbot.waitUntil(socket.exists, timeout=PATIENCE_MS)
            for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
                monkeypatch.setenv(name, address)
            monkeypatch.delenv("DISPLAY", raising=False)
            lines = tmp_path / "held"
            out = stack.enter_context(lines.open("w"))
            process = stack.enter_context(
                ended(subprocess.Popen([SYSTEM_PYTHON, str(DESKTOP), *options], text=True, stdout=out))
            )
            desktop = Desktop(process, lines)
            qtbot.waitUntil(lambda: bool(desktop.held), timeout=PATIENCE_MS)
            return desktop

        yield make


@needs_bus
def test_screen_and_sleep_are_held_and_given_back(desktop_of: Callable[..., Desktop], qtbot: QtBot) -> None:
    desktop, kept = desktop_of(), KeptAwake()
    for _ in range(2):
        with qtbot.waitSignal(kept.settled, timeout=PATIENCE_MS):
            kept.hold("A book is being scanned.")
        assert (kept.screen_held, kept.sleep_held) == (True, True)
        assert desktop.held["screen"] == ["bookcradle", "A book is being scanned."]
        assert desktop.held["system"] == ["sleep:idle", "bookcradle", "A book is being scanned.", "block"]
        kept.release()
        qtbot.waitUntil(lambda: desktop.held == {"screen": None, "system": None}, timeout=PATIENCE_MS)


@needs_bus
def test_a_program_that_is_killed_holds_nothing(desktop_of: Callable[..., Desktop], qtbot: QtBot) -> None:
    desktop = desktop_of()
    program = (
        "from PySide6.QtCore import QCoreApplication; from operator_gui.session.inhibit import KeptAwake\n"
        "app = QCoreApplication([]); kept = KeptAwake(); kept.hold('x'); app.exec()"
    )
    with ended(subprocess.Popen([sys.executable, "-c", program], text=True)) as running:
        qtbot.waitUntil(lambda: None not in desktop.held.values(), timeout=PATIENCE_MS)
        running.kill()
        qtbot.waitUntil(lambda: desktop.held == {"screen": None, "system": None}, timeout=PATIENCE_MS)


class AtTheCradle:
    """The rule, over a follower that is told what to think."""

    def __init__(self, folder: Path) -> None:
        self.rig = RigFollower(Address(folder / "nowhere.sock"))
        self.rig.connected = True
        self.preferences = Preferences(QSettings(str(folder / "p.ini"), QSettings.Format.IniFormat))
        self.notices = Notices()
        self.told: list[Notice] = []
        self.notices.told.connect(self.told.append)
        self.kept = KeptAwake()
        self.rule = AwakeWithABook(self.rig, self.preferences, self.notices, self.kept)

    def show(self, *, book: bool) -> None:
        in_hand = BookInHand(book_id="b", title="Days") if book else None
        now = RigSnapshot.model_validate({"boot": "b", "revision": 1, "at": "2026-11-22T12:00:00Z", "book": in_hand})
        self.rig.snapshot = now
        self.rig.changed.emit(now, frozenset({"book"}))


@needs_bus
def test_a_book_keeps_the_screen_on_until_it_is_finished(
    desktop_of: Callable[..., Desktop], tmp_path: Path, qtbot: QtBot
) -> None:
    desktop, cradle = desktop_of(), AtTheCradle(tmp_path)
    cradle.show(book=False)
    assert desktop.held == {"screen": None, "system": None}
    cradle.show(book=True)
    qtbot.waitUntil(lambda: bool(desktop.held["screen"]), timeout=PATIENCE_MS)
    cradle.rig.connected = False
    cradle.rig.connection_changed.emit(False)
    assert cradle.kept.held, "a daemon that restarts has not finished the book"
    cradle.preferences.set_toggled("keep_awake", False)
    qtbot.waitUntil(lambda: desktop.held["screen"] is None, timeout=PATIENCE_MS)
    cradle.rig.connected = True
    cradle.preferences.set_toggled("keep_awake", True)
    qtbot.waitUntil(lambda: bool(desktop.held["screen"]), timeout=PATIENCE_MS)
    cradle.show(book=False)
    qtbot.waitUntil(lambda: desktop.held == {"screen": None, "system": None}, timeout=PATIENCE_MS)
    assert cradle.told == []


@needs_bus
def test_a_computer_that_cannot_keep_its_screen_on_is_told_once(
    desktop_of: Callable[..., Desktop], tmp_path: Path, qtbot: QtBot
) -> None:
    desktop_of("--no-screensaver")
    cradle = AtTheCradle(tmp_path)
    for _ in range(2):
        with qtbot.waitSignal(cradle.kept.settled, timeout=PATIENCE_MS):
            cradle.show(book=True)
        assert (cradle.kept.screen_held, cradle.kept.sleep_held) == (False, True)
        cradle.show(book=False)
    assert [one.text for one in cradle.told] == [
        "Nothing on this computer lets the screen be kept on. Switch its screen saver off yourself."
    ]


def test_without_any_bus_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nowhere")
    settled: list[bool] = []
    kept = KeptAwake()
    kept.settled.connect(lambda: settled.append(True))
    kept.hold("x")
    assert settled == [True]
    assert not kept.screen_held
    assert not kept.sleep_held
    kept.release()
