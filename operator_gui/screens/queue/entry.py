"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.queue.screen import QueueScreen

    return QueueScreen(context)


SCREEN = Screen(
    id="queue",
    name=QT_TRANSLATE_NOOP("Screens", "Queue"),
    icon="M4 6h16M4 12h16M4 18h9M17 15v6M14.500 18.500l2.500 2.500 2.500-2.500",
    key="F5",
    order=40,
    make=_make,
)
