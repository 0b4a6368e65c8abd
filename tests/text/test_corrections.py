"""A corrected word is found again by its place and what was read there, and nothing else is touched."""

from __future__ import annotations

import pytest

from scanner_daemon.text.corrections import Corrected, WordCorrection, corrected
from scanner_daemon.text.model import Block, Box, Line, PageText, Paragraph, Word
from scanner_daemon.text.plain import plain_text

BOXES = {"The": (10, 10, 50, 30), "harbonr": (60, 10, 160, 30), "lay": (170, 10, 210, 30), "quiet": (10, 40, 80, 60)}


def page(scale: float = 1.0, **instead: str) -> PageText:
    def word(text: str) -> Word:
        left, top, right, bottom = (round(scale * each) for each in BOXES[text])
        box = Box(left=left, top=top, right=right, bottom=bottom)
        return Word(text=instead.get(text, text), box=box, confidence=0.6)

    def line(*texts: str) -> Line:
        words = tuple(word(text) for text in texts)
        return Line(box=words[0].box, baseline=None, words=words)

    lines = (line("The", "harbonr", "lay"), line("quiet"))
    whole = Box(left=0, top=0, right=round(400 * scale), bottom=round(600 * scale))
    block = Block(kind="text", box=whole, paragraphs=(Paragraph(box=whole, lines=lines),))
    size = {"width": whole.right, "height": whole.bottom}
    return PageText(**size, ppi=300, languages=("eng",), engine="test", blocks=(block,))


def correct(old: str, new: str, at: str = "", name: str = "c1") -> WordCorrection:
    left, top, right, bottom = BOXES[at or old]
    return WordCorrection(name, Box(left=left, top=top, right=right, bottom=bottom), (400, 600), old, new)


def texts(result: Corrected) -> list[str]:
    return [word.text for word in result.page.words()]


def test_the_word_is_replaced_and_surely_known() -> None:
    result = corrected(page(), [correct("harbonr", "harbour")])
    assert plain_text(result.page) == "The harbour lay\nquiet\n"
    assert [word.confidence for word in result.page.words()] == [0.6, 1.0, 0.6, 0.6]
    assert result.unmatched == ()


def test_a_new_recognition_of_a_larger_image_finds_it_again() -> None:
    assert texts(corrected(page(scale=2.5), [correct("harbonr", "harbour")]))[1] == "harbour"


def test_a_recogniser_that_has_learned_is_not_contradicted() -> None:
    result = corrected(page(harbonr="harbour"), [correct("harbonr", "harbour")])
    assert (texts(result)[1], result.unmatched) == ("harbour", ())


@pytest.mark.parametrize("read_now", ["harbours", "arbor"])
def test_a_word_that_reads_otherwise_now_is_left_alone_and_told(read_now: str) -> None:
    asked = correct("harbonr", "harbour")
    result = corrected(page(harbonr=read_now), [asked])
    assert (texts(result)[1], result.unmatched) == (read_now, (asked,))


def test_a_word_elsewhere_with_the_same_letters_is_not_meant() -> None:
    asked = correct("harbonr", "harbour", at="quiet")
    assert corrected(page(), [asked]).unmatched == (asked,)


def test_the_newer_of_two_counts() -> None:
    result = corrected(page(), [correct("harbonr", "harbor"), correct("harbonr", "harbour", name="c2")])
    assert (texts(result)[1], [each.id for each in result.applied.values()]) == ("harbour", ["c2"])


def test_a_word_that_is_two_shares_its_box() -> None:
    first, second = list(corrected(page(), [correct("harbonr", "har bour")]).page.words())[1:3]
    assert (first.text, second.text) == ("har", "bour")
    assert (first.box.left, second.box.right) == (60, 160)
    assert first.box.right < second.box.left


def test_a_word_that_is_not_there_goes_with_its_line() -> None:
    result = corrected(page(), [correct("quiet", "")])
    assert plain_text(result.page) == "The harbonr lay\n"
