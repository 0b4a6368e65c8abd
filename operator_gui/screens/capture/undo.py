"""What can be taken back, the newest first: each thing that was done brings its own way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Undo", "UndoStack"]

MOST = 50


@dataclass(frozen=True, slots=True)
class Undo:
    """One thing that was done, in words, and how it is taken back."""

    words: str
    act: Callable[[], object]


class UndoStack:
    """Of one book: with another one in hand, nothing of the former is taken back from here."""

    def __init__(self) -> None:
        self._done: list[Undo] = []

    def __len__(self) -> int:
        return len(self._done)

    def push(self, done: Undo) -> None:
        """Something was done."""
        self._done.append(done)
        del self._done[:-MOST]

    def take_back(self) -> Undo | None:
        """Take the newest thing back; None when there is nothing."""
        if not self._done:
            return None
        newest = self._done.pop()
        newest.act()
        return newest

    def take_back_this(self, done: Undo) -> None:
        """Take this one back, if that has not happened yet."""
        if done in self._done:
            self._done.remove(done)
            done.act()

    def clear(self) -> None:
        """Another book."""
        self._done.clear()
