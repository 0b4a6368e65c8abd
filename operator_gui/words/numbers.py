"""Numbers as the person's language writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale

__all__ = ["decimal"]


def decimal(value: float, places: int = 1, *, signed: bool = False) -> str:
    """``value`` with so many places, and a plus where it is ``signed``. What rounds to nothing has no sign: nobody can
    do anything about -0.0.
    """
    rounded = round(value, places)
    if rounded == 0:
        return QLocale().toString(0.0, "f", places)
    written = QLocale().toString(rounded, "f", places)
    return f"{QLocale().positiveSign()}{written}" if signed and rounded > 0 else written
