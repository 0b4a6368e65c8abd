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

    def forget(self) -> None:
        """Left is left: the sides were assigned anew."""
        self._file.unlink(missing_ok=True)

    def applied(self, settings: CamerasSettings) -> CamerasSettings:
        """The settings with left and right exchanged, if so remembered; how a camera hangs stays with its place."""
        if not self._file.exists():
            return settings
        left, right = settings.left, settings.right
        if left is None or right is None:
            return settings.model_copy(update={"left": right, "right": left})
        turned_left = right.model_copy(update={"rotate_degrees": left.rotate_degrees})
        turned_right = left.model_copy(update={"rotate_degrees": right.rotate_degrees})
        return settings.model_copy(update={"left": turned_left, "right": turned_right})
