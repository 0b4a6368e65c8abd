"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.capture.screen import CaptureScreen

    return CaptureScreen(context)


SCREEN = Screen(
    id="capture",
    name=QT_TRANSLATE_NOOP("Screens", "Capture"),
    icon="M4 8h3.5l1.5-2.500h6L16.500 8H20v11H4zM12 10a3.500 3.500 0 1 0 .01 0z",
    key="F2",
    order=10,
    make=_make,
)
