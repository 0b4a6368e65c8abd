"""The lamps: how bright, and how long they must have burnt before a spread is taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QSlider, QSpinBox, QVBoxLayout

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.pieces import beside, button, label
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.flow import Flow
from scanner_daemon.api.schemas import RigSnapshot, SetLamps, SetupState, SetWarmUp

__all__ = ["LampsCard"]

FULL = 255


class LampsCard(QFrame):
    """Brightness in per cent; the daemon counts to 255."""

    def __init__(self, context: ScreenContext, ask: Callable[..., object]) -> None:
        super().__init__()
        self._context = context
        self._ask = ask
        self.setProperty("kind", "card")
        self._state = label(kind="quiet")
        self.brightness = QSlider(Qt.Orientation.Horizontal)
        self.brightness.setRange(0, 100)
        self.brightness.setSingleStep(5)
        self.brightness.setPageStep(20)
        self.brightness.setAccessibleName(self.tr("Brightness of the lamps, per cent"))
        self.seconds = QSpinBox()
        self.seconds.setRange(0, 3600)
        self.seconds.setSuffix(self.tr(" s"))
        self.seconds.setAccessibleName(self.tr("How long the lamps warm up"))
        self.use = button(self.tr("Set and keep"), self._set)
        self.skip = button(self.tr("Go on without waiting"), lambda: ask("/v1/rig/lamps/skip-warm-up"))
        self.skip.hide()
        form = QFormLayout()
        form.addRow(beside(self.tr("Brightness")), self.brightness)
        form.addRow(beside(self.tr("Warm-up")), self.seconds)
        within = QVBoxLayout(self)
        within.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        within.setSpacing(STEP)
        within.addWidget(label(self.tr("Lamps"), "title"))
        within.addWidget(self._state)
        within.addLayout(form)
        within.addLayout(Flow(STEP, self.use, self.skip))
        context.client.get("/v1/setup", SetupState, self._show, owner=self)

    def show_rig(self, rig: RigSnapshot) -> None:
        """Whether they burn, and whether they are warm."""
        lamps, left_s = rig.setup.lamps, rig.setup.warm_up_left_s
        for part in (self.brightness, self.use):
            part.setEnabled(lamps is not None)
        self.skip.setVisible(left_s > 0)
        if lamps is None:
            text = self.tr("No lamps are wired to the controller.")
        elif left_s:
            text = self.tr("◔ Warming up: {seconds} s left. A press is not taken before.").format(seconds=left_s)
        elif lamps:
            text = self.tr("● On, {percent} %").format(percent=round(lamps * 100 / FULL))
        else:
            text = self.tr("○ Off")
        self._state.setText(text)

    def _show(self, state: SetupState) -> None:
        self.brightness.setValue(round(state.lamps * 100 / FULL))
        self.seconds.setValue(round(state.lamp_warm_up_s))

    def _set(self) -> None:
        self._ask("/v1/rig/lamps/warm-up", SetWarmUp(seconds=float(self.seconds.value())))
        self._ask("/v1/rig/lamps", SetLamps(brightness=round(self.brightness.value() * FULL / 100), keep=True))
