"""OCRmyPDF's plugin that hands it the text we already have, so that nothing is recognised twice.

It runs inside OCRmyPDF's own process, started by `scanner_daemon.text.pdf`. The folder named by the environment
variable holds one `PageText` as JSON a page, ``00000.json`` for the first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.hocrtransform import Baseline, BoundingBox, OcrClass, OcrElement
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence
from PIL import Image

from scanner_daemon.text.model import Box, Line, PageText, Word

__all__ = ["TEXT_FOLDER_VARIABLE", "get_ocr_engine", "ocr_tree", "text_file_name"]

TEXT_FOLDER_VARIABLE = "BOOKCRADLE_PAGE_TEXTS"


def text_file_name(page_index: int) -> str:
    """The name of the JSON of the page with this index, from 0."""
    return f"{page_index:05d}.json"


def ocr_tree(page: PageText, width: int, height: int) -> OcrElement:
    """OCRmyPDF's tree of the page for a raster of ``width`` x ``height`` pixels, which is the page at its own scale."""
    sx, sy = width / page.width, height / page.height

    def box(b: Box) -> BoundingBox:
        return BoundingBox(b.left * sx, b.top * sy, b.right * sx, b.bottom * sy)

    def word(w: Word) -> OcrElement:
        return OcrElement(OcrClass.WORD, bbox=box(w.box), text=w.text, confidence=w.confidence)

    def line(one: Line) -> OcrElement:
        baseline = None
        if one.baseline is not None:
            offset = (one.baseline.at(one.box.left) - one.box.bottom) * sy
            baseline = Baseline(slope=one.baseline.slope * sy / sx, intercept=offset)
        return OcrElement(OcrClass.LINE, bbox=box(one.box), baseline=baseline, children=[word(w) for w in one.words])

    language = page.languages[0] if page.languages else None
    paragraphs = [
        OcrElement(
            OcrClass.PARAGRAPH, bbox=box(p.box), language=language, direction="ltr", children=[line(x) for x in p.lines]
        )
        for block in page.blocks
        for p in block.paragraphs
    ]
    return OcrElement(OcrClass.PAGE, bbox=BoundingBox(0, 0, width, height), dpi=page.ppi * sx, children=paragraphs)


class PrecomputedText(OcrEngine):
    """An engine that has read every page already."""

    @staticmethod
    def version() -> str:
        return "1"

    @staticmethod
    def creator_tag(options: Any) -> str:  # noqa: ARG004 - OCRmyPDF's interface
        return "bookcradle"

    def __str__(self) -> str:
        return "bookcradle's recognised text"

    @staticmethod
    def languages(options: Any) -> set[str]:
        return set(options.languages)

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:  # noqa: ARG004 - as above
        return OrientationConfidence(0, 0)

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        raise NotImplementedError("the text is handed over as a tree")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        raise NotImplementedError("the text is handed over as a tree")

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    @staticmethod
    def generate_ocr(input_file: Path, options: Any, page_number: int = 0) -> tuple[OcrElement, str]:  # noqa: ARG004
        folder = Path(os.environ[TEXT_FOLDER_VARIABLE])
        page = PageText.from_json((folder / text_file_name(page_number)).read_bytes())
        with Image.open(input_file) as raster:
            return ocr_tree(page, *raster.size), "\n".join(line.text for line in page.lines())


@hookimpl(tryfirst=True)
def get_ocr_engine(options: Any) -> OcrEngine:  # noqa: ARG001 - pluggy passes it by name
    """OCRmyPDF asks every plugin; the first answer counts."""
    return PrecomputedText()
