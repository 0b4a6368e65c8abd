"""Which camera is left and which is right: every body that is plugged in, with what it sees."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.camera_card import CameraCard
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import button, label, row, say
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import Action, AssignCameras, FoundCamera, RigSnapshot, Side

__all__ = ["CamerasPage"]


class CamerasPage(Page):
    """The first step. Sides are chosen on cards, then used together; the daemon opens its rig anew for that."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, self.tr("Cameras"), self.tr("Each body by its own serial number, not by its plug."))
        self._cards: list[CameraCard] = []
        self._boot = ""
        self._sides: dict[Side, str] = {}
        self._alive = False
        self._waiting = False

    def _build(self) -> None:
        self._state: QLabel = label(kind="quiet")
        self._row = QHBoxLayout()
        self._row.setSpacing(STEP * 2)
        self._row.addStretch(1)
        self.use = button(self.tr("Use these sides"), self._use, kind="primary")
        self.again = button(self.tr("Look again"), self.look)
        self.swap = button(self.tr("Swap left and right"), self._swap)
        self.body.addLayout(row(self.again, self._state))
        self.body.addLayout(self._row)
        self.body.addLayout(row(self.use, self.swap))
        self.use.setEnabled(False)

    @property
    def done(self) -> bool:
        """Every side has a camera that answers."""
        return bool(self._sides) and self._alive

    @property
    def summary(self) -> str:
        """Which one is where."""
        if not self._sides:
            return self.tr("Give each camera a side")
        if not self._alive:
            return self.tr("A camera does not answer")
        words = {Side.LEFT: self.tr("left"), Side.RIGHT: self.tr("right"), Side.BOTH: self.tr("both pages")}
        return " · ".join(f"{words[side]} {serial}" for side, serial in self._sides.items())

    @property
    def first(self) -> QWidget:
        """The first choice to be made."""
        if self.use.isEnabled():
            return self.use
        return self._cards[0].left if self._cards else self.again

    def enter(self) -> None:
        """Look at once."""
        self.look()

    def look(self) -> None:
        """Ask for all bodies on the bus."""
        say(self._state, self.tr("Looking for cameras…"))
        self.context.client.get("/v1/setup/cameras", list[FoundCamera], self._found, failed=self._not_found, owner=self)

    def know(self, rig: RigSnapshot) -> None:
        """Sides follow the rig."""
        sides = {side: camera.serial or "" for side, camera in rig.cameras.items()}
        alive = all(camera.alive for camera in rig.cameras.values())
        if (sides, alive) != (self._sides, self._alive):
            self._sides, self._alive = sides, alive
            self.changed.emit()

    def show_rig(self, rig: RigSnapshot) -> None:
        """A rig that was opened anew is looked at again."""
        self.swap.setEnabled(len(self._sides) == 2)
        if rig.boot != self._boot:
            self._boot, reopened = rig.boot, bool(self._boot)
            if self.isVisible() and reopened:
                self._waiting = False
                self.look()

    def _found(self, found: list[FoundCamera]) -> None:
        self.well()
        held = QApplication.focusWidget()
        for shown in self._cards:
            shown.deleteLater()
        self._cards = []
        alone = sum(bool(camera.serial) for camera in found) == 1
        for number, camera in enumerate(found):
            shown = CameraCard(self.context, camera, alone=alone or camera.side is Side.BOTH)
            shown.chosen.connect(self._chosen)
            self._cards.append(shown)
            self._row.insertWidget(number, shown)
        self._order_tabs()
        text = "" if found else self.tr("No camera answers. Switch the cameras on and plug in their USB cables.")
        say(self._state, text)
        self._enable()
        if held is None or held is self.again or not held.isVisible():
            self.first.setFocus()

    def _order_tabs(self) -> None:
        """Cards are made late, so Qt would put them behind everything else."""
        before: QWidget = self.again
        for shown in self._cards:
            for choice in (shown.left, shown.right, shown.both):
                QWidget.setTabOrder(before, choice)
                before = choice
        QWidget.setTabOrder(before, self.use)
        QWidget.setTabOrder(self.use, self.swap)

    def _not_found(self, trouble: object) -> None:
        say(self._state, "")
        self.fail(trouble)  # type: ignore[arg-type]  # the client hands on nothing else

    def _chosen(self, serial: str, side: Side) -> None:
        """A side has one camera; of two cameras the other one gets the other side."""
        other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(side)
        usable = [shown for shown in self._cards if shown.camera.serial]
        for shown in usable:
            if shown.camera.serial == serial:
                shown.show_side(side)
            elif len(usable) == 2:
                shown.show_side(other)
            elif shown.side is side or Side.BOTH in (side, shown.side):
                shown.show_side(None)
        self._enable()

    def _enable(self) -> None:
        given = {shown.side: shown.camera.serial for shown in self._cards if shown.side is not None}
        now = {shown.camera.side: shown.camera.serial for shown in self._cards if shown.camera.side is not None}
        self.use.setEnabled(bool(given) and given != now and not self._waiting)

    def _use(self) -> None:
        given = {shown.side.value: shown.camera.serial for shown in self._cards if shown.side is not None}
        self._waiting = True
        self._enable()
        say(self._state, self.tr("Opening the cameras…"))
        self.context.client.act(
            "/v1/setup/cameras", None, body=AssignCameras.model_validate(given), failed=self._refused, owner=self
        )

    def _refused(self, trouble: object) -> None:
        self._waiting = False
        self._enable()
        self._not_found(trouble)

    def _swap(self) -> None:
        say(self._state, self.tr("Opening the cameras…"))
        self.context.client.act("/v1/rig/swap-cameras", None, body=Action(), failed=self._refused, owner=self)
