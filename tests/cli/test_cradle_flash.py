"""`bookcradle cradle flash` gives avrdude the image and the port, and says why a board does not take it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial
from typer.testing import CliRunner, Result

from scanner_daemon.cli.cradle_flash import CannotFlash
from scanner_daemon.cli.main import build
from scanner_daemon.errors import BookcradleError


@pytest.fixture
def port() -> Iterator[str]:
    """A serial port that nobody holds."""
    ours, theirs = os.openpty()
    yield os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def flash(port: str, image: Path, *words: str) -> Result:
    return CliRunner().invoke(build(), ["cradle", "flash", "--port", port, "--hex", str(image), *words])


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "controller.hex"
    file.write_text(":00000001FF\n", "ascii")
    return file


def avrdude(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "avrdude"
    program.write_text(f"#!/bin/sh\n{script}\n", "ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_the_image_is_written_at_the_rate_of_the_bootloader(
    tmp_path: Path, port: str, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    avrdude(tmp_path, f'echo "$@" > {told}', monkeypatch)
    assert flash(port, image, "--old-bootloader").exit_code == 0
    assert told.read_text("ascii").split() == (
        f"-p atmega328p -c arduino -P {port} -b 57600 -D -U flash:w:{image}:i".split()
    )


def test_a_board_that_does_not_take_it_is_told_in_a_sentence(
    tmp_path: Path, port: str, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    avrdude(tmp_path, "echo 'avrdude error: programmer is not responding' >&2; exit 1", monkeypatch)
    failed = flash(port, image).exception
    assert isinstance(failed, CannotFlash)
    assert "programmer is not responding" in failed.sentence


def test_a_port_that_a_daemon_holds_is_left_alone(
    tmp_path: Path, port: str, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    avrdude(tmp_path, f"touch {told}", monkeypatch)
    with serial.Serial(port, exclusive=True):
        refused = flash(port, image).exception
    assert isinstance(refused, BookcradleError)
    assert "Another program is using the cradle's port" in refused.sentence
    assert not told.exists()
