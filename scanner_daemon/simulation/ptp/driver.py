"""Builds the C parts of the simulator (the libgphoto2 port driver first of all), once for each source and machine."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from importlib import resources
from pathlib import Path
from typing import ClassVar

from scanner_daemon.errors import BookcradleError

__all__ = ["CompilerMissing", "DriverNotBuilt", "build_driver", "build_shared_library"]

_DRIVER = "bookcradle_usb"
_FLAGS = ("-std=gnu11", "-O2", "-Wall", "-Wextra", "-fPIC", "-shared")
_COMPILE_SECONDS = 60


class CompilerMissing(BookcradleError):
    """There is no C compiler, so simulated cameras cannot appear on a simulated USB bus."""

    code: ClassVar[str] = "simulation_compiler_missing"
    what: ClassVar[str] = "The simulated USB bus needs a C compiler, and none was found."
    remedy: ClassVar[str] = "Install one (`apt install gcc libc6-dev`), or simulate the cameras over PTP/IP."


class DriverNotBuilt(BookcradleError):
    """The compiler was there and failed."""

    code: ClassVar[str] = "simulation_driver_not_built"
    what: ClassVar[str] = "A part of the simulator could not be compiled: {detail}."
    remedy: ClassVar[str] = "Check the C compiler (`apt install gcc libc6-dev`), or simulate the cameras over PTP/IP."


def _compiler() -> str:
    wanted = os.environ.get("CC")
    for name in (wanted, "cc", "gcc", "clang"):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise CompilerMissing


def build_driver(cache: Path) -> Path:
    """The port driver; see `build_shared_library`."""
    return build_shared_library("scanner_daemon.simulation.iolib", _DRIVER, cache)


def build_shared_library(package: str, name: str, cache: Path) -> Path:
    """The C sources of ``package``, compiled into ``cache`` as ``name``-….so if that is not there yet.

    Several processes may do so at once: the library appears whole or not at all. Raises CompilerMissing or
    DriverNotBuilt.
    """
    files = (file for file in resources.files(package).iterdir() if file.name.endswith((".c", ".h")))
    sources = {file.name: file.read_bytes() for file in sorted(files, key=lambda file: file.name)}
    told = (platform.machine().encode(), " ".join(_FLAGS).encode())
    key = hashlib.sha256(b"\0".join((*(part for each in sources.items() for part in _bytes(*each)), *told))).hexdigest()
    library = cache / f"{name}-{key[:16]}.so"
    if library.exists():
        return library
    compiler = _compiler()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        for file, text in sources.items():
            (Path(scratch) / file).write_bytes(text)
        compiled = [file for file in sources if file.endswith(".c")]
        command = [compiler, *_FLAGS, *compiled, "-o", library.name, "-ldl"]
        try:
            run = subprocess.run(command, cwd=scratch, capture_output=True, timeout=_COMPILE_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DriverNotBuilt(detail=str(error)) from error
        if run.returncode != 0:
            complaint = run.stderr.decode(errors="replace").strip().splitlines()
            raise DriverNotBuilt(detail=complaint[0] if complaint else f"{compiler} ended with {run.returncode}")
        (Path(scratch) / library.name).replace(library)
    return library


def _bytes(name: str, text: bytes) -> tuple[bytes, bytes]:
    return name.encode(), text
