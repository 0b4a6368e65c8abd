"""Whether a live view shows what is before the camera now, and if not, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import CameraState, RigSnapshot, RigState, Side

__all__ = ["STALE_S", "PaneCondition", "PaneSight", "pane_condition"]

STALE_S = 1.0
"""A picture older than this is no live view any more."""
_AT_WORK = (RigState.HOLD_STILL, RigState.WAIT)


class PaneSight(Enum):
    """How the picture is to be shown."""

    LIVE = "live"
    STALE = "stale"
    """There is a picture, but an old one: dimmed, and it says so."""
    DARK = "dark"
    """There is nothing to show."""


@dataclass(frozen=True, slots=True)
class PaneCondition:
    """With the words that belong to it."""

    sight: PaneSight
    what: str = ""
    remedy: str = ""


def side_word(side: Side) -> str:
    """Which camera, as a label."""
    translate = QCoreApplication.translate
    match side:
        case Side.LEFT:
            return translate("LivePane", "left page")
        case Side.RIGHT:
            return translate("LivePane", "right page")
        case _:
            return translate("LivePane", "both pages")


def pane_condition(
    snapshot: RigSnapshot | None, side: Side, *, connected: bool, frame_age_s: float | None
) -> PaneCondition:
    """The condition of one pane; ``frame_age_s`` None: no frame came yet."""
    translate = QCoreApplication.translate
    if snapshot is None or not connected:
        return PaneCondition(PaneSight.DARK, translate("LivePane", "Not connected"))
    camera = snapshot.cameras.get(side)
    if camera is None or not camera.alive:
        return _camera_gone(snapshot, side, camera)
    if frame_age_s is None:
        remedy = translate("LivePane", "Live view comes when the rig is at rest.")
        return PaneCondition(PaneSight.DARK, translate("LivePane", "No picture yet"), remedy)
    if frame_age_s <= STALE_S:
        return PaneCondition(PaneSight.LIVE)
    if snapshot.state in _AT_WORK:
        return PaneCondition(PaneSight.STALE, translate("LivePane", "Live view rests while the cameras work"))
    if snapshot.state in (RigState.STOPPED, RigState.FAULT):
        return PaneCondition(PaneSight.STALE, translate("LivePane", "Live view rests"))
    old = translate("LivePane", "This picture is %1 s old").replace("%1", f"{frame_age_s:.0f}")
    return PaneCondition(PaneSight.STALE, old)


def _camera_gone(snapshot: RigSnapshot, side: Side, camera: CameraState | None) -> PaneCondition:
    translate = QCoreApplication.translate
    for fault in snapshot.faults:
        if fault.source == side.value or fault.params.get("side") == side.value:
            what, remedy = words_of(fault.code, fault.params, fault.what, fault.remedy)
            return PaneCondition(PaneSight.DARK, what, remedy)
    gone = translate("LivePane", "No camera here")
    remedy = translate("LivePane", "Check that it is switched on, and its USB cable.")
    return PaneCondition(PaneSight.DARK, gone, camera.what if camera and camera.what else remedy)
