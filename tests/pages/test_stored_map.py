"""A stored map is small, leads from any place of the page to the photograph and back, and says what it is not."""

from __future__ import annotations

import numpy as np
import pytest

from scanner_daemon.pages import CoarseMap
from scanner_daemon.pages.stored_map import map_bytes, map_of, photo_outline
from scanner_daemon.simulation.photographs import Shot, truth_of
from scanner_daemon.vocabulary import Side

PPI = 400.0
MM = 25.4 / PPI


@pytest.mark.parametrize(("side", "platen"), [(Side.LEFT, "down"), (Side.RIGHT, "open")])
def test_every_word_of_a_page_is_found_on_the_photograph_within_a_fifth_of_a_millimetre(
    side: Side, platen: str
) -> None:
    truth = truth_of(Shot(seed=6, spread=20, side=side, platen="open" if platen == "open" else "down"))
    width, height = (round(mm / MM) for mm in truth.size_mm)
    x, y = (16.0 * np.arange(-(-size // 16) + 2) for size in (width, height))
    nodes = truth.paper_to_photo((np.stack(np.meshgrid(x, y), axis=-1) + 0.5) * MM)
    stored = map_bytes(CoarseMap(nodes.astype(np.float32), width, height))
    coarse = map_of(stored)
    assert len(stored) < 120_000
    assert (coarse.width, coarse.height) == (width, height)
    assert truth.page is not None
    pixels_a_mm = truth.ppi() / 25.4
    for word, quad in list(zip(truth.page.words, truth.word_quads(), strict=True))[::7]:
        left, top, right, bottom = (edge / MM - 0.5 for edge in word.box_mm)
        shown = photo_outline(coarse, (left, top, right, bottom))
        assert np.abs(shown - quad).max() < 0.2 * pixels_a_mm
        assert np.abs(coarse.page_points(shown)[0] - (left, top)).max() < 0.05


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no map at all"])
def test_what_is_no_map_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no stored map"):
        map_of(content)
