"""Icons drawn from path data, sharp at every scale and in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

__all__ = ["icon", "picture"]

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{path}" fill="none" stroke="{color}" '
    'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def picture(path: str, color: str, size_px: int, ratio: float) -> QPixmap:
    """SVG path data in a 24 × 24 box as a pixmap of ``size_px``, for a screen with ``ratio`` pixels a point."""
    drawn = QPixmap(round(size_px * ratio), round(size_px * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    drawn.setDevicePixelRatio(ratio)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(QByteArray(_SVG.format(path=path, color=color).encode()))
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return drawn


def icon(path: str, color: str, checked: str, size_px: int, ratio: float) -> QIcon:
    """An icon with another colour while its button is checked."""
    made = QIcon(picture(path, color, size_px, ratio))
    made.addPixmap(picture(path, checked, size_px, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made
