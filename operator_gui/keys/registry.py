"""The actions that keys can do, and the keys that do them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from operator_gui.session.preferences import Preferences

__all__ = ["EVERYWHERE", "KeyAction", "Keys"]

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """Something that a key does."""

    id: str
    """Stable, ``scope.word``: bindings are kept under it."""
    title: str
    """In the person's language, for the key overlay and the settings."""
    defaults: tuple[str, ...]
    """Keys in Qt's portable words: ``Space``, ``Ctrl+Z``."""
    run: Callable[[], object] = field(repr=False)
    scope: str = EVERYWHERE
    """The id of the screen on which it works."""
    repeats: bool = False
    """A key that is held down does it again and again (navigation, never a shot)."""
    fixed: bool = False
    """Cannot be unbound: its defaults always work, and so do keys that are added."""
    within: QWidget | None = field(default=None, repr=False)
    """Works only while this widget can be seen."""


class Keys(QObject):
    """All actions of the running program. A key of a screen comes before the same key that works everywhere."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._actions: dict[str, KeyAction] = {}
        self._bound = preferences.bindings()

    def register(self, *actions: KeyAction) -> None:
        """Add actions; one that is registered again replaces the former."""
        for action in actions:
            self._actions[action.id] = action
        self.changed.emit()

    def actions(self, scope: str | None = None) -> list[KeyAction]:
        """All actions, or those of one scope, in the order of their registration."""
        return [action for action in self._actions.values() if scope is None or action.scope == scope]

    def keys_of(self, action_id: str) -> tuple[str, ...]:
        """The keys that do this now."""
        action = self._actions[action_id]
        bound = tuple(self._bound.get(action_id, action.defaults))
        return tuple(dict.fromkeys((*action.defaults, *bound))) if action.fixed else bound

    def shown(self, action_id: str) -> str:
        """The first key of an action as it is written on keyboards, for labels; empty when it has none."""
        keys = self.keys_of(action_id)
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def taken_by(self, key: str, action_id: str) -> KeyAction | None:
        """Which other action has ``key`` where ``action_id`` works; a fixed one has it everywhere."""
        here = self._actions[action_id].scope
        for other in self._actions.values():
            meets = other.fixed or EVERYWHERE in (here, other.scope) or other.scope == here
            if other.id != action_id and meets and key in self.keys_of(other.id):
                return other
        return None

    def bind(self, action_id: str, keys: list[str] | None) -> None:
        """Give an action other keys; None gives it its defaults back. See `taken_by` before."""
        if keys is None:
            self._bound.pop(action_id, None)
        else:
            self._bound[action_id] = [QKeySequence(key).toString(PORTABLE) for key in keys]
        self._preferences.set_binding(action_id, None if keys is None else self._bound[action_id])
        self.changed.emit()

    def bind_all_defaults(self) -> None:
        """Forget every change."""
        for action_id in list(self._bound):
            self.bind(action_id, None)

    def action_for(self, key: str, scope: str) -> KeyAction | None:
        """What ``key`` does on the screen ``scope``: a fixed action first, then the screen's own, then the others."""
        matching = [
            action
            for action in self._actions.values()
            if action.scope in (scope, EVERYWHERE)
            and key in self.keys_of(action.id)
            and (action.within is None or action.within.isVisible())
        ]
        matching.sort(key=lambda action: (not action.fixed, action.scope == EVERYWHERE, action.within is None))
        return matching[0] if matching else None


PORTABLE = QKeySequence.SequenceFormat.PortableText
