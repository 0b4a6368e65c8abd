"""ALTO 4.2 (Library of Congress): the page's text for libraries and viewers."""

from __future__ import annotations

from lxml import etree

from scanner_daemon.text.language import html_language
from scanner_daemon.text.model import Box, Line, PageText

__all__ = ["ALTO_NAMESPACE", "alto"]

ALTO_NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{ALTO_NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"


def alto(page: PageText, *, image_name: str = "", page_number: int = 1) -> bytes:
    """UTF-8 XML of one page, measured in pixels; a block is a ComposedBlock, a paragraph a TextBlock."""
    root = etree.fromstring(f'<alto xmlns="{ALTO_NAMESPACE}" xmlns:xsi="{_XSI}"/>')
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    root.set("SCHEMAVERSION", "4.2")
    description = _sub(root, "Description")
    _sub(description, "MeasurementUnit").text = "pixel"
    if image_name:
        _sub(_sub(description, "sourceImageInformation"), "fileName").text = image_name
    processing = _sub(description, "Processing", ID="recognition")
    _sub(processing, "processingCategory").text = "contentGeneration"
    software = _sub(processing, "processingSoftware")
    _sub(software, "softwareName").text = page.engine
    layout = _sub(root, "Layout")
    sheet = _sub(layout, "Page", ID=f"page_{page_number}", PHYSICAL_IMG_NR=str(page_number))
    sheet.set("WIDTH", str(page.width))
    sheet.set("HEIGHT", str(page.height))
    if page.mean_confidence is not None:
        sheet.set("PC", f"{page.mean_confidence:.3f}")
    space = _sub(sheet, "PrintSpace")
    _place(space, Box(left=0, top=0, right=page.width, bottom=page.height))
    language = html_language(page.languages)
    for b, block in enumerate(page.blocks, 1):
        if block.kind == "picture" and not block.paragraphs:
            _place(_sub(space, "Illustration", ID=f"block_{page_number}_{b}"), block.box)
            continue
        composed = _sub(space, "ComposedBlock", ID=f"block_{page_number}_{b}")
        _place(composed, block.box)
        for p, paragraph in enumerate(block.paragraphs, 1):
            text = _sub(composed, "TextBlock", ID=f"par_{page_number}_{b}_{p}", LANG=language)
            _place(text, paragraph.box)
            for n, line in enumerate(paragraph.lines, 1):
                _line(text, line, f"{page_number}_{b}_{p}_{n}")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _line(parent: etree._Element, line: Line, number: str) -> None:
    element = _sub(parent, "TextLine", ID=f"line_{number}")
    _place(element, line.box)
    if line.baseline is not None:
        b = line.baseline
        element.set("BASELINE", f"{b.x0:.1f},{b.y0:.1f} {b.x1:.1f},{b.y1:.1f}")
    for w, word in enumerate(line.words, 1):
        if w > 1:
            before = line.words[w - 2].box
            gap = max(0, word.box.left - before.right)
            _sub(element, "SP", WIDTH=str(gap), HPOS=str(before.right), VPOS=str(before.top))
        string = _sub(element, "String", ID=f"word_{number}_{w}", CONTENT=word.text, WC=f"{word.confidence:.3f}")
        _place(string, word.box)


def _place(element: etree._Element, box: Box) -> None:
    for name, value in (("HPOS", box.left), ("VPOS", box.top), ("WIDTH", box.width), ("HEIGHT", box.height)):
        element.set(name, str(value))


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _q(tag), attributes)


def _q(tag: str) -> str:
    return f"{{{ALTO_NAMESPACE}}}{tag}"
