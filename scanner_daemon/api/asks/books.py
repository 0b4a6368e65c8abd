"""What the routes of books, works and copies ask for."""

from __future__ import annotations

from typing import Protocol

from scanner_daemon.api.schemas import (
    Book,
    BookProgress,
    BookState,
    CatalogueAnswer,
    CopyResource,
    Listing,
    MissingSpread,
    Profile,
    WorkResource,
)

__all__ = ["BookActions", "BookReads", "CatalogueReads"]


class BookActions(Protocol):
    """What a person does with a book besides capturing it."""

    async def put_away_book(self, operator: str) -> str:
        """Take the book in hand off the cradle unfinished; returns its id."""
        ...


class BookReads(Protocol):
    """The books, searched and counted. ``after`` is the ``next`` of the part before."""

    async def books(
        self, after: str | None, limit: int, *, find: str | None = None, state: BookState | None = None
    ) -> Listing[Book]:
        """The newest first; with ``find``, those in whose title, authors, ISBN or barcode all its words are."""
        ...

    async def book(self, book_id: str) -> Book: ...
    async def book_progress(self, book_id: str) -> BookProgress: ...
    async def missing_spreads(self, book_id: str) -> Listing[MissingSpread]:
        """What keeps a book from being finished, in reading order."""
        ...


class CatalogueReads(Protocol):
    """What is known of a book before it is begun."""

    async def catalogue(self, isbn: str) -> CatalogueAnswer:
        """By the library's own works, else by the catalogue that the settings name. Raises NotAnIsbn."""
        ...

    async def works(self, *, isbn: str | None, title: str | None, limit: int) -> Listing[WorkResource]: ...
    async def copies(self, *, work_id: str | None, barcode: str | None, limit: int) -> Listing[CopyResource]: ...
    async def profiles(self) -> Listing[Profile]: ...
