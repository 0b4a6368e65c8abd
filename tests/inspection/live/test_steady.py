"""What is drawn does not flicker, and a book's first spread is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scanner_daemon.inspection.live.meter import AlignmentMeter
from scanner_daemon.inspection.live.page_seen import PageSeen
from scanner_daemon.inspection.live.steady import HOLD_S, steadied
from scanner_daemon.vocabulary import Side

FrameOf = Callable[..., Any]  # a Frame of conftest.py
QUAD = np.array([[0.2, 0.1], [0.9, 0.1], [0.9, 0.9], [0.2, 0.9]])


def page(shift: float = 0.0, *, obscured: bool = False, confidence: float = 1.0) -> PageSeen:
    return PageSeen(QUAD + shift, (QUAD + shift)[[0, 3]], frozenset(), obscured, confidence)


def test_a_page_behind_a_hand_stays_where_it_was() -> None:
    _, held = steadied(page(), None, 10.0)
    for seen in (page(0.1, obscured=True), page(0.2, confidence=0.1), None):
        shown, held = steadied(seen, held, 10.0 + HOLD_S / 2)
        assert shown is not None
        assert np.array_equal(shown.corners, QUAD)
        assert shown.obscured
        assert shown.confidence < 0.5


def test_a_page_that_stays_away_is_gone() -> None:
    _, held = steadied(page(), None, 10.0)
    assert steadied(None, held, 10.0 + HOLD_S + 0.01) == (None, None)


def test_what_was_never_seen_clearly_is_shown_as_it_is_seen() -> None:
    badly = page(confidence=0.3)
    assert steadied(badly, None, 0.0) == (badly, None)


def test_noise_is_averaged() -> None:
    held = None
    places = []
    for number in range(60):
        shown, held = steadied(page(0.004 if number % 2 else -0.004), held, number / 20)
        assert shown is not None
        places.append(float(shown.corners[0, 0]))
    assert np.ptp(places[20:]) < 0.004


def test_a_page_that_moves_is_followed_at_once() -> None:
    _, held = steadied(page(), None, 0.0)
    shown, _ = steadied(page(0.05), held, 0.05)
    assert shown is not None
    assert np.array_equal(shown.corners, QUAD + 0.05)


def test_the_meter_counts_from_the_first_spread_until_the_book_is_another(frame_of: FrameOf) -> None:
    meter = AlignmentMeter(Side.RIGHT)

    def told(moved_mm: tuple[float, float], at_s: float) -> tuple[str, float]:
        measured = meter.measure(frame_of(1, Side.RIGHT, moved_mm=moved_mm).jpeg, 90, None, at_s)
        assert measured is not None
        assert measured.placement is not None
        return measured.placement.measured_from, measured.placement.offset_y

    assert told((0.0, 0.0), 0.0)[0] == "frame"
    meter.take_first()
    where, offset = told((0.0, 0.0), 5.0)
    assert where == "first_spread"
    assert abs(offset) < 0.1
    meter.take_first()  # the first one counts
    where, offset = told((0.0, 9.0), 10.0)
    assert where == "first_spread"
    assert 2.5 < offset < 3.5
    meter.forget_first()
    assert told((0.0, 9.0), 15.0)[0] == "frame"


def test_a_hand_in_the_frame_is_told_and_moves_nothing(frame_of: FrameOf) -> None:
    meter = AlignmentMeter(Side.LEFT)
    clear = meter.measure(frame_of(1, Side.LEFT).jpeg, 270, None, 0.0)
    covered = meter.measure(frame_of(1, Side.LEFT, hand_in_frame=True).jpeg, 270, None, 0.1)
    assert clear is not None
    assert covered is not None
    assert clear.page is not None
    assert covered.page is not None
    assert np.array_equal(clear.page.corners, covered.page.corners)
    assert [finding.code for finding in covered.findings] == ["view_obscured"]


def test_bytes_that_are_no_picture_change_nothing(frame_of: FrameOf) -> None:
    meter = AlignmentMeter(Side.LEFT)
    assert meter.measure(b"", 270, None, 0.0) is None
    measured = meter.measure(frame_of(1, Side.LEFT).jpeg, 270, None, 0.1)
    assert measured is not None
    assert measured.page is not None
