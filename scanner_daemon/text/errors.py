"""What can go wrong between a flat page and its text."""

from __future__ import annotations

from scanner_daemon.errors import BookcradleError

__all__ = ["LanguageMissing", "PdfFailed", "RecognitionFailed", "TessdataMissing"]


class LanguageMissing(BookcradleError):
    """Tesseract's data for a language are not on this machine."""

    code = "text.language_missing"
    what = "The text recogniser does not know the language `{language}` (looked in {folders})."
    remedy = "Install its data: `apt install {package}`."


class TessdataMissing(BookcradleError):
    """No folder with Tesseract's data at all."""

    code = "text.tessdata_missing"
    what = "No folder with the text recogniser's data was found (looked in {folders})."
    remedy = "Install them, `apt install {package}`, or set TESSDATA_PREFIX to the folder that holds *.traineddata."


class RecognitionFailed(BookcradleError):
    """Tesseract gave up on a page."""

    code = "text.recognition_failed"
    what = "The text of this page could not be recognised: {detail}."
    remedy = "Look at the page; shoot it again if it is damaged, otherwise run its recognition again."


class PdfFailed(BookcradleError):
    """The PDF writer failed or died; the pages and their text are untouched."""

    code = "text.pdf_failed"
    what = "The PDF `{name}` could not be written: {detail}."
    remedy = "The pages and their text are kept; export the book again, and report this with the log if it fails again."
