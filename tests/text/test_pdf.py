"""The searchable PDF/A: valid, labelled, at real size, with our text and no other, and all or nothing."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from scanner_daemon.text.errors import PdfFailed
from scanner_daemon.text.labels import label_tree
from scanner_daemon.text.model import PageText
from scanner_daemon.text.pdf import PdfPage, write_pdf

Pixels = NDArray[np.uint8]
pypdfium2 = pytest.importorskip("pypdfium2")


def _jpeg(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=85)
    return out.getvalue()


def _shown_labels(labels: list[str]) -> list[str]:
    with pikepdf.new() as pdf:
        for _ in labels:
            pdf.add_blank_page()
        pdf.Root.PageLabels = label_tree(labels)
        return [str(page.label) for page in pdf.pages]


@pytest.mark.parametrize(
    "labels",
    [
        ["i", "ii", "iii", "iv", "1", "2", "3"],
        ["Cover", "I", "II", "9", "10", "12", "12a", "A-1", "A-2", "", "xlii"],
        ["1", "1", "2", "mix", "civic"],
    ],
)
def test_readers_show_exactly_the_labels_given(labels: list[str]) -> None:
    assert _shown_labels(labels) == labels


def test_labels_that_count_share_one_range() -> None:
    assert len(label_tree([str(n) for n in range(1, 500)]).Nums) == 2


def test_a_book_becomes_a_valid_searchable_pdf_a(page_text: PageText, tmp_path: Path) -> None:
    image = np.full((800, 600), 240, dtype=np.uint8)
    image[104:126, 104:380] = 40
    colour = np.stack([image, image // 2, image], axis=2)
    png = tmp_path / "plate.png"
    Image.fromarray(colour).save(png)
    pages = [
        PdfPage(_jpeg(image), page_text, "iv", 300),
        PdfPage(png, None, "1", 150),
        PdfPage(_jpeg(image), page_text, "2", 300),
    ]
    out = tmp_path / "book.pdf"
    report = write_pdf(pages, out, title="L’Œil & l’Oreille", language="fra", chunk_pages=2)
    assert (report.pages, report.flavour, report.valid, report.findings) == (3, "PDF/A-2b", True, ())
    assert report.bytes == out.stat().st_size
    with pikepdf.open(out) as pdf:
        assert [str(page.label) for page in pdf.pages] == ["iv", "1", "2"]
        assert str(pdf.Root.Lang) == "fr"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "L’Œil & l’Oreille"
            assert metadata["pdfaid:part"] == "2"
        assert [float(v) for v in pdf.pages[0].mediabox] == pytest.approx([0, 0, 144, 192], abs=0.1)
        assert [float(v) for v in pdf.pages[1].mediabox] == pytest.approx([0, 0, 288, 384], abs=0.1)
        (first,) = pdf.pages[0].get_images().values()
        assert first.read_raw_bytes() == _jpeg(image), "a JPEG is embedded as it is"
    with pypdfium2.PdfDocument(out) as read:
        texts = [page.get_textpage().get_text_range().split() for page in read]
        left, bottom, _, _ = read[0].get_textpage().get_charbox(0, loose=True)
    assert texts == [["l’œil", "<&>", '"oui"'] * 2, [], ["l’œil", "<&>", '"oui"'] * 2]
    assert left * 300 / 72 == pytest.approx(100, abs=12)
    assert (192 - bottom) * 300 / 72 == pytest.approx(130, abs=12)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book.pdf", "plate.png"]


def test_a_page_that_cannot_be_read_is_named_and_the_old_file_stays(page_text: PageText, tmp_path: Path) -> None:
    out = tmp_path / "book.pdf"
    out.write_bytes(b"the edition before")
    pages = [PdfPage(b"no image", page_text, "xii", 300)]
    with pytest.raises(PdfFailed, match=r"page 1 \(xii\)"):
        write_pdf(pages, out, title="t", language="eng")
    assert out.read_bytes() == b"the edition before"
    assert [p.name for p in tmp_path.iterdir()] == ["book.pdf"]


def test_a_crash_of_the_pdf_writer_s_process_is_a_sentence(
    page_text: PageText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    image = np.full((80, 60), 240, dtype=np.uint8)
    with pytest.raises(PdfFailed, match="OCRmyPDF failed on pages 1 to 1"):
        write_pdf([PdfPage(_jpeg(image), page_text, "1", 300)], tmp_path / "b.pdf", title="t", language="eng")
    assert list(tmp_path.iterdir()) == []


def test_a_book_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PdfFailed, match="no pages"):
        write_pdf([], tmp_path / "b.pdf", title="t", language="eng")
