"""The desktop program in a process of its own, as people start it, but steered and asked by a command of ours."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scanner_daemon.cli.gui_command import gui_arguments
from scanner_daemon.errors import BookcradleError

__all__ = ["GuiSilent", "SteeredGui", "steered_gui"]

END_S = 20.0
LOOK_EVERY_S = 0.02
PATIENCE_S = 60.0


class GuiSilent(BookcradleError):
    """The desktop program ended, refused an order, or does not come to show what it should."""

    code = "gui.silent"
    what = "The desktop program did not do what it was told ({order}): {detail}"
    remedy = "Run it by hand with `bookcradle gui` to see what it says."


class SteeredGui:
    """Orders for one running program: the methods of `operator_gui.measuring.steering.Steering`, by their names."""

    def __init__(self, process: subprocess.Popen[str], started_ns: int) -> None:
        self.process = process
        self.started_ns = started_ns
        """By the monotonic clock, just before the process was started."""

    def ask(self, order: str, **more: Any) -> dict[str, Any]:
        """Have it done; the answer. Raises GuiSilent."""
        into, out = self.process.stdin, self.process.stdout
        if into is None or out is None:
            raise GuiSilent(order=order, detail="its pipes are closed")
        try:
            into.write(json.dumps({"do": order, **more}) + "\n")
            into.flush()
        except BrokenPipeError:
            raise GuiSilent(order=order, detail=f"it has ended with {self.process.wait(END_S)}") from None
        line = out.readline()
        if not line:
            raise GuiSilent(order=order, detail=f"it has ended with {self.process.wait(END_S)}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise GuiSilent(order=order, detail=answer["error"])
        return answer

    def until(self, holds: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Ask `told` until it says so. Raises GuiSilent."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if holds(now := self.ask("told")):
                return now
            time.sleep(LOOK_EVERY_S)
        raise GuiSilent(order=what, detail="it never came to show that")


@contextmanager
def steered_gui(
    socket: Path, folder: Path, *, screen: str | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[SteeredGui]:
    """Start it on ``socket`` with preferences of its own in ``folder``; ended with the block."""
    command = [*gui_arguments(socket, screen), "--steered"]
    settled = {**os.environ, "XDG_CONFIG_HOME": str(folder), "LANG": "C.UTF-8", **(environment or {})}
    if not any(settled.get(name) for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")):
        settled["QT_QPA_PLATFORM"] = "offscreen"
    started_ns = time.monotonic_ns()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=settled, start_new_session=True
    )
    try:
        yield SteeredGui(process, started_ns)
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Closing its stdin ends it."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_S)
    if process.stdout is not None:
        process.stdout.close()
