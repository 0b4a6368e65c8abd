"""A picture to look at: fitted, at its own pixels, or anything between; moved by keys, wheel and pointer.

Painting never decodes and never resamples more than what is in view: it takes the level that fits the scale.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from operator_gui.screens.review.pyramid import Pyramid
from operator_gui.theme.theme import Look, Theme

__all__ = ["Canvas", "Layer"]

Layer = Callable[[QPainter, QTransform, QRectF], None]
"""Paints over the picture: given the way from its pixels to the widget's, and where the picture lies on the widget."""

CLOSEST = 8.0
STEP_FACTOR = 1.25


class Canvas(QWidget):
    """Shows a `Pyramid`. All coordinates of its interface are pixels of the whole picture."""

    scale_changed = Signal(float)
    """Device pixels a picture pixel: what the picture must be fine enough for."""
    moved = Signal()
    """Another part is in view."""
    pointed = Signal(QPointF)
    """A place was clicked."""
    tabbed = Signal(int)
    """Tab was pressed, or with -1 Shift and Tab, while `takes_tab` is set."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._pyramid: Pyramid | None = None
        self._words = ""
        self._fitted = True
        self._scale = 1.0
        self._centre = QPointF()
        self._grabbed: QPointF | None = None
        self._pressed_at = QPointF()
        self.layers: list[Layer] = []
        self.handle: Callable[[QPointF, bool], bool] | None = None
        """Takes the pointer for itself: asked with a place whether it does, then told where it is dragged to."""
        self._handled = False
        self.takes_tab = False
        """Tab goes from word to word instead of to the next widget."""
        theme.changed.connect(self._restyled)

    def _restyled(self, _: object) -> None:
        self.update()

    @property
    def scale(self) -> float:
        """Device-independent pixels a picture pixel."""
        return self._scale

    @property
    def percent(self) -> int:
        """Device pixels in a hundred picture pixels."""
        return round(self._scale * self.devicePixelRatioF() * 100)

    @property
    def picture(self) -> Pyramid | None:
        """What is shown."""
        return self._pyramid

    def say(self, words: str) -> None:
        """Show words in place of a picture."""
        self._pyramid, self._words = None, words
        self.setAccessibleDescription(words)
        self.update()

    def show_pyramid(self, pyramid: Pyramid, *, keep_view: bool = False) -> None:
        """Show a picture, fitted; one of the same size with more levels, or with ``keep_view``, where the view is."""
        same = self._pyramid is not None and self._pyramid.size == pyramid.size
        self._pyramid, self._words = pyramid, ""
        if not same and not keep_view:
            self._fitted = True
        self._settle()

    def fit(self) -> None:
        """The whole picture."""
        self._fitted = True
        self._settle()

    def actual_size(self) -> None:
        """A picture pixel a device pixel."""
        self.zoom_to(1.0 / self.devicePixelRatioF())

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Closer, or with negative steps farther; the place under ``at`` (of the widget) stays where it is."""
        self.zoom_to(self._scale * STEP_FACTOR**steps, at)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """See `zoom`."""
        if self._pyramid is None:
            return
        middle = QRectF(self.rect()).center()
        at = at or middle
        kept = self._centre + (at - middle) / self._scale
        self._fitted = False
        self._scale = min(CLOSEST, max(self._fit_scale() * 0.5, scale))
        self._centre = kept - (at - middle) / self._scale
        self._settle()

    def pan(self, right: float, down: float) -> None:
        """Look farther right and down, in parts of what is in view."""
        self._fitted = False
        self._centre += QPointF(right * self.width() / self._scale, down * self.height() / self._scale)
        self._settle()

    def centre_on(self, where: QRectF) -> None:
        """Bring a part of the picture into view, if it is not."""
        if not self.transform().mapRect(where).intersects(QRectF(self.rect()).adjusted(20, 20, -20, -20)):
            self._fitted = False
            self._centre = where.center()
            self._settle()

    def follow(self, other: Canvas) -> None:
        """Look at the same part, at the same share of it, as another canvas does."""
        if self._pyramid is None or other._pyramid is None:
            return
        ratio = other._pyramid.size.width() / max(1, self._pyramid.size.width())
        self._fitted, self._scale = other._fitted, other._scale * ratio
        self._centre = other._centre / ratio
        self.update()

    def transform(self) -> QTransform:
        """From picture pixels to the widget's."""
        middle = QRectF(self.rect()).center()
        way = QTransform.fromTranslate(middle.x(), middle.y())
        way.scale(self._scale, self._scale)
        way.translate(-self._centre.x(), -self._centre.y())
        return way

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The picture, then the layers."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), Qt.GlobalColor.black)
            if self._pyramid is None:
                self._paint_words(painter, self._theme.look)
                return
            way = self.transform()
            whole = way.mapRect(QRectF(0, 0, self._pyramid.size.width(), self._pyramid.size.height()))
            self.paint_picture(painter, self._pyramid, whole)
            for layer in self.layers:
                painter.save()
                layer(painter, way, whole)
                painter.restore()
            if self.hasFocus():
                painter.setPen(self._theme.look.palette.color("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def paint_picture(self, painter: QPainter, pyramid: Pyramid, whole: QRectF) -> None:
        """Draw the part of a picture that can be seen; all of it would lie at ``whole``."""
        seen = whole.intersected(QRectF(self.rect()))
        if seen.isEmpty():
            return
        level: QImage = pyramid.level_for(self._scale * self.devicePixelRatioF())
        share = level.width() / whole.width()
        source = QRectF(
            (seen.left() - whole.left()) * share,
            (seen.top() - whole.top()) * level.height() / whole.height(),
            seen.width() * share,
            seen.height() * level.height() / whole.height(),
        )
        smooth = self._grabbed is None and self._scale * self.devicePixelRatioF() < 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(seen, level, source)

    def event(self, event: QEvent) -> bool:
        """Tab, before Qt moves the focus with it."""
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if self.takes_tab and tab and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            back = event.key() == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.tabbed.emit(-1 if back else 1)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A fitted picture stays fitted."""
        super().resizeEvent(event)
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Closer and farther, at the pointer."""
        self.zoom(event.angleDelta().y() / 120, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Take hold of the picture."""
        self._handled = self.handle is not None and self.handle(event.position(), False)
        if not self._handled:
            self._grabbed = self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Move it."""
        if self._handled and self.handle is not None:
            self.handle(event.position(), True)
        elif self._grabbed is not None and self._pyramid is not None:
            self._fitted = False
            self._centre -= (event.position() - self._grabbed) / self._scale
            self._grabbed = event.position()
            self._settle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """A press without a move is a click."""
        handled, self._handled, self._grabbed = self._handled, False, None
        if not handled and (event.position() - self._pressed_at).manhattanLength() < 6 and self._pyramid is not None:
            back, _ = self.transform().inverted()
            self.pointed.emit(back.map(event.position()))
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Focus is drawn here."""
        super().changeEvent(event)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As much as there is."""
        return QSize(800, 600)

    def _fit_scale(self) -> float:
        if self._pyramid is None:
            return 1.0
        size = self._pyramid.size
        return min(self.width() / max(1, size.width()), self.height() / max(1, size.height()))

    def _settle(self) -> None:
        if self._pyramid is None:
            return
        size = self._pyramid.size
        if self._fitted:
            self._scale = self._fit_scale()
            self._centre = QPointF(size.width() / 2, size.height() / 2)
        self._centre.setX(min(max(self._centre.x(), 0.0), float(size.width())))
        self._centre.setY(min(max(self._centre.y(), 0.0), float(size.height())))
        self.scale_changed.emit(self._scale * self.devicePixelRatioF())
        self.moved.emit()
        self.update()

    def _paint_words(self, painter: QPainter, look: Look) -> None:
        painter.setPen(Qt.GlobalColor.lightGray)
        painter.setFont(look.sizes.font("body"))
        room = self.rect().adjusted(24, 24, -24, -24)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
