"""One body: what it sees, who it is, and which side it is to be."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.pieces import label, row
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import FoundCamera, Side

__all__ = ["CameraCard"]

SEEN = QSize(320, 240)


class CameraCard(QFrame):
    """Buttons that exclude each other; `CamerasPage` sees to it that no side is given twice.

    ``alone``: the body may see both pages of a spread.
    """

    chosen = Signal(str, object)
    """Serial number and `Side`."""

    def __init__(self, context: ScreenContext, camera: FoundCamera, *, alone: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.camera = camera
        self.side: Side | None = None
        self._degrees = 0
        shown = context.rig.snapshot
        if shown is not None and camera.side is not None and camera.side in shown.cameras:
            self._degrees = shown.cameras[camera.side].rotate_degrees
        self._seen = QLabel(self.tr("Looking…"))
        self._seen.setFixedSize(SEEN)
        self._seen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._seen.setAccessibleName(self.tr("What this camera sees"))
        self.left = self._choice(self.tr("Left"), Side.LEFT)
        self.right = self._choice(self.tr("Right"), Side.RIGHT)
        self.both = self._choice(self.tr("Both pages"), Side.BOTH)
        self.both.setVisible(alone)
        within = QVBoxLayout(self)
        within.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        within.setSpacing(STEP)
        within.addWidget(self._seen)
        within.addWidget(label(camera.model or self.tr("Camera")))
        serial = self.tr("Serial {serial}").format(serial=camera.serial) if camera.serial else self.tr("No serial")
        within.addWidget(label(f"{serial} · {camera.port}", "small"))
        within.addLayout(row(self.left, self.right, stretched=True))
        within.addWidget(self.both)
        if camera.what:
            within.addWidget(label(f"▲ {said_again(f'{camera.what} {camera.remedy}'.strip())}"))
        self.setFixedWidth(SEEN.width() + STEP * 4)
        self.show_side(camera.side)
        if camera.serial:
            path = f"/v1/setup/cameras/{camera.serial}/preview"
            context.images.load(path, self._show, fit=SEEN, failed=self._blind, owner=self)
        else:
            self._blind(None)

    def show_side(self, side: Side | None) -> None:
        """This body is to be this side."""
        self.side = side
        self.left.setChecked(side is Side.LEFT)
        self.right.setChecked(side is Side.RIGHT)
        self.both.setChecked(side is Side.BOTH)

    def _choice(self, text: str, side: Side) -> QPushButton:
        made = QPushButton(text, self)
        made.setCheckable(True)
        made.setAutoDefault(True)
        made.setEnabled(bool(self.camera.serial))
        made.setAccessibleName(f"{text}: {self.camera.model} {self.camera.serial}")
        made.clicked.connect(partial(self._pressed, side))
        return made

    def _pressed(self, side: Side) -> None:
        self.chosen.emit(self.camera.serial, side)

    def _show(self, image: QImage) -> None:
        turned = image.transformed(QTransform().rotate(self._degrees)) if self._degrees else image
        fitted = turned.scaled(SEEN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self._seen.setPixmap(QPixmap.fromImage(fitted))

    def _blind(self, _trouble: object) -> None:
        self._seen.setText(self.tr("No picture"))
