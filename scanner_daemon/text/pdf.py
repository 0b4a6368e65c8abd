"""A book as one searchable PDF/A-2b: photographs of pages with the recognised text behind them.

OCRmyPDF writes the text layer, in a process of its own and a chunk of pages at a time, so that a crash costs one
attempt and a thick book needs no more memory than a thin one. The chunks are joined, labelled and checked here, and
the file appears under its name only when it is whole.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pikepdf.pdfa

from scanner_daemon.text.errors import PdfFailed
from scanner_daemon.text.labels import label_tree
from scanner_daemon.text.language import html_language
from scanner_daemon.text.model import PageText
from scanner_daemon.text.page_image import as_jpeg, blank_like, one_page_pdf
from scanner_daemon.text.precomputed import TEXT_FOLDER_VARIABLE, text_file_name

__all__ = ["PdfPage", "PdfReport", "pdfa_findings", "write_pdf"]

_CHUNK_PAGES = 32
_FLAVOUR = "2b"


@dataclass(frozen=True, slots=True, eq=False)
class PdfPage:
    """One page: its image (a path, or the bytes of a JPEG, PNG or TIFF file), its text, its label, its resolution.

    ``text`` None makes a page without text. ``label`` is what readers show: ``iv``, ``12``, or anything else.
    """

    image: Path | bytes
    text: PageText | None
    label: str
    ppi: float


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was written. ``valid`` is the PDF/A verdict of pikepdf's checker and ``findings`` its objections."""

    path: Path
    pages: int
    bytes: int
    flavour: str
    valid: bool
    findings: tuple[str, ...]


def write_pdf(
    pages: Sequence[PdfPage],
    out: Path,
    *,
    title: str,
    language: str,
    chunk_pages: int = _CHUNK_PAGES,
    page_deadline_s: float = 60.0,
) -> PdfReport:
    """Write ``pages`` to ``out`` (replaced atomically) and report what became of it.

    ``language`` is Tesseract's code, ``fra`` or ``fra+lat``, the main one first. JPEG images are embedded as they are,
    others are compressed as JPEG of quality 85. Raises `PdfFailed` when a page's image cannot be read or OCRmyPDF
    fails or takes longer than ``page_deadline_s`` a page; nothing is left behind then.
    """
    if not pages:
        raise PdfFailed(name=out.name, detail="it has no pages")
    languages = language.split("+")
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
        folder = Path(scratch)
        chunks = []
        for first in range(0, len(pages), chunk_pages):
            chunk = pages[first : first + chunk_pages]
            chunks.append(_chunk(chunk, folder, first, out.name, title, languages, page_deadline_s))
        joined = folder / "book.pdf"
        findings = _join(chunks, joined, pages, title, html_language(languages))
        size = joined.stat().st_size
        with joined.open("rb") as handle:
            os.fsync(handle.fileno())
        joined.replace(out)
        _sync_folder(out.parent)
    return PdfReport(out, len(pages), size, f"PDF/A-{_FLAVOUR}", not findings, findings)


def _chunk(
    pages: Sequence[PdfPage],
    folder: Path,
    first: int,
    name: str,
    title: str,
    languages: list[str],
    page_deadline_s: float,
) -> Path:
    """A text layer by OCRmyPDF over small blank stand-ins, which are then exchanged for the pages' images.

    OCRmyPDF rasterises every page before it asks for its text; over the images themselves that took 4 s of CPU and
    300 MB for a page of 14 megapixels, for a raster that nobody reads.
    """
    texts = folder / f"texts-{first:05d}"
    texts.mkdir()
    plain, layered = folder / f"plain-{first:05d}.pdf", folder / f"layered-{first:05d}.pdf"
    sheets = []
    with pikepdf.new() as book, ExitStack() as sources:
        for index, page in enumerate(pages):
            sheet = folder / f"page-{first + index:05d}.pdf"
            try:
                jpeg = as_jpeg(page.image)
                sheet.write_bytes(one_page_pdf(jpeg, page.ppi))
                stand_in = io.BytesIO(one_page_pdf(*blank_like(jpeg, page.ppi)))
            except (OSError, ValueError) as error:
                raise PdfFailed(name=name, detail=f"page {first + index + 1} ({page.label}): {error}") from error
            sheets.append(sheet)
            book.pages.extend(sources.enter_context(pikepdf.open(stand_in)).pages)
            text = page.text or PageText(width=1, height=1, ppi=page.ppi, languages=tuple(languages), engine="none")
            (texts / text_file_name(index)).write_text(text.to_json(), encoding="utf-8")
        book.save(plain)
    command = [
        sys.executable, "-m", "ocrmypdf", "--plugin", "scanner_daemon.text.precomputed",
        "--output-type", "pdfa-2", "--pdfa-backend", "internal", "--optimize", "0", "--jobs", "1",
        "--language", "+".join(languages), "--title", title, "--quiet", str(plain), str(layered),
    ]  # fmt: skip
    environment = {**os.environ, TEXT_FOLDER_VARIABLE: str(texts), "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30 + page_deadline_s * len(pages),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(name=name, detail=f"OCRmyPDF took longer than {error.timeout:g} s") from error
    if done.returncode != 0 or not layered.is_file():
        last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise PdfFailed(name=name, detail=f"OCRmyPDF failed on pages {first + 1} to {first + len(pages)}: {last}")
    plain.unlink()
    searchable = folder / f"searchable-{first:05d}.pdf"
    _put_images(layered, sheets, searchable)
    for done_with in (layered, *sheets):
        done_with.unlink()
    return searchable


def _put_images(layered: Path, sheets: Sequence[Path], out: Path) -> None:
    """The pages' own images in the place of their stand-ins."""
    with ExitStack() as sources, pikepdf.open(layered) as book:
        for page, sheet in zip(book.pages, sheets, strict=True):
            original = sources.enter_context(pikepdf.open(sheet)).pages[0].Resources.XObject
            (image,) = (one for one in original.values() if one.Subtype == "/Image")
            drawn = page.Resources.XObject
            (key,) = (name for name, one in drawn.items() if one.Subtype == "/Image")
            page.Resources.XObject[key] = book.copy_foreign(image)
        book.save(out)


def _join(chunks: Sequence[Path], joined: Path, pages: Sequence[PdfPage], title: str, tag: str) -> tuple[str, ...]:
    """One file of all chunks, with labels, title and language; the checker's objections to it."""
    with ExitStack() as sources, pikepdf.open(chunks[0]) as book:
        for chunk in chunks[1:]:
            book.pages.extend(sources.enter_context(pikepdf.open(chunk)).pages)
        book.Root.PageLabels = label_tree([page.label for page in pages])
        book.Root.Lang = pikepdf.String(tag)
        book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with book.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [tag]
        report = pikepdf.pdfa.check(book, _FLAVOUR)
        book.save(joined, **report.save_kwargs)
    return pdfa_findings(joined)


def pdfa_findings(path: Path) -> tuple[str, ...]:
    """What pikepdf's checker objects to in a file that should be PDF/A-2b; nothing when it passes."""
    with pikepdf.open(path) as written:
        report = pikepdf.pdfa.check(written, _FLAVOUR)
    return () if report.passed else tuple(map(str, (*report.violations, *report.unsupported)))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
