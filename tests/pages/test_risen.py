"""A platen that rests higher than it was calibrated is found again by its fiducials, or its resolution is doubted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.photo import read_photo
from scanner_daemon.pages.risen import found_again
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side

SIZE = (1500, 1000)


def _shot(side: Side, rise_mm: float, *, fiducials: bool = True) -> Shot:
    return Shot(seed=2, spread=12, side=side, size=SIZE, rise_mm=rise_mm, fiducials=fiducials)


def _calibrated(shot: Shot, *, fiducials: bool = True) -> SideProfile:
    usual = replace(shot, rise_mm=0.0, fiducials=fiducials)
    return true_profile(usual, {shot.side: "1"}).sides[shot.side]


def _page(taken: Photograph, side: SideProfile) -> FlatPage:
    (page,) = flatten(taken.jpeg(), side=taken.shot.side, options=PageOptions(even_light=False, profile_side=side))
    return page


@pytest.mark.parametrize(("side", "rise_mm"), [(Side.LEFT, 20.0), (Side.RIGHT, -20.0)])
def test_a_risen_platen_is_found_again(side: Side, rise_mm: float) -> None:
    shot = _shot(side, rise_mm)
    taken = photograph(shot)
    calibrated = _calibrated(shot)
    risen = found_again(Copies.of(read_photo(taken.jpeg())), calibrated)
    assert risen is not None
    assert risen.fiducials == 4
    assert risen.rise_mm == pytest.approx(rise_mm, abs=0.5)
    page = _page(taken, calibrated)
    assert page.ppi == pytest.approx(taken.truth.ppi(), rel=0.005)
    assert page.reasons.platen_rise_mm == pytest.approx(rise_mm, abs=0.5)
    assert page.reasons.ppi_uncertainty is not None
    assert page.reasons.ppi_uncertainty < 0.002 * page.ppi


def test_without_its_fiducials_a_platen_that_moves_is_doubted() -> None:
    shot = _shot(Side.RIGHT, 20.0, fiducials=False)
    taken = photograph(shot)
    page = _page(taken, _calibrated(shot))
    astray = abs(page.ppi - taken.truth.ppi())
    assert page.reasons.platen_rise_mm is None
    assert astray > 0.02 * page.ppi
    assert page.reasons.ppi_uncertainty == pytest.approx(astray, rel=0.5)
    assert any("fiducials" in warning and "fold" in warning for warning in page.reasons.warnings)


def test_a_profile_without_fiducials_is_believed_as_long_as_the_fold_lies_in_its_place() -> None:
    shot = _shot(Side.RIGHT, 0.0, fiducials=False)
    page = _page(photograph(shot), _calibrated(shot, fiducials=False))
    assert page.reasons.ppi_uncertainty is not None
    assert page.reasons.ppi_uncertainty < 0.001 * page.ppi
    assert not any("fold" in warning or "fiducial" in warning for warning in page.reasons.warnings)


def test_another_platen_s_fiducials_are_none() -> None:
    shot = _shot(Side.LEFT, 0.0)
    calibrated = _calibrated(shot)
    others = tuple(mark.model_copy(update={"number": mark.number + 50}) for mark in calibrated.fiducials)
    copies = Copies.of(read_photo(photograph(shot).jpeg()))
    assert found_again(copies, calibrated.model_copy(update={"fiducials": others})) is None
