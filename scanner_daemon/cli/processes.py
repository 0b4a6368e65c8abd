"""The processes of a demo: the rig in a box, the daemon that does not know it is one, and the window in front of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from scanner_daemon.api.client import DaemonClient, DaemonNotRunningError
from scanner_daemon.cli.gui_command import display_found, gui_arguments
from scanner_daemon.errors import BookcradleError

__all__ = ["DaemonProcess", "RigProcess", "daemon_process", "gui_process", "rig_process"]

START_S = 60.0
END_S = 20.0


class DidNotStart(BookcradleError):
    """A process that ended, or said nothing, instead of starting."""

    code = "demo.did_not_start"
    what = "The {part} did not start: {detail}"
    remedy = "Run `bookcradle doctor`."


@dataclass(frozen=True, slots=True)
class RigProcess:
    """A running `bookcradle simulate`."""

    process: subprocess.Popen[str]
    settings_file: Path

    @property
    def folder(self) -> Path:
        """Where its sockets are."""
        return self.settings_file.parent

    @property
    def control_socket(self) -> Path:
        """For `ControlClient`."""
        return self.folder / "control.sock"


@dataclass(frozen=True, slots=True)
class DaemonProcess:
    """A running `bookcradle daemon`."""

    process: subprocess.Popen[str]
    socket: Path
    log: Path

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(END_S)


@contextmanager
def rig_process(library: Path, arguments: Sequence[str] = (), *, module: str | None = None) -> Iterator[RigProcess]:
    """Start the simulated rig and wait for its settings; ended with the block.

    ``module``: another program that serves a rig and prints where its settings are, with ``arguments`` alone.
    """
    simulate = ["scanner_daemon", "simulate", "--library", str(library)]
    command = [sys.executable, "-m", *([module] if module else simulate), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        line = process.stdout.readline().strip() if process.stdout else ""
        if not line:
            _, errors = process.communicate(timeout=END_S)
            raise DidNotStart(part="simulated rig", detail=errors.strip()[-600:] or "it ended without a word.")
        yield RigProcess(process, Path(line))
    finally:
        _end(process)


@contextmanager
def daemon_process(settings_file: Path, log: Path | None = None) -> Iterator[DaemonProcess]:
    """Start the daemon and wait until its socket answers; ended with the block."""
    socket = Path(tomllib.loads(settings_file.read_text("utf-8"))["api"]["socket"])
    log = log or Path(tempfile.mkstemp(prefix="bookcradle-daemon-", suffix=".log")[1])
    command = [sys.executable, "-m", "scanner_daemon", "daemon", "--settings", str(settings_file)]
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, text=True)
    try:
        _wait_for(process, socket, log)
        yield DaemonProcess(process, socket, log)
    finally:
        _end(process)


@contextmanager
def gui_process(socket: Path, log: Path) -> Iterator[subprocess.Popen[str] | None]:
    """The desktop program in front of the daemon, where there is a display; ended with the block.

    A person may close it at any time: nothing depends on it. None where no window can be opened.
    """
    if find_spec("PySide6") is None or not display_found(os.environ):
        yield None
        return
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(
            gui_arguments(socket), stdin=subprocess.DEVNULL, stdout=output, stderr=output, text=True
        )
    try:
        yield process
    finally:
        _end(process)


def _wait_for(process: subprocess.Popen[str], socket: Path, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DidNotStart(part="daemon", detail=log.read_text("utf-8").strip()[-600:])
        with contextlib.suppress(DaemonNotRunningError), DaemonClient(socket) as client:
            client.snapshot()
            return
        time.sleep(0.05)
    raise DidNotStart(part="daemon", detail=f"it said nothing for {START_S:.0f} s; see {log}")


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(END_S)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
