"""The selected spread, large, in place of the live views for as long as the operator looks."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from operator_gui.daemon.images import Picture
from operator_gui.screens.capture.cards.pictures import PictureRow
from operator_gui.screens.capture.filmstrip.cell import FilmCell, cell_words
from operator_gui.screens.capture.shot_pictures import ShotPictures
from operator_gui.theme.sizes import STEP

__all__ = ["SpreadViewer"]

LARGE_PX = 1600


class SpreadViewer(QWidget):
    """Both photographs as they were taken, in page orientation."""

    def __init__(self, pictures: ShotPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._cell: FilmCell | None = None
        self._coming: list[Picture] = []
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.row = PictureRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.title)
        column.addWidget(self.row, 1)

    def show_cell(self, cell: FilmCell) -> None:
        """Another spread, or a new version of it."""
        if cell == self._cell:
            return
        self._cell = cell
        self.title.setText(cell_words(cell))
        self.setAccessibleName(self.title.text())
        for picture in self._coming:
            picture.abort()
        boxes = self.row.expect_spread(len(cell.shots))
        self._coming = [
            self._pictures.upright(side, shot_id, LARGE_PX, box.show_image, self)
            for box, (side, shot_id) in zip(boxes, cell.shots, strict=True)
        ]
