"""What was read on a page, with what people have corrected: as values, and in each form that is written out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from scanner_daemon.library.corrections import CorrectionMade, Corrections
from scanner_daemon.library.library import Library
from scanner_daemon.library.pages import PageInOrder
from scanner_daemon.text.alto import alto
from scanner_daemon.text.corrections import corrected
from scanner_daemon.text.hocr import hocr
from scanner_daemon.text.model import PageText
from scanner_daemon.text.plain import plain_text

__all__ = ["CorrectedTexts"]

# Named here and not imported from the jobs that make them: writing a text needs neither recogniser nor page engine.
PAGE_IMAGE, TEXT = "page", "text"
HOCR, ALTO, PLAIN = "hocr", "alto", "plain"

_WRITERS: dict[str, Callable[[PageText, str], bytes]] = {
    HOCR: lambda text, name: hocr(text, image_name=name),
    ALTO: lambda text, name: alto(text, image_name=name),
    PLAIN: lambda text, _name: plain_text(text).encode(),
}


class CorrectedTexts:
    """The texts of some pages with their corrections, read from the database once."""

    def __init__(self, library: Library, pages: Sequence[PageInOrder]) -> None:
        self._made = Corrections(library).of_pages([page.page_id for page in pages])

    def text(self, page: PageInOrder) -> PageText | None:
        """The page's text, None before recognition."""
        if TEXT not in page.artifacts:
            return None
        read = PageText.from_json(page.artifacts[TEXT].read_bytes())
        return corrected(read, [each.correction for each in self._of(page)]).page

    def written(self, page: PageInOrder, kind: str) -> bytes:
        """The page in the form ``kind``, an artifact that it has: as it was derived, or anew where it is corrected."""
        text = self.text(page) if self._of(page) else None
        if text is None:
            return page.artifacts[kind].read_bytes()
        image = page.artifacts.get(PAGE_IMAGE)
        return _WRITERS[kind](text, image.name if image is not None else "")

    def key(self, page: PageInOrder) -> str:
        """Changes whenever the corrections of the page do; empty without any."""
        ids = [each.correction.id for each in self._of(page)]
        return hashlib.sha256("|".join(ids).encode()).hexdigest() if ids else ""

    def _of(self, page: PageInOrder) -> list[CorrectionMade]:
        return self._made.get(page.page_id, [])
