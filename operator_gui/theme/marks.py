"""The small marks of check boxes, radio buttons and combo boxes. A style sheet takes pictures from files only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from operator_gui.theme.palette import Palette

__all__ = ["Marks"]

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24"><path d="{path}" '
    'fill="none" stroke="{color}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
_TICK = "M5 12.5l4.500 4.500L19 7"
_DOT = "M12 12h.01"
_DOWN = "M6 9.500l6 6 6-6"


class Marks:
    """Drawn in the colours of a palette into a folder of their own, which goes with this object."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def tick(self, colors: Palette) -> str:
        """The file of a tick for a filled box."""
        return self._drawn("tick", _TICK, colors.on_accent, 4)

    def dot(self, colors: Palette) -> str:
        """The file of a dot for a filled circle."""
        return self._drawn("dot", _DOT, colors.on_accent, 10)

    def down(self, colors: Palette, *, live: bool = True) -> str:
        """The file of an arrow that says: there is a list to choose from."""
        return self._drawn("down", _DOWN, colors.text if live else colors.line, 2.5)

    def _drawn(self, name: str, path: str, color: str, width: float) -> str:
        """Named by its colour: Qt keeps pictures by their names."""
        file = Path(self._folder.path()) / f"{name}-{color.removeprefix('#')}.svg"
        if not file.exists():
            file.write_text(_SVG.format(path=path, color=color, width=width), encoding="utf-8")
        return file.as_posix()
