"""The calibration profile that a perfect calibration of the simulated rig would give: the truth, as measured by nobody.

It holds what a rig keeps from shot to shot: lens, the platen's plane, the lamps' unevenness on it. The small jitter of
each single shot is not in it, as it would not be in a real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from scanner_daemon.calibration.geometry import camera_matrix, plane_matrix
from scanner_daemon.calibration.profile import CalibratedLens, FlatField, PlatenPlane, Profile, SideProfile
from scanner_daemon.simulation.optics.fiducials import fiducials_of
from scanner_daemon.simulation.optics.lens import Lens
from scanner_daemon.simulation.optics.sight import Pose, Sight
from scanner_daemon.simulation.photographs import Shot, rig_lamps, rig_sight
from scanner_daemon.vocabulary import Side

__all__ = ["true_profile"]

_MADE_AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
_GRID = (9, 13)
_STEADINESS_MM = 0.4
"""How far a point of the simulated platen strays from shot to shot."""
_STEADINESS_PPI_SHARE = 0.0004


def true_profile(base: Shot, serials: Mapping[Side, str]) -> Profile:
    """The profile of ``base``'s rig, for photographs of its size; ``serials`` names the bodies."""
    sides = {
        side: _side(replace(base, side=side, platen="down", crop=None), serial) for side, serial in serials.items()
    }
    return Profile(made_at=_MADE_AT, made_by="simulation", sides=sides)


def _side(shot: Shot, serial: str) -> SideProfile:
    sight = rig_sight(shot)
    lens = _stored(sight)
    plane = _plane(sight, lens)
    ppi = _ppi(plane, _outward(sight) * sight.paper.width_mm / 2)
    return SideProfile(
        serial=serial,
        lens=lens,
        plane=plane,
        ppi=ppi,
        ppi_uncertainty=ppi * _STEADINESS_PPI_SHARE,
        flat_field=_flat_field(shot, sight),
        fiducials=fiducials_of(sight) if shot.fiducials else (),
    )


def _ppi(plane: PlatenPlane, middle_mm: float) -> float:
    """Pixels to an inch where the page's middle lies: the root of the homography's local change of area."""
    to_pixels = np.linalg.inv(plane_matrix(plane))
    points = to_pixels @ np.array([[middle_mm, middle_mm + 1, middle_mm], [0, 0, 1], [1, 1, 1]])
    at, right, below = (points[:2] / points[2]).T
    return float(np.sqrt(abs(np.linalg.det(np.array([right - at, below - at]))))) * 25.4


def _outward(sight: Sight) -> float:
    return 1.0 if sight.recto else -1.0


def _stored(sight: Sight) -> CalibratedLens:
    """The lens in the stored picture's pixels: the upright picture's, turned with its tangential part."""
    lens: Lens = sight.lens
    centre = sight.from_upright(np.array(lens.centre_px))
    p1, p2 = (-lens.p2, lens.p1) if sight.recto else (lens.p2, -lens.p1)
    return CalibratedLens(
        size_px=sight.full_size,
        focal_px=lens.focal_px,
        centre_px=(float(centre[0]), float(centre[1])),
        k1=lens.k1,
        k2=lens.k2,
        p1=p1,
        p2=p2,
    )


def _plane(sight: Sight, lens: CalibratedLens) -> PlatenPlane:
    """From the rig's pose: columns are the images of platen x, platen y and the origin at the spine's middle."""
    pose: Pose = sight.pose
    rotation, middle = pose.rotation, pose.translation
    origin = middle - rotation[:, 0] * _outward(sight) * sight.paper.width_mm / 2
    upright = np.column_stack([rotation[:, 0], rotation[:, 1], origin])
    # upright camera axes to those of the stored picture, a quarter turn either way
    turn = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]]) if sight.recto else np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]])
    to_mm = np.linalg.inv(camera_matrix(lens) @ turn @ upright)
    to_mm = to_mm / to_mm[2, 2]
    rows = tuple(tuple(float(value) for value in row) for row in to_mm)
    return PlatenPlane.model_validate({"pixels_to_mm": rows, "uncertainty_mm": _STEADINESS_MM})


def _flat_field(shot: Shot, sight: Sight) -> FlatField:
    """One over the light that falls on the platen, 1 where it is brightest."""
    rows, columns = _GRID
    width, height = sight.full_size
    x, y = np.meshgrid(np.linspace(0, width - 1, columns), np.linspace(0, height - 1, rows))
    s, t = sight.seen_at(np.stack([x, y], axis=-1), steps=0)
    zero, one = np.zeros_like(s), np.ones_like(s)
    lamps = rig_lamps(shot)
    place = (s - sight.paper.width_mm / 2, t - sight.paper.height_mm / 2, zero)
    across, down = 2 * (x + 0.5) / width - 1, 2 * (y + 0.5) / height - 1
    light = lamps.irradiance(place, (zero, zero, one)) * (1 - lamps.vignette * (across**2 + down**2) / 2)
    gains = float(light.max()) / np.maximum(light, 0.05 * float(light.max()))
    return FlatField(gains=tuple(tuple(round(float(gain), 5) for gain in row) for row in gains))
