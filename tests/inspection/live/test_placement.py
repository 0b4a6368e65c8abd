"""Offsets, rotation and margins as the page is read; and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest

from scanner_daemon.api.schemas import FindingCode
from scanner_daemon.calibration.geometry import platen_mm
from scanner_daemon.inspection.live.findings import Finding, findings_of
from scanner_daemon.inspection.live.page_seen import PageSeen
from scanner_daemon.inspection.live.placement import FrameView, Placement, place
from scanner_daemon.simulation.photographs import PREVIEW_SIZE, truth_of
from scanner_daemon.vocabulary import Level, Side

FrameOf = Callable[..., Any]  # a Frame of conftest.py
UPRIGHT = FrameView((480, 640), 0)
QUAD = np.array([[0.2, 0.1], [0.9, 0.1], [0.9, 0.9], [0.2, 0.9]])


def page(dx: float = 0.0, dy: float = 0.0, degrees: float = 0.0, **more: Any) -> PageSeen:
    """A right page, moved by fractions of the frame and turned clockwise about its middle."""
    pixels = np.array(UPRIGHT.size_px, np.float64)
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = ((QUAD - QUAD.mean(axis=0)) * pixels @ turn) / pixels + QUAD.mean(axis=0) + [dx, dy]
    told: dict[str, Any] = {"cut_off": frozenset(), "obscured": False, "confidence": 1.0}
    return PageSeen(corners, corners[[0, 3]], **told | more)


def said(seen: PageSeen, first: PageSeen | None = None) -> list[str]:
    return [finding.code for finding in findings_of(seen, place(seen, UPRIGHT, first), Side.RIGHT)]


# ---------------------------------------------------------------------------------------------- per cent of the frame


def test_without_a_profile_offsets_are_per_cent_of_the_frame_from_its_middle() -> None:
    placed = place(page(dx=0.03, dy=-0.02), UPRIGHT, None)
    assert (placed.unit, placed.measured_from) == ("%", "frame")
    assert placed.offset_x == pytest.approx(8.0)
    assert placed.offset_y == pytest.approx(-2.0)
    assert placed.margins == pytest.approx((8.0, 7.0, 12.0, 23.0))


@pytest.mark.parametrize("degrees", [-5.0, -0.5, 0.0, 2.0])
def test_rotation_is_clockwise_and_in_degrees(degrees: float) -> None:
    assert place(page(degrees=degrees), UPRIGHT, None).rotation_degrees == pytest.approx(degrees, abs=1e-6)


def test_after_the_first_spread_everything_counts_from_where_it_lay() -> None:
    first = page(dx=0.05, degrees=1.5)
    placed = place(page(dx=0.09, dy=0.04, degrees=1.0), UPRIGHT, first)
    assert placed.measured_from == "first_spread"
    assert placed.offset_x == pytest.approx(4.0, abs=0.2)
    assert placed.offset_y == pytest.approx(4.0)
    assert placed.rotation_degrees == pytest.approx(-0.5, abs=1e-6)
    assert placed.target is first.corners


def test_a_foldout_is_wider_and_its_spine_is_where_it_was() -> None:
    wide = page()
    wide.corners[[1, 2], 0] = 1.0
    placed = place(wide, UPRIGHT, page())
    assert placed.by_spine
    assert placed.offset_x == pytest.approx(0.0)


# ------------------------------------------------------------------------------------------------------- millimetres


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("moved_mm", [(0.0, 0.0), (-5.0, 7.0), (6.0, -9.0)])
def test_with_a_profile_a_pressed_pages_place_is_told_within_a_millimetre_and_a_half(
    frame_of: FrameOf, side: Side, moved_mm: tuple[float, float]
) -> None:
    frame = frame_of(2, side, moved_mm=moved_mm)
    placed = place(frame.page, frame.view(calibrated=True), None)
    assert (placed.unit, placed.measured_from) == ("mm", "profile")
    truth = truth_of(frame.shot)
    width, height = truth.size_mm
    ends = np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
    corners = platen_mm(frame.profile, truth.paper_to_photo(ends))
    spine = corners[[1, 2]] if side is Side.LEFT else corners[[0, 3]]
    across = corners[1] - corners[0] + corners[2] - corners[3]
    assert placed.offset_x == pytest.approx(float(spine[:, 0].mean()), abs=1.5)
    assert placed.offset_y == pytest.approx(float(corners[:, 1].mean()), abs=1.0)
    assert placed.rotation_degrees == pytest.approx(float(np.degrees(np.arctan2(across[1], across[0]))), abs=0.3)


def test_the_target_is_the_page_at_its_place_on_the_platen(frame_of: FrameOf) -> None:
    frame = frame_of(2, Side.RIGHT, moved_mm=(6.0, -9.0))
    view = frame.view(calibrated=True)
    placed = place(frame.page, view, None)
    assert placed.target is not None
    middle = view.measured(placed.target)
    assert np.abs(middle[[0, 3], 0]).max() < 1e-6
    assert middle[:, 1].mean() == pytest.approx(0.0, abs=1e-6)
    assert middle[1, 0] == pytest.approx(152, abs=3)


def test_a_profile_is_not_used_for_a_live_view_of_another_shape(frame_of: FrameOf) -> None:
    frame = frame_of(2, Side.RIGHT)
    squarer = replace(frame.view(calibrated=True), size_px=(640, 480))
    assert squarer.calibrated is None
    assert place(frame.page, squarer, None).unit == "%"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_shown_is_what_was_measured(frame_of: FrameOf, turn: int) -> None:
    view = FrameView(PREVIEW_SIZE, turn, frame_of(2, Side.RIGHT).profile)
    assert np.abs(view.shown(view.measured(QUAD)) - QUAD).max() < 1e-9


# ------------------------------------------------------------------------------------------------------ what is said


def test_a_page_in_its_place_has_nothing_said_of_it() -> None:
    assert said(page(), page()) == []
    assert said(page(dx=-0.05)) == []


@pytest.mark.parametrize(
    ("moved", "code"),
    [
        ({"dy": -0.08}, "page_too_high"),
        ({"dy": 0.08}, "page_too_low"),
        ({"dx": -0.14}, "page_too_far_left"),
        ({"dx": 0.05}, "page_too_far_right"),
        ({"degrees": 2.5}, "page_rotated"),
        ({"dy": 0.095, "dx": -0.05}, "page_near_edge"),
    ],
)
def test_what_is_off_is_said(moved: dict[str, float], code: str) -> None:
    assert code in said(page(**moved))


def test_a_spine_that_is_off_is_said_with_its_direction() -> None:
    seen = page(dx=-0.04)
    (finding,) = findings_of(seen, place(seen, UPRIGHT, page()), Side.RIGHT)
    assert finding == Finding("spine_off", Level.AMBER, {"by": 4.0, "unit": "%", "direction": "left"})


def test_the_word_for_a_turn_is_the_direction_in_which_it_lies() -> None:
    for degrees, direction in ((3.0, "clockwise"), (-3.0, "anticlockwise")):
        seen = page(degrees=degrees)
        (finding,) = findings_of(seen, place(seen, UPRIGHT, page()), Side.RIGHT)
        assert finding.params == {"degrees": 3.0, "direction": direction}


def test_a_page_that_is_cut_off_comes_first_and_is_red() -> None:
    seen = page(dy=0.13, dx=-0.05)
    findings = findings_of(seen, place(seen, UPRIGHT, None), Side.RIGHT)
    assert [finding.code for finding in findings] == ["page_cut_off", "page_too_low"]
    assert findings[0].level is Level.RED
    assert findings[0].params == {"edge": "bottom", "by": 3.0, "unit": "%"}


def test_the_spines_edge_may_be_near_the_border_for_the_facing_page_goes_on_there() -> None:
    seen = page(dx=-0.195)
    assert "page_near_edge" not in said(seen)
    assert "page_near_edge" in [finding.code for finding in findings_of(seen, place(seen, UPRIGHT, None), Side.LEFT)]


def test_how_far_a_page_runs_out_is_not_said_where_it_cannot_be_seen() -> None:
    seen = page(dx=0.1, cut_off=frozenset({"right"}))
    (cut, *_) = findings_of(seen, place(seen, UPRIGHT, None), Side.RIGHT)
    assert cut == Finding("page_cut_off", Level.RED, {"edge": "right"})


@pytest.mark.parametrize("more", [{"obscured": True}, {"confidence": 0.4}])
def test_of_a_page_that_is_seen_badly_nothing_is_said_but_that(more: dict[str, Any]) -> None:
    assert said(page(dy=0.2, **more)) == ["view_obscured"]


def test_no_page_is_said_to_be_none() -> None:
    assert findings_of(None, None, Side.LEFT) == (Finding("no_page", Level.RED),)


def test_every_code_is_in_the_words_of_the_api() -> None:
    told = {
        finding.code
        for seen in (page(dy=0.2), page(dy=-0.2), page(dx=0.3), page(dx=-0.3), page(degrees=4))
        for finding in findings_of(seen, place(seen, UPRIGHT, None), Side.RIGHT)
    }
    assert told | {"no_page", "view_obscured", "spine_off"} <= set(get_args(FindingCode))
    assert isinstance(place(page(), UPRIGHT, None), Placement)
