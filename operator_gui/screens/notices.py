"""What a screen tells the person in passing: shown by the shell for a few seconds, and read out by screen readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.trouble import Trouble
from operator_gui.words.problems import words_of

__all__ = ["Notice", "NoticeKind", "Notices"]


class NoticeKind(StrEnum):
    """How it looks: a tick, a triangle, or an octagon."""

    DONE = "done"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, with at most one thing that can be done about it."""

    text: str
    kind: NoticeKind = NoticeKind.DONE
    action: str = ""
    """What the button says, e.g. Undo."""
    act: Callable[[], object] | None = None
    key: str = ""
    """The key that does the same, as written on keyboards."""
    stays: bool = False
    """Until a person closes it, or `Notices.over` takes it away; nothing else takes its place."""


class Notices(QObject):
    """Where screens tell them."""

    told = Signal(object)
    ended = Signal()
    """What stays need stay no longer."""

    def tell(self, text: str, *, action: str = "", act: Callable[[], object] | None = None, key: str = "") -> None:
        """Something was done."""
        self.told.emit(Notice(text, NoticeKind.DONE, action, act, key))

    def warn(self, text: str) -> None:
        """Something needs a look."""
        self.told.emit(Notice(text, NoticeKind.WARNING))

    def alarm(self, code: str) -> None:
        """One of our own problems that a person must read and act on: it stays."""
        self.told.emit(Notice(" ".join(words_of(code, {}, "", "")).strip(), NoticeKind.FAILED, stays=True))

    def over(self) -> None:
        """What the last alarm was about is over."""
        self.ended.emit()

    def fail(self, trouble: Trouble) -> None:
        """Something that was asked for was not done; in the person's language, with its remedy."""
        what, remedy = words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)
        self.told.emit(Notice(f"{what} {remedy}".strip(), NoticeKind.FAILED))
