"""Pages that give little to go by, or something wrong: never worse than the photograph, and no word cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import FlatPage, PageOptions, SurfaceModel, flatten
from scanner_daemon.pages.hills import Hills
from scanner_daemon.pages.plane import plane_of_crop
from scanner_daemon.simulation.optics.jpeg import Body, encode
from scanner_daemon.simulation.optics.paper import Platen
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.vocabulary import Side

FloatArray = NDArray[np.float64]
SIZE = (1500, 1000)


def _astray_mm(seen: FloatArray, paper: FloatArray) -> float:
    """Root mean square distance, paper mm, after the best affine map."""
    known = np.column_stack([seen, np.ones(len(seen))])
    return float(np.sqrt(((known @ np.linalg.lstsq(known, paper, rcond=None)[0] - paper) ** 2).sum(axis=1).mean()))


def _page_of(
    taken: Photograph, options: PageOptions | None = None, *, orientation: int | None = None, side: Side | None = None
) -> FlatPage:
    """Flattens it, and holds the page to the truth: no worse than the photograph, and no word cut.

    Its header says another ``orientation``, or it was taken by the camera of another ``side``, if so stated.
    """
    truth = taken.truth
    jpeg = encode(
        taken.image,
        quality=92,
        orientation=orientation or truth.exif_orientation,
        body=Body(serial="1"),
        taken_at=datetime(2026, 3, 2, tzinfo=UTC),
        focal_mm=truth.lens.focal_mm,
    )
    (page,) = flatten(jpeg, side=side or taken.shot.side, options=options or PageOptions(even_light=False))
    assert _astray_of(page, taken) <= _astray_mm(truth.paper_to_photo(_all_over(taken)), _all_over(taken)) + 1e-6
    words = truth.word_quads().reshape(-1, 2)
    if len(words):
        outer = words[[words[:, 0].argmin(), words[:, 0].argmax(), words[:, 1].argmin(), words[:, 1].argmax()]]
        assert _on_page(page, outer).all()
    return page


def _all_over(taken: Photograph) -> FloatArray:
    """Points of the paper, mm."""
    width, height = taken.truth.size_mm
    return np.stack(np.meshgrid(np.linspace(4, width - 4, 9), np.linspace(4, height - 4, 13)), -1).reshape(-1, 2)


def _astray_of(page: FlatPage, taken: Photograph) -> float:
    paper = _all_over(taken)
    return _astray_mm(page.coarse_map.page_points(taken.truth.paper_to_photo(paper)), paper)


def _on_page(page: FlatPage, photo: FloatArray) -> NDArray[np.bool_]:
    at = page.coarse_map.page_points(photo)
    last = (page.image.shape[1] - 0.5, page.image.shape[0] - 0.5)
    return np.asarray(((at >= -0.5) & (at <= last)).all(axis=1), dtype=np.bool_)


def _beyond_gutter(taken: Photograph, by_mm: float) -> FloatArray:
    """A place on the facing page, as if this one's paper went on, in the photograph."""
    width, height = taken.truth.size_mm
    x = -by_mm if taken.shot.side is Side.RIGHT else width + by_mm
    return taken.truth.paper_to_photo(np.array([[x, height / 2]]))


@pytest.mark.parametrize("wrong_by", [0.8, 1.2])
def test_a_wrong_focal_length_makes_no_page_worse(wrong_by: float) -> None:
    taken = photograph(Shot(seed=41, spread=18, side=Side.LEFT, platen="open", size=SIZE))
    options = PageOptions(focal_px=wrong_by * taken.truth.lens.focal_px, even_light=False)
    assert _page_of(taken, options).reasons.model is SurfaceModel.CURVED


