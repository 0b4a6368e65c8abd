"""Where the platen stands in this photograph: found again by its fiducials, however high it rests.

A thicker half of the book holds the platen up, and 20 mm at half a metre are 3.8 % of the resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.geometry import camera_matrix, photo_pixels, plane_matrix, platen_mm, straightened
from scanner_daemon.calibration.profile import Fiducial, PlatenPlane, SideProfile
from scanner_daemon.pages.copies import Copies

__all__ = ["Doubt", "Risen", "doubt_without_fiducials", "found_again"]

FloatArray = NDArray[np.float64]

_FURTHEST_MM = 45.0
"""A platen is looked for so much higher or lower than it was calibrated."""
_ROOM = 1.2
"""Sizes of a fiducial about it, in which it is looked for besides."""
_CORNER_PX = 0.15
"""How well a corner is seen, in pixels of the copy (standard deviation)."""
_MOVES = np.array([0.01, 0.01, 0.01, 2.0, 2.0, 25.0])
"""What a platen may do from one photograph to the next: turns (radians), shifts and rise (mm)."""
_STEPS = 1e-6 * np.array([1.0, 1.0, 1.0, 100.0, 100.0, 100.0])
_ROUNDS = 8
_FOLD_MM, _ASTRAY = 0.5, 2.5
"""How well a fold is found, and of how many standard deviations from its place more is made."""
_LEAST_LEVER_MM = 20.0
_WORST_PX = 1.5
"""Of the copy: fiducials that fit the platen so badly are not its own."""


@dataclass(frozen=True, slots=True)
class Risen:
    """The side with its platen where it stands now, and how many mm nearer to the camera that is."""

    side: SideProfile
    rise_mm: float
    fiducials: int


def found_again(stored: Copies, side: SideProfile) -> Risen | None:
    """The platen by those of its fiducials that are seen; None where none is.

    ``stored`` are copies of the photograph as it is stored. The platen moves as a rigid plane before the calibrated
    lens (Gauss-Newton on the corners of the fiducials, with what platens do as a belief).
    """
    corners_px, corners_mm = _seen(stored, side)
    if not len(corners_px):
        return None
    usual = np.linalg.inv(camera_matrix(side.lens)) @ np.linalg.inv(plane_matrix(side.plane))
    usual = usual * np.sign(usual[2, 2]) / np.sqrt(np.linalg.norm(usual[:, 0]) * np.linalg.norm(usual[:, 1]))
    seen = (straightened(side.lens, corners_px) - np.array(side.lens.centre_px)) / side.lens.focal_px
    sigma = _CORNER_PX / stored.gray_scale / side.lens.focal_px

    def missed(moves: FloatArray) -> FloatArray:
        at = np.column_stack([corners_mm, np.ones(len(corners_mm))]) @ _moved(usual, moves).T
        return np.asarray(((at[:, :2] / at[:, 2:] - seen) / sigma).ravel())

    moves, hessian = np.zeros(6), np.eye(6)
    for _ in range(_ROUNDS):
        miss = missed(moves)
        slopes = np.stack([(missed(moves + step) - miss) / step.sum() for step in np.diag(_STEPS)], axis=1)
        hessian = slopes.T @ slopes + np.diag(1 / _MOVES**2)
        moves = moves - np.linalg.solve(hessian, slopes.T @ miss + moves / _MOVES**2)
    if float(np.sqrt((missed(moves) ** 2).mean())) * _CORNER_PX > _WORST_PX:
        return None
    to_mm = np.linalg.inv(camera_matrix(side.lens) @ _moved(usual, moves))
    rows = tuple(tuple(float(value) for value in row) for row in to_mm / to_mm[2, 2])
    plane = PlatenPlane.model_validate({"pixels_to_mm": rows, "uncertainty_mm": side.plane.uncertainty_mm})
    distance = float(usual[2, 2])
    rise = float(moves[5])
    height_sigma = float(np.sqrt(np.linalg.inv(hessian)[5, 5])) / distance
    ppi = side.ppi * distance / (distance - rise)
    uncertainty = ppi * float(np.hypot(height_sigma, side.ppi_uncertainty / side.ppi))
    now = side.model_copy(update={"plane": plane, "ppi": ppi, "ppi_uncertainty": uncertainty})
    return Risen(now, rise, len(corners_px) // 4)


class Doubt(NamedTuple):
    """How much less surely a calibrated resolution is known than its profile says: a share of it, and why."""

    share: float
    why: str | None = None


def doubt_without_fiducials(side: SideProfile, fold_px: FloatArray | None) -> Doubt:
    """What a photograph in which no fiducial is seen leaves open about the platen's height.

    ``fold_px`` (n, 2) are points of the page's fold in pixels of the photograph, where it was found. A platen that
    rests higher moves the fold away from the optical axis; so does a book that lies aside, and so this is a doubt and
    no measure. A platen with fiducials is one that moves: it is believed to be where its profile has it only as far
    as the fold tells.
    """
    unseen = "none of the platen's fiducials was seen" if side.fiducials else None
    lever = float(platen_mm(side, np.array([side.lens.centre_px]))[0, 0])
    if fold_px is None or abs(lever) < _LEAST_LEVER_MM:
        at_worst = float(_MOVES[5]) * side.ppi / 25.4 / side.lens.focal_px
        return Doubt(at_worst if side.fiducials else 0.0, unseen)
    astray = float(platen_mm(side, fold_px)[:, 0].mean())
    sigma = float(np.hypot(side.plane.uncertainty_mm, _FOLD_MM))
    if abs(astray) >= _ASTRAY * sigma:
        why = f"the fold lies {abs(astray):.1f} mm from its place: the platen may rest higher or lower than calibrated"
        return Doubt(abs(astray / lever), why if unseen is None else f"{unseen}, and {why}")
    return Doubt(sigma / abs(lever) if side.fiducials else 0.0, unseen)


def _moved(usual: FloatArray, moves: FloatArray) -> FloatArray:
    """(3, 3): platen mm to rays, the platen turned about its origin, shifted in its plane, and raised."""
    across, down, origin = usual.T
    normal = np.cross(across, down)
    turn = np.asarray(cv2.Rodrigues(moves[:3])[0], np.float64)
    shifted = origin + across * moves[3] + down * moves[4] - normal * moves[5]
    return np.column_stack([turn @ across, turn @ down, shifted])


def _seen(stored: Copies, side: SideProfile) -> tuple[FloatArray, FloatArray]:
    """The corners (4 n, 2) of the fiducials that are seen, in pixels of the photograph and in mm on the platen."""
    looked = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11), _how())
    pixels, places = [], []
    for fiducial in side.fiducials:
        x, y, width, height = _window(stored, side, fiducial)
        if min(width, height) < 16:
            continue
        found, numbers, _ = looked.detectMarkers(np.ascontiguousarray(stored.gray[y : y + height, x : x + width]))
        for corners, number in zip(found, np.ravel(numbers) if found else (), strict=True):
            if int(number) == fiducial.number:
                at = np.asarray(corners, np.float64).reshape(4, 2) + np.array([x, y])
                pixels.append((at + 0.5) / stored.gray_scale - 0.5)
                places.append(_corners_mm(fiducial, 1.0))
    if not pixels:
        return np.empty((0, 2)), np.empty((0, 2))
    return np.concatenate(pixels), np.concatenate(places)


def _how() -> cv2.aruco.DetectorParameters:
    how = cv2.aruco.DetectorParameters()
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    return how


def _corners_mm(fiducial: Fiducial, size: float) -> FloatArray:
    """From its top left clockwise, of a square ``size`` times as large."""
    half = size * fiducial.size_mm / 2
    return np.array(fiducial.at_mm) + half * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])


def _window(stored: Copies, side: SideProfile, fiducial: Fiducial) -> tuple[int, int, int, int]:
    """x, y, width and height, in pixels of the copy, of where a fiducial may be seen."""
    usual = photo_pixels(side, _corners_mm(fiducial, 1 + 2 * _ROOM))
    middle = np.array(side.lens.centre_px)
    share = _FURTHEST_MM * side.ppi / 25.4 / side.lens.focal_px
    reach = np.concatenate([middle + (usual - middle) * scale for scale in (1 - share, 1 / (1 - share))])
    low = np.floor(reach.min(axis=0) * stored.gray_scale).astype(int)
    high = np.ceil(reach.max(axis=0) * stored.gray_scale).astype(int)
    low = np.maximum(low, 0)
    high = np.minimum(high, (stored.gray.shape[1], stored.gray.shape[0]))
    return int(low[0]), int(low[1]), int(max(high[0] - low[0], 0)), int(max(high[1] - low[1], 0))
