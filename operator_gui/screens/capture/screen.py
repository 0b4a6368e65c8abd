"""The capture screen: two live views, the last verdict, the instruments, the filmstrip; everything by key."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from operator_gui.screens.capture.actions import SCOPE, capture_actions
from operator_gui.screens.capture.book_cells import BookCells
from operator_gui.screens.capture.cards.card import Choice
from operator_gui.screens.capture.cards.wanted import RigCard
from operator_gui.screens.capture.control import CaptureControl
from operator_gui.screens.capture.doing import CaptureDoing
from operator_gui.screens.capture.filmstrip.cell import FilmCell
from operator_gui.screens.capture.filmstrip.strip import Filmstrip
from operator_gui.screens.capture.filmstrip.thumbnails import Thumbnails
from operator_gui.screens.capture.instruments import Instruments
from operator_gui.screens.capture.last_spread_panel import LastSpreadPanel
from operator_gui.screens.capture.live.views import LiveViews
from operator_gui.screens.capture.shelf import Shelf
from operator_gui.screens.capture.shot_pictures import ShotPictures
from operator_gui.screens.capture.viewer import SpreadViewer
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import ScreenWidget
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.aside import Aside
from scanner_daemon.api.schemas import LastSpread, RigSnapshot, RigState, SpreadReview

__all__ = ["CaptureScreen"]

ASIDE_PX = 304


class CaptureScreen(ScreenWidget):
    """Shows what the daemon tells, and asks what keys say; it holds no truth."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.room)
        self._context = context
        self._last: LastSpread | None = None
        self._count = 0
        look = context.theme.look
        control = CaptureControl(context.client, context.rig, context.notices, context.keys, self)
        self.pictures = ShotPictures(context.images)
        self.cells = BookCells(context.client, self)
        self.live = LiveViews(look, context.previews, context.measurements, self.pictures, context.preferences)
        self.verdict, self.instruments = LastSpreadPanel(look), Instruments(look)
        self.filmstrip = Filmstrip(look, Thumbnails(self.pictures.thumbnail, self))
        self.viewer = SpreadViewer(self.pictures)
        self.shelf = Shelf(context.keys, self.pictures)
        self.doing = CaptureDoing(
            context, control, self.cells, self.filmstrip, self.shelf, self.live, self.viewer, self
        )
        self.cells.changed.connect(self._cells_changed)
        control.said_of.connect(self.cells.refresh)
        self._lay_out()
        self._register_keys()
        context.rig.changed.connect(self._show_rig)
        context.rig.connection_changed.connect(self._show_rig)
        context.theme.changed.connect(self._restyle)
        self._show_rig()

    def open_at(self, place: str) -> None:
        """Select the spread with this id."""
        self.filmstrip.select_spread(place)

    def shown_now(self) -> None:
        """Live views and measurements come."""
        self.live.open()

    def hidden_now(self) -> None:
        """Nobody looks: the daemon need not send them."""
        self.live.close_streams()

    def _show_rig(self, *_: object) -> None:
        snapshot, connected = self._context.rig.snapshot, self._context.rig.connected
        if snapshot is not None:
            self._show_snapshot(snapshot)
        self.live.show_rig(snapshot, connected=connected)
        self._show_target()

    def _show_snapshot(self, snapshot: RigSnapshot) -> None:
        self.doing.control.book_in_hand(snapshot.book.book_id if snapshot.book else None)
        self.pictures.follow(snapshot)
        self.filmstrip.set_turns(self.pictures.turns)
        self.cells.follow(snapshot)
        self.instruments.show_rig(snapshot)
        begun = snapshot.book is not None and snapshot.book.spreads > 0
        self.verdict.show_last(snapshot.last_spread, begun=begun)
        if snapshot.state is RigState.HOLD_STILL:
            self.doing.look_away()
        self._compare(snapshot)

    def _compare(self, snapshot: RigSnapshot) -> None:
        """A newer version of a spread that was there before: show both.

        Where the book has another number of spreads, one was taken out or put back, and none was shot again.
        """
        last, before = snapshot.last_spread, self._last
        count, was = snapshot.book.spreads if snapshot.book else 0, self._count
        self._last, self._count = last, count
        if last is None or before is None or last.version < 2 or last.missing or count != was:
            return
        if (last.spread_id, last.version) != (before.spread_id, before.version):
            path = f"/v1/spreads/{last.spread_id}/review"
            self._context.client.get(path, SpreadReview, self.shelf.compare, failed=lambda _: None, owner=self)

    def _cells_changed(self, cells: list[FilmCell]) -> None:
        self.filmstrip.set_cells(cells)
        self._show_target()

    def _show_target(self) -> None:
        """The spread to turn back to is what the next photograph must match: its pictures are shown, and laid over."""
        snapshot, cells = self._context.rig.snapshot, self.cells.cells
        target = None
        if snapshot is not None and snapshot.turn_back is not None:
            target = next((cell for cell in cells if cell.position == snapshot.turn_back.position), None)
        self.shelf.show_rig(snapshot, connected=self._context.rig.connected, target=target)
        self.live.set_ghost(target or (cells[-1] if cells else None))

    def _restyle(self, look: Look) -> None:
        for part in (self.live, self.verdict, self.instruments, self.filmstrip):
            part.set_look(look)
        self._widen(look)

    def _widen(self, look: Look) -> None:
        """Larger words need a wider column beside the views."""
        self._beside.set_least(round(ASIDE_PX * max(1.0, look.sizes.capture / 19)))

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout()
        column.setSpacing(STEP)
        column.addWidget(self.doing.views, 1)
        column.addWidget(self.shelf)
        above = QHBoxLayout()
        above.setSpacing(STEP)
        above.addLayout(column, 1)
        above.addWidget(self._aside())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(STEP)
        whole.addLayout(above, 1)
        whole.addWidget(self.filmstrip)

    def _aside(self) -> QWidget:
        """Scrolls where large text or many findings need more room than there is."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.verdict)
        column.addStretch(1)
        column.addWidget(self.instruments)
        self._beside = Aside(inside)
        self._widen(self._context.theme.look)
        return self._beside

    def _register_keys(self) -> None:
        cards, shelf = self.shelf.rig_cards, self.shelf
        actions = capture_actions(
            self.doing,
            confirm=cards[RigCard.CONFIRM_TURN],
            question=shelf.question,
            comparison=shelf.comparison,
            viewer=self.viewer,
            no_book=cards[RigCard.NO_BOOK],
        )
        self._context.keys.register(*actions)
        by_id = {action.id: action for action in actions}

        def choices(*words: str) -> list[Choice]:
            ids = (f"{SCOPE}.{word}" for word in words)
            return [Choice(each, by_id[each].title, by_id[each].run) for each in ids]

        cards[RigCard.RELEASE].offer(*choices("release"))
        cards[RigCard.CONFIRM_TURN].offer(*choices("turned", "not_turned"))
        cards[RigCard.TURN_BACK].offer(*choices("fire", "accept"))
        cards[RigCard.FAULT].offer(*choices("fire", "accept", "release"))
        accept, pause = by_id[f"{SCOPE}.accept"], by_id[f"{SCOPE}.pause"]
        cards[RigCard.INSERT].offer(Choice(accept.id, self.tr("Insert nothing"), accept.run))
        cards[RigCard.PAUSED].offer(Choice(pause.id, self.tr("Go on"), pause.run))
        cards[RigCard.NO_BOOK].offer(*choices("books"))
        short = {"re_shoot": self.tr("Shoot it again"), "insert": self.tr("Insert before it")}
        asked = choices("re_shoot", "insert", "at_end", "no_answer")
        shelf.question.offer(
            *(replace(each, words=short.get(each.action_id.partition(".")[2], each.words)) for each in asked)
        )
        shelf.comparison.offer(*choices("seen"))
