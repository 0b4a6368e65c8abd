"""What is observed of a page, and which surface is believed: lines, margins, bounds, and the choice among surfaces."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages.bounds import Box, find_bounds
from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.cylinder import Cylinder
from scanner_daemon.pages.edges import Edge, find_edges
from scanner_daemon.pages.gutter import followed_gutter
from scanner_daemon.pages.ink import find_ink, find_lines
from scanner_daemon.pages.lines import refine_lines
from scanner_daemon.pages.margins import find_margins
from scanner_daemon.pages.outline import find_outline
from scanner_daemon.pages.paper import find_paper
from scanner_daemon.pages.platen import platen_axes
from scanner_daemon.pages.surface import Observed, lay_surface
from scanner_daemon.simulation.photographs import Shot, truth_of
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side

Pixels = NDArray[np.uint8]
FloatArray = NDArray[np.float64]
FOCAL = 4000.0
CENTRE = (999.5, 1499.5)
CORNERS = np.array([[300.0, 400.0], [1700.0, 400.0], [1700.0, 2600.0], [300.0, 2600.0]])


def _camera(focal: float = FOCAL) -> Camera:
    return Camera(focal, CENTRE, np.eye(3), None, FocalFrom.PHOTO)


def _sheet(bend: float) -> tuple[Cylinder, FloatArray]:
    cylinder = Cylinder.with_knots(1400 / FOCAL, np.linspace(0, 1, 9))
    values = cylinder.flat(np.array([0.0, 0.0]))
    values[:3] = (0.04, -0.03, 0.01)
    values[cylinder.slopes] = bend * np.linspace(1, -1, cylinder.slopes.stop - cylinder.slopes.start)
    return cylinder, values


def _observed(bend: float, lines: int = 25, noise_px: float = 0.4) -> Observed:
    cylinder, values = _sheet(bend)
    draw = np.random.default_rng(4)

    def seen(s: FloatArray, t: FloatArray) -> FloatArray:
        photo = _camera().pixels(cylinder.seen(values, s, t))
        return photo + draw.normal(0, noise_px, photo.shape)

    across = np.linspace(0.12, 0.88, 40) * cylinder.width
    levels = np.linspace(-0.22, 0.22, lines)
    text = [seen(across, np.full(40, level)) for level in levels]
    ends = [seen(across[[0, -1]], np.full(2, level)) for level in levels]
    whole = np.linspace(0, cylinder.width, 240)
    edges = [Edge(name, seen(whole, np.full(240, t))) for name, t in (("top", -0.27), ("bottom", 0.27))]
    return Observed(CORNERS, True, None, text, ends, edges, 1.5)


def _unevenness(surface_points: FloatArray) -> float:
    return float(np.ptp(surface_points[:, 1]))


def test_a_line_is_traced_to_a_fraction_of_a_pixel_whatever_its_ascenders(drawn_page: Pixels) -> None:
    bent = (6 * np.sin(np.arange(900) / 200)).astype(np.float32)
    x, y = np.meshgrid(np.arange(900, dtype=np.float32), np.arange(1350, dtype=np.float32))
    ink = find_ink(np.asarray(cv2.remap(drawn_page, x, y - bent[None, :], cv2.INTER_CUBIC, borderValue=232), np.uint8))
    assert ink is not None

    def noise(lines: list[FloatArray]) -> float:
        straight = [points[:, 1] - 6 * np.sin(points[:, 0] / 200) for points in lines]
        return float(np.concatenate([level - np.median(level) for level in straight]).std())

    traced = find_lines(ink)
    fine = refine_lines(ink, traced)
    assert len(fine) >= 0.9 * len(traced)
    assert noise([line.points for line in fine]) < 0.35
    assert noise([line.points for line in fine]) < 0.4 * noise([line.points for line in traced])


def test_text_that_shines_through_is_left_out(drawn_page: Pixels) -> None:
    pale = 232 - (232 - drawn_page[:, ::-1].astype(np.float32)) * 0.35
    page = drawn_page.copy()
    page[700:] = pale[700:].astype(np.uint8)
    ink = find_ink(page)
    assert ink is not None
    assert all(line.points[:, 1].mean() < 700 for line in refine_lines(ink, find_lines(ink)))


def test_both_columns_have_their_margins() -> None:
    cylinder, values = _sheet(0.0)
    columns = [(0.1, 0.45), (0.55, 0.9)]
    ends = [
        cylinder.seen(values, np.array(pair) * cylinder.width, np.full(2, t))
        for pair in columns
        for t in np.linspace(-0.2, 0.2, 20)
    ]
    assert [len(margin) for margin in find_margins(cylinder, values, ends)] == [20, 20, 20, 20]


@pytest.mark.parametrize("bend", [0.15, 0.4])
def test_a_bent_sheet_is_laid_flat(bend: float) -> None:
    observed = _observed(bend)
    surface = lay_surface(_camera(), observed)
    assert surface is not None
    assert surface.bent
    assert surface.scores["cylinder"] < surface.scores["plane"]
    cylinder, values = _sheet(bend)
    level = cylinder.seen(values, np.linspace(0.05, 0.95, 30) * cylinder.width, np.full(30, 0.1))
    assert _unevenness(surface.to_sheet(_camera().pixels(level))) * FOCAL < 1.0


def test_a_page_ends_before_the_sliver_of_the_leaf_below() -> None:
    copy = np.full((900, 700), 40, np.uint8)
    copy[100:804, 100:600] = 165
    copy[100:800, 100:600] = 225
    copy[800:804, 300:600] = 150
    copy[800:804, 100:300] = 175
    copy = np.asarray(cv2.GaussianBlur(copy, (0, 0), 0.8), np.uint8)
    paper = find_paper(copy)
    assert paper is not None
    outline = find_outline(paper, None, Side.SINGLE)
    assert outline is not None
    edges = {edge.name: edge.points for edge in find_edges(copy, 1.0, paper, outline, 1.0)}
    assert np.abs(edges["top"][:, 1] - 99.5).max() < 0.2
    assert np.abs(edges["bottom"][:, 1] - 799.5).max() < 0.5


def test_an_edge_that_the_text_contradicts_is_doubted() -> None:
    observed = _observed(0.2)
    top, bottom = observed.edges
    wrong = Edge("bottom", bottom.points + np.outer(np.linspace(0, 1, 240) ** 2, (0.0, 60.0)))
    surface = lay_surface(_camera(), replace(observed, edges=[top, wrong]))
    assert surface is not None
    assert surface.doubted == ("bottom",)
    assert "top" in surface.edges


@pytest.mark.parametrize("wrong_by", [0.8, 1.2])
def test_a_wrong_focal_length_bends_no_line(wrong_by: float) -> None:
    observed = _observed(0.3)
    surface = lay_surface(_camera(FOCAL * wrong_by), observed)
    assert surface is not None
    assert max(_unevenness(surface.to_sheet(line)) for line in observed.lines) * FOCAL < 6


def test_lines_that_the_photograph_cuts_off_have_no_margin_there() -> None:
    seen = _observed(0.2)
    to_border = np.array([min(line[:, 0].min() for line in seen.lines), 0.0])
    cut = replace(
        seen,
        corners=seen.corners - to_border,
        lines=[line - to_border for line in seen.lines],
        ends=[np.array([(1.0, pair[0, 1]), pair[1] - to_border]) for pair in seen.ends],
        edges=[Edge(edge.name, edge.points - to_border) for edge in seen.edges],
    )
    surface, at_border = lay_surface(_camera(), seen), lay_surface(_camera(), cut)
    assert surface is not None
    assert at_border is not None
    assert [sum(curve.kind == "margin" for curve in each.curves) for each in (surface, at_border)] == [2, 1]


def test_what_is_seen_of_a_part_of_a_page_makes_the_whole_of_it_less_certain() -> None:
    seen = _observed(0.3)
    top, _ = seen.edges
    whole = lay_surface(_camera(), seen)
    upper = lay_surface(_camera(), replace(seen, lines=seen.lines[:4], ends=seen.ends[:4], edges=[top]))
    assert whole is not None
    assert whole.laid
    assert upper is not None
    assert upper.certainty < 0.5 * whole.certainty


def test_a_surface_that_explains_all_that_is_seen_is_left_where_that_is_too_little() -> None:
    seen = _observed(0.03)
    top, _ = seen.edges
    surface = lay_surface(_camera(), replace(seen, lines=seen.lines[:4], ends=seen.ends[:4], edges=[top]))
    assert surface is not None
    assert min(surface.scores["cylinder"], surface.scores["plane"]) < 0.5 * surface.scores["photograph"]
    assert not surface.laid


@pytest.mark.parametrize("outside", ["top", "bottom"])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_gutter_is_followed_from_one_edge_where_the_other_is_outside(outside: str, side: Side) -> None:
    copy = np.full((1000, 800), 30, np.uint8)
    cv2.fillPoly(copy, [np.array([(480, 0), (760, 0), (760, 920), (488, 820)])], 180)
    copy[:821, 60:480] = 225
    cv2.fillPoly(copy, [np.array([(480, 0), (488, 820), (480, 820)])], 225)
    copy = copy if side is Side.LEFT else np.ascontiguousarray(copy[:, ::-1])
    copy = copy if outside == "top" else np.ascontiguousarray(copy[::-1])
    copy = np.asarray(cv2.GaussianBlur(copy, (0, 0), 0.8), np.uint8)
    paper = find_paper(copy)
    assert paper is not None
    gutter = followed_gutter(copy, paper, 1.0, at_right=side is Side.LEFT)
    assert gutter is not None
    x = np.array([480, 488] if outside == "top" else [488, 480], dtype=np.float64)
    assert gutter[:, 0] == pytest.approx(x if side is Side.LEFT else 799 - x, abs=4)


def test_three_lines_without_edges_tell_nothing() -> None:
    assert lay_surface(_camera(), replace(_observed(0.3, lines=3), edges=[])) is None


def test_without_an_outline_straight_text_leaves_the_photograph_alone() -> None:
    level = [np.stack([np.linspace(400, 1600, 40), np.full(40, y)], axis=1) for y in np.linspace(500, 2500, 30)]
    jitter = np.random.default_rng(8)
    lines = [line + jitter.normal(0, 0.5, line.shape) for line in level]
    ends = [line[[0, -1]] for line in lines]
    assert lay_surface(_camera(), Observed(CORNERS, False, None, lines, ends, [], 1.5)) is None


def test_without_an_outline_text_in_a_part_of_the_photograph_tells_nothing_of_the_rest() -> None:
    everywhere = replace(_observed(0.1), outlined=False, edges=[])
    low = replace(everywhere, lines=everywhere.lines[17:], ends=everywhere.ends[17:])
    assert lay_surface(_camera(), everywhere) is not None
    assert lay_surface(_camera(), low) is None
    assert lay_surface(_camera(), replace(_observed(0.1), lines=low.lines, ends=low.ends)) is not None


def test_a_page_ends_at_the_line_that_runs_past_its_text_and_not_at_a_printed_rule() -> None:
    copy = np.full((700, 500), 220, np.uint8)
    copy[:, 430:] = 190
    copy[150:550, 400:402] = 60
    found = find_bounds(copy, lambda points: points, Box(0, 0, 499, 699), Box(100, 150, 380, 550))
    assert found == {"right": pytest.approx(430, abs=4)}


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_calibrated_platen_stands_as_the_rig_s_camera_sees_it(side: Side) -> None:
    shot = Shot(seed=3, spread=9, side=side)
    truth = truth_of(shot)
    turn = np.array(
        [[0, 1, 0], [-1, 0, 3999], [0, 0, 1]] if side is Side.RIGHT else [[0, -1, 5999], [1, 0, 0], [0, 0, 1]]
    )
    axes = platen_axes(true_profile(shot, {side: "1"}).sides[side], turn.astype(np.float64))
    apart = np.degrees(np.arccos(np.clip((np.trace(axes.T @ truth.pose.rotation) - 1) / 2, -1, 1)))
    assert apart < 1.0
