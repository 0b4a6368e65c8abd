"""The C of the firmware on this machine, under the sanitizers: golden vectors, and whatever else may come."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import firmware_protocol
from firmware_protocol.simavr.building import FIRMWARE

VECTORS: dict[str, Any] = json.loads((Path(firmware_protocol.__file__).parent / "vectors.json").read_text())
FUZZ_SECONDS = int(os.environ.get("BOOKCRADLE_FUZZ_SECONDS", "30"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("make") is None or shutil.which("cc") is None:
        pytest.skip("the firmware's C is not tested here: apt install gcc make")
    folder = tmp_path_factory.mktemp("host")
    made = subprocess.run(
        ["make", "-C", str(FIRMWARE), f"BUILD={folder}", "host"], capture_output=True, text=True, timeout=110
    )
    assert made.returncode == 0, made.stderr
    return folder


def answers(built: Path, lines: list[str]) -> list[str]:
    run = subprocess.run(
        [str(built / "vectors")], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=30
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_the_crc_of_every_vector(built: Path) -> None:
    told = answers(built, [f"crc {vector['bytes']}" for vector in VECTORS["crc"]])
    assert told == [str(vector["crc"]) for vector in VECTORS["crc"]]


def test_every_golden_frame_is_written_and_taken_to_the_byte(built: Path) -> None:
    frames = VECTORS["frames"]
    assert answers(built, [f"write {frame['body']}" for frame in frames]) == [frame["frame"] for frame in frames]
    taken = answers(built, [f"take {frame['frame']}" for frame in frames])
    assert taken == [line for frame in frames for line in (frame["body"], "refused 0")]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["why"])
def test_what_is_no_frame_is_refused_and_the_next_one_found(built: Path, vector: dict[str, Any]) -> None:
    golden = VECTORS["frames"][0]
    assert answers(built, [f"take {vector['bytes']}{golden['frame']}"]) == [golden["body"], "refused 1"]


def test_a_power_cut_at_any_byte_of_the_eeprom_forgets_no_turn_that_may_have_moved(built: Path) -> None:
    run = subprocess.run([str(built / "power_cuts"), "2000", "1"], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert "nothing forgotten" in run.stdout


def test_bytes_of_any_kind_find_nothing_to_break(built: Path) -> None:
    """BOOKCRADLE_FUZZ_SECONDS=600 for the ten minutes by hand."""
    seed = random.SystemRandom().randrange(1 << 30)
    run = subprocess.run(
        [str(built / "fuzz"), str(FUZZ_SECONDS), str(seed)], capture_output=True, text=True, timeout=FUZZ_SECONDS + 60
    )
    assert run.returncode == 0, f"seed {seed}: {run.stderr[-3000:]}"
    assert " turns begun, no finding" in run.stdout
    assert " 0 turns" not in run.stdout
