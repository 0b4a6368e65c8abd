"""How screens make themselves known: a new screen is a new folder, and no line of the shell changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules, walk_packages

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from operator_gui.screens.context import ScreenContext
from scanner_daemon.api.schemas import RigSnapshot

__all__ = ["Screen", "ScreenWidget", "found_screens", "modules_of_screens"]

_PACKAGE = __name__.rpartition(".")[0]


class ScreenWidget(QWidget):
    """The base of every screen's widget. It is built when it is first shown, and kept."""

    @property
    def complete(self) -> bool:
        """Whether nothing is shown in place of something that is still to come."""
        return True

    def open_at(self, place: str) -> None:
        """Show a place of this screen, named by whoever sent the person here: a spread's id, a book's."""

    def shown_now(self) -> None:
        """The screen has come to the front."""

    def hidden_now(self) -> None:
        """The screen has gone to the back: streams and timers that only it needs may end."""

    def text_scanned(self, code: str) -> None:
        """A barcode scanner typed ``code`` while no text field was there to take it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Esc that no field wanted: the letters are the screen's keys again."""
        if event.key() == Qt.Key.Key_Escape and not self.hasFocus():
            self.setFocus()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen, as the ``SCREEN`` of its folder's ``entry.py``, which imports nothing that only the screen needs."""

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
    """The ``SCREEN`` of every folder here that has an ``entry.py``, in their order; the screens stay unimported."""
    folders = (found.name for found in iter_modules(import_module(_PACKAGE).__path__, f"{_PACKAGE}.") if found.ispkg)
    entries = (f"{folder}.entry" for folder in folders)
    screens: list[Screen] = [import_module(entry).SCREEN for entry in entries if find_spec(entry) is not None]
    return sorted(screens, key=lambda screen: screen.order)


def modules_of_screens() -> Iterator[str]:
    """The name of every module that some screen is made of."""
    return (found.name for found in walk_packages(import_module(_PACKAGE).__path__, f"{_PACKAGE}."))
