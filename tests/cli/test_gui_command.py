"""`bookcradle gui`: it opens the desktop program on the daemon's socket, or says in a sentence why it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from scanner_daemon.cli import gui_command
from scanner_daemon.cli.gui_command import display_found, see_that_a_window_can_open
from tests.cli.conftest import Run

DEADLINE_S = 60.0
HIDES_PYSIDE = "import sys\nsys.modules['PySide6'] = None\n"


def test_without_pyside_it_says_what_to_install(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HIDES_PYSIDE, "utf-8")
    ran = run("gui", PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert ran.code == 1
    assert "pip install bookcradle[gui]" in ran.err


def test_without_a_display_it_says_so(run: Run) -> None:
    ran = run("gui", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ran.code == 1
    assert "no display" in ran.err
    assert "bookcradle status" in ran.err


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_a_display_is_what_qt_would_open_a_window_on(environ: Mapping[str, str], found: bool) -> None:
    assert display_found(environ) is found


def test_a_library_that_qt_needs_on_x11_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gui_command, "XCB_LIBRARIES", {"libxcb-nowhere.so.9": "libxcb-nowhere9"})
    with pytest.raises(gui_command.DisplayLibrariesMissing) as raised:
        see_that_a_window_can_open({"DISPLAY": ":0"})
    assert "libxcb-nowhere.so.9" in raised.value.sentence
    assert "libxcb-nowhere9" in raised.value.sentence
    see_that_a_window_can_open({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"})


def test_it_takes_the_socket_of_the_settings_and_ends_at_a_signal(tmp_path: Path) -> None:
    path = tmp_path / "d.sock"
    (tmp_path / "b.toml").write_text(f'[api]\nsocket = "{path}"\n', "utf-8")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        listening.settimeout(DEADLINE_S)
        command = [sys.executable, "-m", "scanner_daemon", "gui", "--settings", str(tmp_path / "b.toml")]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
        with subprocess.Popen(command, env=environment) as program:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(DEADLINE_S)
                asked = connection.recv(4096)
                program.send_signal(signal.SIGTERM)
                assert program.wait(DEADLINE_S) == 0
    assert asked.startswith(b"GET /v1/")
