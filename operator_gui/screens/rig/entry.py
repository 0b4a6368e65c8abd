"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.rig.screen import RigScreen

    return RigScreen(context)


SCREEN = Screen(
    id="rig",
    name=QT_TRANSLATE_NOOP("Screens", "Rig"),
    icon="M4 20h16M6 20V9l6-5 6 5v11M9 20v-6h6v6M12 4v4",
    key="F6",
    order=50,
    make=_make,
    wanted_at_start=lambda rig: rig.setup.cameras_missing,
)
