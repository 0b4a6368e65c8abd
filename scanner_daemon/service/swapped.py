"""Whether left and right have changed places: one small file in the library's folder, so that a restart remembers."""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.settings import CamerasSettings

__all__ = ["SwapMemory"]

FILE = "cameras-swapped"


class SwapMemory:
    """The settings file stays the technician's own: a swap by the operator is remembered beside the library."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def toggle(self) -> None:
        """Left becomes right, or is left again."""
        if self._file.exists():
            self._file.unlink()
        else:
            self._file.touch()

    def applied(self, settings: CamerasSettings) -> CamerasSettings:
        """The settings with left and right exchanged, if that is remembered."""
        if not self._file.exists():
            return settings
        return settings.model_copy(update={"left": settings.right, "right": settings.left})
