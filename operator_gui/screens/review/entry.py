"""What the shell knows of this screen before somebody goes there."""

from __future__ import annotations

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["SCREEN"]


def _make(context: ScreenContext) -> ScreenWidget:
    from operator_gui.screens.review.screen import ReviewScreen

    return ReviewScreen(context)


SCREEN = Screen(
    id="review",
    name=QT_TRANSLATE_NOOP("Screens", "Review"),
    icon="M3 5h8v6H3zM13 5h8v6h-8zM3 14h8v6H3zM14 17l2.500 2.500L21 14.500",
    key="F3",
    order=20,
    make=_make,
)
