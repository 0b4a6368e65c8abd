"""`bookcradle gui`: the operator's desktop program, in a process of its own that takes this one's place."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from scanner_daemon.cli.console import SettingsOption
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings_file import load_settings

__all__ = ["DisplayMissing", "display_found", "gui_arguments", "register", "see_that_a_window_can_open"]

XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt needs on X11 beyond its own wheel, and the Debian packages that hold it."""


class GuiNotInstalled(BookcradleError):
    """The extra is left out where only the daemon runs."""

    code = "gui.not_installed"
    what = "The desktop program needs PySide6, which is not installed."
    remedy = "Install it with `pip install bookcradle[gui]`."


class DisplayMissing(BookcradleError):
    """There is no screen to open a window on."""

    code = "gui.no_display"
    what = "There is no display to open a window on."
    remedy = "Run it on a desktop, or over `ssh -X`; `bookcradle status` shows the rig in a terminal."


class DisplayLibrariesMissing(BookcradleError):
    """Qt would end without a word that helps."""

    code = "gui.display_libraries_missing"
    what = "The display cannot be used: {libraries} is missing."
    remedy = "Install the Debian packages {packages}."


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def gui(
        socket: Annotated[
            Path | None, typer.Option("--socket", help="The daemon's socket.", show_default=False)
        ] = None,
        settings: SettingsOption = None,
        screen: Annotated[
            str | None, typer.Option(help="The screen to begin with, e.g. capture, review, rig.", show_default=False)
        ] = None,
        full_screen: Annotated[bool, typer.Option("--full-screen", help="Over the whole display, no frame.")] = False,
    ) -> None:
        """Open the operator's desktop program."""
        if find_spec("PySide6") is None:
            raise GuiNotInstalled
        see_that_a_window_can_open(os.environ)
        command = gui_arguments(socket or load_settings(settings).api.socket, screen, full_screen=full_screen)
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606  no shell: an argument list of ours


def gui_arguments(socket: Path, screen: str | None = None, *, full_screen: bool = False) -> list[str]:
    """The command line of the desktop program."""
    command = [sys.executable, "-m", "operator_gui", "--socket", str(socket)]
    command += ["--screen", screen] if screen else []
    return [*command, "--full-screen"] if full_screen else command


def display_found(environ: Mapping[str, str]) -> bool:
    """Whether a window can be opened: a display, or a platform of Qt's that needs none."""
    return any(environ.get(name) for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"))


def see_that_a_window_can_open(environ: Mapping[str, str]) -> None:
    """Raises DisplayMissing or DisplayLibrariesMissing, where Qt itself would abort."""
    if not display_found(environ):
        raise DisplayMissing
    if environ.get("QT_QPA_PLATFORM") or environ.get("WAYLAND_DISPLAY"):
        return
    missing = [name for name in XCB_LIBRARIES if not _loads(name)]
    if missing:
        packages = " ".join(XCB_LIBRARIES[name] for name in missing)
        raise DisplayLibrariesMissing(libraries=", ".join(missing), packages=packages)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
