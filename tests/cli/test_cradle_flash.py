"""`bookcradle cradle flash` gives avrdude the image and the port, and says why a board does not take it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scanner_daemon.cli.cradle_command import CannotFlash
from scanner_daemon.cli.main import build

WORDS = ["cradle", "flash", "--port", "/dev/ttyUSB7", "--hex"]


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
    tmp_path: Path, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    avrdude(tmp_path, f'echo "$@" > {told}', monkeypatch)
    assert CliRunner().invoke(build(), [*WORDS, str(image), "--old-bootloader"]).exit_code == 0
    assert told.read_text("ascii").split() == (
        f"-p atmega328p -c arduino -P /dev/ttyUSB7 -b 57600 -D -U flash:w:{image}:i".split()
    )


def test_a_board_that_does_not_take_it_is_told_in_a_sentence(
    tmp_path: Path, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    avrdude(tmp_path, "echo 'avrdude error: programmer is not responding' >&2; exit 1", monkeypatch)
    failed = CliRunner().invoke(build(), [*WORDS, str(image)]).exception
    assert isinstance(failed, CannotFlash)
    assert "programmer is not responding" in failed.sentence
