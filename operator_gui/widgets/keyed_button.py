"""A button that names the key which does the same, whatever key that is now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from operator_gui.keys.registry import Keys

__all__ = ["KeyedButton"]


class KeyedButton(QPushButton):
    """Enter presses it as well as Space. ``action_id`` may be registered later."""

    def __init__(
        self,
        text: str,
        keys: Keys,
        action_id: str,
        pressed: Callable[[], object],
        *,
        kind: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._words = text
        self._keys = keys
        self._action_id = action_id
        self.setAutoDefault(True)
        self.setAccessibleName(text)
        if kind:
            self.setProperty("kind", kind)
        self.clicked.connect(lambda _=False: pressed())
        keys.changed.connect(self._name_key)
        self._name_key()

    def _name_key(self) -> None:
        known = any(action.id == self._action_id for action in self._keys.actions())
        key = self._keys.shown(self._action_id) if known else ""
        self.setText(f"{self._words} ({key})" if key else self._words)