@pytest.mark.parametrize(
    "shot",
    [
        Shot(seed=42, spread=20, side=Side.LEFT, size=SIZE, hand_in_frame=True),
        Shot(seed=42, spread=20, side=Side.LEFT, size=SIZE, glare=6.0),
        Shot(seed=710, spread=17, side=Side.LEFT, size=SIZE, glare=6.0),
        Shot(seed=704, spread=28, side=Side.RIGHT, size=SIZE, glare=6.0),
        Shot(seed=301, spread=20, side=Side.RIGHT, size=SIZE, glare=6.0),
        Shot(seed=43, spread=20, side=Side.LEFT, size=SIZE, glare=6.0),
    ],
    ids=["finger", "glare", "glare over most of an edge", "glare beside a picture", "glare below the page", "little"],
)
def test_a_finger_or_glare_makes_no_page_worse(shot: Shot) -> None:
    _page_of(photograph(shot))


@pytest.mark.parametrize(("spread", "side"), [(28, Side.RIGHT), (41, Side.RIGHT)], ids=["picture", "blank"])
@pytest.mark.parametrize("pressed", [True, False], ids=["pressed", "open"])
def test_a_picture_and_a_blank_page_lie_by_their_edges(spread: int, side: Side, pressed: bool) -> None:
    platen: Platen = "down" if pressed else "open"
    _page_of(photograph(Shot(seed=37, spread=spread, side=side, platen=platen, world="B", size=SIZE)))


@pytest.mark.parametrize("platen", ["down", "open"])
def test_three_lines_and_the_edges_tell_as_much_as_a_full_page(platen: Platen) -> None:
    taken = photograph(Shot(seed=51, spread=12, side=Side.LEFT, platen=platen, size=SIZE, lines=3))
    page = _page_of(taken)
    assert page.reasons.lines <= 3
    assert _astray_of(page, taken) < 0.05


def test_three_lines_without_any_outline_move_nothing() -> None:
    taken = photograph(Shot(seed=51, spread=12, side=Side.LEFT, platen="open", size=SIZE, lines=3))
    page = _page_of(taken, PageOptions(even_light=False, crop=False))
    assert page.reasons.model is SurfaceModel.WHOLE_PHOTO


def test_an_edge_is_followed_up_to_a_gutter_that_leans() -> None:
    taken = photograph(Shot(seed=710, spread=17, side=Side.LEFT, platen="open", size=SIZE))
    assert _astray_of(_page_of(taken), taken) < 0.06


def test_paper_that_ripples_does_not_make_its_true_edge_look_wrong() -> None:
    taken = photograph(Shot(seed=41, spread=32, side=Side.RIGHT, platen="open", world="B", size=SIZE))
    page = _page_of(taken)
    assert page.reasons.warnings == ()
    assert _astray_of(page, taken) < 0.15


def test_a_page_whose_edges_the_text_contradicts_must_be_much_better_than_its_photograph() -> None:
    taken = photograph(Shot(seed=3053, spread=19, side=Side.RIGHT, platen="down", world="B", book_seed=2003, size=SIZE))
    page = _page_of(taken)
    assert any("contradicts" in warning for warning in page.reasons.warnings)


def test_a_surface_that_is_known_too_badly_is_none() -> None:
    taken = photograph(Shot(seed=1103, spread=28, side=Side.RIGHT, platen="open", world="B", size=SIZE))
    reasons = _page_of(taken).reasons
    assert min(reasons.scores["cylinder"], reasons.scores["plane"]) < 0.5 * reasons.scores["photograph"]
    assert reasons.certainty is not None
    assert reasons.certainty < 2.5
    assert reasons.model is SurfaceModel.CROPPED


def test_a_surface_unlike_a_photograph_that_explains_nearly_as_much_is_none() -> None:
    """Four lines and half the edges: what fits best lies 1.4 mm wrong, on a photograph that is .06 mm off straight."""
    moved_mm = (37.630995412913336, 27.991006501681266)
    taken = photograph(
        Shot(seed=50338, spread=27, side=Side.LEFT, book_seed=2103, lines=4, moved_mm=moved_mm, size=SIZE)
    )
    reasons = _page_of(taken).reasons
    assert reasons.scores["cylinder"] < 0.8 * reasons.scores["photograph"]
    assert reasons.model is SurfaceModel.CROPPED


