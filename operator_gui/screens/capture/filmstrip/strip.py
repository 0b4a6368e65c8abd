"""The filmstrip: spreads from left to right, drawn where they are in view and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from operator_gui.screens.capture.filmstrip.cell import FilmCell, cell_words
from operator_gui.screens.capture.filmstrip.cell_painting import CellPainter
from operator_gui.screens.capture.filmstrip.thumbnails import Thumbnails
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import Side

__all__ = ["Filmstrip"]

HEIGHT = 112
CELL_WIDTH = 128
SLIDE_MS = 120


class Filmstrip(QWidget):
    """Holds cells, not pictures; the pictures come and go with what is in view.

    Nothing selected means that it follows the book's end, as while shooting.
    """

    selected = Signal(object)
    """The `FilmCell` that is selected now, or None."""

    def __init__(self, look: Look, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._thumbnails = thumbnails
        self._cells: list[FilmCell] = []
        self._turns: dict[Side, int] = {}
        self._selected: int | None = None
        self._first_px = 0.0
        """How much of the strip is left of the view."""
        self._slide = QVariantAnimation(self, duration=SLIDE_MS, startValue=1.0, endValue=0.0)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(lambda _: self.update())
        thumbnails.came.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_look(look)
        self._say()

    @property
    def cells(self) -> Sequence[FilmCell]:
        """All spreads of the book, in their order."""
        return self._cells

    @property
    def selection(self) -> FilmCell | None:
        """The selected spread; None while the end is followed."""
        return None if self._selected is None else self._cells[self._selected]

    @property
    def at_end(self) -> bool:
        """Whether the next new spread follows what is selected."""
        return self._selected is None or self._selected == len(self._cells) - 1

    def set_look(self, look: Look) -> None:
        """Another theme or another size of text."""
        self._look = look
        grown = max(1.0, look.sizes.capture / 19)
        self._cell_width = round(CELL_WIDTH * grown)
        self.setFixedHeight(round(HEIGHT * grown))
        self.update()

    def set_turns(self, turns: dict[Side, int]) -> None:
        """How far each side's photographs are turned to stand upright."""
        if turns != self._turns:
            self._turns = turns
            self.update()

    def set_cells(self, cells: Sequence[FilmCell]) -> None:
        """The spreads of the book as they are now. What was selected stays so, wherever it has gone."""
        chosen = self.selection
        grew = len(cells) == len(self._cells) + 1 and bool(self._cells) and list(cells[:-1]) == self._cells
        self._cells = list(cells)
        self._selected = None
        if chosen is not None:
            here = (at for at, cell in enumerate(self._cells) if cell.spread_id == chosen.spread_id)
            self._selected = next(here, None)
        if grew and self._selected is None and self.isVisible():
            self._slide.stop()
            self._slide.start()
        self._keep_in_view()
        if chosen != self.selection:
            self.selected.emit(self.selection)
        self._say()

    def step(self, by: int) -> None:
        """Select the spread ``by`` places on; past the last one, the end is followed again."""
        if not self._cells:
            return
        at = len(self._cells) if self._selected is None else self._selected
        self.select(at + by)

    def select(self, index: int | None) -> None:
        """Select a place, held inside the book; None, or a place behind the last spread, follows the end."""
        if index is not None:
            index = max(0, index)
        wanted = None if index is None or index >= len(self._cells) else index
        if wanted != self._selected:
            self._selected = wanted
            self._keep_in_view()
            self._say()
            self.selected.emit(self.selection)

    def select_spread(self, spread_id: str) -> bool:
        """Select a spread by its id; False where it is not in this book."""
        here = next((at for at, cell in enumerate(self._cells) if cell.spread_id == spread_id), None)
        if here is not None:
            self.select(here)
        return here is not None

    def in_view(self) -> range:
        """The indices of the cells that can be seen."""
        first = int(self._first_px // self._cell_width)
        last = int((self._first_px + self.width()) // self._cell_width) + 1
        return range(max(0, first), min(len(self._cells), last))

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as there is room."""
        return QSize(self._cell_width * 8, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Keep in view what was."""
        super().resizeEvent(event)
        self._keep_in_view()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Scroll without selecting."""
        turned = event.angleDelta()
        self._scroll_to(self._first_px - (turned.x() or turned.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """A touch selects; nothing needs it."""
        index = int((self._first_px + event.position().x()) // self._cell_width)
        if 0 <= index < len(self._cells):
            self.select(index)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The cells in view; a new one comes in from the right."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._look.palette.color("surface"))
            drawn = CellPainter(painter, self._look, self._thumbnails, self._turns)
            if not self._cells:
                drawn.paint_empty(QRectF(self.rect()))
                return
            slid = float(self._slide.currentValue()) if self._slide.state() is _RUNNING else 0.0
            for index in self.in_view():
                moved = slid * self._cell_width
                left = index * self._cell_width - self._first_px + moved
                room = QRectF(left, 0, self._cell_width, self.height()).adjusted(
                    STEP / 4, STEP / 4, -STEP / 4, -STEP / 4
                )
                newest = index == len(self._cells) - 1 and self._selected is None
                drawn.paint_cell(room, self._cells[index], selected=index == self._selected, newest=newest)

    def _keep_in_view(self) -> None:
        wanted = len(self._cells) - 1 if self._selected is None else self._selected
        left, right = wanted * self._cell_width, (wanted + 1) * self._cell_width
        # a neighbour stays visible on either side, so that there is somewhere to go
        aside = 0 if self._selected is None else self._cell_width
        first = self._first_px
        if right + aside > first + self.width():
            first = right + aside - self.width()
        if left - aside < first:
            first = left - aside
        self._scroll_to(first)

    def _scroll_to(self, first_px: float) -> None:
        most = max(0.0, len(self._cells) * self._cell_width - self.width())
        self._first_px = min(max(0.0, first_px), most)
        self.update()

    def _say(self) -> None:
        cell = self.selection or (self._cells[-1] if self._cells else None)
        self.setAccessibleName(self.tr("Spreads of this book"))
        self.setAccessibleDescription(cell_words(cell) if cell else self.tr("No spread yet"))
        if self._selected is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


_RUNNING = QVariantAnimation.State.Running
