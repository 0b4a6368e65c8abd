"""The grid itself: draws only what is in view, so that half a million spreads cost what forty do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from operator_gui.daemon.images import Images
from operator_gui.screens.review.cell_painting import CellLook, cell_words, paint_cell, paint_placeholder
from operator_gui.screens.review.cells import CellStore
from operator_gui.screens.review.thumbnails import GridThumbnails, key_of
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look, Theme
from scanner_daemon.api.schemas import GridCell, GridSide

__all__ = ["GridView"]


class GridView(QAbstractScrollArea):
    """Shows a `CellStore`. One cell is the current one; Enter or a double click opens it."""

    opened = Signal(int)
    """The place of the spread that is to be looked at."""
    current_changed = Signal(int)

    def __init__(self, store: CellStore, images: Images, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Spreads"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.thumbnails = GridThumbnails(images, self)
        self.thumbnails.came.connect(self._picture_came)
        self._store = store
        self._theme = theme
        self._cell = CellLook.at(theme.look.sizes)
        self._current = 0
        store.changed.connect(self._cells_came)
        store.reset.connect(self._reset)
        theme.changed.connect(self._restyle)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._restyle(theme.look)

    @property
    def current(self) -> int:
        """The place of the current cell."""
        return self._current

    @property
    def current_cell(self) -> GridCell | None:
        """Its data, when they are here."""
        return self._store.cell(self._current)

    @property
    def columns(self) -> int:
        """How many cells stand beside each other."""
        return max(1, (self.viewport().width() - STEP) // (self._cell.width + STEP))

    @property
    def rows_in_view(self) -> int:
        """How many whole rows can be seen."""
        return max(1, self.viewport().height() // self._row)

    def set_current(self, index: int) -> None:
        """Make a cell the current one and bring it into view."""
        total = self._store.total or 0
        index = max(0, min(index, total - 1))
        self._current = index
        bar, top = self.verticalScrollBar(), index // self.columns * self._row
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row > bar.value() + self.viewport().height() - STEP:
            bar.setValue(top + self._row + STEP - self.viewport().height())
        self._look()
        self.viewport().update()
        self.current_changed.emit(index)

    def move(self, *, columns: int = 0, rows: int = 0) -> None:  # type: ignore[override]  # of the current cell
        """Go on by so many cells and rows."""
        self.set_current(self._current + columns + rows * self.columns)

    def open_current(self) -> None:
        """Look at the current spread."""
        if self._store.cell(self._current) is not None:
            self.opened.emit(self._current)

    def in_view(self) -> range:
        """The places of the cells that can be seen, wholly or in part."""
        total = self._store.total or 0
        top = self.verticalScrollBar().value()
        first = top // self._row * self.columns
        last = -(-(top + self.viewport().height()) // self._row) * self.columns
        return range(min(first, total), min(last, total))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Cells in the exposed part."""
        look, focused = self._theme.look, self.hasFocus()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), look.palette.color("ground"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index in self.in_view():
                place = self._place(index)
                if not place.intersects(event.rect()):
                    continue
                cell, current = self._store.cell(index), index == self._current
                if cell is None:
                    paint_placeholder(painter, QRectF(place), look, current=current, focused=focused)
                else:
                    paint_cell(painter, QRectF(place), cell, self._picture, look, current=current, focused=focused)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """The first cell in view stays in view."""
        super().resizeEvent(event)
        self._measure()
        self.set_current(self._current)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """The cell under the pointer becomes the current one."""
        index = self._index_at(event.position().toPoint().x(), event.position().toPoint().y())
        if index is not None:
            self.set_current(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """And is opened."""
        self.mousePressEvent(event)
        self.open_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """All keys come through the screen's key actions; the scroll area's own are not wanted."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Focus is drawn by the cell."""
        super().changeEvent(event)
        self.viewport().update()

    def _picture(self, side: GridSide) -> QPixmap | None:
        return self.thumbnails.pixmap(key_of(side))

    @property
    def _row(self) -> int:
        return self._cell.height + STEP

    def _place(self, index: int) -> QRect:
        row, column = divmod(index, self.columns)
        spare = self.viewport().width() - STEP - self.columns * (self._cell.width + STEP)
        left = STEP + spare // 2 + column * (self._cell.width + STEP)
        top = STEP + row * self._row - self.verticalScrollBar().value()
        return QRect(left, top, self._cell.width, self._cell.height)

    def _index_at(self, x: int, y: int) -> int | None:
        return next((index for index in self.in_view() if self._place(index).contains(x, y)), None)

    def _measure(self) -> None:
        rows = -(-(self._store.total or 0) // self.columns)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, rows * self._row + STEP - height))
        bar.setSingleStep(self._row // 2)
        bar.setPageStep(max(self._row, height - self._row))

    def _look(self) -> None:
        """Ask for what is in view, and a row on either side."""
        seen = self.in_view()
        self._store.view(max(0, seen.start - self.columns), seen.stop + self.columns)
        cells = [cell for index in seen if (cell := self._store.cell(index)) is not None]
        self.thumbnails.want([side for cell in cells for side in cell.sides])

    def _scrolled(self) -> None:
        self._look()
        self.viewport().update()

    def _cells_came(self) -> None:
        self._measure()
        total = self._store.total or 0
        if self._current >= total:
            self._current = max(0, total - 1)
        self._look()
        cell = self.current_cell
        self.setAccessibleDescription(cell_words(cell) if cell is not None else "")
        self.viewport().update()
        self.current_changed.emit(self._current)

    def _reset(self) -> None:
        self._current = 0
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def _picture_came(self, key: str) -> None:
        for index in self.in_view():
            cell = self._store.cell(index)
            if cell is not None and any(key_of(side) == key for side in cell.sides):
                self.viewport().update(self._place(index))

    def _restyle(self, look: Look) -> None:
        self._cell = CellLook.at(look.sizes)
        side = round(max(self._cell.width / 2, self._cell.picture_height) * self.devicePixelRatioF())
        self.thumbnails.set_size(QSize(side, side))
        self._measure()
        self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Room for three rows of four."""
        return QSize(4 * (self._cell.width + STEP), 3 * self._row)
