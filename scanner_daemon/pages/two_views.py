"""One sheet of paper seen by two cameras at once: where both show the same print, its depth is measured.

Lines and edges tell how a sheet bends by what they ought to look like; a second camera tells it by parallax, and so
also of a picture, of ripples, and of the focal length, without which relief and tilt are exchangeable (Belhumeur,
Kriegman and Yuille, "The bas-relief ambiguity", IJCV 35, 1999). Nothing need be known of how the cameras stand to each
other: that is found along with the sheet (bundle adjustment; Triggs et al., "Bundle adjustment - a modern synthesis",
2000). What the matches say of the sheet, whatever the other camera is, is put as a Gaussian, and joins what else is
believed of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.cylinder import BARREL, FOCAL, Cylinder
from scanner_daemon.pages.fitting import Belief, Curve, CylinderFit, fit_cylinder, huber

__all__ = [
    "Matches",
    "TwoViews",
    "as_seen_from_there",
    "camera_among",
    "camera_there",
    "facing_alike",
    "fit_two_views",
    "in_space",
]

FloatArray = NDArray[np.float64]

_TURN, _PLACE, _FOCAL, _BARREL = slice(0, 3), slice(3, 6), 6, 7
_SIZE = 8
"""A camera there: rotation vector and translation from the camera here, in units of the sheet's distance; logarithm of
the focal length over the nominal one, and barrel correction, as the cylinder has them for the camera here."""
_ANYWHERE = 100.0
_ROUNDS, _CAMERA_ROUNDS = 4, 4
_TRIES = 300
_SETTLED = 0.005
"""Change of every parameter from one round to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """The same print on both photographs: nominal rays (n, 2) here and there, and how well each is known (n,), there.

    ``lens_there`` are the standard deviations of the other camera's focal length (of its logarithm) and barrel.
    """

    here: FloatArray
    there: FloatArray
    sigma: FloatArray
    lens_there: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class TwoViews:
    """The sheet by what both cameras see, and the camera there (8,).

    ``rms`` is how far the matches are from each other, in nominal rays there, strays counted as the 95th percentile.
    """

    fit: CylinderFit
    camera: FloatArray
    rms: float


class _Seen(NamedTuple):
    """Misses (2, n) of the matches there, and how they change with the sheet (2, size, n) and the camera (2, 8, n)."""

    miss: FloatArray
    by_sheet: FloatArray
    by_camera: FloatArray


def camera_there(cylinder: Cylinder, values: FloatArray, matches: Matches) -> tuple[FloatArray, float]:
    """The camera (8,) that sees this sheet as the matches have it, and their ``rms`` then.

    Raises ValueError where there are too few matches, or none such.
    """
    if len(matches.here) < 6:
        raise ValueError("too few matches to tell where the other camera was")
    found, turn, place = cv2.solvePnP(
        in_space(cylinder, values, matches.here).T.copy(),
        matches.there.copy(),
        np.eye(3),
        np.zeros(4),
        flags=cv2.SOLVEPNP_SQPNP,
    )
    if not found:
        raise ValueError("no camera sees the page so")
    camera = np.concatenate([np.ravel(turn), np.ravel(place), np.zeros(2)])
    return _camera_fitted(cylinder, values, camera, matches)


def camera_among(points: FloatArray, there: FloatArray, astray: float) -> tuple[FloatArray, int]:
    """The camera (8,) on which most pairs agree of points (3, n) in space and nominal rays (n, 2) there, and how many.

    They agree where they are less than ``astray`` apart.
    """
    found, turn, place, agreed = cv2.solvePnPRansac(
        points.T.copy(),
        there.copy(),
        np.eye(3),
        np.zeros(4),
        iterationsCount=_TRIES,
        reprojectionError=astray,
        confidence=0.999,
    )
    if not found or agreed is None:
        return np.zeros(_SIZE), 0
    return np.concatenate([np.ravel(turn), np.ravel(place), np.zeros(2)]), len(agreed)


def facing_alike(camera: FloatArray) -> float:
    """Cosine of the angle between the lines of sight of the camera there and of that here."""
    return float(np.asarray(cv2.Rodrigues(camera[_TURN])[0])[2, 2])


def as_seen_from_there(cylinder: Cylinder, values: FloatArray, camera: FloatArray, here: FloatArray) -> FloatArray:
    """Nominal rays there (n, 2) under which the sheet's points are seen that are seen here under these."""
    x, y, z = _from(camera, in_space(cylinder, values, here))
    rays = np.exp(camera[_FOCAL]) * np.stack([x / z, y / z], axis=1)
    found = rays
    for _ in range(8):
        found = rays / (1 + camera[_BARREL] * (found**2).sum(axis=1, keepdims=True))
    return np.asarray(found)


def fit_two_views(
    cylinder: Cylinder, curves: Sequence[Curve], belief: Belief, start: FloatArray, matches: Matches
) -> TwoViews:
    """The likeliest sheet by curves and matches. Raises ValueError as `camera_there` does."""
    values = start
    camera, _ = camera_there(cylinder, values, matches)
    every = np.arange(cylinder.size)
    for _ in range(_ROUNDS):
        fit = fit_cylinder(cylinder, curves, belief.joined(every, *_told(cylinder, values, camera, matches)), values)
        moved = float(np.abs(fit.values - values).max())
        values = fit.values
        camera, rms = _camera_fitted(cylinder, values, camera, matches)
        if moved < _SETTLED:
            break
    return TwoViews(fit, camera, rms)


