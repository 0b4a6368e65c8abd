"""The page on a live-view frame, against the truth of the rig in a box and on real photographs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.inspection.live.glimpse import Glimpse
from scanner_daemon.inspection.live.page_seen import PageSeen, find_page
from scanner_daemon.vocabulary import Side

PHOTOS = Path(__file__).parents[4] / "shared" / "data" / "photos"
FrameOf = Callable[..., Any]  # a Frame of conftest.py, which importlib mode does not let us import
SIDES = [Side.LEFT, Side.RIGHT]


# ------------------------------------------------------------------------------------------------- the simulated book


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", [1, 3, 5])
def test_a_pressed_pages_corners_are_found_within_two_millimetres(frame_of: FrameOf, seed: int, side: Side) -> None:
    frame = frame_of(seed, side)
    assert frame.corner_errors_mm().max() < 2.0
    assert frame.page.confidence > 0.8
    assert not frame.page.cut_off
    assert frame.page.spine is not None


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", [2, 5])
def test_an_open_page_arches_and_is_still_found_within_four(frame_of: FrameOf, seed: int, side: Side) -> None:
    frame = frame_of(seed, side, platen="open")
    assert frame.corner_errors_mm().max() < 4.0
    assert frame.page.spine is not None


def test_the_leaves_below_are_not_the_page(frame_of: FrameOf) -> None:
    """A right page early in the book lies on its thickest stack, whose edges show past the page's."""
    early = frame_of(6, Side.RIGHT, spread=2)
    assert early.corner_errors_mm()[[1, 2]].max() < 1.0


@pytest.mark.parametrize("side", SIDES)
def test_the_leaves_below_may_run_out_of_the_frame_while_the_page_does_not(frame_of: FrameOf, side: Side) -> None:
    frame = frame_of(3 if side is Side.RIGHT else 6, side, moved_mm=(8.0, 6.0))
    assert not frame.page.cut_off
    assert frame.corner_errors_mm().max() < 2.0


@pytest.mark.parametrize("side", SIDES)
def test_a_page_that_runs_out_of_the_frame_is_cut_off_at_its_fore_edge(frame_of: FrameOf, side: Side) -> None:
    frame = frame_of(1, side, moved_mm=(30.0, 0.0))
    assert frame.page.cut_off == {"left" if side is Side.LEFT else "right"}


