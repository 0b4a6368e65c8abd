"""Both live views side by side, with what a person has laid over them."""

from __future__ import annotations

from pydantic import ValidationError
from PySide6.QtWidgets import QHBoxLayout, QWidget

from operator_gui.daemon.measurements import Measurements
from operator_gui.daemon.previews import Frame, Previews
from operator_gui.screens.capture.filmstrip.cell import FilmCell
from operator_gui.screens.capture.live.layers import Layers
from operator_gui.screens.capture.live.pane import LivePane
from operator_gui.screens.capture.shot_pictures import ShotPictures
from operator_gui.session.preferences import Preferences
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import ALIGNMENT, Alignment, Measurement, RigSnapshot, Side

__all__ = ["LiveViews"]

GHOST_PX = 1024
LAYERS = "capture.layers"


class LiveViews(QWidget):
    """A pane for each camera that the rig has. Frames and measurements come only while it is `open`."""

    def __init__(
        self,
        look: Look,
        previews: Previews,
        measurements: Measurements,
        pictures: ShotPictures,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._previews = previews
        self._measurements = measurements
        self._pictures = pictures
        self._preferences = preferences
        self._open = False
        self._ghost: FilmCell | None = None
        self.panes = {side: LivePane(side, look) for side in (Side.LEFT, Side.BOTH, Side.RIGHT)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for side, pane in self.panes.items():
            row.addWidget(pane)
            pane.setVisible(side is not Side.BOTH)
        self.layers = Layers.of_words(preferences.text(LAYERS, Layers().words()))
        self._show_layers()
        previews.frame.connect(self._frame)
        measurements.measured.connect(self._measured)

    def set_look(self, look: Look) -> None:
        """Another theme or another size of text."""
        for pane in self.panes.values():
            pane.set_look(look)

    def open(self) -> None:
        """Somebody looks: have the frames and the measurements sent."""
        self._open = True
        self._measurements.open()
        self._watch()

    def close_streams(self) -> None:
        """Nobody looks: the daemon need not send them."""
        self._open = False
        self._measurements.close()
        self._previews.watch(frozenset())

    def show_rig(self, snapshot: RigSnapshot | None, *, connected: bool) -> None:
        """The cameras as they are now."""
        if snapshot is not None:
            sides = set(snapshot.cameras) & set(self.panes) or {Side.LEFT, Side.RIGHT}
            if self._sides() != sides:
                for side, pane in self.panes.items():
                    pane.setVisible(side in sides)
                self._watch()
        for pane in self.panes.values():
            pane.show_rig(snapshot, connected=connected)

    def toggle(self, layer: str) -> None:
        """Switch a layer on or off; remembered."""
        self.layers = self.layers.toggled(layer)
        self._preferences.set_text(LAYERS, self.layers.words())
        self._show_layers()

    def move_loupe(self, across: float, along: float) -> None:
        """In all panes, by a share of their size."""
        if self.layers.loupe:
            for pane in self.panes.values():
                pane.move_loupe(across, along)

    def set_ghost(self, cell: FilmCell | None) -> None:
        """The spread to be laid over while that layer is on."""
        if cell == self._ghost:
            return
        self._ghost = cell
        if self.layers.ghost:
            self._load_ghost()

    def _load_ghost(self) -> None:
        for pane in self.panes.values():
            pane.set_ghost(None)
        for side, shot_id in self._ghost.shots if self._ghost is not None else ():
            if side in self.panes:
                self._pictures.upright(side, shot_id, GHOST_PX, self.panes[side].set_ghost, self.panes[side])

    def _show_layers(self) -> None:
        for pane in self.panes.values():
            pane.set_layers(self.layers)
        if self.layers.ghost:
            self._load_ghost()

    def _sides(self) -> set[Side]:
        return {side for side, pane in self.panes.items() if not pane.isHidden()}

    def _watch(self) -> None:
        if self._open:
            self._previews.watch(frozenset(self._sides()))

    def _frame(self, frame: Frame) -> None:
        if frame.side in self.panes:
            self.panes[frame.side].offer(frame.number, frame.jpeg)

    def _measured(self, measurement: Measurement) -> None:
        if measurement.name != ALIGNMENT or measurement.side not in self.panes:
            return
        try:
            alignment = Alignment.model_validate(measurement.detail)
        except ValidationError:
            return  # of a newer daemon
        self.panes[measurement.side].show_alignment(alignment)
