"""Keeps the filmstrip's cells in step with the daemon: the whole book once, then the spread that changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.client import Call, DaemonClient
from operator_gui.screens.capture.filmstrip.cell import FilmCell, cell_of, cell_of_grid, numbered, set_right
from scanner_daemon.api.schemas import GridPart, LastSpread, RigSnapshot, RigState, Spread

__all__ = ["BookCells"]

_SHOOTING = (RigState.HOLD_STILL, RigState.TURN, RigState.WAIT)
"""A spread counts from its exposure on; it is told of when it has landed."""
AT_ONCE = 500
"""Cells a request: the most that the daemon gives."""


class BookCells(QObject):
    """Follows snapshots, and asks for no more than has changed."""

    changed = Signal(object)
    """All `FilmCell`s of the book in hand, in their order."""

    def __init__(self, client: DaemonClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._book_id: str | None = None
        self._last: LastSpread | None = None
        self._count = 0
        self._cells: list[FilmCell] = []
        self._part: list[FilmCell] = []
        self._call: Call | None = None
        self._again = False

    @property
    def cells(self) -> list[FilmCell]:
        """As they are known now."""
        return self._cells

    def follow(self, snapshot: RigSnapshot) -> None:
        """Look whether the snapshot tells of another book, another spread, or a spread that has changed."""
        book = snapshot.book
        if book is None or book.book_id != self._book_id:
            self._book_id = book.book_id if book else None
            self._last, self._count = snapshot.last_spread, book.spreads if book else 0
            self._take([])
            self.reload()
            return
        last, before = snapshot.last_spread, self._last
        count, was = book.spreads, self._count
        self._last, self._count = last, count
        if count < was or _moved(before, last):  # one was taken out, or put back before the last one
            self.reload()
        elif last is not None and last != before:
            self.refresh(last.spread_id)
        elif count > was and snapshot.state not in _SHOOTING:
            self.reload()

    def reload(self) -> None:
        """Fetch the whole book again; once more afterwards where it was asked for in the meantime."""
        if self._book_id is None:
            return
        if self._call is not None:
            self._again = True
            return
        self._part = []
        self._next()

    def refresh(self, spread_id: str) -> None:
        """Fetch one spread again, of which something was said."""
        self._client.get(f"/v1/spreads/{spread_id}", Spread, self._one, failed=lambda _: None, owner=self)

    def _next(self) -> None:
        assert self._book_id is not None
        query: dict[str, str | int | bool] = {"book": self._book_id, "offset": len(self._part), "limit": AT_ONCE}
        query["fresh"] = not self._part
        self._call = self._client.get(
            "/v1/grid", GridPart, self._came, query=query, failed=lambda _: self._ended(), owner=self
        )

    def _came(self, part: GridPart) -> None:
        cells = [cell_of_grid(cell) for cell in part.cells]
        if any(cell.book_id != self._book_id for cell in part.cells):  # another book was opened meanwhile
            self._again = True
            self._ended()
            return
        self._part += cells
        if cells and len(self._part) < part.total and not self._again:
            self._next()
            return
        if not self._again:
            self._take(self._part)
        self._ended()

    def _ended(self) -> None:
        self._call = None
        if self._again:
            self._again = False
            self.reload()

    def _one(self, spread: Spread) -> None:
        if spread.book_id != self._book_id or spread.deleted:
            return
        if self._call is not None:  # the whole book is on its way, and may be older than this
            self._again = True
            return
        after = set_right(self._cells, cell_of(spread))
        if after is None:
            self.reload()
        else:
            self._take(after)

    def _take(self, cells: list[FilmCell]) -> None:
        self._cells = numbered(cells)
        self.changed.emit(self._cells)


def _moved(before: LastSpread | None, now: LastSpread | None) -> bool:
    """The same spread, at another place."""
    if before is None or now is None or before.spread_id != now.spread_id:
        return False
    return before.position != now.position
