"""The page-text model and what is written from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from ocrmypdf.hocrtransform.hocr_parser import HocrParser
from pydantic import ValidationError

from scanner_daemon.text.alto import ALTO_NAMESPACE, alto
from scanner_daemon.text.hocr import hocr
from scanner_daemon.text.language import html_language
from scanner_daemon.text.model import Box, PageText, Word
from scanner_daemon.text.plain import plain_text

_A = {"a": ALTO_NAMESPACE}


def test_json_brings_back_an_equal_value(page_text: PageText) -> None:
    assert PageText.from_json(page_text.to_json()) == page_text


def test_values_are_frozen_and_closed(page_text: PageText) -> None:
    with pytest.raises(ValidationError):
        setattr(page_text, "width", 1)  # noqa: B010 - the point is that it is refused at run time
    with pytest.raises(ValidationError):
        PageText.from_json(page_text.to_json().replace('"width"', '"breadth"', 1))
    with pytest.raises(ValidationError):
        Box(left=5, top=0, right=4, bottom=1)
    with pytest.raises(ValidationError):
        Word(text="", box=Box(left=0, top=0, right=1, bottom=1), confidence=0.5)


def test_the_score_is_weighted_by_length(page_text: PageText) -> None:
    assert page_text.characters == 2 * (5 + 3 + 5)
    assert page_text.mean_confidence == pytest.approx(0.9)
    assert page_text.model_copy(update={"blocks": ()}).mean_confidence is None


def test_plain_text_keeps_lines(page_text: PageText) -> None:
    assert plain_text(page_text) == 'l’œil <&> "oui"\nl’œil <&> "oui"\n'
    assert plain_text(page_text.model_copy(update={"blocks": ()})) == ""


def test_hocr_is_well_formed_and_another_program_reads_the_same_words(page_text: PageText, tmp_path: Path) -> None:
    written = tmp_path / "page.hocr"
    written.write_bytes(hocr(page_text, image_name="page.jpg", page_number=3))
    root = etree.fromstring(written.read_bytes())
    ids = [i for element in root.iter() if (i := element.get("id"))]
    assert len(ids) == len(set(ids)) > 8
    assert root.get("lang") == "fr"
    read = HocrParser(written).parse()
    assert [w.text for w in read.words] == ["l’œil", "<&>", '"oui"'] * 2
    assert read.words[0].confidence == pytest.approx(0.9)
    box = read.words[0].bbox
    assert box is not None
    assert (box.left, box.top, box.right, box.bottom) == (100, 100, 190, 130)
    baseline = read.lines[0].baseline
    assert baseline is not None
    assert baseline.slope == pytest.approx(0.01)
    assert baseline.intercept == pytest.approx(-4.0)


def test_alto_has_its_parts_in_the_schema_s_order(page_text: PageText) -> None:
    root = etree.fromstring(alto(page_text, image_name="page.jpg", page_number=3))
    assert [etree.QName(child).localname for child in root] == ["Description", "Layout"]
    description = [etree.QName(child).localname for child in root[0]]
    assert description == ["MeasurementUnit", "sourceImageInformation", "Processing"]
    page = root.find(".//a:Page", _A)
    assert page is not None
    assert (page.get("WIDTH"), page.get("HEIGHT"), page.get("PHYSICAL_IMG_NR")) == ("600", "800", "3")
    strings = root.findall(".//a:TextLine/a:String", _A)
    assert [s.get("CONTENT") for s in strings] == ["l’œil", "<&>", '"oui"'] * 2
    assert (strings[0].get("HPOS"), strings[0].get("WIDTH"), strings[0].get("WC")) == ("100", "90", "0.900")
    line = root.find(".//a:TextLine", _A)
    assert line is not None
    assert [etree.QName(part).localname for part in line] == ["String", "SP", "String", "SP", "String"]
    assert len(root.findall(".//a:Illustration", _A)) == 1
    ids = [i for element in root.iter() if (i := element.get("ID"))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("code", "tag"), [("fra", "fr"), ("eng", "en"), ("chi_sim", "zh-Hans"), ("grc", "grc")])
def test_languages_get_their_shortest_tag(code: str, tag: str) -> None:
    assert html_language((code,)) == tag
