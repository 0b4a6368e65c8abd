"""hOCR 1.2: the page's text as XHTML that other tools (and OCRmyPDF, mirador-textoverlay, hocr-tools) read."""

from __future__ import annotations

from lxml import etree

from scanner_daemon.text.language import html_language
from scanner_daemon.text.model import Box, Line, PageText, Word

__all__ = ["hocr"]

_XHTML = "http://www.w3.org/1999/xhtml"
_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_CAPABILITIES = "ocr_page ocr_carea ocr_photo ocr_par ocr_line ocrx_word ocrp_wconf"


def hocr(page: PageText, *, image_name: str = "", page_number: int = 1) -> bytes:
    """UTF-8 XHTML of one page; ``page_number`` counts from 1 and makes the ids unique within a book."""
    html = etree.fromstring(f'<html xmlns="{_XHTML}"/>')
    html.set("lang", html_language(page.languages))
    head = etree.SubElement(html, "head")
    etree.SubElement(head, "title").text = image_name or f"page {page_number}"
    for name, content in (("ocr-system", page.engine), ("ocr-capabilities", _CAPABILITIES)):
        etree.SubElement(head, "meta", name=name, content=content)
    body = etree.SubElement(html, "body")
    image = f'image "{image_name}"; ' if image_name else ""
    sheet = _part(
        body,
        "div",
        "ocr_page",
        f"page_{page_number}",
        f"{image}bbox 0 0 {page.width} {page.height}; ppageno {page_number - 1}; scan_res {page.ppi:g} {page.ppi:g}",
    )
    _Numbered(page_number).write(sheet, page)
    _into_namespace(html)
    return bytes(etree.tostring(html, encoding="utf-8", xml_declaration=True, doctype=_DOCTYPE, pretty_print=True))


class _Numbered:
    """Writes the parts with ids that say what they are: ``word_3_120`` is the 120th word of page 3."""

    def __init__(self, page_number: int) -> None:
        self._page_number = page_number
        self._counts: dict[str, int] = {}

    def write(self, sheet: etree._Element, page: PageText) -> None:
        for block in page.blocks:
            kind = "ocr_photo" if block.kind == "picture" else "ocr_carea"
            area = _part(sheet, "div", kind, self._id("block"), _bbox(block.box))
            for paragraph in block.paragraphs:
                par = _part(area, "p", "ocr_par", self._id("par"), _bbox(paragraph.box))
                for line in paragraph.lines:
                    span = _part(par, "span", "ocr_line", self._id("line"), _bbox(line.box) + _baseline(line))
                    for word in line.words:
                        leaf = _part(span, "span", "ocrx_word", self._id("word"), _bbox(word.box) + _confidence(word))
                        leaf.text, leaf.tail = word.text, " "

    def _id(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind}_{self._page_number}_{self._counts[kind]}"


def _part(parent: etree._Element, tag: str, kind: str, identity: str, title: str) -> etree._Element:
    return etree.SubElement(parent, tag, {"class": kind, "id": identity, "title": title})


def _bbox(box: Box) -> str:
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"


def _baseline(line: Line) -> str:
    """Slope, and offset from the box's lower left corner, as hOCR has it."""
    if line.baseline is None:
        return ""
    offset = line.baseline.at(line.box.left) - line.box.bottom
    return f"; baseline {line.baseline.slope:.4f} {offset:.1f}"


def _confidence(word: Word) -> str:
    return f"; x_wconf {round(100 * word.confidence)}"


def _into_namespace(html: etree._Element) -> None:
    for element in html.iter():
        if not str(element.tag).startswith("{"):
            element.tag = f"{{{_XHTML}}}{element.tag}"
