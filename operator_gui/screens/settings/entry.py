"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.settings.screen import SettingsScreen

    return SettingsScreen(context)


SCREEN = Screen(
    id="settings",
    name=QT_TRANSLATE_NOOP("Screens", "Settings"),
    icon="M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4M4 12h4M12 12h8M10 10v4",
    key="F8",
    order=90,
    make=_make,
)
