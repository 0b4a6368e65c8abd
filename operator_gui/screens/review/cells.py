"""The cells of the grid: a window of a list that may be half a million spreads long, fetched as it comes into view."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from operator_gui.daemon.client import Call, DaemonClient
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.review.wanted import Shown
from scanner_daemon.api.schemas import GridCell, GridPart

__all__ = ["PART", "CellStore"]

PART = 96
"""Cells in one request: about two screens."""
PARTS_KEPT = 24
REST_MS = 40
"""While a person drags, nothing is asked for until the hand has rested this long."""


class CellStore(QObject):
    """Holds what was fetched last. What has been scrolled past before its answer came is given up."""

    changed = Signal()
    """Cells have come, or the number of them is another."""
    reset = Signal()
    """Another list: nothing of the former counts."""
    failed = Signal(object)
    """A `Trouble`: the list could not be read."""

    def __init__(self, client: DaemonClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.shown = Shown()
        self.total: int | None = None
        """None until the first answer."""
        self._parts: OrderedDict[int, tuple[GridCell, ...]] = OrderedDict()
        self._calls: dict[int, Call] = {}
        self._view = (0, 0)
        self._fresh = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._fetch)

    def show(self, shown: Shown) -> None:
        """Begin another list at its beginning."""
        self.shown = shown
        self._forget()
        self.total = None
        self._view = (0, PART)
        self._fresh = True
        self.reset.emit()
        self._fetch()

    def reload(self) -> None:
        """Something was changed: read the same places again. What is shown stays until the answer is there."""
        for call in self._calls.values():
            call.abort()
        self._calls.clear()
        first = self._view[0] // PART
        for part in [each for each in self._parts if abs(each - first) > 1]:
            del self._parts[part]
        self._fresh = True
        for part in sorted({first, *self._parts}):
            self._ask(part)

    def view(self, first: int, last: int) -> None:
        """The cells from ``first`` to before ``last`` are in view now."""
        if (first, last) == self._view and not self._missing():
            return
        self._view = (first, last)
        if self._missing():
            self._rest.start()

    def cell(self, index: int) -> GridCell | None:
        """The cell at a place; None while it is on its way."""
        part = self._parts.get(index // PART)
        at = index % PART
        return part[at] if part is not None and at < len(part) else None

    def index_of(self, spread_id: str) -> int | None:
        """The place of a spread among the cells that are here."""
        for part, cells in self._parts.items():
            for at, cell in enumerate(cells):
                if cell.spread_id == spread_id:
                    return part * PART + at
        return None

    def _missing(self) -> list[int]:
        first, last = self._view
        if self.total is not None:
            last = min(last, self.total)
        if last <= first:
            return []
        return [part for part in range(first // PART, (last - 1) // PART + 1) if part not in self._parts]

    def _fetch(self) -> None:
        missing = self._missing()
        for part in [each for each in self._calls if each not in missing]:
            self._calls.pop(part).abort()
        for part in missing:
            if part not in self._calls:
                self._ask(part)

    def _ask(self, part: int) -> None:
        query = {**self.shown.query, "offset": part * PART, "limit": PART, "fresh": self._fresh}
        self._fresh = False
        self._calls[part] = self._client.get(
            "/v1/grid",
            GridPart,
            partial(self._take, part),
            query=query,
            failed=partial(self._refused, part),
            owner=self,
        )

    def _take(self, part: int, answer: GridPart) -> None:
        self._calls.pop(part, None)
        self.total = answer.total
        self._parts[part] = answer.cells
        self._parts.move_to_end(part)
        first, last = self._view
        for old in list(self._parts):
            if len(self._parts) <= PARTS_KEPT:
                break
            if not first // PART <= old <= last // PART:
                del self._parts[old]
        self.changed.emit()

    def _refused(self, part: int, trouble: Trouble) -> None:
        self._calls.pop(part, None)
        self.failed.emit(trouble)

    def _forget(self) -> None:
        self._rest.stop()
        for call in self._calls.values():
            call.abort()
        self._calls.clear()
        self._parts.clear()
