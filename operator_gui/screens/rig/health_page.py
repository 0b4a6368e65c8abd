"""How the parts are, live: what each counts and measures of itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import card, label
from operator_gui.theme.sizes import STEP
from operator_gui.words.numbers import decimal
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import CameraHealth, ControllerHealth, Health, Side

__all__ = ["HealthPage"]

LOOK_MS = 2_000
CLOCK_WORTH_TELLING_S = 2.0
LOW_BATTERY_PERCENT = 15
LONGEST_LINE = 32
"""Characters. Only what is longer breaks its line: a scroll area takes lines that may break for lower than they are."""
Row = tuple[str, str, bool]
"""What, how much, and whether somebody should look at it."""


class HealthPage(Page):
    """A card a camera, one for the controller. Nothing is invented: what is not known says so."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, self.tr("Health"), self.tr("Counted since the rig was last opened."))
        self._names = {
            Side.LEFT: self.tr("Left camera"),
            Side.RIGHT: self.tr("Right camera"),
            Side.BOTH: self.tr("Camera"),
        }
        self._worries = 0
        self._shown: Health | None = None
        self._cards: QWidget | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._ask)

    @property
    def summary(self) -> str:
        """How much wants a look."""
        return self.tr("%n thing(s) to look at", "", self._worries) if self._worries else ""

    def enter(self) -> None:
        """Look now, and again while somebody looks."""
        self._ask()
        self._look.start()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._look.stop()

    def _ask(self) -> None:
        self.context.client.get("/v1/health", Health, self._show, failed=lambda _: None, owner=self)

    def _show(self, health: Health) -> None:
        tables = [(self._names[each.side], self._camera(each)) for each in health.cameras]
        if health.controller is not None:
            tables.append((self.tr("Controller"), self._controller(health.controller)))
        grid = QWidget()
        within = QGridLayout(grid)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(STEP * 2)
        cards = [card(label(name, "title"), _table(rows)) for name, rows in tables]
        columns = 2 if self._beside_each_other(cards) else 1
        for number, shown in enumerate(cards):
            within.addWidget(shown, number // columns, number % columns)
        old, self._cards = self._cards, grid
        if old is not None:
            self.body.removeWidget(old)
            old.deleteLater()
        self.body.addWidget(grid)
        worries = sum(worth for _, rows in tables for _, _, worth in rows)
        if worries != self._worries:
            self._worries = worries
            self.changed.emit()

    def _beside_each_other(self, cards: Sequence[QWidget]) -> bool:
        """Whether two have room in a row, with their words in the size that they will have."""
        for each in cards:
            each.setParent(self)
            each.ensurePolished()
        room = (self.parentWidget() or self).width()
        return 2 * max(each.minimumSizeHint().width() for each in cards) + STEP * 3 <= room

    def _camera(self, told: CameraHealth) -> list[Row]:
        unknown = self.tr("not known")
        errors = sum(told.errors.values())
        off = told.clock_off_s
        battery = f"{told.battery_percent} %" if told.battery_percent is not None else unknown
        low = told.battery_percent is not None and told.battery_percent <= LOW_BATTERY_PERCENT
        free = f"{decimal(told.card_free_bytes / 1e9)} GB" if told.card_free_bytes is not None else unknown
        temperature = f"{told.temperature_c:.0f} °C" if told.temperature_c is not None else self.tr("not fitted")
        clock = self.tr("{seconds} s off").format(seconds=decimal(off, signed=True)) if off is not None else unknown
        return [
            (self.tr("Answers"), self.tr("yes") if told.alive else self.tr("no"), not told.alive),
            (self.tr("Body"), " ".join(part for part in (told.model, told.serial) if part) or unknown, False),
            (self.tr("Reconnections"), str(max(0, told.connections - 1)), False),
            (
                self.tr("Errors"),
                f"{errors} ({said_again(told.last_error)})" if told.last_error else str(errors),
                bool(errors),
            ),
            (self.tr("Battery"), battery, low),
            (self.tr("Shutter count"), str(told.shutter_count) if told.shutter_count is not None else unknown, False),
            (self.tr("Temperature"), temperature, False),
            (self.tr("Card, free"), free, False),
            (self.tr("Clock"), clock, off is not None and abs(off) > CLOCK_WORTH_TELLING_S),
        ]

    def _controller(self, told: ControllerHealth) -> list[Row]:
        unknown = self.tr("not known")
        up = self.tr("{minutes} min").format(minutes=int(told.uptime_s // 60)) if told.uptime_s is not None else unknown
        trip = f"{decimal(told.round_trip_ms)} ms" if told.round_trip_ms is not None else unknown
        return [
            (self.tr("Answers"), self.tr("yes") if told.connected else self.tr("no"), not told.connected),
            (self.tr("Firmware"), told.firmware or unknown, False),
            (self.tr("Running for"), up, False),
            (self.tr("Restarts"), str(told.resets), bool(told.resets)),
            (self.tr("Reconnections"), str(max(0, told.connections - 1)), False),
            (self.tr("Commands sent again"), str(told.retries), False),
            (self.tr("Damaged frames"), str(told.crc_errors), False),
            (self.tr("Round trip"), trip, False),
        ]


def _table(rows: list[Row]) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(STEP * 3)
    made.setColumnStretch(1, 1)
    for line, (what, value, worth) in enumerate(rows):
        made.addWidget(label(what, "quiet", wrapped=False), line, 0, Qt.AlignmentFlag.AlignTop)
        shown = label(f"▲ {value}" if worth else value, wrapped=len(value) > LONGEST_LINE)
        shown.setAccessibleName(f"{what}: {value}")
        made.addWidget(shown, line, 1)
    made.setRowStretch(len(rows), 1)
    return made