def _told(
    cylinder: Cylinder, values: FloatArray, camera: FloatArray, matches: Matches
) -> tuple[FloatArray, FloatArray]:
    """What the matches say of the sheet, whatever the camera is (Schur complement): information, and times the mean."""
    seen = _seen(cylinder, values, camera, matches)
    weight = _weights(seen.miss, matches)
    both = np.concatenate([seen.by_sheet, seen.by_camera], axis=1)
    size = cylinder.size
    known, pulled = np.zeros((size + _SIZE, size + _SIZE)), np.zeros(size + _SIZE)
    for slopes, miss in zip(both, seen.miss, strict=True):
        known += (slopes * weight) @ slopes.T
        pulled += slopes @ (weight * miss)
    prior = _lens_prior(matches)
    known[size:, size:] += np.diag(prior)
    pulled[size:] += prior * camera
    through = np.linalg.solve(known[size:, size:], known[size:, :size]).T
    information = known[:size, :size] - through @ known[size:, :size]
    information = (information + information.T) / 2
    return information, information @ values - (pulled[:size] - through @ pulled[size:])


def _camera_fitted(
    cylinder: Cylinder, values: FloatArray, camera: FloatArray, matches: Matches
) -> tuple[FloatArray, float]:
    prior = _lens_prior(matches)
    points = in_space(cylinder, values, matches.here)
    for _ in range(_CAMERA_ROUNDS):
        miss, by_camera = _miss(points, camera, matches), _by_camera(points, camera, matches)
        weight = _weights(miss, matches)
        known, pulled = np.diag(prior), prior * camera
        for slopes, each in zip(by_camera, miss, strict=True):
            known = known + (slopes * weight) @ slopes.T
            pulled = pulled + slopes @ (weight * each)
        camera = camera - np.linalg.solve(known, pulled)
    off = np.linalg.norm(_miss(points, camera, matches), axis=0)
    return camera, float(np.sqrt((np.minimum(off, np.quantile(off, 0.95)) ** 2).mean()))


def _seen(cylinder: Cylinder, values: FloatArray, camera: FloatArray, matches: Matches) -> _Seen:
    at = cylinder.met(values, matches.here)
    depth, by_depth = cylinder.depths(values, matches.here, at)
    ray = _raysin_space(cylinder, values, matches.here)
    by_sheet = ray[:, None, :] * by_depth
    by_sheet[2, FOCAL] += ray[2] * depth
    by_sheet[:2, BARREL] += matches.here.T * ((matches.here**2).sum(axis=1) * depth)
    point = ray * depth
    turned = np.tensordot(np.asarray(cv2.Rodrigues(camera[_TURN])[0], np.float64), by_sheet, 1)
    return _Seen(
        _miss(point, camera, matches), _on_ray(_from(camera, point), camera, turned), _by_camera(point, camera, matches)
    )


def _miss(points: FloatArray, camera: FloatArray, matches: Matches) -> FloatArray:
    """(2, n): by how much points (3, n) are seen there beside where the matches have them."""
    x, y, z = _from(camera, points)
    straight = 1 + camera[_BARREL] * (matches.there**2).sum(axis=1)
    return np.asarray(np.exp(camera[_FOCAL]) * np.stack([x / z, y / z]) - matches.there.T * straight)


def _by_camera(points: FloatArray, camera: FloatArray, matches: Matches) -> FloatArray:
    """(2, 8, n): how the misses change with the camera."""
    place = _from(camera, points)
    by_turn = np.asarray(cv2.Rodrigues(camera[_TURN])[1], np.float64).reshape(3, 3, 3)
    found = np.empty((2, _SIZE, points.shape[1]))
    found[:, _TURN] = _on_ray(place, camera, np.tensordot(by_turn, points, 1).transpose(1, 0, 2))
    found[:, _PLACE] = _on_ray(place, camera, np.broadcast_to(np.eye(3)[:, :, None], (3, 3, points.shape[1])))
    found[:, _FOCAL] = np.exp(camera[_FOCAL]) * place[:2] / place[2]
    found[:, _BARREL] = -matches.there.T * (matches.there**2).sum(axis=1)
    return found


def _on_ray(place: FloatArray, camera: FloatArray, change: FloatArray) -> FloatArray:
    """(2, k, n): what changes (3, k, n) of points (3, n) there do to their nominal rays, barrel apart."""
    across = change[:2] - (place[:2] / place[2])[:, None, :] * change[2]
    return np.asarray(np.exp(camera[_FOCAL]) * across / place[2])


def _from(camera: FloatArray, points: FloatArray) -> FloatArray:
    """(3, n) points here, as the camera there has them."""
    turn = np.asarray(cv2.Rodrigues(camera[_TURN])[0], np.float64)
    return np.asarray(turn @ points + camera[_PLACE][:, None])


def _raysin_space(cylinder: Cylinder, values: FloatArray, nominal: FloatArray) -> FloatArray:
    """(3, n): depth is true to scale, which the cylinder's own is not where the focal length is another."""
    x, y = cylinder.rays(values, nominal).T
    return np.stack([x, y, np.full_like(x, np.exp(values[FOCAL]))])


def in_space(cylinder: Cylinder, values: FloatArray, nominal: FloatArray) -> FloatArray:
    """(3, n): where nominal rays meet the sheet."""
    at = cylinder.met(values, nominal)
    return _raysin_space(cylinder, values, nominal) * cylinder.depth(values, at.s, at.t)


def _weights(miss: FloatArray, matches: Matches) -> FloatArray:
    return huber(np.linalg.norm(miss, axis=0) / matches.sigma) / matches.sigma**2


def _lens_prior(matches: Matches) -> FloatArray:
    """The precision of each parameter of the camera: where it is, nothing is thought of."""
    return np.append(np.full(6, _ANYWHERE**-2), np.array(matches.lens_there) ** -2.0)
