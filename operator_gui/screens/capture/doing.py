"""What the keys of the capture screen do: each finds the spread that is meant, and asks the daemon."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from operator_gui.screens.capture.book_cells import BookCells
from operator_gui.screens.capture.control import CaptureControl
from operator_gui.screens.capture.filmstrip.cell import FilmCell
from operator_gui.screens.capture.filmstrip.strip import Filmstrip
from operator_gui.screens.capture.live.views import LiveViews
from operator_gui.screens.capture.shelf import Shelf
from operator_gui.screens.capture.viewer import SpreadViewer
from operator_gui.screens.context import ScreenContext
from scanner_daemon.api.schemas import RigState, ShotRole, SpreadReview

__all__ = ["CaptureDoing"]

_ASKS = (RigState.READY, RigState.TURN)
"""States in which a press would shoot the next new spread."""


class CaptureDoing(QObject):
    """Implements `operator_gui.screens.capture.actions.CaptureDoes`."""

    def __init__(
        self,
        context: ScreenContext,
        control: CaptureControl,
        cells: BookCells,
        filmstrip: Filmstrip,
        shelf: Shelf,
        live: LiveViews,
        viewer: SpreadViewer,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._screen = parent
        self._noted: FilmCell | None = None
        self.control = control
        self.cells = cells
        self.filmstrip = filmstrip
        self.shelf = shelf
        self.live = live
        self.viewer = viewer
        self.views = QStackedWidget()
        self.views.addWidget(live)
        self.views.addWidget(viewer)
        shelf.note.kept.connect(self._note_kept)
        shelf.note.left.connect(self._note_left)
        filmstrip.selected.connect(self._selected)

    def fire(self) -> None:
        """Shoot. With an earlier spread selected, what is meant is asked first: it would land at the end."""
        snapshot = self._context.rig.snapshot
        cell = self.filmstrip.selection
        if cell is not None and not self.filmstrip.at_end and snapshot is not None and snapshot.state in _ASKS:
            self.shelf.ask_about(cell)
            return
        self._follow_end()
        self.control.fire()

    def pause(self) -> None:
        """Pause, or go on."""
        self.control.pause_or_resume()

    def step(self, by: int) -> None:
        """Along the filmstrip."""
        self.filmstrip.step(by)

    def select(self, index: int | None) -> None:
        """A place of the filmstrip; None: its end."""
        self.filmstrip.select(index)

    def re_shoot(self) -> None:
        """The selected spread, or the last one."""
        if (cell := self._meant()) is not None:
            self.control.re_shoot(cell, lambda _: self._follow_end())

    def insert(self) -> None:
        """Before the selected spread."""
        cell = self.filmstrip.selection
        if cell is None:
            self._context.notices.warn(self.tr("Select the spread first, with the arrow keys."))
        else:
            self.control.insert(cell.position, lambda _: self._follow_end())

    def delete(self) -> None:
        """The selected spread, or the last one."""
        if (cell := self._meant()) is not None:
            self.control.delete(cell)

    def say_role(self, role: ShotRole) -> None:
        """What the selected spread, or the last one, shows."""
        if (cell := self._meant()) is not None:
            self.control.say_role(cell, role)

    def begin_note(self) -> None:
        """On the selected spread, or the last one."""
        if (cell := self._meant()) is not None:
            self._noted = cell
            self.shelf.begin_note(cell.position)
            path = f"/v1/spreads/{cell.spread_id}/review"
            self._context.client.get(path, SpreadReview, lambda review: self.shelf.note.fill(review.note), owner=self)

    def take_back(self) -> None:
        """The last thing that was done here."""
        self.control.take_back()

    def look(self) -> None:
        """See the selected spread, or the last one, large; again: the live views."""
        if self.views.currentWidget() is self.viewer:
            self.look_away()
        elif (cell := self._meant()) is not None:
            self.viewer.show_cell(cell)
            self.views.setCurrentWidget(self.viewer)

    def look_away(self) -> None:
        """The live views again."""
        self.views.setCurrentWidget(self.live)

    def toggle_layer(self, name: str) -> None:
        """Switch something over the live views on or off; remembered."""
        self.live.toggle(name)

    def move_loupe(self, across: float, along: float) -> None:
        """In both views."""
        self.live.move_loupe(across, along)

    def accept(self) -> None:
        """Keep what was to be shot again, or give an insertion up."""
        self.control.accept()

    def release(self) -> None:
        """Hands are clear."""
        self.control.release()

    def confirm(self, *, turned: bool) -> None:
        """A person looked at the book."""
        self.control.confirm_turn(turned=turned)

    def go_on_at_end(self) -> None:
        """The press was meant for the end of the book."""
        self._follow_end()
        self.control.fire()

    def stop_asking(self) -> None:
        """Neither."""
        self.shelf.stop_asking()

    def stop_comparing(self) -> None:
        """Seen."""
        self.shelf.stop_comparing()

    def open_books(self) -> None:
        """Where books are begun."""
        self._context.go_to("books", "")

    def _meant(self) -> FilmCell | None:
        """The selected spread, or the last one of the book."""
        if self.filmstrip.selection is not None:
            return self.filmstrip.selection
        if self.cells.cells:
            return self.cells.cells[-1]
        self._context.notices.warn(self.tr("This book has no spread yet."))
        return None

    def _follow_end(self) -> None:
        self.shelf.stop_asking()
        self.filmstrip.select(None)

    def _note_kept(self, text: str) -> None:
        if self._noted is not None:
            self.control.note(self._noted, text)
        self._note_left()

    def _note_left(self) -> None:
        self._noted = None
        self.shelf.end_note()
        self._screen.setFocus()

    def _selected(self, cell: FilmCell | None) -> None:
        self.shelf.stop_asking()
        if cell is not None and self.views.currentWidget() is self.viewer:
            self.viewer.show_cell(cell)
