"""The state band: what the rig is doing, readable from two metres by word, shape and colour."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from operator_gui.daemon.trouble import Trouble
from operator_gui.theme.palette import Palette
from operator_gui.theme.sizes import STEP, TOUCH
from operator_gui.theme.theme import Look
from operator_gui.widgets.band_message import BandKind, BandMessage, band_message
from operator_gui.widgets.ink_label import InkLabel
from operator_gui.widgets.state_mark import paint_mark
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import Fault, RigSnapshot, RigState

__all__ = ["StateBand", "band_colours"]

HEIGHT = 88
MARK = 60
REFUSED_SHOWN_MS = 5_000
_MAY_REFUSE = (RigState.NO_BOOK, RigState.READY, RigState.HOLD_STILL, RigState.TURN, RigState.WAIT, RigState.PAUSED)
"""In the other states the band itself says what to do now, and an older refusal would only be in the way."""
_SAID_BY_REFUSAL = (BandKind.READY, BandKind.ARMED, BandKind.HOLD_STILL, BandKind.TURN, BandKind.WAIT, BandKind.PAUSED)


def band_colours(kind: BandKind, palette: Palette) -> tuple[QColor, QColor]:
    """(ground, ink) of the band."""
    match kind:
        case BandKind.READY | BandKind.ARMED:
            names = ("ready", "on_state")
        case BandKind.HOLD_STILL:
            names = ("hold", "on_deep")
        case BandKind.TURN:
            names = ("turn", "on_state")
        case BandKind.TURN_BACK | BandKind.CONFIRM_TURN:
            names = ("turn_back", "on_state")
        case BandKind.PAUSED:
            names = ("paused", "on_deep")
        case BandKind.FAULT | BandKind.STOPPED:
            names = ("stopped", "on_deep")
        case BandKind.WAIT:
            names = ("wait", "on_deep")
        case BandKind.NO_BOOK | BandKind.DISCONNECTED:
            names = ("raised", "text")
    return palette.color(names[0]), palette.color(names[1])


def _sentences(fault: Fault | None, what: str, remedy: str) -> tuple[str, str]:
    return words_of(fault.code, fault.params, what, remedy) if fault else (what, remedy)


class StateBand(QFrame):
    """Above every screen. `show_rig` with each snapshot, `show_refusal` is told by the snapshot too."""

    stop_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._message = band_message(None, connected=False)
        self._refused_seen: int | None = None
        self._refused_in_row = 0
        self._refused_for = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.mark = _Mark(self)
        self.word, self.what, self.remedy = InkLabel(), InkLabel(wrapped=True), InkLabel(wrapped=True)
        self.refused = _Refused()
        self._refused_timer = QTimer(self, singleShot=True, interval=REFUSED_SHOWN_MS)
        self._refused_timer.timeout.connect(self._forget_refusal)
        self.spread, self.spread_of = InkLabel(), InkLabel()
        self.pace, self.pace_unit = InkLabel(), InkLabel()
        self.stop = QPushButton(QCoreApplication.translate("StateBand", "STOP"))
        self.stop.setProperty("kind", "stop")
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.setAccessibleName(QCoreApplication.translate("StateBand", "Emergency stop"))
        self.stop.clicked.connect(self.stop_asked)
        self._lay_out()
        self.set_look(look)

    @property
    def message(self) -> BandMessage:
        """What it says now."""
        return self._message

    def set_look(self, look: Look) -> None:
        """Another theme or another size of text."""
        self._look = look
        sizes = look.sizes
        grown = sizes.band / 40
        self.setMinimumHeight(round(HEIGHT * max(1.0, grown)))
        self.mark.setFixedSize(round(MARK * max(1.0, grown)), round(MARK * max(1.0, grown)))
        self.word.set_type(sizes.font("band", bold=True))
        self.what.set_type(sizes.font("title", bold=True))
        self.remedy.set_type(sizes.font("capture"))
        self.refused.text.set_type(sizes.font("capture", bold=True))
        for figure, unit in ((self.spread, self.spread_of), (self.pace, self.pace_unit)):
            figure.set_type(sizes.font("title", bold=True))
            unit.set_type(sizes.font("capture"))
        self.stop.setMinimumSize(round(TOUCH * 2.5 * max(1.0, grown)), round(TOUCH * 1.4))  # the style says so too
        self._paint_in_state()

    def show_rig(self, snapshot: RigSnapshot | None, *, connected: bool, trouble: Trouble | None = None) -> None:
        """The rig as it is now; ``connected`` False puts everything else aside at once."""
        self._count_refusals(snapshot, connected)
        message = band_message(snapshot, connected=connected, trouble=trouble)
        self._show_progress(snapshot if connected else None)
        if message != self._message:
            self._message = message
            self._paint_in_state()

    def _show_progress(self, snapshot: RigSnapshot | None) -> None:
        translate = QCoreApplication.translate
        halted = snapshot is None or snapshot.state in (RigState.FAULT, RigState.STOPPED)
        book = None if snapshot is None or halted else snapshot.book
        self.spread.setVisible(book is not None)
        self.spread_of.setVisible(book is not None)
        pace = None if snapshot is None or halted or book is None else snapshot.pages_per_hour
        self.pace.setVisible(pace is not None)
        self.pace_unit.setVisible(pace is not None)
        if book is not None and snapshot is not None:
            here = str(snapshot.position or book.spreads + 1)
            if book.expected_spreads and book.spreads == book.expected_spreads:
                here = str(book.spreads)  # all that was expected is there: "8 of ~7" would be no place in a book
            of_all = translate("StateBand", "%1 of ~%2").replace("%1", here).replace("%2", str(book.expected_spreads))
            self.spread.setText(of_all if book.expected_spreads else here)
            self.spread_of.setText(translate("StateBand", "spread"))
        if pace is not None:
            self.pace.setText(f"{pace:.0f}")
            self.pace_unit.setText(translate("StateBand", "pages/h"))

    def _count_refusals(self, snapshot: RigSnapshot | None, connected: bool) -> None:
        if snapshot is None or not connected:
            self._refused_seen = None
            self._forget_refusal()
            return
        seen, self._refused_seen = self._refused_seen, snapshot.refused_presses
        if snapshot.state not in _MAY_REFUSE or (
            snapshot.state is RigState.HOLD_STILL and not snapshot.refused_because
        ):
            self._forget_refusal()
        if seen is not None and snapshot.refused_presses > seen:
            self._refused_in_row += snapshot.refused_presses - seen
            self.show_refusal(self._refused_in_row, snapshot.refused_because[0] if snapshot.refused_because else None)

    def show_refusal(self, count: int, why: Fault | None) -> None:
        """Mark that presses were not taken, for a few seconds or until one is."""
        said = QCoreApplication.translate("StateBand", "Press not taken (%1×).").replace("%1", str(count))
        self._refused_for = reason = words_of(why.code, why.params, why.what, why.remedy)[0] if why else ""
        self.refused.text.setText(f"{said} {reason}".strip())
        self.refused.show()
        self._show_sentences()
        self._refused_timer.start()
        self._announce(self.refused.text.text(), assertive=False)

    def _forget_refusal(self) -> None:
        self._refused_in_row = 0
        self._refused_timer.stop()
        self.refused.hide()
        self._show_sentences()

    def _show_sentences(self) -> None:
        """Where a refusal is told, it takes the place of what matters less: its reason says as much.

        What stands against every press is said once, as the reason, and what to do about it stays.
        """
        refusing = not self.refused.isHidden()
        repeated = refusing and self.what.text() == self._refused_for
        told = refusing and (repeated or self._message.kind in _SAID_BY_REFUSAL)
        self.what.setVisible(bool(self.what.text()) and not told)
        self.remedy.setVisible(bool(self.remedy.text()) and (repeated or not refusing))

    def _lay_out(self) -> None:
        sentences = QVBoxLayout()
        sentences.setSpacing(0)
        sentences.addStretch()
        for label in (self.what, self.remedy, self.refused):
            sentences.addWidget(label)
        sentences.addStretch()
        self.refused.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        row.setSpacing(STEP * 2)
        row.addWidget(self.mark)
        row.addWidget(self.word)
        row.addLayout(sentences, 1)
        for figure, unit in ((self.spread, self.spread_of), (self.pace, self.pace_unit)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addStretch()
            for label in (figure, unit):
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                label.hide()
                column.addWidget(label)
            column.addStretch()
            row.addLayout(column)
        row.addWidget(self.stop)

    def _paint_in_state(self) -> None:
        ground, ink = band_colours(self._message.kind, self._look.palette)
        self.mark.show_kind(self._message.kind, ink, ground, self._message.backwards)
        what, remedy = _sentences(self._message.fault, self._message.what, self._message.remedy)
        for label, text in ((self.word, self._message.word), (self.what, what), (self.remedy, remedy)):
            label.setText(text)
        self._show_sentences()
        for label in (self.word, self.what, self.remedy, self.spread, self.spread_of, self.pace, self.pace_unit):
            label.set_ink(ink)
        self.refused.set_colours(ground, ink)
        said = f"{self._message.word}. {what} {remedy}".strip()
        self.setAccessibleName(said)
        self._announce(said, assertive=self._message.kind in (BandKind.STOPPED, BandKind.FAULT))
        self.update()

    def _announce(self, text: str, *, assertive: bool) -> None:
        if not QAccessible.isActive():
            return
        told = QAccessibleAnnouncementEvent(self, text)
        urgency = QAccessible.AnnouncementPoliteness
        told.setPoliteness(urgency.Assertive if assertive else urgency.Polite)
        QAccessible.updateAccessibility(told)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The whole band in the colour of the state."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), band_colours(self._message.kind, self._look.palette)[0])


class _Mark(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = (BandKind.DISCONNECTED, QColor(), QColor(), False)

    def show_kind(self, kind: BandKind, ink: QColor, ground: QColor, backwards: bool) -> None:
        self._shown = (kind, ink, ground, backwards)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        del event
        kind, ink, ground, backwards = self._shown
        with QPainter(self) as painter:
            paint_mark(painter, kind, QRectF(self.rect()), ink, ground, backwards=backwards)


class _Refused(QWidget):
    """A crossed-out circle and the count, on the ink's colour: seen without blinking."""

    def __init__(self) -> None:
        super().__init__()
        self.text = InkLabel(wrapped=True)
        self._ground, self._ink = QColor(), QColor()
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 5, 2, STEP * 2, 2)
        row.addWidget(self.text)

    def set_colours(self, ground: QColor, ink: QColor) -> None:
        self._ground, self._ink = ground, ink
        self.text.set_ink(ground)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return super().sizeHint().expandedTo(QSize(0, STEP * 3))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        side = min(self.height() - 8, STEP * 3)
        circle = QRectF(STEP, (self.height() - side) / 2, side, side).adjusted(2, 2, -2, -2)
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(self._ground)
        pen.setWidthF(3)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        inset = circle.width() * 0.146
        across = circle.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(across.topLeft(), across.bottomRight())
        painter.end()
