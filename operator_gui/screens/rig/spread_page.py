"""The end of the set-up: one spread that belongs to no book, its photographs, its verdict, and how the page lies."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from operator_gui.screens.capture.verdict_words import verdict_lines
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import button, card, label, row, say
from operator_gui.words.numbers import decimal
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import (
    ALIGNMENT,
    Alignment,
    LastSpread,
    Level,
    Measurement,
    RigSnapshot,
    SetupSpread,
    Side,
    VerdictGiven,
)

__all__ = ["SpreadPage"]

LOOK_MS = 300
SHOWN = QSize(420, 320)


class SpreadPage(Page):
    """The fifth step."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context,
            self.tr("Test spread"),
            self.tr("Lay a book open on the cradle. One spread is shot; it belongs to no book, and no leaf is turned."),
        )
        self._result: SetupSpread | None = None
        self._ready = False

    def _build(self) -> None:
        self._state = label(kind="capture")
        self._alignment = {Side.LEFT: label(kind="quiet"), Side.RIGHT: label(kind="quiet"), Side.BOTH: label()}
        self._pictures = {
            Side.LEFT: self._picture(self.tr("Left page")),
            Side.RIGHT: self._picture(self.tr("Right page")),
        }
        self._verdict = QVBoxLayout()
        self.shoot = button(self.tr("Shoot the test spread"), self._shoot, kind="primary")
        self.start = button(
            self.tr("Start with a book"), lambda: self.context.go_to("books", ""), name=self.tr("Go to the books")
        )
        self.start.hide()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._ask_again)
        self.body.addLayout(row(self.shoot, self.start))
        self.body.addWidget(self._state)
        self.body.addLayout(
            row(
                *(card(self._pictures[side], self._alignment[side]) for side in (Side.LEFT, Side.RIGHT)),
                stretched=True,
            )
        )
        self.body.addLayout(self._verdict)
        say(self._state, "")

    @property
    def done(self) -> bool:
        """Both photographs came home."""
        return self._result is not None and self._result.state == "done"

    @property
    def summary(self) -> str:
        """What became of it."""
        if self.done:
            return self.tr("Both photographs are there")
        if self._result is not None and self._result.state == "failed":
            return self.tr("It failed: try again")
        return self.tr("Shoot one spread")

    @property
    def first(self) -> QWidget:
        """Shoot, or go on."""
        return self.start if self.start.isVisible() else self.shoot

    def enter(self) -> None:
        """See what there is already, and how the page lies."""
        self.context.client.get("/v1/setup/spread", SetupSpread, self._show, failed=lambda _: None, owner=self)
        self.context.measurements.measured.connect(self._measured)
        self.context.measurements.open()

    def leave(self) -> None:
        """Nothing is measured for this page any more."""
        self._look.stop()
        self.context.measurements.measured.disconnect(self._measured)
        self.context.measurements.close()

    def show_rig(self, rig: RigSnapshot) -> None:
        """It needs cameras, and no book in hand."""
        self._ready = bool(rig.cameras) and rig.book is None
        self.shoot.setEnabled(self._ready and not self._look.isActive())

    def _shoot(self) -> None:
        self.shoot.setEnabled(False)
        self.well()
        say(self._state, self.tr("Shooting: hands off the book…"))
        self.context.client.act("/v1/setup/spread", lambda _: self._look.start(), failed=self._refused, owner=self)

    def _refused(self, trouble: object) -> None:
        say(self._state, "")
        self.shoot.setEnabled(True)
        self.fail(trouble)  # type: ignore[arg-type]  # the client hands on nothing else

    def _ask_again(self) -> None:
        self.context.client.get("/v1/setup/spread", SetupSpread, self._show, failed=lambda _: None, owner=self)

    def _show(self, result: SetupSpread) -> None:
        before, self._result = self._result, result
        if before == result:
            return
        if result.state in ("shooting", "judging"):
            return
        self._look.stop()
        self.shoot.setEnabled(True)
        self.shoot.setText(self.tr("Shoot another one"))
        self.start.setVisible(result.state == "done")
        if result.state == "done":
            say(self._state, self.tr("✓ Both photographs are home. The rig is set up."))
            self.start.setFocus()
        else:
            say(self._state, f"▲ {said_again(f'{result.what} {result.remedy}'.strip())}")
            self.shoot.setFocus()
        self._show_photographs(result)
        self._show_verdict(result.spread.verdict if result.spread is not None else None)
        self.changed.emit()

    def _show_photographs(self, result: SetupSpread) -> None:
        for shot in result.spread.shots if result.spread is not None else ():
            picture = self._pictures.get(shot.side, self._pictures[Side.LEFT])
            if shot.files:
                self.context.images.load(
                    f"/v1/shots/{shot.shot_id}/thumbnail",
                    partial(self._paint, picture),
                    query={"width": SHOWN.width()},
                    fit=SHOWN,
                    owner=self,
                )

    def _show_verdict(self, verdict: VerdictGiven | None) -> None:
        while (item := self._verdict.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.deleteLater()
        if verdict is None:
            return
        marks = {Level.AMBER: "▲", Level.RED: "■"}
        told = verdict_lines(LastSpread(spread_id="", position=0, verdict=verdict))
        raised = [line for line in told if line.level is not Level.GREEN]
        if not raised:
            self._verdict.addWidget(label(self.tr("✓ Nothing is flagged.")))
        for line in raised:
            self._verdict.addWidget(label(f"{marks.get(line.level, '○')} {line.words}"))

    def _measured(self, measurement: Measurement) -> None:
        if measurement.name != ALIGNMENT:
            return
        told = Alignment.model_validate(measurement.detail)
        shown = self._alignment[told.side]
        if told.page is None or told.offset_x is None or told.offset_y is None:
            shown.setText(self.tr("No page is seen."))
            return
        words = self.tr("Off by {x} {unit} across, {y} {unit} along, turned by {degrees}°")
        shown.setText(
            words.format(
                x=decimal(told.offset_x, signed=True),
                y=decimal(told.offset_y, signed=True),
                unit=told.unit,
                degrees=decimal(told.rotation_degrees or 0.0, signed=True),
            )
        )

    def _picture(self, name: str) -> QLabel:
        made = QLabel(name)
        made.setMinimumSize(SHOWN / 2)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setAccessibleName(name)
        return made

    @staticmethod
    def _paint(picture: QLabel, image: QImage) -> None:
        picture.setPixmap(QPixmap.fromImage(image))
