"""`bookcradle cradle flash`: build the firmware, see that the board's port is free, and have avrdude write it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from firmware_protocol.simavr.building import Build, BuildFailed, ToolsMissing, build_controller
from scanner_daemon.cli.console import console
from scanner_daemon.cradle.serial_port import require_free
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import CradleSettings

__all__ = ["CannotFlash", "write_firmware"]

FLASH_S = 120.0
HINT = (
    "Check that it is an Uno or a Nano and this its port, try --old-bootloader, and take off the capacitor or jumper "
    "that disables its auto-reset."
)
SIGNS = ("error", "not responding", "not in sync", "cannot", "mismatch")
"""One of them is in the line with which avrdude says why."""


class CannotFlash(BookcradleError):
    """No avrdude, no compiler, or the board did not take it."""

    code = "cradle.cannot_flash"
    what = "The firmware was not written to the board: {detail}"
    remedy = "{hint}"


def write_firmware(cradle: CradleSettings, image: Path | None, *, old_bootloader: bool) -> None:
    """Write ``image``, or else what this version of bookcradle has, built for the settings' baud.

    Raises CannotFlash, or the CradleError of the port: avrdude would not notice that another program reads there.
    """
    if shutil.which("avrdude") is None:
        raise CannotFlash(detail="avrdude is not installed.", hint="Install it: `apt install avrdude`.")
    require_free(cradle.port)
    image = image or _built(cradle.baud)
    rate = "57600" if old_bootloader else "115200"
    words = ["-p", "atmega328p", "-c", "arduino", "-P", cradle.port, "-b", rate, "-D", "-U", f"flash:w:{image}:i"]
    console().print(f"Writing it to the board at {cradle.port}; this takes about ten seconds.")
    try:
        run = subprocess.run(["avrdude", *words], capture_output=True, text=True, timeout=FLASH_S, check=False)
    except subprocess.TimeoutExpired:
        raise CannotFlash(detail="avrdude did not end.", hint="Pull the cable and try again.") from None
    if run.returncode != 0:
        said = [line for line in run.stderr.splitlines() if any(sign in line.lower() for sign in SIGNS)]
        why = said[0].strip().rstrip(".") if said else f"avrdude ended with {run.returncode}"
        raise CannotFlash(detail=f"{why}.", hint=HINT)


def _built(baud: int) -> Path:
    try:
        return build_controller(Build(baud=baud)).with_suffix(".hex")
    except ToolsMissing as missing:
        raise CannotFlash(detail="its compiler is not installed.", hint=f"`apt install {missing}`") from missing
    except BuildFailed as failed:
        raise CannotFlash(detail=str(failed), hint="Run `make -C firmware_protocol/firmware`.") from failed
