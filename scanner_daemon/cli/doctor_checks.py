"""What `bookcradle doctor` looks at. Each check answers with a level, what it saw, and what to do about it."""

from __future__ import annotations

import asyncio
import grp
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scanner_daemon.cameras.rig import FoundBody
from scanner_daemon.settings import Settings

__all__ = ["CHECKS", "Finding"]

GROUP = "bookcradle"
RULES = Path("/etc/udev/rules.d/70-bookcradle.rules"), Path("/usr/lib/udev/rules.d/70-bookcradle.rules")
LOW_DISK_BYTES = 20_000_000_000
COMMAND_DEADLINE_S = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    level: Literal["ok", "warning", "bad"]
    saw: str
    remedy: str = ""


def python_and_packages(_: Settings) -> Finding:
    """The interpreter, and whether the compiled packages load: each in a process of its own, for they can crash."""
    broken = []
    for module in ("gphoto2", "cv2", "tesserocr", "evdev", "pikepdf"):
        probe = subprocess.run(
            [sys.executable, "-c", f"import {module}"],
            check=False,
            capture_output=True,
            text=True,
            timeout=COMMAND_DEADLINE_S,
        )
        if probe.returncode:
            broken.append(f"{module} ({(probe.stderr.strip().splitlines() or ['crashed'])[-1]})")
    if broken:
        return Finding("Python packages", "bad", "; ".join(broken), "Run `make setup` again and read its first error.")
    return Finding("Python packages", "ok", f"Python {platform.python_version()}, all compiled packages load")


def recognition_languages(_: Settings) -> Finding:
    """Tesseract's language data."""
    from scanner_daemon.text.tessdata import find_tessdata

    found = {file.stem for file in find_tessdata(("eng",)).glob("*.traineddata")}
    return Finding("Text recognition", "ok", f"languages: {', '.join(sorted(found - {'osd'}))}")


def cameras(settings: Settings) -> Finding:
    """Bodies that libgphoto2 sees now."""
    from scanner_daemon.cameras.rig import discover

    seen = asyncio.run(discover(settings.cameras))
    if not seen:
        return Finding("Cameras", "warning", "none found", "Switch both on, set the dial to M, and check the cables.")
    return Finding("Cameras", "ok", "; ".join(_body(body) for body in seen))


def _body(body: FoundBody) -> str:
    return f"{body.model} (serial {body.serial})" if body.error is None else f"{body.model}: {body.error.sentence}"


def controller(settings: Settings) -> Finding:
    """The serial port of the cradle's controller."""
    if settings.cradle.controller == "none":
        return Finding("Controller", "ok", "not fitted: platen and leaf are moved by hand")
    port = Path(settings.cradle.port)
    if not port.exists():
        remedy = 'Plug it in and install the udev rules, or set `cradle.controller = "none"`.'
        return Finding("Controller", "warning", f"{port} does not exist", remedy)
    if not os.access(port, os.R_OK | os.W_OK):
        return Finding(
            "Controller", "bad", f"no access to {port}", f"Add yourself to the group {GROUP} and log in again."
        )
    return Finding("Controller", "ok", str(port))


def pedal(settings: Settings) -> Finding:
    """The pedal's input device."""
    device = Path(settings.pedals.device)
    if "evdev" not in settings.pedals.sources:
        return Finding("Pedal", "ok", f"presses come from: {', '.join(settings.pedals.sources)}")
    if not device.exists():
        return Finding(
            "Pedal", "warning", f"{device} does not exist", "Plug the pedal in; the controller's works as well."
        )
    if not os.access(device, os.R_OK):
        return Finding("Pedal", "bad", f"no access to {device}", f"Add yourself to the group {GROUP} and log in again.")
    return Finding("Pedal", "ok", str(device))


def group(_: Settings) -> Finding:
    """Membership in the group that owns the devices and the socket."""
    try:
        entry = grp.getgrnam(GROUP)
    except KeyError:
        return Finding("Group", "warning", f"no group {GROUP}", "Install udev/ as its README says.")
    if os.geteuid() == 0 or entry.gr_gid in os.getgroups():
        return Finding("Group", "ok", f"you may use the rig through the group {GROUP}")
    return Finding(
        "Group", "bad", f"you are not in the group {GROUP}", f"Run `sudo adduser $USER {GROUP}` and log in again."
    )


def udev_rules(_: Settings) -> Finding:
    """Whether the rules are installed."""
    if any(rules.exists() for rules in RULES):
        return Finding("udev rules", "ok", "installed")
    return Finding("udev rules", "warning", "not installed", "Install udev/ as its README says.")


def library(settings: Settings) -> Finding:
    """The library's folder, its disk and its revision."""
    folder = settings.library.folder.expanduser()
    at = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(at).free
    if free < LOW_DISK_BYTES:
        return Finding("Disk", "bad", f"{free / 1e9:.1f} GB free at {at}", "Free some space, or name another folder.")
    return Finding("Disk", "ok", f"{free / 1e9:.0f} GB free, about {free / 40e6:,.0f} spreads of 40 MB")


CHECKS: Sequence[Callable[[Settings], Finding]] = (
    python_and_packages,
    recognition_languages,
    cameras,
    controller,
    pedal,
    group,
    udev_rules,
    library,
)
