"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.books.screen import BooksScreen

    return BooksScreen(context)


SCREEN = Screen(
    id="books",
    name=QT_TRANSLATE_NOOP("Screens", "Books"),
    icon="M4 5h4v14H4zM8 7h4v12H8zM13.500 6.500l3.800-1 3.700 13-3.900 1z",
    key="F4",
    order=30,
    make=_make,
)
