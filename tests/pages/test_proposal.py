"""A proposal counts as lines seen badly, is judged by what it did not see, and is asked for only where it can help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import PageOptions, flatten
from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.cylinder import ROTATION, Cylinder
from scanner_daemon.pages.edges import Edge
from scanner_daemon.pages.outline import Outline
from scanner_daemon.pages.proposal import Proposal, ProposalFailed, Proposed, may_propose, proposal_of
from scanner_daemon.pages.surface import Observed, lay_surface
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.vocabulary import Side

FloatArray = NDArray[np.float64]
WIDTH, HEIGHT = 0.3, 0.42
CAMERA = Camera(5000.0, (1199.5, 1599.5), np.eye(3), None, FocalFrom.PHOTO)
ROWS, COLUMNS = np.linspace(0.02, HEIGHT - 0.02, 9), np.linspace(0.02, WIDTH - 0.02, 5)


def curled(slope: float) -> tuple[Cylinder, FloatArray]:
    """A page that rises out of a gutter at its left, leaning a little."""
    cylinder = Cylinder.with_knots(WIDTH, np.array([0, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8, 1.0]))
    values = cylinder.flat(np.array([0.0, -HEIGHT / 2]))
    values[ROTATION] = (0.12, -0.05, 0.01)
    values[cylinder.slopes] = slope * np.linspace(1, -0.5, cylinder.basis.shape[1])
    return cylinder, values


def in_photo(page: tuple[Cylinder, FloatArray], s: FloatArray | float, t: FloatArray | float) -> FloatArray:
    cylinder, values = page
    s, t = (np.array(each) for each in np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(t, np.float64)))
    return CAMERA.pixels(cylinder.seen(values, s, t))


def seen_of(page: tuple[Cylinder, FloatArray]) -> Observed:
    """Its lower edge and its fore-edge; the upper one is outside the photograph."""
    across, down = np.linspace(0.003, WIDTH, 120), np.linspace(0, HEIGHT, 120)
    edges = [Edge("bottom", in_photo(page, across, HEIGHT)), Edge("right", in_photo(page, WIDTH, down))]
    corners = in_photo(page, np.array([0, WIDTH, WIDTH, 0]), np.array([0, 0, HEIGHT, HEIGHT]))
    return Observed(corners, True, "left", [], [], edges, 2.0)


def proposed(page: tuple[Cylinder, FloatArray]) -> Proposal:
    along, down = np.linspace(0.01, WIDTH - 0.01, 15), np.linspace(0.01, HEIGHT - 0.01, 22)
    rows = [Proposed(in_photo(page, along, t), level=True) for t in ROWS]
    return Proposal([*rows, *(Proposed(in_photo(page, s, down), level=False) for s in COLUMNS)], "truth")


def test_a_true_proposal_lays_a_page_that_shows_too_little_of_itself() -> None:
    page = curled(0.35)
    assert lay_surface(CAMERA, seen_of(page)) is None
    surface = lay_surface(CAMERA, seen_of(page), proposal=proposed(page))
    assert surface is not None
    assert surface.bent
    assert surface.laid
    s, t = (each.ravel() for each in np.meshgrid(np.linspace(0.02, WIDTH, 12), np.linspace(0.01, HEIGHT, 12)))
    found = surface.to_sheet(in_photo(page, s, t))
    flat = np.column_stack([found, np.ones(len(found))])
    truth = np.stack([s, t], axis=1)
    miss = flat @ np.linalg.lstsq(flat, truth, rcond=None)[0] - truth
    assert np.sqrt((miss**2).sum(axis=1).mean()) < 0.003 * WIDTH
    assert surface.told is None, "no other page shall follow a guess"


def test_a_proposal_that_does_not_foretell_the_edges_is_not_followed() -> None:
    assert lay_surface(CAMERA, seen_of(curled(0.35)), proposal=proposed(curled(-0.5))) is None


def test_a_proposal_is_not_followed_where_nothing_is_seen_to_judge_it_by() -> None:
    page = curled(0.35)
    assert lay_surface(CAMERA, replace(seen_of(page), edges=[]), proposal=proposed(page)) is None


class Regular:
    """Proposes that the picture is the page."""

    name = "regular"
    size_px = (60, 90)

    def __init__(self) -> None:
        self.shown: list[NDArray[np.uint8]] = []

    def __call__(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.shown.append(picture)
        return np.stack(np.meshgrid(np.linspace(-1, 1, 31), np.linspace(-1, 1, 45)), axis=-1).astype(np.float32)


class Failing(Regular):
    def __call__(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        raise ProposalFailed(detail="the file is gone")


@pytest.mark.parametrize("channels", [(), (3,)])
def test_the_grid_comes_back_in_pixels_of_the_upright_photograph(channels: tuple[int, ...]) -> None:
    copy = np.full((500, 400, *channels), 90, np.uint8)
    proposer = Regular()
    copies = Copies(copy if not channels else copy[..., 0], 0.5, copy, 0.25)
    proposal = proposal_of(proposer, copies, np.array([[400.0, 400], [1200, 400], [1200, 1600], [400, 1600]]))
    assert proposer.shown[0].shape == (90, 60, 3)
    rows = [each.points for each in proposal.curves if each.level]
    columns = [each.points for each in proposal.curves if not each.level]
    assert (len(rows), len(columns)) == (9, 5)
    assert np.ptp(rows[0][:, 1]) == pytest.approx(0, abs=0.01)
    assert np.ptp(columns[0][:, 0]) == pytest.approx(0, abs=0.01)
    middle = (
        (rows[0][:, 1].mean() + rows[-1][:, 1].mean()) / 2,
        (columns[0][:, 0].mean() + columns[-1][:, 0].mean()) / 2,
    )
    assert middle == pytest.approx((1000, 800), abs=4)
    assert np.ptp([row[:, 1].mean() for row in rows]) == pytest.approx(1200 * 1.06 * 40 / 44, rel=0.01)


def outline(*at_frame: str) -> Outline:
    return Outline(np.zeros((4, 2)), 0.1, frozenset(at_frame), "left", 0.9)


def test_a_proposal_is_asked_for_where_one_of_upper_and_lower_edge_is_outside_the_photograph() -> None:
    assert may_propose(outline("top"), 1)
    assert may_propose(outline("bottom"), 1)
    assert not may_propose(None, 0)
    assert not may_propose(outline(), 2)
    assert not may_propose(outline("top", "bottom"), 0)
    assert not may_propose(outline("top", "right"), 1)
    assert not may_propose(outline("right"), 1)


BLANK = Shot(seed=300, spread=41, side=Side.RIGHT, platen="open", size=(1200, 800))
PLAIN = PageOptions(even_light=False)


def test_a_page_that_shows_its_edges_is_nobody_else_s_business() -> None:
    proposer = Regular()
    (page,) = flatten(photograph(BLANK).jpeg(), side=Side.RIGHT, options=PLAIN, proposer=proposer)
    assert proposer.shown == []
    assert page.reasons.proposal is None


@pytest.mark.parametrize(("proposer", "said"), [(Regular(), "regular, not followed"), (Failing(), "the file is gone")])
def test_a_wrong_proposal_or_none_leaves_the_page_as_it_would_be(proposer: Regular, said: str) -> None:
    taken = photograph(BLANK)
    top = float(taken.truth.paper_to_photo(np.array([[75.0, 8.0]]))[0, 0])
    shot = BLANK.cropped(0, 0, int(top), 800)
    content = photograph(shot).jpeg()
    (alone,) = flatten(content, side=Side.RIGHT, options=PLAIN)
    (asked,) = flatten(content, side=Side.RIGHT, options=PLAIN, proposer=proposer)
    assert alone.reasons.proposal is None
    assert said in (asked.reasons.proposal or "")
    assert replace(asked.reasons, proposal=None) == alone.reasons
    np.testing.assert_array_equal(asked.image, alone.image)
