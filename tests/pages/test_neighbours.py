"""Pages of one book tell each other how they lie: as a belief that lines and edges of the page itself overrule."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.neighbours import Circumstances, Neighbour, Prior
from scanner_daemon.pages.remap import CoarseMap
from scanner_daemon.pages.stored_map import map_bytes, map_of, neighbour_of
from scanner_daemon.simulation.optics.paper import Platen
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.vocabulary import Side

SIZE = (1500, 1000)
SEEN = Circumstances(Side.LEFT, (1000, 1500), False, "right", (700.0, 1100.0))
STATE = 18


def _neighbour(values: float, known: float, focal_px: float = 2000.0, apart: int = 1) -> Neighbour:
    return Neighbour(SEEN, focal_px, known * np.eye(STATE), known * np.full(STATE, values), page="p", apart=apart)


def _slope(prior: Prior) -> tuple[float, float]:
    """What is told of one slope: its value and its standard deviation."""
    return prior.pull[10] / prior.information[10, 10], prior.information[10, 10] ** -0.5


@lru_cache(maxsize=4)
def _page(spread: int, platen: Platen, neighbours: tuple[Neighbour, ...] = ()) -> FlatPage:
    shot = Shot(seed=2, spread=spread, side=Side.LEFT, platen=platen, size=SIZE)
    options = PageOptions(even_light=False, neighbours=neighbours)
    (page,) = flatten(photograph(shot).jpeg(), side=Side.LEFT, options=options)
    return page


def _told(spread: int, platen: Platen, apart: int) -> Neighbour:
    told = _page(spread, platen).told
    assert told is not None
    return replace(told, page=f"{platen} {spread}", apart=apart)


def test_what_two_pages_tell_is_surer_and_fades_with_every_leaf() -> None:
    near, far = (Prior.by([_neighbour(0.2, 1e6, apart=apart)], 2000.0) for apart in (1, 9))
    both = Prior.by([_neighbour(0.2, 1e6), _neighbour(0.2, 1e6)], 2000.0)
    assert [_slope(prior)[0] for prior in (near, far, both)] == pytest.approx([0.2] * 3)
    assert _slope(far)[1] == pytest.approx(3 * _slope(near)[1], rel=0.01)
    assert _slope(both)[1] == pytest.approx(_slope(near)[1] / 2**0.5)


def test_a_page_that_knows_nothing_tells_nothing() -> None:
    assert not Prior.by([_neighbour(0.2, 0.0)], 2000.0).information.any()


def test_nothing_is_told_of_the_focal_length() -> None:
    draw = np.random.default_rng(3)
    mixed = draw.normal(0, 1, (STATE, STATE))
    neighbour = replace(_neighbour(0, 1), information=mixed @ mixed.T, pull=draw.normal(0, 1, STATE))
    prior = Prior.by([neighbour], 2000.0)
    marginal = np.linalg.eigvalsh(prior.information)
    assert marginal[:2] == pytest.approx([0, 0], abs=1e-9)
    assert marginal[2] > 1e-6


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(SEEN, page_px=(1000.0, 1100.0)), "another size"),
        (replace(SEEN, gutter=None), "fold"),
        (replace(SEEN, side=Side.RIGHT), "otherwise"),
        (replace(SEEN, photo_size=(2000, 3000)), "otherwise"),
        (replace(SEEN, calibrated=True), "otherwise"),
    ],
)
def test_only_pages_that_were_seen_alike_listen_to_each_other(other: Circumstances, why: str) -> None:
    assert SEEN.unlike(SEEN) is None
    assert why in (SEEN.unlike(other) or "")


def test_a_page_says_to_whom_it_listened() -> None:
    page = _page(15, "open", (_told(14, "open", 1), _told(13, "open", 2)))
    assert page.reasons.neighbours == ("open 14", "open 13")
    assert page.reasons.neighbours_left is None
    assert page.reasons.scores["cylinder"] < 1.1 * _page(15, "open").reasons.scores["cylinder"]


def test_what_a_page_tells_is_its_own_whoever_it_listened_to() -> None:
    alone, heard = _page(15, "open").told, _page(15, "open", (_told(14, "open", 1), _told(13, "open", 2))).told
    assert alone is not None
    assert heard is not None
    some = slice(6, 12)
    assert np.diag(heard.information)[some] == pytest.approx(np.diag(alone.information)[some], rel=0.2)


def test_an_open_page_does_not_listen_to_pressed_ones() -> None:
    page = _page(15, "open", (_told(14, "down", 1), _told(13, "down", 2)))
    assert page.reasons.neighbours == ()
    assert page.reasons.neighbours_left == "the page lies otherwise than they"
    assert np.array_equal(page.coarse_map.nodes, _page(15, "open").coarse_map.nodes)


def test_what_a_page_tells_is_stored_with_its_map() -> None:
    told = _told(14, "open", 3)
    coarse = CoarseMap(np.zeros((3, 3, 2), np.float32), 20, 20)
    read = neighbour_of(map_bytes(coarse, told))
    assert read is not None
    assert (read.seen, read.focal_px) == (told.seen, told.focal_px)
    assert np.array_equal(read.information, told.information)
    assert np.array_equal(read.pull, told.pull)
    assert map_of(map_bytes(coarse, told)).width == 20
    assert neighbour_of(map_bytes(coarse)) is None
    assert neighbour_of(b"no archive") is None
