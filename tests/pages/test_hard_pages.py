"""Pages that give little to go by, or something wrong: never worse than the photograph, and no word cut."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import PageOptions, SurfaceModel, flatten
from scanner_daemon.pages.hills import Hills
from scanner_daemon.pages.plane import plane_of_crop
from scanner_daemon.simulation.optics.paper import Platen
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.vocabulary import Side

FloatArray = NDArray[np.float64]
SIZE = (1500, 1000)


def _astray_mm(seen: FloatArray, paper: FloatArray) -> float:
    """Root mean square distance, paper mm, after the best affine map."""
    known = np.column_stack([seen, np.ones(len(seen))])
    return float(np.sqrt(((known @ np.linalg.lstsq(known, paper, rcond=None)[0] - paper) ** 2).sum(axis=1).mean()))


def _page_of(taken: Photograph, options: PageOptions | None = None) -> SurfaceModel:
    """Flattens it, and holds the page to the truth."""
    truth = taken.truth
    (page,) = flatten(taken.jpeg(), side=taken.shot.side, options=options or PageOptions(even_light=False))
    width, height = truth.size_mm
    paper = np.stack(np.meshgrid(np.linspace(4, width - 4, 9), np.linspace(4, height - 4, 13)), -1).reshape(-1, 2)
    photo = truth.paper_to_photo(paper)
    assert _astray_mm(page.coarse_map.page_points(photo), paper) <= _astray_mm(photo, paper)
    words = truth.word_quads().reshape(-1, 2)
    if len(words):
        outer = words[[words[:, 0].argmin(), words[:, 0].argmax(), words[:, 1].argmin(), words[:, 1].argmax()]]
        at = page.coarse_map.page_points(outer)
        assert (at >= -0.5).all()
        assert (at <= (page.image.shape[1] - 0.5, page.image.shape[0] - 0.5)).all()
    return page.reasons.model


@pytest.mark.parametrize("wrong_by", [0.8, 1.2])
def test_a_wrong_focal_length_makes_no_page_worse(wrong_by: float) -> None:
    taken = photograph(Shot(seed=41, spread=18, side=Side.LEFT, platen="open", size=SIZE))
    options = PageOptions(focal_px=wrong_by * taken.truth.lens.focal_px, even_light=False)
    assert _page_of(taken, options) is SurfaceModel.CURVED


@pytest.mark.parametrize(
    "shot",
    [
        Shot(seed=42, spread=20, side=Side.LEFT, size=SIZE, hand_in_frame=True),
        Shot(seed=42, spread=20, side=Side.LEFT, size=SIZE, glare=6.0),
    ],
    ids=["finger", "glare"],
)
def test_a_finger_or_glare_makes_no_page_worse(shot: Shot) -> None:
    _page_of(photograph(shot))


@pytest.mark.parametrize(("spread", "side"), [(28, Side.RIGHT), (41, Side.RIGHT)], ids=["picture", "blank"])
@pytest.mark.parametrize("pressed", [True, False], ids=["pressed", "open"])
def test_a_picture_and_a_blank_page_lie_by_their_edges(spread: int, side: Side, pressed: bool) -> None:
    platen: Platen = "down" if pressed else "open"
    _page_of(photograph(Shot(seed=37, spread=spread, side=side, platen=platen, world="B", size=SIZE)))


def test_a_crop_holds_the_whole_quad_and_bends_nothing() -> None:
    corners = np.array([[200.0, 100.0], [900.0, 130.0], [880.0, 1100.0], [170.0, 1090.0]])
    plane = plane_of_crop(corners, 2000.0)
    inverse = np.linalg.inv(plane.matrix)
    at = corners @ inverse[:2, :2].T + inverse[:2, 2]
    assert (at > 0).all()
    assert (at < (plane.width - 1, plane.height - 1)).all()
    assert plane.matrix[:2, :2] @ plane.matrix[:2, :2].T == pytest.approx(np.eye(2))
    assert plane.matrix[2] == pytest.approx([0, 0, 1])


def test_hills_are_as_high_as_they_are_believed_everywhere() -> None:
    hills = Hills.over(1.0, (-0.7, 0.7), 0.25, 60)
    draw = np.random.default_rng(2)
    at = draw.uniform((0, -0.7), (1, 0.7), (300, 2))
    shapes = hills.shapes(at[:, 0], at[:, 1])
    assert (shapes**2).sum(axis=1) == pytest.approx(1, abs=0.15)
    coefficients = draw.normal(0, 1, 60)
    assert hills.height(coefficients, at[:, 0], at[:, 1]) == pytest.approx(shapes @ coefficients)
