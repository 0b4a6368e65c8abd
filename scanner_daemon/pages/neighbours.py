"""What pages of one book tell of each other: they share lens, cradle and paper, and curl slowly from leaf to leaf.

A page tells how its surface would lie by its own lines and edges alone, as a Gaussian in information form: how well
each parameter is known, and by which of the others it could be mistaken. So nothing is counted twice however pages
are handed on, and what a page does not know it does not say. Told to a page that lies some leaves away, everything
becomes the less certain the more it may have changed in between (a Kalman filter's prediction; Kalman, "A new approach
to linear filtering and prediction problems", 1960), and all that is told is added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.cylinder import BARREL, FOCAL, ROTATION, RULING, SKEW, Cylinder
from scanner_daemon.pages.fitting import Belief, CylinderFit
from scanner_daemon.vocabulary import Side

__all__ = ["Circumstances", "Neighbour", "Prior", "told_by"]

FloatArray = NDArray[np.float64]

_TOLD = 6
"""Of the parameters, those before the profile's slopes: rotation, ruling, focal length and barrel, in this order."""
_FOCAL, _BARREL = 4, 5
_CHANGES = np.array([0.002, 0.003, 0.005, 0.003, 0.002, 0.004])
"""By which those change from one leaf to the next (standard deviations)."""
_SLOPE_CHANGES = 0.06
"""The same for the slopes of the profile, radians."""
_BELIEVED = 0.25
"""Of its information, that is believed of a page: neighbours err together, and no sheet is quite a cylinder."""
_LESS_WIDE, _LESS_HIGH = 0.10, 0.07
"""Logarithms by which a page's width and height may differ from those of a page of the same book and paper."""
_FOLDED_OUT = 1.2
"""So many times as wide as the pages before it, a page is a foldout."""
_CONTRADICTED = 1.5
"""So many times more than expected, a page departs from what it was told: then it was told of something else."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a page was seen: only pages that were seen alike tell each other anything.

    ``photo_size`` is that of the upright photograph, ``page_px`` the size of the page in it where its outline was
    found. ``gutter`` is the side of its fold, where that was found.
    """

    side: Side
    photo_size: tuple[int, int]
    calibrated: bool
    gutter: str | None
    page_px: tuple[float, float] | None

    def wider_than(self, other: Circumstances) -> float | None:
        """How many times as wide this page is, where it is far wider and as high: then a part of it was folded in."""
        if self.page_px is None or other.page_px is None or self.photo_size != other.photo_size:
            return None
        wider, higher = (a / b for a, b in zip(self.page_px, other.page_px, strict=True))
        return wider if wider > _FOLDED_OUT and abs(np.log(higher)) < _LESS_HIGH else None

    def unlike(self, other: Circumstances) -> str | None:
        """Why neither tells anything of the other; None where each does."""
        if self.side != other.side or self.photo_size != other.photo_size or self.calibrated != other.calibrated:
            return "it was photographed otherwise"
        if self.gutter != other.gutter:
            return "the fold was seen on one of them only"
        if self.page_px is not None and other.page_px is not None:
            wider, higher = (abs(float(np.log(a / b))) for a, b in zip(self.page_px, other.page_px, strict=True))
            if wider > _LESS_WIDE or higher > _LESS_HIGH:
                return "it is of another size"
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """What one page tells another of the same side.

    ``information`` (k, k) is the precision of rotation, ruling, logarithm of the focal length over ``focal_px``,
    barrel and slopes of the profile, and ``pull`` (k,) that precision times their values. ``page`` names it, and
    ``apart`` says how many leaves away it lies: both are filled in by whoever hands it on.
    """

    seen: Circumstances
    focal_px: float
    information: FloatArray
    pull: FloatArray
    page: str = ""
    apart: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What several neighbours say together, of a page seen with a nominal focal length."""

    information: FloatArray
    pull: FloatArray
    pages: tuple[str, ...]

    @classmethod
    def by(cls, neighbours: Sequence[Neighbour], focal_px: float) -> Self:
        """Adds up what they tell; of at least one. Their slopes must be as many."""
        size = len(neighbours[0].pull)
        information, pull = np.zeros((size, size)), np.zeros(size)
        change = np.append(_CHANGES, np.full(size - _TOLD, _SLOPE_CHANGES)) ** 2
        for each in neighbours:
            # their unit is another where their nominal focal length is
            unit, shift = np.ones(size), np.zeros(size)
            unit[_BARREL] = (focal_px / each.focal_px) ** 2
            shift[_FOCAL] = np.log(each.focal_px / focal_px)
            known = _BELIEVED * each.information / np.outer(unit, unit)
            pulled = _BELIEVED * each.pull / unit + known @ shift
            faded = np.eye(size) + known * (change * each.apart)
            information += np.linalg.solve(faded, known)
            pull += np.linalg.solve(faded, pulled)
        return cls(*_whatever_the_lens(information, pull), tuple(each.page for each in neighbours))

    def bent(self, belief: Belief, cylinder: Cylinder) -> Belief:
        """What is believed of a page whose surface may bend."""
        return belief.joined(_which(cylinder), self.information, self.pull)

    @staticmethod
    def contradicted(belief: Belief, fit: CylinderFit) -> bool:
        """Whether a page lies otherwise than what was told, which is part of ``belief``, lets one expect."""
        which = _which(fit.cylinder)
        off = (fit.values[: len(belief.mean)] - belief.mean)[which]
        known = belief.precision[np.ix_(which, which)]
        return bool(off @ known @ off > _CONTRADICTED * len(off))


def told_by(fit: CylinderFit) -> tuple[FloatArray, FloatArray]:
    """``information`` and ``pull`` of a `Neighbour`: what the lines and edges of this fit say by themselves.

    What was believed beforehand is taken back. How edges stand to lines, and hills, are this page's own and are
    integrated out (Schur complement).
    """
    believed = fit.belief.precision
    which = _which(fit.cylinder)
    own = np.append(SKEW, np.arange(fit.cylinder.heights.start, fit.cylinder.size))
    owned = fit.information[np.ix_(own, own)] + believed[np.ix_(own, own)]
    across = fit.information[np.ix_(which, own)]
    information = fit.information[np.ix_(which, which)] - across @ np.linalg.solve(owned, across.T)
    pull = information @ fit.values[which] + (believed @ (fit.values - fit.belief.mean))[which]
    return (information + information.T) / 2, pull


def _whatever_the_lens(information: FloatArray, pull: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The same, but nothing is said of focal length and barrel: only what holds of the rest, whatever these are.

    What a page tells of its lens is little, and pages of one book err in the same way: added up, it would only look
    like more.
    """
    lens = np.array([_FOCAL, _BARREL])
    rest = np.setdiff1d(np.arange(len(pull)), lens)
    information, pull = (information + information.T) / 2, pull.copy()
    across = information[np.ix_(lens, rest)]
    through = across @ np.linalg.pinv(information[np.ix_(rest, rest)], hermitian=True)
    information[np.ix_(lens, lens)] = through @ across.T
    pull[lens] = through @ pull[rest]
    return information, pull


def _which(cylinder: Cylinder) -> NDArray[np.intp]:
    slopes = np.arange(cylinder.slopes.start, cylinder.slopes.stop)
    return np.concatenate([np.arange(ROTATION.start, ROTATION.stop), [RULING, FOCAL, BARREL], slopes])
