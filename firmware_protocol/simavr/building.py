"""Builds the firmware and its simulator with the Makefile beside them, once for each source and set of options."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from firmware_protocol.vocabulary import BuildOption

__all__ = ["CACHE", "FIRMWARE", "Build", "BuildFailed", "ToolsMissing", "build_controller", "build_simulator"]

FIRMWARE: Final = Path(__file__).parents[1] / "firmware"
CACHE: Final = Path("~/.cache/bookcradle/firmware")
ALL_OPTIONS: Final = BuildOption(sum(BuildOption))
_BUILD_SECONDS: Final = 120.0
_SIMULATOR_HEADER: Final = Path("/usr/include/simavr/sim_avr.h")


class ToolsMissing(Exception):
    """What builds the firmware, or runs it simulated, is not installed. The message names the Debian packages."""


class BuildFailed(Exception):
    """The tools were there and failed; the message is what they said."""


@dataclass(frozen=True, slots=True)
class Build:
    """One variant of the firmware."""

    options: BuildOption = ALL_OPTIONS
    baud: int = 115_200


def build_controller(build: Build = Build(), cache: Path = CACHE) -> Path:
    """``controller.elf`` of this variant, with its ``controller.hex`` beside it.

    Raises ToolsMissing or BuildFailed.
    """
    if shutil.which("avr-gcc") is None or shutil.which("make") is None:
        raise ToolsMissing("gcc-avr avr-libc make")
    variant = [f"OPTIONS=0x{int(build.options):X}", f"BAUD={build.baud}"]
    return _made("controller.elf", ["all"], variant, cache)


def build_simulator(cache: Path = CACHE) -> Path:
    """The test program that runs an ELF. Raises ToolsMissing or BuildFailed."""
    if not _SIMULATOR_HEADER.exists() or shutil.which("make") is None or shutil.which("cc") is None:
        raise ToolsMissing("libsimavr-dev libelf-dev gcc make")
    return _made("simulator", ["simulator"], [], cache)


def _made(name: str, goals: Sequence[str], variant: Sequence[str], cache: Path) -> Path:
    folder = cache.expanduser() / _key(variant)
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / f"{name}.whole").exists():
            _make([*goals, f"BUILD={folder}", *variant])
            (folder / f"{name}.whole").touch()
    return made


def _make(words: Sequence[str]) -> None:
    try:
        run = subprocess.run(
            ["make", "--no-print-directory", "-C", str(FIRMWARE), *words],
            capture_output=True,
            text=True,
            timeout=_BUILD_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as wrong:
        raise BuildFailed(str(wrong)) from wrong
    if run.returncode != 0:
        raise BuildFailed(run.stderr.strip()[-2000:] or run.stdout.strip()[-2000:])


def _key(variant: Sequence[str]) -> str:
    digest = hashlib.sha256(" ".join(variant).encode())
    for file in sorted(FIRMWARE.rglob("*")):
        if file.suffix in (".c", ".h") or file.name == "Makefile":
            digest.update(str(file.relative_to(FIRMWARE)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
