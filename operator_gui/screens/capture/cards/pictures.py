"""A few pictures side by side with a word below each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from operator_gui.theme.sizes import STEP

__all__ = ["PictureBox", "PictureRow"]

PAGES_THAT_MEET = 2


class PictureBox(QWidget):
    """One picture, as large as fits, on black."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self.lean = 0.5
        """Where a picture narrower than the box stands: 0 left, 1 right."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def filled(self) -> bool:
        """A picture is there."""
        return not self._pixmap.isNull()

    def show_image(self, image: QImage | None) -> None:
        """Another picture, or none yet."""
        self._pixmap = QPixmap() if image is None else QPixmap.fromImage(image)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """A page."""
        return QSize(110, 150)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Still to be recognised."""
        return QSize(60, 80)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The picture keeps its shape."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), Qt.GlobalColor.black)
            if self._pixmap.isNull():
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            where = QRectF(0, 0, size.width(), size.height())
            where.moveCenter(QRectF(self.rect()).center())
            where.moveLeft((self.width() - where.width()) * self.lean)
            painter.drawPixmap(where, self._pixmap, QRectF(self._pixmap.rect()))


class PictureRow(QWidget):
    """Boxes are made as they are needed, and kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: list[tuple[QWidget, PictureBox, QLabel]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)

    def expect_spread(self, pages: int) -> list[PictureBox]:
        """Empty boxes for the pages of one spread: two of them meet in the middle."""
        boxes = self.expect([""] * pages)
        for place, box in enumerate(boxes):
            box.lean = 0.5 if pages != PAGES_THAT_MEET else 1.0 - place
        self._row.setSpacing(0)
        return boxes

    def expect(self, captions: list[str]) -> list[PictureBox]:
        """Empty boxes with these words below them, from left to right."""
        while len(self._boxes) < len(captions):
            self._boxes.append(self._new())
        for place, (holder, box, label) in enumerate(self._boxes):
            holder.setVisible(place < len(captions))
            box.show_image(None)
            if place < len(captions):
                label.setText(captions[place])
                label.setVisible(bool(captions[place]))
        return [box for _, box, _ in self._boxes[: len(captions)]]

    def _new(self) -> tuple[QWidget, PictureBox, QLabel]:
        holder, box, label = QWidget(), PictureBox(), QLabel()
        label.setProperty("kind", "capture")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(box, 1)
        column.addWidget(label)
        self._row.addWidget(holder)
        return holder, box, label
