"""What is known of a book before it is begun: by the library itself, and by a catalogue where the settings name one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from scanner_daemon.api.schemas import (
    CatalogueAnswer,
    CatalogueEntry,
    CopyResource,
    Fault,
    Listing,
    Profile,
    ScannedBook,
    WorkResource,
)
from scanner_daemon.catalogue.isbn import isbn13
from scanner_daemon.catalogue.online import CatalogueSilent, Entry, look_up
from scanner_daemon.library import models
from scanner_daemon.library.catalogue import Catalogue
from scanner_daemon.library.library import Library
from scanner_daemon.settings import CatalogueSettings

__all__ = ["CatalogueReading"]

PROFILES = "profiles"
"""Folder of the library that holds its calibration profiles, a JSON file each."""


class CatalogueReading:
    """Implements `scanner_daemon.api.asks.books.CatalogueReads`."""

    def __init__(self, library: Library, settings: CatalogueSettings, profile: Path | None = None) -> None:
        """``profile`` is the file of the calibration in force, wherever it lies."""
        self._library = library
        self._catalogue_settings = settings
        self._profile_file = profile

    async def catalogue(self, isbn: str) -> CatalogueAnswer:
        """Look a number up. Raises NotAnIsbn; a catalogue that does not answer is part of the answer."""
        digits = isbn13(isbn)
        works = (await self.works(isbn=digits, title=None, limit=20)).items
        if works:
            known = works[0]
            entry = CatalogueEntry(
                title=known.title, authors=known.authors, publisher=known.publisher, published=known.published
            )
            return CatalogueAnswer(isbn=digits, works=works, entry=entry)
        if not self._catalogue_settings.isbn_url:
            return CatalogueAnswer(isbn=digits)
        try:
            found = await look_up(self._catalogue_settings.isbn_url, digits, self._catalogue_settings.deadline_s)
        except CatalogueSilent as silent:
            why = Fault(
                code=silent.code, params=dict(silent.params), what=silent.what_happened, remedy=silent.what_to_do
            )
            return CatalogueAnswer(isbn=digits, trouble=why)
        return CatalogueAnswer(isbn=digits, entry=None if found is None else _entry(found), online=found is not None)

    async def works(self, *, isbn: str | None, title: str | None, limit: int) -> Listing[WorkResource]:
        """Works by their number or by a part of their title, the newest first. Raises NotAnIsbn."""
        digits = None if isbn is None else isbn13(isbn)
        catalogue = Catalogue(self._library)
        found = await asyncio.to_thread(catalogue.works, isbn=digits, title=title, limit=limit)
        return Listing(items=tuple(_work(work) for work in found))

    async def copies(self, *, work_id: str | None, barcode: str | None, limit: int) -> Listing[CopyResource]:
        """Copies of a work or with a barcode, the newest first."""
        catalogue = Catalogue(self._library)
        found = await asyncio.to_thread(catalogue.copies, work_id=work_id, barcode=barcode, limit=limit)
        return Listing(items=tuple(_copy(copy, copy.work) for copy in found))

    async def profiles(self) -> Listing[Profile]:
        """The calibration profiles that there are, the newest first."""
        return Listing(items=await asyncio.to_thread(self._profiles))

    def _profiles(self) -> tuple[Profile, ...]:
        files = {file.stem: file for file in (self._library.folders.root / PROFILES).glob("*.json")}
        in_force = self._profile_file.expanduser() if self._profile_file is not None else None
        if in_force is not None and in_force.is_file():
            files[in_force.stem] = in_force
        written = sorted(((file.stat().st_mtime, name) for name, file in files.items()), reverse=True)
        return tuple(
            Profile(
                name=name,
                written_at=datetime.fromtimestamp(at, UTC),
                in_force=in_force is not None and name == in_force.stem,
            )
            for at, name in written
        )


def _entry(found: Entry) -> CatalogueEntry:
    return CatalogueEntry(
        title=found.title,
        authors=found.authors,
        publisher=found.publisher,
        published=found.published,
        language=found.language,
        pages=found.pages,
    )


def _work(work: models.Work) -> WorkResource:
    return WorkResource(
        work_id=work.id,
        title=work.title,
        authors=tuple(work.authors),
        publisher=work.publisher,
        published=work.published,
        isbn=work.isbn,
        copies=tuple(_copy(copy, work) for copy in sorted(work.copies, key=lambda each: each.id, reverse=True)),
    )


def _copy(copy: models.Copy, work: models.Work) -> CopyResource:
    return CopyResource(
        copy_id=copy.id,
        work_id=work.id,
        title=work.title,
        isbn=work.isbn,
        barcode=copy.barcode,
        shelf=copy.shelf,
        condition=copy.condition,
        books=tuple(
            ScannedBook(
                book_id=book.id,
                title=book.title,
                state=book.state.value,
                started_at=book.created_at,
                finished_at=book.finished_at,
            )
            for book in sorted(copy.books, key=lambda each: each.id, reverse=True)
        ),
    )
