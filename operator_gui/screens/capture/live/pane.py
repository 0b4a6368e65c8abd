"""One live view in page orientation. The newest frame wins; what is drawn over it says only what is off."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from operator_gui.screens.capture.live.condition import PaneCondition, PaneSight, pane_condition, side_word
from operator_gui.screens.capture.live.decoding import DecodedFrame, FrameDecoder
from operator_gui.screens.capture.live.finding_words import finding_words, way_of
from operator_gui.screens.capture.live.geometry import PaneGeometry
from operator_gui.screens.capture.live.labels import paint_label
from operator_gui.screens.capture.live.layers import Layers
from operator_gui.screens.capture.live.overlay import SURE, OverlayColours, paint_alignment, paint_grid
from operator_gui.screens.capture.live.signal_layers import SignalColours, SignalWanted
from operator_gui.theme.palette import DARK
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.ink_label import InkLabel
from scanner_daemon.api.schemas import Alignment, Level, RigSnapshot, Side

__all__ = ["LivePane"]

LOOK_AGAIN_MS = 250
GHOST_OPACITY = 0.3
DIMMED = 0.45
LOUPE_PX = 260.0
MOST_LABELS = 2
_LEAN = {Side.LEFT: 1.0, Side.RIGHT: 0.0, Side.BOTH: 0.5, Side.SINGLE: 0.5}
"""Left and right page meet at the spine, as they lie in the cradle."""


class LivePane(QWidget):
    """The view of one camera. It is black around the page in either theme: paper is judged against the dark."""

    frame_painted = Signal(int)
    """The number of a frame, when it has been drawn for the first time."""

    def __init__(self, side: Side, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self.layers = Layers()
        self.condition = PaneCondition(PaneSight.DARK)
        self._look = look
        self._snapshot: RigSnapshot | None = None
        self._connected = False
        self._frame: DecodedFrame | None = None
        self._frame_at: float | None = None
        self._painted = -1
        self._alignment: Alignment | None = None
        self._ghost: QImage | None = None
        self._loupe_at: QPointF | None = None
        self._colours = OverlayColours(DARK.color("accent"), DARK.color("warn"), DARK.color("bad"))
        signals = SignalColours(DARK.color("good").rgba(), DARK.color("bad").rgba())
        self._decoder = FrameDecoder(signals, self)
        self._decoder.decoded.connect(self._show_frame)
        self._what, self._remedy = InkLabel(wrapped=True), InkLabel(wrapped=True)
        for label, ink in ((self._what, "text"), (self._remedy, "quiet")):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            label.set_ink(DARK.color(ink))
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.addStretch()
        column.addWidget(self._what)
        column.addWidget(self._remedy)
        column.addStretch()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._judge)
        self._clock.start()
        self.set_look(look)
        self._judge()

    @property
    def shown_number(self) -> int | None:
        """The number of the frame that is shown."""
        return self._frame.number if self._frame else None

    def set_look(self, look: Look) -> None:
        """Another size of text; the colours stay dark."""
        self._look = look
        self._what.set_type(look.sizes.font("title", bold=True))
        self._remedy.set_type(look.sizes.font("capture"))
        self.update()

    def offer(self, number: int, jpeg: bytes) -> None:
        """The newest frame as it came. Out of sight nothing is decoded."""
        if self.isVisible():
            self._decoder.offer(number, jpeg)

    def rest(self) -> None:
        """No more frames for now."""
        self._decoder.rest()

    def show_rig(self, snapshot: RigSnapshot | None, *, connected: bool) -> None:
        """The camera's state, and whether its frames are to be believed."""
        self._snapshot, self._connected = snapshot, connected
        camera = snapshot.cameras.get(self.side) if snapshot else None
        if camera is not None and camera.rotate_degrees != self._decoder.rotate_degrees:
            self._decoder.rotate_degrees = camera.rotate_degrees
            self._frame = None
        if not connected or camera is None or not camera.alive:
            self._frame_at = None
            self._frame = None
            self._alignment = None
        self._judge()
        self.update()

    def show_alignment(self, alignment: Alignment | None) -> None:
        """What was measured on the newest frames. While frames come, the next one brings it to the screen."""
        self._alignment = alignment
        if alignment is None or self.condition.sight is not PaneSight.LIVE:
            self.update()

    def set_layers(self, layers: Layers) -> None:
        """Switch layers on and off."""
        self.layers = layers
        self._decoder.wanted = SignalWanted(layers.peaking, layers.zebra)
        if not layers.loupe:
            self._loupe_at = None
        self.update()

    def set_ghost(self, ghost: QImage | None) -> None:
        """The last photograph of this side, upright, to be laid over the live view."""
        self._ghost = ghost
        self.update()

    def move_loupe(self, across: float, along: float) -> None:
        """By a share of the pane's width and height."""
        at = self._loupe_at or QRectF(self.rect()).center()
        x = min(max(at.x() + across * self.width(), 0.0), float(self.width()))
        y = min(max(at.y() + along * self.height(), 0.0), float(self.height()))
        self._loupe_at = QPointF(x, y)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As much as there is."""
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Enough to see a page by."""
        return QSize(200, 200)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """The loupe follows the pointer; nothing needs one."""
        if self.layers.loupe:
            self._loupe_at = event.position()
            self.update()

    def _show_frame(self, frame: DecodedFrame) -> None:
        if self._snapshot is None or not self._connected:
            return
        self._frame = frame
        self._frame_at = monotonic()
        if self.condition.sight is not PaneSight.LIVE:
            self._judge()
        self.update()

    def _judge(self) -> None:
        age = None if self._frame_at is None else monotonic() - self._frame_at
        condition = pane_condition(self._snapshot, self.side, connected=self._connected, frame_age_s=age)
        if condition == self.condition:
            return
        self.condition = condition
        dark = condition.sight is PaneSight.DARK
        self._what.setText(condition.what if dark else "")
        self._remedy.setText(condition.remedy if dark else "")
        self._what.setVisible(dark)
        self._remedy.setVisible(dark and bool(condition.remedy))
        self.setAccessibleName(f"{side_word(self.side)}: {condition.what}".rstrip(": "))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Everything in one go, straight from the decoded image."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), Qt.GlobalColor.black)
            if self._frame is not None and self.condition.sight is not PaneSight.DARK:
                self._paint_view(painter, self._frame)

    def _paint_view(self, painter: QPainter, frame: DecodedFrame) -> None:
        upright = frame.image.size()
        sent = upright.transposed() if self._decoder.rotate_degrees % 180 else upright
        geometry = PaneGeometry(sent, self._decoder.rotate_degrees, QRectF(self.rect()), _LEAN[self.side])
        live = self.condition.sight is PaneSight.LIVE
        painter.setOpacity(1.0 if live else DIMMED)
        self._paint_frame(painter, geometry, frame)
        painter.setOpacity(1.0)
        if self.layers.ghost and self._ghost is not None:
            painter.setOpacity(GHOST_OPACITY)
            painter.drawImage(geometry.shown, self._ghost)
            painter.setOpacity(1.0)
        if self.layers.grid:
            paint_grid(painter, geometry.shown, DARK.color("text"))
        if live and self._alignment is not None:
            box, margins = self.layers.page_box, self.layers.margins
            paint_alignment(painter, geometry, self._alignment, self._colours, box=box, margins=margins)
        if self.layers.loupe:
            self._paint_loupe(painter, geometry, frame)
        self._paint_words(painter, geometry.shown)
        if frame.number != self._painted:
            self._painted = frame.number
            self.frame_painted.emit(frame.number)

    @staticmethod
    def _paint_frame(painter: QPainter, geometry: PaneGeometry, frame: DecodedFrame) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(geometry.shown, frame.image)
        if frame.layer is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(geometry.shown, frame.layer)
        painter.restore()

    def _paint_loupe(self, painter: QPainter, geometry: PaneGeometry, frame: DecodedFrame) -> None:
        """One pixel of the frame is one pixel of the screen, or two where the view itself is as large as that."""
        at = self._loupe_at or geometry.shown.center()
        middle = geometry.upright_point(at)
        larger = max(1.0, round(2 * geometry.scale))
        side = min(LOUPE_PX, self.width() * 0.6, self.height() * 0.6)
        box = QRectF(0, 0, side, side)
        box.moveCenter(at)
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, Qt.GlobalColor.black)
        painter.translate(at)
        painter.scale(larger, larger)
        painter.drawImage(-middle, frame.image)
        painter.restore()
        painter.setPen(QPen(DARK.color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _paint_words(self, painter: QPainter, shown: QRectF) -> None:
        font = self._look.sizes.font("capture", bold=True)
        top = QPointF(shown.center().x(), STEP)
        room = shown.width() - 2.0 * STEP
        if self.condition.sight is PaneSight.STALE:
            paint_label(painter, top, room, self.condition.what, None, font, DARK.color("text"))
            return
        alignment = self._alignment
        if alignment is None or (alignment.confidence < SURE and alignment.page is not None):
            return
        for finding in alignment.findings[:MOST_LABELS]:
            ink = self._colours.red if finding.level is Level.RED else self._colours.amber
            if words := finding_words(finding):
                high = paint_label(painter, top, room, words, way_of(finding), font, ink)
                top += QPointF(0, high + STEP / 2)
