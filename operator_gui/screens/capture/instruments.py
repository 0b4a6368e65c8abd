"""The quiet instruments: pace, disk, batteries, queue, and how far the book is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from operator_gui.screens.capture.sparkline import Sparkline
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.level_mark import LevelMark
from operator_gui.words.numbers import decimal
from scanner_daemon.api.schemas import Level, RigSnapshot, Side

__all__ = ["Instruments", "battery_words", "disk_words", "minutes_left", "queue_words"]

LOW_BATTERY = 20
LOW_DISK_H = 4.0
PAGES_A_SPREAD = 2


def disk_words(snapshot: RigSnapshot) -> tuple[str, Level] | None:
    """How long the disk will last, else how much is free; None: not known."""
    translate = QCoreApplication.translate
    hours = snapshot.disk_hours_left
    if hours is not None:
        level = Level.AMBER if hours < LOW_DISK_H else Level.GREEN
        shown = decimal(hours, 1 if hours < 10 else 0)
        return translate("Instruments", "%1 h left").replace("%1", shown), level
    if snapshot.disk_free_bytes is None:
        return None
    free = f"{decimal(snapshot.disk_free_bytes / 1e9, 0)} GB"
    return translate("Instruments", "%1 free").replace("%1", free), Level.GREEN


def battery_words(snapshot: RigSnapshot) -> tuple[str, Level] | None:
    """Both batteries, the left one first; None where no body tells."""
    told = [
        camera.battery_percent
        for side in (Side.LEFT, Side.BOTH, Side.RIGHT)
        if (camera := snapshot.cameras.get(side)) is not None and camera.alive and camera.battery_percent is not None
    ]
    if not told:
        return None
    level = Level.AMBER if min(told) <= LOW_BATTERY else Level.GREEN
    return " · ".join(f"{percent} %" for percent in told), level


def queue_words(snapshot: RigSnapshot) -> tuple[str, Level]:
    """What waits for the workers, and what they gave up."""
    translate = QCoreApplication.translate
    waiting = snapshot.queue.queued + snapshot.queue.leased
    words = translate("Instruments", "%1 waiting").replace("%1", str(waiting))
    if snapshot.queue.dead:
        dead = translate("Instruments", "%1 given up").replace("%1", str(snapshot.queue.dead))
        return f"{words}\n{dead}", Level.AMBER
    return words, Level.GREEN


def minutes_left(snapshot: RigSnapshot) -> int | None:
    """Until the end of the book at the present pace; None where either is not known."""
    book = snapshot.book
    if book is None or book.expected_spreads is None or not snapshot.pages_per_hour:
        return None
    rest = max(0, book.expected_spreads - book.spreads)
    return round(rest * PAGES_A_SPREAD / snapshot.pages_per_hour * 60)


class Instruments(QFrame):
    """A card of rows; a row of which nothing is known is not there."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._look = look
        self._book_id: str | None = None
        self._timed: object = None
        self.title = QLabel(wordWrap=True)
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._cycle, self.sparkline = QLabel(), Sparkline(look)
        self._cycle.setProperty("kind", "capture")
        pace = QHBoxLayout()
        pace.addWidget(self._cycle)
        pace.addWidget(self.sparkline, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(STEP)
        self._grid.setVerticalSpacing(STEP // 2)
        self._grid.setColumnStretch(1, 1)
        self._rows = {
            name: _Row(self._grid, place, look) for place, name in enumerate(("batteries", "disk", "queue", "book"))
        }
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress of the book"))
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.setSpacing(STEP)
        column.addWidget(self.title)
        column.addLayout(pace)
        column.addLayout(self._grid)
        column.addWidget(self._progress)
        self._progress.hide()

    def set_look(self, look: Look) -> None:
        """Another theme."""
        self._look = look
        self.sparkline.set_look(look)
        for row in self._rows.values():
            row.restyle(look)

    def words(self) -> dict[str, str]:
        """What the rows say, by their name; those that are not shown are left out."""
        return {name: row.text for name, row in self._rows.items() if row.text}

    def show_rig(self, snapshot: RigSnapshot) -> None:
        """The rig as it is now."""
        self._show_cycle(snapshot)
        self._rows["batteries"].tell(self.tr("Batteries"), battery_words(snapshot))
        self._rows["disk"].tell(self.tr("Disk"), disk_words(snapshot))
        self._rows["queue"].tell(self.tr("Queue"), queue_words(snapshot))
        self.title.setText(snapshot.book.title if snapshot.book else "")
        self.title.setVisible(snapshot.book is not None)
        left = minutes_left(snapshot)
        told = self.tr("%1 min left").replace("%1", str(left))
        self._rows["book"].tell(self.tr("Book"), None if left is None else (told, Level.GREEN))
        book = snapshot.book
        known = book is not None and book.expected_spreads is not None
        self._progress.setVisible(known)
        if book is not None and book.expected_spreads is not None:
            self._progress.setRange(0, book.expected_spreads)
            self._progress.setValue(min(book.spreads, book.expected_spreads))

    def _show_cycle(self, snapshot: RigSnapshot) -> None:
        book_id = snapshot.book.book_id if snapshot.book else None
        if book_id != self._book_id:
            self._book_id = book_id
            self.sparkline.clear()
        cycle_ms = snapshot.timing.cycle_ms if snapshot.timing else None
        if snapshot.timing != self._timed and cycle_ms is not None:
            self.sparkline.add(cycle_ms / 1000)
        self._timed = snapshot.timing
        shown = self.tr("cycle %1 s").replace("%1", decimal(cycle_ms / 1000)) if cycle_ms is not None else ""
        self._cycle.setText(shown or self.tr("cycle"))


class _Row:
    def __init__(self, grid: QGridLayout, place: int, look: Look) -> None:
        self._look = look
        self._level = Level.GREEN
        self._name, self._value, self._mark = QLabel(), QLabel(), LevelMark(look.palette, 18)
        for label in (self._name, self._value):
            label.setProperty("kind", "capture")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._name, place, 0)
        grid.addWidget(self._value, place, 1)
        grid.addWidget(self._mark, place, 2)
        self.tell("", None)

    @property
    def text(self) -> str:
        return self._value.text()

    def tell(self, name: str, said: tuple[str, Level] | None) -> None:
        self._name.setText(name)
        self._value.setText(said[0] if said else "")
        self._level = said[1] if said else Level.GREEN
        self._name.setVisible(said is not None)
        self._value.setVisible(said is not None)
        self._mark.setVisible(said is not None and self._level is not Level.GREEN)
        self._mark.show_level(self._level, self._look.palette)

    def restyle(self, look: Look) -> None:
        self._look = look
        self._mark.show_level(self._level, look.palette)
