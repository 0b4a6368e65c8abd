"""Text as it is searched: without case and accents, so that “uber” finds “Über”."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from scanner_daemon.catalogue.isbn import NotAnIsbn, isbn13

__all__ = ["folded", "sought_by", "sought_words"]


def folded(text: str) -> str:
    """Compatibility-decomposed, without combining marks, casefolded, one blank between words."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().split())


def sought_by(title: str, authors: Iterable[str], isbn: str | None, barcode: str | None) -> str:
    """What a book is found by: its title, its authors, the number of the work and the barcode of the copy."""
    return folded(" ".join([title, *authors, isbn or "", barcode or ""]))


def sought_words(asked: str) -> tuple[str, ...]:
    """The pieces that must all be found. A whole ISBN, however written, is sought as the 13 digits that are kept."""
    try:
        return (isbn13(asked),)
    except NotAnIsbn:
        return tuple(folded(asked).split())