@pytest.mark.parametrize(
    "shot",
    [
        Shot(seed=50021, spread=24, side=Side.LEFT, book_seed=1705, size=SIZE, moved_mm=(39.0, -27.0)),
        Shot(seed=50086, spread=23, side=Side.LEFT, world="B", book_seed=2351, size=SIZE, lines=2, moved_mm=(0, -45)),
        Shot(seed=50033, spread=38, side=Side.RIGHT, book_seed=656, size=SIZE, lines=16, moved_mm=(0, 45)),
        Shot(seed=50017, spread=14, side=Side.LEFT, book_seed=1044, size=SIZE, lines=8, moved_mm=(40, 0)),
    ],
    ids=["cut lines", "upper edge outside", "lower edge outside", "fore-edge outside"],
)
def test_a_page_that_reaches_the_photograph_s_border_is_no_worse(shot: Shot) -> None:
    taken = photograph(shot)
    (page,) = flatten(taken.jpeg(), side=shot.side, options=PageOptions(even_light=False))
    paper = _all_over(taken)
    seen = taken.truth.paper_to_photo(paper)
    inside = ((seen > 0) & (seen < (SIZE[0] - 1, SIZE[1] - 1))).all(axis=1)
    assert _on_page(page, seen[inside]).mean() > 0.97
    before = _astray_mm(seen[inside], paper[inside])
    assert _astray_mm(page.coarse_map.page_points(seen[inside]), paper[inside]) <= before + 1e-5


def test_what_shines_through_is_no_text() -> None:
    shot = Shot(seed=52, spread=25, side=Side.RIGHT, platen="open", size=SIZE)
    opaque, thin = (photograph(replace(shot, show_through=share)) for share in (0.0, 0.3))
    page = _page_of(thin)
    assert page.reasons.lines == _page_of(opaque).reasons.lines
    assert _astray_of(page, thin) < 0.05


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_facing_page_in_view_is_cut_off(side: Side) -> None:
    taken = photograph(Shot(seed=52, spread=25, side=side, platen="open", size=SIZE, moved_mm=(-25.0, 0.0)))
    assert taken.truth.page is not None
    page = _page_of(taken)
    assert not _on_page(page, _beyond_gutter(taken, 6.0)).any()
    assert _astray_of(page, taken) < 0.05


@pytest.mark.parametrize("platen", ["down", "open"])
def test_a_book_that_lies_upside_down_is_turned_and_said_to(platen: Platen) -> None:
    """The left camera sees a right page standing on its head, the fold at its usual side of the photograph."""
    taken = photograph(Shot(seed=52, spread=25, side=Side.RIGHT, platen=platen, size=SIZE))
    page = _page_of(taken, orientation=8, side=Side.LEFT)
    assert page.reasons.clockwise_degrees == 90
    assert page.side is Side.LEFT
    assert any("upside down" in warning for warning in page.reasons.warnings)
    assert not _on_page(page, _beyond_gutter(taken, 8.0)).any()
    assert _astray_of(page, taken) < 0.05


def test_a_camera_that_mistakes_its_own_attitude_is_overruled_by_the_text() -> None:
    taken = photograph(Shot(seed=52, spread=25, side=Side.RIGHT, platen="open", size=SIZE))
    page = _page_of(taken, orientation=8)
    assert page.reasons.clockwise_degrees == 90
    assert page.reasons.warnings == ()
    assert _astray_of(page, taken) < 0.05


def test_without_a_header_the_fold_tells_where_up_is_when_the_text_is_too_little_to_tell() -> None:
    taken = photograph(Shot(seed=53, spread=14, side=Side.LEFT, size=SIZE, lines=4))
    (page,) = flatten(taken.image, side=Side.LEFT, options=PageOptions(even_light=False))
    assert page.reasons.clockwise_degrees == 270
    assert page.reasons.orientation_from == "gutter"


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
