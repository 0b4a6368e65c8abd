"""A shot is what it says: the right page, the right way round, with the faults that were asked for and no others."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from scanner_daemon.simulation.book import Book
from scanner_daemon.simulation.book.volume import NoSuchPage
from scanner_daemon.simulation.darkroom import PhotographCache
from scanner_daemon.simulation.photographs import FULL_SIZE, Body, Shot, photograph, preview, truth_of
from scanner_daemon.vocabulary import Side

SMALL = (1200, 800)
SIDES = (Side.LEFT, Side.RIGHT)
Picture = NDArray[np.uint8]


def sharpness(picture: Picture) -> float:
    return float(cv2.Laplacian(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.CV_64F).var())


def level_at(picture: Picture, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.rint(pixels).astype(int)
    return np.asarray(picture[at[..., 1], at[..., 0]].mean(axis=-1))


def test_a_full_shot_is_24_megapixels_at_more_than_300_ppi() -> None:
    taken = photograph(Shot(1, 4, Side.LEFT))
    assert taken.image.shape == (4000, 6000, 3)
    assert taken.image.dtype == np.uint8
    assert taken.truth.ppi() > 300
    jpeg = taken.jpeg()
    assert 1_000_000 < len(jpeg) < 16_000_000
    with Image.open(io.BytesIO(jpeg)) as opened:
        assert opened.size == FULL_SIZE


@pytest.mark.parametrize(("side", "orientation"), [(Side.LEFT, 8), (Side.RIGHT, 6)])
def test_the_file_says_which_way_is_up_who_took_it_and_when(side: Side, orientation: int) -> None:
    taken = photograph(Shot(2, 3, side, size=SMALL))
    when = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
    jpeg = taken.jpeg(body=Body("Canon", "Canon EOS 850D", "123456"), taken_at=when)
    with Image.open(io.BytesIO(jpeg)) as opened:
        exif = opened.getexif()
        inner = exif.get_ifd(0x8769)
        upright = np.asarray(ImageOps.exif_transpose(opened))
    assert exif[0x0112] == orientation
    assert (exif[0x010F], exif[0x0110], inner[0xA431]) == ("Canon", "Canon EOS 850D", "123456")
    assert inner[0x9003] == "2026:05:04 03:02:01"
    assert inner[0x920A] == taken.truth.lens.focal_mm
    assert upright.shape[0] > upright.shape[1]
    assert np.abs(upright[..., ::-1].astype(int) - taken.truth.upright(taken.image)).mean() < 4


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_upright_page_has_its_head_at_the_top_and_its_gutter_inside(seed: int, side: Side) -> None:
    truth = truth_of(Shot(seed, 5, side, size=SMALL))
    corners = truth.sight.to_upright(truth.quad)
    top_left, top_right, bottom_right, bottom_left = corners
    assert top_left[0] < top_right[0]
    assert bottom_left[0] < bottom_right[0]
    assert top_left[1] < bottom_left[1]
    assert top_right[1] < bottom_right[1]
    assert (corners > 0).all()
    assert (corners < np.array([SMALL[1], SMALL[0]])).all()
    # the facing page shows past the gutter, so that side has the wider margin
    left_margin, right_margin = corners[:, 0].min(), SMALL[1] - corners[:, 0].max()
    assert (left_margin > right_margin) == (side is Side.RIGHT)


def test_left_and_right_show_verso_and_recto() -> None:
    assert Shot(1, 5, Side.LEFT).page_number == 10
    assert Shot(1, 5, Side.RIGHT).page_number == 11
    assert truth_of(Shot(1, 5, Side.RIGHT)).text == Book.standard(1).truth_text(11)


def test_a_spread_past_the_end_is_refused_with_a_sentence() -> None:
    with pytest.raises(NoSuchPage, match="Ask for fewer spreads"):
        photograph(Shot(1, 400, Side.LEFT))


def test_a_camera_of_the_cradle_sees_one_side() -> None:
    with pytest.raises(ValueError, match="left or the right"):
        Shot(1, 1, Side.BOTH)


def test_the_same_shot_is_the_same_picture_and_another_take_is_not() -> None:
    shot = Shot(3, 4, Side.RIGHT, size=SMALL)
    first = photograph(shot)
    assert (photograph(shot).image == first.image).all()
    again = photograph(replace(shot, take=1))
    assert (again.image != first.image).any()
    assert 0 < np.abs(again.truth.quad - first.truth.quad).max() < 8


def test_seeds_change_lens_lamps_paper_and_pose() -> None:
    truths = [truth_of(Shot(seed, 4, Side.LEFT)) for seed in range(1, 7)]
    for one, other in itertools.combinations(truths, 2):
        assert one.lens != other.lens
        assert one.pose != other.pose
    colours = {tuple(photograph(Shot(seed, 4, Side.LEFT, size=(300, 200))).image[100, 150]) for seed in range(1, 5)}
    assert len(colours) == 4


def test_one_rig_keeps_its_lens_through_the_book() -> None:
    assert truth_of(Shot(1, 2, Side.LEFT)).lens == truth_of(Shot(1, 30, Side.LEFT)).lens
    assert truth_of(Shot(1, 2, Side.LEFT)).lens != truth_of(Shot(1, 2, Side.RIGHT)).lens


@pytest.mark.parametrize("side", SIDES)
def test_a_smaller_size_is_the_same_view(side: Side) -> None:
    full, small = (truth_of(Shot(2, 7, side, size=size)) for size in (FULL_SIZE, SMALL))
    assert np.abs((full.quad + 0.5) / 5 - 0.5 - small.quad).max() < 1e-6


@pytest.mark.parametrize("side", SIDES)
def test_a_crop_is_a_window_of_the_whole_and_its_truth_moves_along(side: Side) -> None:
    whole_shot = Shot(2, 7, side, size=SMALL, noise=0)
    whole, part = photograph(whole_shot), photograph(whole_shot.cropped(320, 160, 400, 240))
    assert part.image.shape == (240, 400, 3)
    difference = np.abs(part.image.astype(int) - whole.image[160:400, 320:720])
    assert difference.mean() < 0.5
    assert np.abs(whole.truth.quad - np.array([320, 160]) - part.truth.quad).max() < 1e-6


def test_bare_paper_is_light_and_even_the_gutter_is_darker() -> None:
    taken = photograph(Shot(2, 41, Side.LEFT, size=SMALL, glare=0))
    assert not taken.truth.text or taken.truth.page is not None
    width, height = taken.truth.size_mm
    outer, gutter = (
        level_at(taken.image, taken.truth.paper_to_photo(np.array([[x, y] for y in np.linspace(15, height - 4, 40)])))
        for x in (6.0, width - 1.0)
    )
    assert np.median(outer) > 120
    assert np.median(gutter) < 0.85 * np.median(outer)


def test_exposure_scales_the_light() -> None:
    shot = Shot(2, 6, Side.LEFT, size=SMALL, noise=0, glare=0)
    normal, under = photograph(shot).image, photograph(replace(shot, exposure=0.5)).image
    assert under.mean() == pytest.approx(normal.mean() / 2, rel=0.05)


def test_defocus_and_shake_lose_sharpness_without_moving_the_truth() -> None:
    shot = Shot(2, 6, Side.LEFT, size=SMALL, noise=0)
    sharp = photograph(shot)
    for fault in (replace(shot, defocus_px=1.5), replace(shot, motion_px=7, motion_deg=20)):
        soft = photograph(fault)
        assert sharpness(soft.image) < 0.4 * sharpness(sharp.image)
        assert (soft.truth.quad == sharp.truth.quad).all()


def test_shake_has_a_direction() -> None:
    shot = Shot(2, 6, Side.LEFT, size=SMALL, noise=0, motion_px=9)
    grey = [cv2.cvtColor(photograph(replace(shot, motion_deg=d)).image, cv2.COLOR_BGR2GRAY) for d in (0.0, 90.0)]
    along, across = ([float(cv2.Sobel(g, cv2.CV_64F, *axis).var()) for g in grey] for axis in ((1, 0), (0, 1)))
    assert along[0] < 0.6 * along[1]
    assert across[1] < 0.6 * across[0]


def test_noise_is_about_one_and_a_half_levels_and_can_be_switched_off() -> None:
    shot = Shot(2, 6, Side.LEFT, size=SMALL)
    noise = photograph(shot).image.astype(int) - photograph(replace(shot, noise=0)).image
    assert 1.0 < noise.std() < 2.2
    assert abs(noise.mean()) < 0.1


def test_a_blank_cradle_shows_no_paper_and_has_no_text() -> None:
    taken = photograph(Shot(2, 6, Side.LEFT, size=SMALL, blank_cradle=True, glare=0))
    assert taken.truth.page is None
    assert taken.truth.text == ""
    assert np.percentile(taken.image, 99) < 130
    assert taken.truth.word_quads().shape == (0, 4, 2)


@pytest.mark.parametrize("side", SIDES)
def test_a_hand_covers_part_of_the_page_and_only_that(side: Side) -> None:
    shot = Shot(2, 6, side, size=SMALL)
    clean, covered = photograph(shot), photograph(replace(shot, hand_in_frame=True))
    assert clean.hand_box is None
    assert covered.hand_box is not None
    x, y, width, height = covered.hand_box
    changed = np.abs(covered.image.astype(int) - clean.image).max(axis=-1) > 40
    assert changed[y : y + height, x : x + width].mean() > 0.25
    changed[max(y - 15, 0) : y + height + 15, max(x - 15, 0) : x + width + 15] = False
    assert not changed.any()
    box = np.array([[x + width / 2, y + height - 5.0]])
    on_paper = covered.truth.photo_to_paper(box)[0]
    assert 0 < on_paper[0] < covered.truth.size_mm[0]


@pytest.mark.parametrize("side", SIDES)
def test_a_book_that_has_slipped_is_cut_by_the_frame(side: Side) -> None:
    shot = Shot(2, 6, side, size=SMALL)
    here, gone = truth_of(shot), truth_of(replace(shot, moved_mm=(30.0, 0.0)))
    assert here.quad[:, 1].min() > 0
    assert gone.quad[:, 1].min() < 0
    moved = np.abs(gone.quad - here.quad).mean(axis=0)
    pixels_per_mm = here.ppi() / 25.4
    assert moved[1] / pixels_per_mm == pytest.approx(30, rel=0.08)


def test_a_page_that_rests_higher_has_more_pixels_an_inch() -> None:
    shot = Shot(2, 6, Side.LEFT)
    usual, higher = truth_of(shot), truth_of(replace(shot, rise_mm=20))
    assert higher.ppi() / usual.ppi() == pytest.approx(
        usual.pose.distance_mm / (usual.pose.distance_mm - 20), rel=0.003
    )


def test_word_quads_follow_the_words() -> None:
    truth = truth_of(Shot(2, 6, Side.RIGHT))
    assert truth.page is not None
    quads = truth.word_quads()
    assert quads.shape == (len(truth.page.words), 4, 2)
    back = truth.photo_to_paper(quads[:, 0])
    boxes = np.array([word.box_mm[:2] for word in truth.page.words])
    assert np.abs(back - boxes).max() < 1e-6
    assert truth.outline(10).shape == (40, 2)


def test_live_view_frames_are_small_as_the_sensor_sees_them_and_flicker() -> None:
    shot = Shot(2, 6, Side.RIGHT, "open")
    frames = [preview(shot, number) for number in range(5)]
    assert len(set(frames)) == 4
    assert frames[4] == frames[0]
    with Image.open(io.BytesIO(frames[0])) as opened:
        assert opened.size == (960, 640)
        assert not opened.getexif()


# ----------------------------------------------------------------------------------------------------------- darkroom


def test_a_kept_photograph_is_not_taken_again(tmp_path: Path) -> None:
    cache, shot = PhotographCache(tmp_path), Shot(2, 6, Side.LEFT, size=SMALL)
    first = cache.jpeg(shot)
    assert first == photograph(shot).jpeg()
    assert [path.name for path in tmp_path.iterdir()] == [cache.path(shot).name]
    cache.path(shot).write_bytes(b"what is kept is what is given")
    assert cache.jpeg(shot) == b"what is kept is what is given"


def test_everything_that_changes_the_file_changes_its_name(tmp_path: Path) -> None:
    cache, shot = PhotographCache(tmp_path), Shot(2, 6, Side.LEFT, size=SMALL)
    paths = {
        cache.path(shot),
        cache.path(shot, 80),
        cache.path(replace(shot, take=1)),
        cache.path(replace(shot, world="B")),
        cache.path(shot, body=Body(serial="7")),
        cache.path(shot, taken_at=datetime(2026, 1, 1, tzinfo=UTC)),
    }
    assert len(paths) == 6


def test_the_darkroom_stays_within_its_bounds_and_lets_the_oldest_go(tmp_path: Path) -> None:
    shots = [Shot(2, 6, Side.LEFT, size=(300, 200), take=take) for take in range(4)]
    size = len(photograph(shots[0]).jpeg())
    cache = PhotographCache(tmp_path, max_bytes=round(size * 2.6))
    for shot in shots:
        cache.jpeg(shot)
    kept = [cache.path(shot).exists() for shot in shots]
    assert kept == [False, False, True, True]
