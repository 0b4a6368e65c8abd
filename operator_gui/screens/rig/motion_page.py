"""Single parts: home, platen, lamps, one leaf, sounds. Refused by the daemon while a spread is under way."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.lamps_card import LampsCard
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import button, card, label
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.flow import Flow
from scanner_daemon.api.schemas import CueTest, CueWord, Jog, MovePlaten, RigSnapshot, TurnTest

__all__ = ["MotionPage"]

NUDGES_MS = (10, 40, 160)


class MotionPage(Page):
    """The fourth step."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context, self.tr("Platen and lamps"), self.tr("Hands off the cradle. Every motion ends by itself.")
        )
        self._fitted = True
        self._homed = False

    def _build(self) -> None:
        self._where = label(kind="quiet")
        self.home = button(self.tr("Find home"), lambda: self.ask("/v1/rig/home"), kind="primary")
        self.up = button(self.tr("Platen up"), partial(self._move, "up"))
        self.down = button(self.tr("Platen down"), partial(self._move, "down"))
        self.nudge_up = button(self.tr("Nudge up"), partial(self.jog, "up"))
        self.nudge_down = button(self.tr("Nudge down"), partial(self.jog, "down"))
        self._steps = QButtonGroup(self)
        steps: list[QWidget] = []
        words = (self.tr("little"), self.tr("more"), self.tr("far"))
        for milliseconds, text in zip(NUDGES_MS, words, strict=True):
            step = QRadioButton(text)
            step.setAccessibleName(self.tr("Nudge by: {step}").format(step=text))
            self._steps.addButton(step, milliseconds)
            steps.append(step)
        self._steps.buttons()[0].setChecked(True)
        self.turn = button(self.tr("Turn one leaf…"), self._ask_to_turn)
        self.turn_now = button(self.tr("Yes, turn a page"), self._turn, kind="danger")
        self.turn_now.hide()
        self.lamps = LampsCard(self.context, self.ask)
        self.body.addWidget(
            card(
                label(self.tr("Platen"), "title"),
                self._where,
                Flow(STEP, self.home, self.up, self.down),
                Flow(STEP, self.nudge_up, self.nudge_down, *steps),
            )
        )
        self.body.addWidget(self.lamps)
        self.body.addWidget(card(label(self.tr("Page turner"), "title"), Flow(STEP, self.turn, self.turn_now)))
        self.body.addWidget(card(label(self.tr("Sounds"), "title"), Flow(STEP, *self._cues())))

    @property
    def done(self) -> bool:
        """Home is known, or there is nothing to home."""
        return self._homed or not self._fitted

    @property
    def summary(self) -> str:
        """Whether it is homed."""
        if not self._fitted:
            return self.tr("By hand")
        return self.tr("Home is found") if self._homed else self.tr("Find home")

    @property
    def first(self) -> QWidget:
        """What has to be done first."""
        return self.home

    def jog(self, direction: str) -> None:
        """Nudge by the step that is chosen."""
        body = Jog.model_validate({"direction": direction, "travel_ms": self._steps.checkedId()})
        self.ask("/v1/rig/jog", body)

    def leave(self) -> None:
        """Nobody has said yes any more."""
        self.turn_now.hide()

    def know(self, rig: RigSnapshot) -> None:
        """Whether it is homed."""
        now = (rig.cradle.fitted and rig.cradle.has_platen_motor, bool(rig.cradle.homed))
        if now != (self._fitted, self._homed):
            self._fitted, self._homed = now
            self.changed.emit()

    def show_rig(self, rig: RigSnapshot) -> None:
        """Where the platen is, and what of all this there is."""
        cradle = rig.cradle
        places = {
            "up": self.tr("up"),
            "down": self.tr("down"),
            "moving": self.tr("moving"),
            "between": self.tr("between up and down"),
        }
        told = self.tr("The platen is {place}.").format(place=places.get(cradle.platen or "", self.tr("not known")))
        self._where.setText(told if cradle.has_platen_motor else self.tr("The platen is lifted by hand."))
        for part in (self.home, self.up, self.down, self.nudge_up, self.nudge_down, *self._steps.buttons()):
            part.setEnabled(cradle.has_platen_motor and cradle.connected)
        self.turn.setEnabled(cradle.has_turner and cradle.connected and rig.book is None)
        self.lamps.show_rig(rig)

    def _move(self, where: str) -> None:
        self.ask("/v1/rig/platen", MovePlaten.model_validate({"to": where}))

    def _ask_to_turn(self) -> None:
        self.turn_now.show()
        self.turn_now.setFocus()

    def _turn(self) -> None:
        self.turn_now.hide()
        self.turn.setFocus()
        self.ask("/v1/rig/turn-test", TurnTest(confirmed=True))

    def _cues(self) -> list[QPushButton]:
        words = {
            CueWord.ARMED: self.tr("Armed"),
            CueWord.TURN: self.tr("Turn"),
            CueWord.TURN_BACK: self.tr("Turn back"),
            CueWord.REFUSED: self.tr("Refused"),
            CueWord.FLAGGED: self.tr("Flagged"),
            CueWord.STOPPED: self.tr("Stopped"),
        }
        return [
            button(
                text,
                partial(self.ask, "/v1/rig/cue-test", CueTest(cue=cue)),
                name=self.tr("Sound: {cue}").format(cue=text),
            )
            for cue, text in words.items()
        ]
