"""`bookcradle cradle` says what stands in its way once, and what helps at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo
from typer.testing import CliRunner

from scanner_daemon.cli.main import build
from scanner_daemon.errors import BookcradleError
from scanner_daemon.simulation.controller import Pace, SimulatedController


def refused(port: Path, *words: str) -> str:
    """The one sentence; the terminal shows nothing else."""
    outcome = CliRunner().invoke(build(), ["cradle", *words, "--port", str(port)])
    assert isinstance(outcome.exception, BookcradleError), outcome.output
    assert outcome.output == ""
    return outcome.exception.sentence


@pytest.mark.parametrize("words", [("info",), ("home", "--yes"), ("configure", "turn_ms=1500")])
def test_a_wrong_port_is_answered_with_those_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    uno = ListPortInfo("/dev/ttyACM0")
    uno.description = "Arduino Uno"
    monkeypatch.setattr(list_ports, "comports", lambda: [uno, ListPortInfo("/dev/ttyS0")])
    said = refused(tmp_path / "nothing", *words)
    assert "nothing does not exist." in said
    assert said.endswith("Serial ports of this computer: /dev/ttyACM0 (Arduino Uno), /dev/ttyS0; --port names another.")


def test_a_computer_without_ports_makes_one_look_at_the_cable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_ports, "comports", lambda: [])
    assert "does it carry data" in refused(tmp_path / "nothing", "info")


def test_where_a_window_has_a_button_the_terminal_has_a_command(tmp_path: Path) -> None:
    with SimulatedController(tmp_path / "tty", pace=Pace(0, 0, 0, 0, 0), resets_on_open=False) as controller:
        controller.emergency_stop()
        said = refused(controller.path, "home", "--yes")
        assert "the red button is still down" in said
        assert "`bookcradle cradle home` releases it" in said
