"""Reading pages: known text comes back, blank pages stay blank, missing language data are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import flatten
from scanner_daemon.text.accuracy import character_error_rate
from scanner_daemon.text.belief import believed
from scanner_daemon.text.errors import LanguageMissing, TessdataMissing
from scanner_daemon.text.model import Block, Box, Line, Paragraph, Word
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import Recogniser, recognise
from scanner_daemon.text.tessdata import find_tessdata
from scanner_daemon.vocabulary import Side

Pixels = NDArray[np.uint8]


def test_a_page_is_read_with_boxes_baselines_and_confidences(prose_page: Pixels, prose: str) -> None:
    page = recognise(prose_page, 300, ["eng"])
    assert character_error_rate(prose, plain_text(page)) <= 0.01
    assert (page.width, page.height, page.languages) == (1300, 1000, ("eng",))
    lines = list(page.lines())
    assert len(lines) == 5
    assert [round((line.box.top - 120) / 70) for line in lines] == [0, 1, 2, 3, 4]
    for line in lines:
        assert line.baseline is not None
        assert line.box.top < line.baseline.y0 <= line.box.bottom + 2
        for word in line.words:
            assert line.box.left <= word.box.left < word.box.right <= line.box.right
    assert page.mean_confidence is not None
    assert page.mean_confidence > 0.85


def test_boxes_are_in_the_page_s_own_pixels_whatever_scale_it_was_read_at(prose_page: Pixels) -> None:
    large = np.asarray(cv2.resize(prose_page, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    with Recogniser(["eng"]) as recogniser:
        small = list(recogniser.recognise(prose_page, 300).words())
        double = list(recogniser.recognise(large, 600).words())
    assert [w.text for w in small] == [w.text for w in double]
    for a, b in zip(small, double, strict=True):
        assert b.box.left == pytest.approx(2 * a.box.left, abs=8)
        assert b.box.bottom == pytest.approx(2 * a.box.bottom, abs=8)


def test_nothing_is_read_on_a_blank_page_or_on_grain_and_show_through(prose_page: Pixels) -> None:
    rng = np.random.default_rng(1)
    grain = 228 + cv2.GaussianBlur(rng.normal(0, 9, (1000, 1300)), (0, 0), 2)
    ghost = np.where(prose_page[:, ::-1] < 128, -14.0, 0.0)
    with Recogniser(["eng"]) as recogniser:
        for paper in (np.full((1000, 1300), 230.0), grain, grain + ghost):
            page = recogniser.recognise(np.clip(paper, 0, 255).astype(np.uint8), 300)
            assert plain_text(page) == ""
            assert all(dropped.reason for dropped in page.dropped)


def test_words_without_ink_and_doubtful_words_are_dropped_with_the_reason(prose_page: Pixels) -> None:
    def block(text: str, box: Box, confidence: float) -> Block:
        line = Line(box=box, baseline=None, words=(Word(text=text, box=box, confidence=confidence),))
        return Block(kind="text", box=box, paragraphs=(Paragraph(box=box, lines=(line,)),))

    bare, inked = Box(left=100, top=700, right=300, bottom=740), Box(left=90, top=120, right=300, bottom=170)
    kept, dropped = believed(
        [block("ghost", bare, 0.99), block("mumble", inked, 0.3), block("Call", inked, 0.95)], prose_page
    )
    assert [w.text for b in kept for p in b.paragraphs for line in p.lines for w in line.words] == ["Call"]
    assert [(d.word.text, d.reason) for d in dropped] == [
        ("ghost", "no ink there"),
        ("mumble", "a region full of doubtful words"),
    ]


def test_a_missing_language_names_the_package_to_install(tmp_path: Path) -> None:
    (tmp_path / "eng.traineddata").write_bytes(b"")
    with pytest.raises(LanguageMissing) as missing:
        find_tessdata(["eng", "chi_sim"], tmp_path)
    assert "apt install tesseract-ocr-chi-sim" in missing.value.sentence
    with pytest.raises(TessdataMissing, match="tesseract-ocr-fra"):
        find_tessdata(["fra"], tmp_path / "nowhere")


def test_the_environment_may_name_the_folder_or_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tessdata"
    folder.mkdir()
    (folder / "xyz.traineddata").write_bytes(b"")
    for prefix in (folder, tmp_path):
        monkeypatch.setenv("TESSDATA_PREFIX", str(prefix))
        assert find_tessdata(["xyz"]) == folder


@pytest.mark.parametrize(
    ("name", "side", "language", "limit"),
    [("cookbook/cookbook_0001", Side.SINGLE, "eng", 0.02), ("vcradle/right_0001", Side.RIGHT, "fra", 0.01)],
)
def test_real_photographs_are_read(
    real_photo: Callable[[str], Path], name: str, side: Side, language: str, limit: float
) -> None:
    truth = real_photo(f"{name}.txt").read_text(encoding="utf-8")
    (page,) = flatten(real_photo(f"{name}.jpg").read_bytes(), side=side)
    assert character_error_rate(truth, plain_text(recognise(page.image, page.ppi, [language]))) <= limit
