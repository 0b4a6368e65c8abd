"""Doubtful words are looked at again: what is read surer in the same place replaces them, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from numpy import uint8
from numpy.typing import NDArray

from scanner_daemon.text import second_look
from scanner_daemon.text.model import Block, Box, Line, Paragraph, Word
from scanner_daemon.text.recognition import Recogniser
from scanner_daemon.text.second_look import LOOKS, looked_at_again, with_surroundings

SMALLER, LARGER = LOOKS
LETTER_PX, HEIGHT_PX = 20, 40


def line(text: str, *sure: float, at: int = 100) -> Line:
    """Words of 20 px a letter and a gap, from the column ``at`` on."""
    words: list[Word] = []
    for word, confidence in zip(text.split(" "), sure, strict=True):
        box = Box(left=at, top=200, right=at + LETTER_PX * len(word), bottom=200 + HEIGHT_PX)
        words.append(Word(text=word, box=box, confidence=confidence))
        at = box.right + LETTER_PX
    box = Box(left=words[0].box.left, top=200, right=words[-1].box.right, bottom=200 + HEIGHT_PX)
    return Line(box=box, baseline=None, words=tuple(words))


def after(first: Line, readings: Mapping[float, Line | None]) -> tuple[str, list[float]]:
    """The text that is kept of a line, and the sizes that it was looked at again."""
    asked: list[float] = []

    def read(box: Box, size: float) -> Line | None:
        assert box == first.box
        asked.append(size)
        return readings.get(size)

    paragraph = Paragraph(box=first.box, lines=(first,))
    (block,) = looked_at_again([Block(kind="text", box=first.box, paragraphs=(paragraph,))], read)
    (kept,) = block.paragraphs[0].lines
    assert kept.box == first.box
    for word in kept.words:
        assert kept.box.left <= word.box.left < word.box.right <= kept.box.right
    return kept.text, asked


def test_a_line_without_a_doubtful_word_is_not_looked_at_again() -> None:
    assert after(line("CHANT PREMIER", 0.81, 0.95), {}) == ("CHANT PREMIER", [])


def test_a_surer_reading_replaces_a_doubtful_word_and_ends_the_looking() -> None:
    seen = {SMALLER: line("PREMIER 7", 0.95, 0.96), LARGER: line("PREMIER 1", 0.99, 0.99)}
    assert after(line("PREMIER ?", 0.95, 0.71), seen) == ("PREMIER 7", [SMALLER])


def test_each_look_mends_what_it_is_surer_of() -> None:
    seen = {SMALLER: line("sang quì coulait", 0.95, 0.3, 0.9), LARGER: line("sarg qui couloit", 0.2, 0.9, 0.6)}
    assert after(line("sang qai coulaìt", 0.95, 0.6, 0.5), seen) == ("sang qui coulait", [SMALLER, LARGER])


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (line("up afowl. Put", 0.95, 0.5, 0.95), line("up a fowl. Put", 0.95, 0.9, 0.9, 0.95)),
        (line("up a fowl. Put", 0.95, 0.4, 0.9, 0.95), line("up afowl. Put", 0.95, 0.9, 0.95)),
    ],
)
def test_words_are_parted_and_joined_where_that_is_read_surer(first: Line, again: Line) -> None:
    assert after(first, {LARGER: again})[0] == again.text


@pytest.mark.parametrize(
    ("why", "reading"),
    [
        ("no line is seen there", None),
        ("it is hardly surer", line("rire là des", 0.95, 0.64, 0.95)),
        ("the word is not read again", line("rire", 0.97)),
        ("only words that were sure are read otherwise", line("rira la dès", 0.99, 0.6, 0.99)),
        ("it is past the end of the line", line("autres", 0.99, at=420)),
    ],
)
def test_the_first_reading_stays_where(why: str, reading: Line | None) -> None:
    first = line("rire lâ des", 0.95, 0.55, 0.95)
    assert after(first, {SMALLER: reading, LARGER: reading}) == (first.text, [SMALLER, LARGER]), why


def test_nothing_is_found_where_no_word_was_seen() -> None:
    more = line("le rire là des autres", *[0.99] * 5, at=40)
    assert after(line("rire lâ des", 0.95, 0.55, 0.95), {SMALLER: more})[0] == "rire là des"


def test_a_line_is_read_with_paper_around_it_that_is_still_on_the_page() -> None:
    around = with_surroundings(Box(left=3, top=200, right=900, bottom=240), 910, 1000)
    assert (around.left, around.top, around.right, around.bottom) == (0, 186, 910, 254)


def test_a_line_that_is_looked_at_again_is_read_in_the_page_s_own_pixels(
    prose_page: NDArray[uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[tuple[Box, float, Line]] = []

    def spied(blocks: tuple[Block, ...], read: second_look.ReadLine) -> tuple[Block, ...]:
        for box in (one.box for block in blocks for paragraph in block.paragraphs for one in paragraph.lines):
            for size in LOOKS:
                again = read(box, size)
                assert again is not None
                looks.append((box, size, again))
        return looked_at_again(blocks, read)

    monkeypatch.setattr("scanner_daemon.text.recognition.looked_at_again", spied)
    with Recogniser(["eng"]) as recogniser:
        page = recogniser.recognise(prose_page, 300)
    first = {one.box: one for one in page.lines()}
    assert len(looks) == len(LOOKS) * len(first)
    for box, _, again in looks:
        assert again.text.split()[1:-1] == first[box].text.split()[1:-1]
        for edge in ("left", "top", "right", "bottom"):
            assert getattr(again.box, edge) == pytest.approx(getattr(box, edge), abs=5)
