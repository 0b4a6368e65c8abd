"""How screens make themselves known: a new screen is a new folder, and no line of the shell changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from operator_gui.screens.context import ScreenContext
from scanner_daemon.api.schemas import RigSnapshot

__all__ = ["Screen", "ScreenWidget", "found_screens"]


class ScreenWidget(QWidget):
    """The base of every screen's widget. It is built when it is first shown, and kept."""

    def open_at(self, place: str) -> None:
        """Show a place of this screen, named by whoever sent the person here: a spread's id, a book's."""

    def shown_now(self) -> None:
        """The screen has come to the front."""

    def hidden_now(self) -> None:
        """The screen has gone to the back: streams and timers that only it needs may end."""

    def text_scanned(self, code: str) -> None:
        """A barcode scanner typed ``code`` while no text field was there to take it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen, as its module's ``SCREEN``."""

    id: str
    """Also the scope of its keys."""
    name: str
    """English, marked with `operator_gui.words.marked.QT_TRANSLATE_NOOP("Screens", …)`."""
    icon: str
    """SVG path data in a 24 × 24 box, drawn with a stroke of 1.75."""
    key: str
    """Brings it to the front, in Qt's portable words."""
    order: int
    make: Callable[[ScreenContext], ScreenWidget] = field(repr=False)
    wanted_at_start: Callable[[RigSnapshot], bool] = field(default=lambda _: False, repr=False)
    """Whether it comes up by itself when the program first hears of the rig: a set-up that nobody has done."""

    @property
    def title(self) -> str:
        """Its name in the person's language."""
        return QCoreApplication.translate("Screens", self.name)


def found_screens() -> list[Screen]:
    """The ``SCREEN`` of every folder here that has a ``screen.py``, in their order."""
    package = __name__.rpartition(".")[0]
    names = (entry.name for entry in files(package).iterdir() if entry.is_dir() and entry.name.isidentifier())
    modules = (f"{package}.{name}.screen" for name in names if find_spec(f"{package}.{name}") is not None)
    screens: list[Screen] = [import_module(module).SCREEN for module in modules if find_spec(module) is not None]
    return sorted(screens, key=lambda screen: screen.order)
