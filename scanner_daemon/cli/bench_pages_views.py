"""Which photographs of the simulated book the page bench looks at, and how straight the page made of each is.

World A bends paper as a sheet can be bent; world B ripples it besides, as no model of ours can follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import Profile
from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.backends import CpuBackend
from scanner_daemon.simulation.book.volume import Book
from scanner_daemon.simulation.optics.paper import Platen, World
from scanner_daemon.simulation.optics.truth import Truth
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph, truth_of
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side

__all__ = ["KINDS", "Misfit", "View", "cut_words", "laid_flat", "misfit_of_page", "misfit_of_photo", "views"]

FloatArray = NDArray[np.float64]

KINDS = ("platen", "platen_gutter", "open", "open_hard")
_CURL_MM = 26.0
"""Beyond this from the gutter the paper under the glass is level: the simulation's curl reaches 8 to 21 mm."""
_EDGE_MM = 2.0
_POINTS = (40, 56)
_FIRST_SPREAD, _SPREADS = 8, 30
_NO_WORSE_MM = 1e-5
"""The photograph itself, turned and cropped, is no worse than the photograph: the map's pixels are float32."""
_DRAWN = 40


@dataclass(frozen=True, slots=True)
class View:
    """One photograph of one kind, and how it was asked for."""

    kind: str
    shot: Shot


@dataclass(frozen=True, slots=True)
class Misfit:
    """Departures from the best affine copy of the paper, in mm of paper; ``measured`` is the share of its points.

    ``scale_error`` is relative (pages an inch as stated against as made), ``shear_deg`` the departure of the page's
    axes from a right angle; both need a stated resolution.
    """

    rms_mm: float
    p95_mm: float
    measured: float
    scale_error: float = 0.0
    shear_deg: float = 0.0

    def worse_than(self, photograph: Misfit) -> bool:
        """Whether the page departs further than its photograph does, by either measure."""
        return self.rms_mm > photograph.rms_mm + _NO_WORSE_MM or self.p95_mm > photograph.p95_mm + _NO_WORSE_MM


def views(kind: str, world: World, number: int, further: int = 0) -> list[View]:
    """``number`` photographs, left and right in turn, each of a rig of its own.

    ``further`` counts on to other rigs, and another book.

    ``platen`` and ``platen_gutter`` are the same photographs: the first is measured where the paper is level.
    ``open_hard`` are the steepest of the first forty rigs that are drawn.
    """
    if kind == "open_hard":
        return [View(kind, shot) for shot in _steepest(world, further)[:number]]
    platen: Platen = "open" if kind == "open" else "down"
    spreads = _spreads(1 + further)
    sides = (Side.LEFT, Side.RIGHT)
    return [
        View(
            kind,
            Shot(
                seed=101 + further + k // 2,
                spread=_FIRST_SPREAD + 3 * k % spreads,
                side=sides[k % 2],
                platen=platen,
                world=world,
                book_seed=1 + further,
            ),
        )
        for k in range(number)
    ]


def _spreads(book_seed: int) -> int:
    return min(_SPREADS, len(Book.standard(book_seed).spreads) - _FIRST_SPREAD + 1)


@lru_cache(maxsize=2)
def _steepest(world: World, further: int) -> list[Shot]:
    spreads = _spreads(1 + further)
    drawn = [
        Shot(
            seed=201 + further + k,
            spread=_FIRST_SPREAD + k % spreads,
            side=(Side.LEFT, Side.RIGHT)[k % 2],
            platen="open",
            world=world,
            book_seed=1 + further,
        )
        for k in range(_DRAWN)
    ]
    return sorted(drawn, key=lambda shot: -float(np.abs(truth_of(shot).paper.slope_rad).max()))


def laid_flat(taken: Photograph, jpeg: bytes, *, calibrated: bool, options: PageOptions | None = None) -> FlatPage:
    """The page of a photograph, by the true calibration of its rig if ``calibrated``."""
    shot = taken.shot
    options = options or PageOptions()
    if calibrated:
        options = PageOptions(profile_side=_profile(shot).sides[shot.side])
    (page,) = flatten(jpeg, side=shot.side, options=options, backend=CpuBackend())
    return page


def _profile(shot: Shot) -> Profile:
    return true_profile(shot, {shot.side: "6001001" if shot.side is Side.LEFT else "6001002"})


def _points_mm(truth: Truth, kind: str) -> FloatArray:
    width, height = truth.size_mm
    left, right = _EDGE_MM, width - _EDGE_MM
    if kind == "platen":
        recto = truth.page is not None and truth.page.is_recto
        left, right = (_CURL_MM, right) if recto else (left, width - _CURL_MM)
    x, y = np.meshgrid(np.linspace(left, right, _POINTS[0]), np.linspace(_EDGE_MM, height - _EDGE_MM, _POINTS[1]))
    return np.column_stack([x.ravel(), y.ravel()])


def _affine(seen: FloatArray, paper: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The best affine map from ``seen`` to ``paper``, (3, 2), and each point's distance from it."""
    with_one = np.column_stack([seen, np.ones(len(seen))])
    found = np.asarray(np.linalg.lstsq(with_one, paper, rcond=None)[0], dtype=np.float64)
    return found, np.asarray(np.linalg.norm(with_one @ found - paper, axis=1), dtype=np.float64)


def misfit_of_photo(truth: Truth, kind: str) -> Misfit:
    """How far the photograph itself is from the paper."""
    paper = _points_mm(truth, kind)
    _, off = _affine(truth.paper_to_photo(paper), paper)
    return Misfit(float(np.sqrt((off**2).mean())), float(np.quantile(off, 0.95)), 1.0)


def misfit_of_page(page: FlatPage, truth: Truth, kind: str) -> Misfit:
    """How far the page is from the paper, over the points that are on it."""
    paper = _points_mm(truth, kind)
    on_page = page.coarse_map.page_points(truth.paper_to_photo(paper))
    last = np.array([page.coarse_map.width, page.coarse_map.height]) - 0.5
    inside = ((on_page >= -0.5) & (on_page <= last)).all(axis=1)
    found, off = _affine(on_page[inside], paper[inside])
    across, down = found[0], found[1]
    mm_per_px = float(np.sqrt(abs(np.linalg.det(found[:2]))))
    cosine = float(across @ down / (np.linalg.norm(across) * np.linalg.norm(down)))
    return Misfit(
        float(np.sqrt((off**2).mean())),
        float(np.quantile(off, 0.95)),
        float(inside.mean()),
        25.4 / page.ppi / mm_per_px - 1,
        float(np.degrees(np.arcsin(cosine))),
    )


def cut_words(page: FlatPage, truth: Truth) -> int:
    """True word boxes of which a corner is not on the page."""
    quads = truth.word_quads()
    if not len(quads):
        return 0
    corners = page.coarse_map.page_points(quads.reshape(-1, 2))
    last = np.array([page.coarse_map.width, page.coarse_map.height]) - 0.5
    inside = ((corners >= -0.5) & (corners <= last)).all(axis=1)
    return int((~inside.reshape(-1, 4).all(axis=1)).sum())


def taken(some: list[View]) -> Iterator[tuple[View, Photograph, bytes]]:
    """Each view's photograph and its file, one after the other: a photograph of 24 MP takes 72 MB."""
    for view in some:
        shot = photograph(view.shot)
        yield view, shot, shot.jpeg()
