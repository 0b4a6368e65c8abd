"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.faults.screen import FaultsScreen

    return FaultsScreen(context)


SCREEN = Screen(
    id="faults",
    name=QT_TRANSLATE_NOOP("Screens", "Faults"),
    icon="M12 4l9.5 16h-19zM12 10v4.5M12 17.4h.01",
    key="F7",
    order=60,
    make=_make,
)
