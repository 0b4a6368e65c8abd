"""One setting of a body, as libgphoto2 names it."""

from __future__ import annotations

from dataclasses import dataclass

from scanner_daemon.cameras.wire import Message

__all__ = ["Widget"]


@dataclass(frozen=True, slots=True)
class Widget:
    """``choices`` is empty where any value is taken. ``locked``: it stays as it is within a book."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    read_only: bool = False
    locked: bool = False

    @classmethod
    def told(cls, by_process: Message) -> Widget:
        """As the body's process tells it."""
        return cls(**{**by_process, "choices": tuple(by_process["choices"])})
