"""Photographs of the simulated book: the page that the truth outlines, with the text that the truth holds."""

from __future__ import annotations

import numpy as np
import pytest

from scanner_daemon.pages import flatten
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.text.accuracy import character_error_rate
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import recognise
from scanner_daemon.vocabulary import Side

_HALF_SIZE = (3600, 2400)


@pytest.mark.parametrize(
    ("what", "shot"),
    [
        ("prose", Shot(21, 3, Side.RIGHT, size=_HALF_SIZE)),
        ("two columns", Shot(22, 5, Side.LEFT, size=_HALF_SIZE, world="B")),
        ("a picture with a caption", Shot(23, 8, Side.LEFT, size=_HALF_SIZE)),
        ("a blank page", Shot(24, 8, Side.RIGHT, size=_HALF_SIZE)),
    ],
)
def test_a_page_of_the_simulated_book_is_found_and_read(what: str, shot: Shot) -> None:
    seen = photograph(shot)
    (page,) = flatten(seen.jpeg(), side=shot.side)
    assert page.reasons.quad is not None
    miss = np.linalg.norm(np.array(page.reasons.quad) - seen.truth.quad, axis=1)
    assert miss.max() < 0.02 * _HALF_SIZE[0], what
    read = plain_text(recognise(page.image, page.ppi, ["eng"]))
    assert character_error_rate(seen.truth.text, read) <= 0.01, what
