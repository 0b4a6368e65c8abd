"""The converted network itself, where it and its runtime are at hand."""

import numpy as np
import pytest

from scanner_daemon.network_file import StoredNetwork
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.photo import read_photo
from scanner_daemon.pages.proposal import proposal_of
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.vocabulary import Side


def test_the_rows_that_it_proposes_are_level_on_the_paper() -> None:
    pytest.importorskip("onnxruntime", reason="the extra neural is not installed, so the network was not run")
    network = StoredNetwork.found()
    if network is None:
        pytest.skip("no network was converted (`bookcradle neural convert`), so it was not run")
    taken = photograph(Shot(seed=62, spread=12, side=Side.LEFT, platen="open", size=(1200, 800)))
    seen = read_photo(taken.jpeg())
    upright = seen.orientation
    to_stored = upright.to_stored(seen.size)
    turn, shift = to_stored[:2, :2], to_stored[:2, 2]
    corners = (taken.truth.quad - shift) @ turn
    proposal = proposal_of(network, Copies.of(seen).turned(upright), corners[np.argsort(corners.sum(axis=1))])
    for each in proposal.curves:
        on_paper = taken.truth.photo_to_paper(each.points @ turn.T + shift)
        assert np.std(on_paper[:, 1 if each.level else 0]) < 1.0
    assert proposal.by.startswith("uvdoc ")
