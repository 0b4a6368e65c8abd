"""What the grid is asked to show, as the daemon's API words it."""

from __future__ import annotations

from dataclasses import dataclass

from operator_gui.daemon.address import Query
from scanner_daemon.api.schemas import GridFilter, Level

__all__ = ["LOW_TEXT", "Shown"]

LOW_TEXT = 0.8


@dataclass(frozen=True, slots=True)
class Shown:
    """A filter. Nothing said is the whole library."""

    filter: GridFilter = GridFilter.ALL
    book_id: str | None = None
    level: Level | None = None
    check: str | None = None
    below: float = LOW_TEXT

    @property
    def query(self) -> Query:
        """The filter as the query of a request."""
        words: dict[str, str | int | float | bool] = {"filter": self.filter.value}
        if self.book_id is not None:
            words["book"] = self.book_id
        if self.level is not None:
            words["level"] = self.level.value
        if self.check is not None:
            words["check"] = self.check
        if self.filter is GridFilter.LOW_TEXT:
            words["below"] = self.below
        return words