@pytest.mark.parametrize("platen", ["down", "open"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_an_empty_cradle_shows_no_page(frame_of: FrameOf, seed: int, platen: str) -> None:
    assert frame_of(seed, Side.RIGHT, platen=platen, blank_cradle=True).page is None


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", [1, 4])
def test_a_hand_over_the_fore_edge_moves_no_corner_and_lowers_the_confidence(
    frame_of: FrameOf, seed: int, side: Side
) -> None:
    """The fourth rig's right page lies so near the border that the hand shows beside it as a thin strip only."""
    frame = frame_of(seed, side, spread=18, hand_in_frame=True)
    assert frame.corner_errors_mm().max() < 2.0
    assert frame.page.obscured
    assert frame.page.confidence < 0.5


def test_glare_of_the_glass_is_not_taken_for_an_edge(frame_of: FrameOf) -> None:
    assert frame_of(2, Side.LEFT, glare=2.0).corner_errors_mm().max() < 2.0


@pytest.mark.parametrize("exposure", [0.45, 1.3])
def test_a_dim_or_a_bright_live_view_shows_the_same_page(frame_of: FrameOf, exposure: float) -> None:
    assert frame_of(1, Side.RIGHT, exposure=exposure).corner_errors_mm().max() < 2.0


def test_what_is_beside_the_page_and_clear_of_the_border_does_not_obscure_it(frame_of: FrameOf) -> None:
    picture = decoded(frame_of(1, Side.RIGHT).jpeg)
    width = picture.shape[1]
    cv2.rectangle(picture, (width // 4, 28), (width // 4 + 90, 80), (235, 235, 235), -1)
    page = found(Glimpse.of_picture(Side.RIGHT, picture, 90))
    assert not page.obscured


# --------------------------------------------------------------------------------------------------- any kind of page


def drawn_page(paint: Callable[[NDArray[np.uint8]], None]) -> NDArray[np.uint8]:
    """A right page, upright, gutter at the left with some of the facing page, on a dark cradle; then painted on."""
    picture = np.full((640, 480, 3), (34, 36, 38), np.uint8)
    picture[60:590, 60:430] = (205, 218, 222)
    x = np.arange(480, dtype=np.float32)
    shade = 1 - 0.35 * np.exp(-np.abs(x - 90) / 9)
    page = picture[60:590, 60:430]
    paint(page[:, 30:])
    picture[60:590, 60:430] = (page * shade[None, 60:430, None]).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), np.uint8)


TRUE_CORNERS = np.array([[90, 60], [430, 60], [430, 590], [90, 590]], np.float64)


def blank(page: NDArray[np.uint8]) -> None:
    del page


def picture_page(page: NDArray[np.uint8]) -> None:
    rng = np.random.default_rng(4)
    rough = rng.integers(20, 140, (12, 9, 3), dtype=np.uint8)
    page[40:480, 30:310] = cv2.resize(rough, (280, 440), interpolation=cv2.INTER_CUBIC)


def heavy_columns(page: NDArray[np.uint8]) -> None:
    for column in (30, 185):
        for row in range(50, 480, 12):
            page[row : row + 6, column : column + 125] = 40


@pytest.mark.parametrize("paint", [blank, picture_page, heavy_columns])
def test_what_is_printed_does_not_matter(paint: Callable[[NDArray[np.uint8]], None]) -> None:
    page = found(Glimpse.of_picture(Side.RIGHT, drawn_page(paint), 0))
    assert np.abs(page.corners * [480, 640] - TRUE_CORNERS).max() < 5
    assert page.confidence > 0.5


@pytest.mark.parametrize("degrees", [-4.0, 2.5, 6.0])
def test_a_page_that_lies_askew_is_found_as_it_lies(degrees: float) -> None:
    turn = cv2.getRotationMatrix2D((240, 320), -degrees, 0.85)
    picture = cv2.warpAffine(drawn_page(blank), turn, (480, 640), borderMode=cv2.BORDER_REPLICATE)
    page = found(Glimpse.of_picture(Side.RIGHT, np.asarray(picture, np.uint8), 0))
    expected = TRUE_CORNERS @ turn[:, :2].T + turn[:, 2]
    assert np.abs(page.corners * [480, 640] - expected).max() < 6


def test_a_left_page_is_a_right_page_in_a_mirror() -> None:
    picture = drawn_page(picture_page)
    right = found(Glimpse.of_picture(Side.RIGHT, picture, 0))
    left = found(Glimpse.of_picture(Side.LEFT, np.ascontiguousarray(picture[:, ::-1]), 0))
    mirrored = right.corners[[1, 0, 3, 2]] * [-1, 1] + [1, 0]
    assert np.abs(left.corners - mirrored).max() < 1e-9


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_points_come_back_in_the_frame_as_the_camera_sends_it(turn: int) -> None:
    upright = drawn_page(blank)
    codes = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
    sent = np.asarray(cv2.rotate(upright, codes[turn]) if turn else upright, np.uint8)
    glimpse = Glimpse.of_picture(Side.RIGHT, sent, turn)
    corners = glimpse.to_frame(found(glimpse).corners) * glimpse.frame_size_px
    for x, y in corners:
        patch = sent[max(0, int(y) - 12) : int(y) + 13, max(0, int(x) - 12) : int(x) + 13].max(axis=2)
        bright = float((patch > 120).mean())
        assert 0.1 < bright < 0.6, "a corner of the page: a part of its surroundings is paper, the rest is cradle"


@pytest.mark.parametrize("level", [0, 40, 255])
def test_a_frame_of_one_tone_shows_no_page(level: int) -> None:
    assert find_page(Glimpse.of_picture(Side.LEFT, np.full((480, 640, 3), level, np.uint8), 270)) is None


def test_noise_shows_no_page() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    assert find_page(Glimpse.of_picture(Side.RIGHT, noise, 90)) is None


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe0\x00", b"no picture at all", b"\xff" * 64])
def test_bytes_that_are_no_picture_are_none(content: bytes) -> None:
    assert Glimpse.of_jpeg(Side.LEFT, content, 0) is None


def test_a_frame_that_was_cut_short_is_measured_or_refused_but_never_crashes(frame_of: FrameOf) -> None:
    jpeg = frame_of(1, Side.LEFT).jpeg
    for part in (0.1, 0.3, 0.6, 0.95):
        glimpse = Glimpse.of_jpeg(Side.LEFT, jpeg[: int(part * len(jpeg))], 270)
        if glimpse is not None:
            find_page(glimpse)


@pytest.mark.parametrize("size", [(640, 480), (640, 424), (1056, 704), (160, 120), (1920, 1280)])
def test_every_live_views_size_will_do(frame_of: FrameOf, size: tuple[int, int]) -> None:
    picture = cv2.resize(decoded(frame_of(1, Side.RIGHT).jpeg), size, interpolation=cv2.INTER_AREA)
    jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
    glimpse = Glimpse.of_jpeg(Side.RIGHT, jpeg, 90)
    assert glimpse is not None
    assert glimpse.frame_size_px == size
    seen = glimpse.to_frame(found(glimpse).corners)
    assert np.abs(seen - frame_of(1, Side.RIGHT).corners).max() < 0.012


# --------------------------------------------------------------------------------------------------- real photographs


def real(name: str) -> NDArray[np.uint8]:
    path = PHOTOS / name
    if not path.is_file():
        pytest.skip(f"NOT TESTED: the real photograph {path} is not there")
    picture = cv2.imread(str(path))
    assert picture is not None
    scale = 800 / max(picture.shape[:2])
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize(
    ("name", "side", "corners"),
    [
        # the right page's leaves below show past its fore-edge, and are not taken for it
        ("vcradle/left_0001.jpg", Side.LEFT, [[0.094, 0.123], [0.84, 0.123], [0.853, 0.909], [0.106, 0.909]]),
        ("vcradle/right_0001.jpg", Side.RIGHT, [[0.12, 0.162], [0.812, 0.147], [0.861, 0.931], [0.124, 0.95]]),
    ],
)
def test_a_real_v_cradle_shows_its_page(name: str, side: Side, corners: list[list[float]]) -> None:
    """Corners read off the photographs by eye, to about one per cent."""
    page = found(Glimpse.of_picture(side, real(name), 0))
    assert np.abs(page.corners - corners).max() < 0.015
    assert page.spine is not None
    assert not page.obscured
    assert page.confidence > 0.8


def test_a_real_spread_before_one_camera_shows_both_pages_and_the_gutter() -> None:
    page = found(Glimpse.of_picture(Side.BOTH, real("platen_spread/example_scan-small.jpg"), 0))
    assert np.abs(page.corners - [[0.238, 0.11], [0.734, 0.11], [0.737, 0.805], [0.233, 0.805]]).max() < 0.025
    assert page.spine is not None
    assert np.abs(page.spine[:, 0] - 0.488).max() < 0.015
    assert not page.obscured


def test_a_real_page_that_fills_the_frame_is_cut_off() -> None:
    page = found(Glimpse.of_picture(Side.LEFT, real("cookbook/cookbook_0001.jpg"), 0))
    assert {"top", "bottom"} <= page.cut_off


# -------------------------------------------------------------------------------------------------------------- tools


def decoded(jpeg: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, np.uint8)


def found(glimpse: Glimpse) -> PageSeen:
    page = find_page(glimpse)
    assert page is not None
    return page
