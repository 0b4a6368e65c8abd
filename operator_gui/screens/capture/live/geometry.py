"""From the frame as the camera sends it to the pane, turned so that the page stands upright."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPolygonF, QTransform

from scanner_daemon.api.schemas import FramePoint

__all__ = ["PaneGeometry"]


class PaneGeometry:
    """Where a frame lies in a pane: fitted as large as it goes, its aspect kept, in the middle.

    ``rotate_degrees`` (0, 90, 180, 270) turns the frame clockwise until the page reads upright. ``lean`` is where it
    stands when the room is wider: 0 at the left edge, 1 at the right one; so the two pages of a spread meet.
    """

    def __init__(self, frame: QSize, rotate_degrees: int, room: QRectF, lean: float = 0.5) -> None:
        self.frame = frame
        self.rotate_degrees = rotate_degrees % 360
        upright = frame.transposed() if self.rotate_degrees % 180 else frame
        across, along = max(1, upright.width()), max(1, upright.height())
        self.scale = min(room.width() / across, room.height() / along)
        self.shown = QRectF(0, 0, across * self.scale, along * self.scale)
        """What of the pane the frame covers."""
        self.shown.moveCenter(room.center())
        self.shown.moveLeft(room.left() + (room.width() - self.shown.width()) * lean)
        turned = QTransform().translate(self.shown.center().x(), self.shown.center().y())
        turned.rotate(self.rotate_degrees).scale(self.scale, self.scale)
        self.to_pane = turned.translate(-frame.width() / 2, -frame.height() / 2)
        """Pixels of the frame to logical pixels of the pane."""

    def point(self, fraction: FramePoint) -> QPointF:
        """Where a point told as fractions of the frame lies in the pane."""
        return self.to_pane.map(QPointF(fraction[0] * self.frame.width(), fraction[1] * self.frame.height()))

    def polygon(self, fractions: tuple[FramePoint, ...]) -> QPolygonF:
        """The same for the corners of an area, closed."""
        return QPolygonF([self.point(each) for each in (*fractions, fractions[0])])

    def upright_point(self, in_pane: QPointF) -> QPointF:
        """The pixel of the upright frame that is shown there."""
        return (in_pane - self.shown.topLeft()) / self.scale
