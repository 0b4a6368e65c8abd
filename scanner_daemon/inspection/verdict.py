"""What inspection says of a spread: values only, so that capture, library and API can carry them without cv2."""

from __future__ import annotations

from dataclasses import dataclass

from scanner_daemon.vocabulary import Level, Side

__all__ = ["Flag", "Verdict"]


@dataclass(frozen=True, slots=True)
class Flag:
    """One finding: a value against its limit, so that it can be explained.

    ``crop`` is x, y, width, height in pixels of the photograph.
    """

    check: str
    level: Level
    side: Side
    value: float | None
    limit: float | None
    reason: str
    crop: tuple[int, int, int, int] | None = None
    version: str = "1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings about a spread; its level is the worst of them."""

    level: Level
    flags: tuple[Flag, ...] = ()
    inspected_ms: float = 0.0
