"""Settings of this person at this screen. Those of the rig are the technician's, in the daemon's settings file."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from operator_gui.keys.registry import EVERYWHERE, KeyAction
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import ScreenWidget, found_screens
from operator_gui.screens.settings.bindings import Bindings
from operator_gui.screens.settings.entry import SCREEN
from operator_gui.screens.settings.key_editor import KeyEditor
from operator_gui.screens.settings.looks import Looks
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.wrapped import ScrolledColumn

__all__ = ["SettingsScreen"]


class SettingsScreen(ScreenWidget):
    """Left, person and looks; right, the keys."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.room)
        self._context = context
        self._titles = {screen.id: screen.title for screen in found_screens()}
        self._unbuilt = [screen_id for screen_id in self._titles if screen_id != SCREEN.id]
        self.looks = Looks(context.preferences, context.theme)
        self.bindings = Bindings(context.keys, self._scope_name, self)
        self.keys = KeyEditor(context.keys, self.bindings)
        left = ScrolledColumn()
        left.add(self.looks)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        row.addWidget(left, 2)
        row.addWidget(self.keys, 3)
        context.keys.register(
            KeyAction(f"{SCREEN.id}.keys", self.tr("Go to the keys"), ("K",), self.keys.table.setFocus, SCREEN.id),
            KeyAction(f"{SCREEN.id}.looks", self.tr("Go to the looks"), ("L",), self.looks.theme.setFocus, SCREEN.id),
        )

    def shown_now(self) -> None:
        """A screen's keys are known once it is built: build the others, one at a time between events."""
        QTimer.singleShot(0, self, self._build_next)

    def _build_next(self) -> None:
        if self._unbuilt:
            self._context.build(self._unbuilt.pop(0))
            QTimer.singleShot(0, self, self._build_next)

    def _scope_name(self, scope: str) -> str:
        return self.tr("Everywhere") if scope == EVERYWHERE else self._titles.get(scope, scope)
