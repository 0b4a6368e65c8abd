"""Jobs done by the minute over an hour, or by ten minutes over a day: lines that are told apart without colour."""

from __future__ import annotations

import math
from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from operator_gui.screens.queue.words import at_words, kind_words, number
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import Span, Throughput

__all__ = ["ThroughputPlot", "round_up"]

STEPS_OF_SCALE = (1, 2, 5, 10)


def round_up(highest: float) -> int:
    """The next 1, 2 or 5 times a power of ten: where a scale may end. At least 2, so that it has a middle."""
    if highest <= 2:
        return 2
    power = 10 ** math.floor(math.log10(highest))
    return int(next(step * power for step in STEPS_OF_SCALE if step * power >= highest))


class ThroughputPlot(QWidget):
    """The kind that made most is an area, the others are broken lines; each is named in the legend."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._told: Throughput | None = None
        self._lines: list[tuple[str, list[int]]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(STEP * 20)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide enough for five times of day."""
        return QSize(STEP * 46, STEP * 24)

    @property
    def lines(self) -> list[tuple[str, list[int]]]:
        """What is drawn: jobs by stretch, of each kind, the most first."""
        return self._lines

    def set_look(self, look: Look) -> None:
        """Another theme."""
        self._look = look
        self.update()

    def show_told(self, told: Throughput) -> None:
        """Other figures."""
        self._told = told
        self._lines = _lines_of(told)
        done = sum(sum(values) for _, values in self._lines)
        span = self.tr("last hour") if told.span is Span.HOUR else self.tr("last day")
        self.setAccessibleName(self.tr("Jobs done in the {span}: {count}").format(span=span, count=number(done)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Scale, lines, legend; or what an empty plot means."""
        del event
        if self._told is None:
            return
        font = self._look.sizes.font("small")
        metrics = QFontMetrics(font)
        highest = round_up(max((max(values) for _, values in self._lines), default=0))
        left = metrics.horizontalAdvance(number(highest)) + STEP
        height = metrics.height()
        room = QRectF(self.rect()).adjusted(left, 2 * height + STEP * 2, -STEP, -height - STEP)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font)
            self._paint_scale(painter, room, highest, metrics)
            for place in reversed(range(len(self._lines))):
                self._paint_line(painter, room, place, highest)
            self._paint_legend(painter, metrics)
            if not self._lines:
                painter.setPen(self._look.palette.color("quiet"))
                hour = self._told.span is Span.HOUR
                said = self.tr("No job was done in the last hour.") if hour else self.tr("No job was done today.")
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, said)

    def _paint_scale(self, painter: QPainter, room: QRectF, highest: int, metrics: QFontMetrics) -> None:
        assert self._told is not None
        colors = self._look.palette
        for value in (0, highest // 2, highest):
            y = room.bottom() - value / highest * room.height()
            painter.setPen(QPen(colors.color("line"), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(colors.color("quiet"))
            box = QRectF(0, y - metrics.height() / 2, room.left() - STEP, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number(value))
        length = (self._told.until - self._told.since).total_seconds()
        times = 4 if room.width() > metrics.horizontalAdvance("00:00") * 8 else 2
        for step in range(times + 1):
            at = self._told.since + timedelta(seconds=length * step / times)
            words = at_words(at, at)
            wide = metrics.horizontalAdvance(words)
            x = room.left() + room.width() * step / times
            x = min(max(x - wide / 2, room.left()), room.right() - wide)
            painter.drawText(QPointF(x, room.bottom() + metrics.ascent() + STEP / 2), words)

    def _paint_line(self, painter: QPainter, room: QRectF, place: int, highest: int) -> None:
        values = self._lines[place][1]
        step = room.width() / max(1, len(values) - 1)
        points = [
            QPointF(room.left() + number_ * step, room.bottom() - value / highest * room.height())
            for number_, value in enumerate(values)
        ]
        color = self._look.palette.color("accent" if place == 0 else "text")
        if place == 0:
            area = QPainterPath(QPointF(room.bottomLeft()))
            for point in points:
                area.lineTo(point)
            area.lineTo(room.bottomRight())
            faint = self._look.palette.color("accent")
            faint.setAlpha(48)
            painter.fillPath(area, faint)
        painter.setPen(_pen(color, place))
        painter.drawPolyline(QPolygonF(points))

    def _paint_legend(self, painter: QPainter, metrics: QFontMetrics) -> None:
        assert self._told is not None
        unit = self.tr("jobs per minute") if self._told.span is Span.HOUR else self.tr("jobs per 10 minutes")
        x = 0.0
        painter.setPen(self._look.palette.color("quiet"))
        painter.drawText(QPointF(x, metrics.ascent()), unit)
        for place, (kind, _) in enumerate(self._lines):
            words = kind_words(kind)
            if x + STEP * 4 + metrics.horizontalAdvance(words) > self.width():
                break
            painter.setPen(_pen(self._look.palette.color("accent" if place == 0 else "text"), place))
            middle = metrics.height() * 1.5 + STEP / 2
            painter.drawLine(QPointF(x, middle), QPointF(x + STEP * 3, middle))
            painter.setPen(self._look.palette.color("text"))
            painter.drawText(QPointF(x + STEP * 4, metrics.ascent() + metrics.height() + STEP / 2), words)
            x += STEP * 6 + metrics.horizontalAdvance(words)


def _pen(color: QColor, place: int) -> QPen:
    styles = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
    return QPen(color, 2 if place == 0 else 1.5, styles[min(place, len(styles) - 1)])


def _lines_of(told: Throughput) -> list[tuple[str, list[int]]]:
    stretches = max(1, math.ceil((told.until - told.since).total_seconds() / told.stretch_s))
    lines: dict[str, list[int]] = {}
    for made in told.made:
        place = int((made.since - told.since).total_seconds() // told.stretch_s)
        if 0 <= place < stretches:
            lines.setdefault(made.kind, [0] * stretches)[place] += made.jobs
    return sorted(lines.items(), key=lambda line: (-sum(line[1]), line[0]))
