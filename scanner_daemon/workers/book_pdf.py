"""A whole book as a searchable PDF/A, from the pages and the text that are there; made again only when they change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library import models
from scanner_daemon.library.library import Library
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pages import ArtifactMade, PageInOrder, Pages, derivation_key
from scanner_daemon.text.pdf import PdfPage, pdfa_findings, write_pdf
from scanner_daemon.workers.corrected_text import CorrectedTexts
from scanner_daemon.workers.page_job import PAGE_IMAGE
from scanner_daemon.workers.text_job import TEXT

__all__ = ["PDF", "BookPdf", "NothingToExport", "book_pdf"]

PDF = "pdf"
CODE_VERSION = "pdf-1"
DEFAULT_PPI = 300.0


class NothingToExport(BookcradleError):
    """No page of the book has been processed."""

    code = "export.no_pages"
    what = "“{title}” has no processed pages yet."
    remedy = "Run `bookcradle night` first, and look at `bookcradle status` for what failed."


@dataclass(frozen=True, slots=True)
class BookPdf:
    """The PDF of a book in the library, and what pikepdf's PDF/A checker says of it."""

    path: Path
    pages: int
    without_text: int
    """Pages whose text has not been recognised: they are in the PDF as pictures."""
    valid: bool
    findings: tuple[str, ...] = ()


def book_pdf(library: Library, book: models.Book) -> BookPdf:
    """The current PDF of ``book``, made now if its pages, texts or labels have changed. Raises NothingToExport."""
    pages = Pages(library)
    in_order = [page for page in pages.in_order(book.id) if PAGE_IMAGE in page.artifacts]
    if not in_order:
        raise NothingToExport(title=book.title)
    without_text = sum(TEXT not in page.artifacts for page in in_order)
    parameters: Details = {"title": book.title, "language": book.language}
    texts = CorrectedTexts(library, in_order)
    ingredients = hashlib.sha256("\n".join(_ingredients(page, texts) for page in in_order).encode()).hexdigest()
    key = derivation_key(ingredients, CODE_VERSION, parameters)
    known = pages.find_artifact(PDF, key)
    if known is not None:
        findings = pdfa_findings(known)
        return BookPdf(known, len(in_order), without_text, not findings, findings)
    path = library.folders.derived_path(PDF, key, ".pdf")
    library.disk.make_folder(path.parent)
    report = write_pdf([_pdf_page(page, texts) for page in in_order], path, title=book.title, language=book.language)
    made = ArtifactMade(
        PDF, path, library.disk.sha256(path), path.stat().st_size, ingredients, CODE_VERSION, parameters
    )
    with library.write() as session:
        pages.record_artifact(session, made, book_id=book.id)
        verdict = {"flavour": report.flavour, "valid": report.valid, "findings": list(report.findings)}
        library.log(session, "pdf_written", "night", book.id, pages=report.pages, **verdict)
    return BookPdf(path, report.pages, without_text, report.valid, report.findings)


def _ingredients(page: PageInOrder, texts: CorrectedTexts) -> str:
    made = f"{page.label}|{page.artifact_sha256[PAGE_IMAGE]}|{page.artifact_sha256.get(TEXT, '')}|{page.ppi}"
    corrections = texts.key(page)
    return f"{made}|{corrections}" if corrections else made


def _pdf_page(page: PageInOrder, texts: CorrectedTexts) -> PdfPage:
    return PdfPage(page.artifacts[PAGE_IMAGE], texts.text(page), page.label, page.ppi or DEFAULT_PPI)
