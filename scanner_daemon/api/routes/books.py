"""Books, spreads and pages: what has been captured, and the acts that begin, end and mend a book."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.routes.parts import After, Id, Limit, Searched
from scanner_daemon.api.schemas import (
    Action,
    Book,
    BookProgress,
    BookState,
    Done,
    Listing,
    MissingSpread,
    PageResource,
    ReShoot,
    Spread,
    StartBook,
)

__all__ = ["book_routes"]


def book_routes(context: ApiContext) -> APIRouter:
    """``/v1/books``, ``/v1/spreads``, ``/v1/pages``."""
    routes = APIRouter(prefix="/v1", tags=["books"])
    service, board = context.service, context.board

    def done(touched: str) -> Done:
        return Done(revision=board.snapshot.revision, id=touched)

    @routes.post("/books", operation_id="startBook", status_code=201)
    async def start_book(request: Request, asked: StartBook) -> Done:
        """Begin a new book; ``id`` of the answer is its id."""
        return done(await service.start_book(asked, operator_of(request, asked)))

    @routes.post("/books/finish", operation_id="finishBook")
    async def finish_book(request: Request, asked: Action | None = None) -> Done:
        """The book in hand is done."""
        return done(await service.finish_book(operator_of(request, asked)))

    @routes.post("/books/put-away", operation_id="putAwayBook")
    async def put_away_book(request: Request, asked: Action | None = None) -> Done:
        """Take the book in hand off the cradle unfinished; ``resume`` puts it back."""
        return done(await service.put_away_book(operator_of(request, asked)))

    @routes.post("/books/{book_id}/resume", operation_id="resumeBook")
    async def resume_book(request: Request, book_id: Id, asked: Action | None = None) -> Done:
        """Put a book that was begun earlier back on the cradle."""
        await service.resume_book(book_id, operator_of(request, asked))
        return done(book_id)

    @routes.get("/books", operation_id="books")
    async def books(
        after: After = None,
        limit: Limit = 100,
        find: Searched = None,
        state: Annotated[BookState | None, Query()] = None,
    ) -> Listing[Book]:
        """The books, the newest first; with ``find``, those with all its words in title, authors, ISBN or barcode."""
        return await service.books(after, limit, find=find, state=state)

    @routes.get("/books/{book_id}", operation_id="book")
    async def book(book_id: Id) -> Book:
        """One book."""
        return await service.book(book_id)

    @routes.get("/books/{book_id}/progress", operation_id="bookProgress")
    async def book_progress(book_id: Id) -> BookProgress:
        """How far a book is, and what keeps it from being done."""
        return await service.book_progress(book_id)

    @routes.get("/books/{book_id}/missing", operation_id="missingSpreads")
    async def missing_spreads(book_id: Id) -> Listing[MissingSpread]:
        """The spreads that keep a book from being finished, with their missing sides."""
        return await service.missing_spreads(book_id)

    @routes.get("/books/{book_id}/spreads", operation_id="spreads")
    async def spreads(
        book_id: Id, after: After = None, limit: Limit = 100, deleted: Annotated[bool, Query()] = False
    ) -> Listing[Spread]:
        """The spreads of a book in their order; with ``deleted``, the deleted ones instead."""
        return await service.spreads(book_id, after, limit, deleted=deleted)

    @routes.get("/books/{book_id}/pages", operation_id="pages")
    async def pages(book_id: Id, after: After = None, limit: Limit = 100) -> Listing[PageResource]:
        """The pages made from a book, in reading order."""
        return await service.pages(book_id, after, limit)

    @routes.get("/spreads/{spread_id}", operation_id="spread")
    async def spread(spread_id: Id) -> Spread:
        """One spread, in its current version."""
        return await service.spread(spread_id)

    @routes.post("/spreads/{spread_id}/re-shoot", operation_id="reShoot")
    async def re_shoot(request: Request, spread_id: Id, asked: ReShoot | None = None) -> Done:
        """The next exposure is a new version of this spread; the old one is kept."""
        await service.re_shoot(spread_id, operator_of(request, asked))
        return done(spread_id)

    @routes.post("/spreads/{spread_id}/delete", operation_id="deleteSpread")
    async def delete_spread(request: Request, spread_id: Id, asked: Action | None = None) -> Done:
        """Take a spread out of the book. Its files are kept, and ``undelete`` brings it back."""
        await service.delete_spread(spread_id, operator_of(request, asked))
        return done(spread_id)

    @routes.post("/spreads/{spread_id}/undelete", operation_id="undeleteSpread")
    async def undelete_spread(request: Request, spread_id: Id, asked: Action | None = None) -> Done:
        """Bring a deleted spread back to its place."""
        await service.undelete_spread(spread_id, operator_of(request, asked))
        return done(spread_id)

    @routes.get("/pages/{page_id}", operation_id="page")
    async def page(page_id: Id) -> PageResource:
        """One page."""
        return await service.page(page_id)

    return routes
