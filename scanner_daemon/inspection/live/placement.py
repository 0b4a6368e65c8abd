"""Where the page lies against where it ought to: offsets, rotation and margins, as the page is read.

With a calibrated side all of it is in millimetres on the platen; without one in per cent of the frame. What it counts
from is, in this order: the profile's platen, the place of the book's first spread, the middle of the frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scanner_daemon.calibration.geometry import photo_pixels, platen_mm
from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.inspection.live.glimpse import FloatArray, turned_back
from scanner_daemon.inspection.live.page_seen import PageSeen

__all__ = ["EDGES", "FrameView", "Placement", "Unit", "place"]

EDGES = ("top", "right", "bottom", "left")
Unit = Literal["mm", "%"]
_SAME_SHAPE = 0.02
"""A live view whose shape differs more than this from the photograph's shows another part of the scene."""


@dataclass(frozen=True, slots=True)
class FrameView:
    """How a frame is to be understood: its size as sent, how it is turned upright, and the calibration if there is one.

    A profile that does not fit the frame's shape is not used: see `calibrated`.
    """

    size_px: tuple[int, int]
    rotate_degrees: int
    profile: SideProfile | None = None

    @property
    def upright_size_px(self) -> tuple[int, int]:
        """Width and height after the turn."""
        width, height = self.size_px
        return (height, width) if self.rotate_degrees in (90, 270) else (width, height)

    @property
    def calibrated(self) -> SideProfile | None:
        """The profile, where the live view shows what the photograph will show."""
        if self.profile is None:
            return None
        photo_width, photo_height = self.profile.lens.size_px
        shape = self.size_px[0] / self.size_px[1] * photo_height / photo_width
        return self.profile if abs(shape - 1) <= _SAME_SHAPE else None

    def measured(self, upright: FloatArray) -> FloatArray:
        """Fractions (..., 2) of the upright frame to mm on the platen, or to per cent of the frame."""
        side = self.calibrated
        if side is None:
            return np.asarray(upright, np.float64) * 100
        photo = np.array(side.lens.size_px, np.float64)
        return platen_mm(side, turned_back(upright, self.rotate_degrees) * photo - 0.5)

    def shown(self, mm: FloatArray) -> FloatArray:
        """Millimetres (..., 2) on the platen to fractions of the upright frame. Only for a calibrated view."""
        assert self.profile is not None
        photo = np.array(self.profile.lens.size_px, np.float64)
        frame = (photo_pixels(self.profile, mm) + 0.5) / photo
        return turned_back(frame, (360 - self.rotate_degrees) % 360)


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Numbers in ``unit``; right, down and clockwise are positive. ``margins`` in the order of `EDGES`."""

    offset_x: float
    offset_y: float
    rotation_degrees: float
    margins: tuple[float, float, float, float]
    unit: Unit
    measured_from: Literal["frame", "profile", "first_spread"]
    by_spine: bool
    """``offset_x`` is the spine's; else that of the page's middle."""
    target: FloatArray | None = None
    """Corners (4, 2) of the place where this page ought to lie, in fractions of the upright frame."""


def place(page: PageSeen, view: FrameView, first: PageSeen | None) -> Placement:
    """``first`` is where the page lay in the book's first spread; it counts where there is no calibration."""
    calibrated = view.calibrated is not None
    at = view.measured(page.corners)
    middle = at.mean(axis=0)
    spine_x = None if page.spine is None else float(view.measured(page.spine).mean(axis=0)[0])
    rotation = _rotation(page, view)
    measured_from: Literal["frame", "profile", "first_spread"] = "frame"
    origin, by_spine = np.array([50.0, 50.0]), False
    target: FloatArray | None = None
    if calibrated:
        measured_from, by_spine = "profile", True
        origin = np.zeros(2)
        spine_x = _spine_edge(at) if spine_x is None else spine_x
        target = view.shown(_ideal(at))
    elif first is not None:
        measured_from, target = "first_spread", first.corners
        rotation -= _rotation(first, view)
        before = view.measured(first.corners)
        origin = before.mean(axis=0)
        if spine_x is not None and first.spine is not None:
            by_spine = True
            origin[0] = float(view.measured(first.spine).mean(axis=0)[0])
    x = spine_x if by_spine and spine_x is not None else float(middle[0])
    return Placement(
        offset_x=x - float(origin[0]),
        offset_y=float(middle[1] - origin[1]),
        rotation_degrees=rotation,
        margins=_margins(page, view),
        unit="mm" if calibrated else "%",
        measured_from=measured_from,
        by_spine=by_spine,
        target=target,
    )


def _ideal(corners_mm: FloatArray) -> FloatArray:
    """A page of this size, its spine's middle at the origin; a spread has its own middle there."""
    left, right = float(corners_mm[[0, 3], 0].mean()), float(corners_mm[[1, 2], 0].mean())
    height = float(corners_mm[[2, 3], 1].mean() - corners_mm[[0, 1], 1].mean())
    width = right - left
    begin = 0.0 if abs(left) < width / 4 else -width if abs(right) < width / 4 else -width / 2
    x, y = np.array([begin, begin + width]), np.array([-height / 2, height / 2])
    return np.array([[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]])


def _spine_edge(corners_mm: FloatArray) -> float:
    """x of the edge next to the platen's origin: the spine's, where no gutter is seen."""
    left, right = float(corners_mm[[0, 3], 0].mean()), float(corners_mm[[1, 2], 0].mean())
    return left if abs(left) < abs(right) else right


def _rotation(page: PageSeen, view: FrameView) -> float:
    """Mean turn of the four edges, weighted by their lengths, in degrees: perspective drops out of it."""
    if view.calibrated is None:
        corners = page.corners * np.array(view.upright_size_px, np.float64)
    else:
        corners = view.measured(page.corners)
    top_left, top_right, bottom_right, bottom_left = corners
    across = (top_right - top_left) + (bottom_right - bottom_left)
    down = (bottom_left - top_left) + (bottom_right - top_right)
    turned = across + np.array([down[1], -down[0]])
    return float(np.degrees(np.arctan2(turned[1], turned[0])))


def _margins(page: PageSeen, view: FrameView) -> tuple[float, float, float, float]:
    """From each edge's nearer corner straight to the frame's border, negative beyond it."""
    pairs = {"top": (0, 1), "right": (1, 2), "bottom": (3, 2), "left": (0, 3)}
    found = []
    for edge in EDGES:
        axis = 1 if edge in ("top", "bottom") else 0
        border = 0.0 if edge in ("top", "left") else 1.0
        corners = page.corners[list(pairs[edge])]
        ends = corners.copy()
        ends[:, axis] = border
        room = np.linalg.norm(view.measured(corners) - view.measured(ends), axis=1)
        inside = (corners[:, axis] - border) * (1 if border == 0 else -1) >= 0
        found.append(float(np.where(inside, room, -room).min()))
    return found[0], found[1], found[2], found[3]
