"""Review: the grid of all spreads, a spread with its history, the words of a page, and what a person says of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from scanner_daemon.api.context import ApiContext, operator_of
from scanner_daemon.api.routes.files import OriginalMissingError, OriginalResponse, matches
from scanner_daemon.api.routes.parts import Id
from scanner_daemon.api.schemas import (
    Action,
    AnswerFlag,
    CorrectWord,
    Done,
    EditPage,
    GridFilter,
    GridPart,
    GridPlace,
    NoteSpread,
    PageEdited,
    PageWords,
    RolesSaid,
    SayRoles,
    SpreadReview,
)
from scanner_daemon.vocabulary import Level

__all__ = ["review_routes"]

BookId = Annotated[str | None, Query(alias="book", pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Shown = Annotated[GridFilter, Query(alias="filter")]
FlagLevel = Annotated[Level | None, Query(description="Of the worst open flag: amber or red.")]
Check = Annotated[str | None, Query(pattern=r"^[a-z0-9_]{1,60}$", description="A flag of this check is open.")]
Below = Annotated[float, Query(gt=0, le=1, description="The limit of the filter ``low_text``.")]
LOW_TEXT = 0.8


def review_routes(context: ApiContext) -> APIRouter:
    """``/v1/grid``, and below ``/v1/spreads``, ``/v1/pages``, ``/v1/flags``, ``/v1/corrections``."""
    routes = APIRouter(prefix="/v1", tags=["review"])
    service, board = context.service, context.board

    def done(touched: str) -> Done:
        return Done(revision=board.snapshot.revision, id=touched)

    @routes.get("/grid", operation_id="grid")
    async def grid(
        book: BookId = None,
        shown: Shown = GridFilter.ALL,
        level: FlagLevel = None,
        check: Check = None,
        below: Below = LOW_TEXT,
        offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        fresh: Annotated[bool, Query(description="Count anew, however short ago it was counted.")] = False,
    ) -> GridPart:
        """A window of all spreads that stand, or of those of a book, filtered, in the order of books and positions."""
        return await service.grid(
            book_id=book,
            shown=shown,
            level=level,
            check=check,
            score_below=below,
            offset=offset,
            limit=limit,
            fresh=fresh,
        )

    @routes.get("/spreads/{spread_id}/place", operation_id="gridPlace")
    async def place(
        spread_id: Id,
        book: BookId = None,
        shown: Shown = GridFilter.ALL,
        level: FlagLevel = None,
        check: Check = None,
        below: Below = LOW_TEXT,
    ) -> GridPlace:
        """Where a spread is in a grid."""
        found = await service.grid_place(
            spread_id, book_id=book, shown=shown, level=level, check=check, score_below=below
        )
        return GridPlace(place=found)

    @routes.get("/spreads/{spread_id}/review", operation_id="reviewSpread")
    async def review(spread_id: Id) -> SpreadReview:
        """A spread with all its versions, verdicts and pages."""
        return await service.review(spread_id)

    @routes.post("/spreads/{spread_id}/role", operation_id="sayRoles")
    async def say_roles(request: Request, spread_id: Id, asked: SayRoles) -> RolesSaid:
        """Say what photographs of a spread show. The answer undoes it."""
        return await service.say_roles(spread_id, asked, operator_of(request, asked))

    @routes.post("/spreads/{spread_id}/note", operation_id="noteSpread")
    async def note(request: Request, spread_id: Id, asked: NoteSpread) -> Done:
        """Put a note on a spread, in place of the one that is there."""
        await service.note_spread(spread_id, asked.text, operator_of(request, asked))
        return done(spread_id)

    @routes.post("/flags/{flag_id}/opinion", operation_id="answerFlag")
    async def answer(request: Request, flag_id: Id, asked: AnswerFlag) -> Done:
        """Say what is to be thought of a flag, and why."""
        await service.answer_flag(flag_id, asked, operator_of(request, asked))
        return done(flag_id)

    @routes.get("/pages/{page_id}/words", operation_id="pageWords")
    async def words(page_id: Id) -> PageWords:
        """What was read on a page, where, how surely, and what was corrected."""
        return await service.page_words(page_id)

    @routes.post("/pages/{page_id}/corrections", operation_id="correctWord", status_code=201)
    async def correct(request: Request, page_id: Id, asked: CorrectWord) -> Done:
        """Say what a word is in print; ``id`` of the answer is that of the correction."""
        return done(await service.correct_word(page_id, asked, operator_of(request, asked)))

    @routes.post("/corrections/{correction_id}/withdraw", operation_id="withdrawCorrection")
    async def withdraw(request: Request, correction_id: Id, asked: Action | None = None) -> Done:
        """Take a correction back; the one before it counts again."""
        await service.withdraw_correction(correction_id, operator_of(request, asked))
        return done(correction_id)

    @routes.get("/pages/{page_id}/edit", operation_id="pageEdit")
    async def edit(page_id: Id) -> PageEdited:
        """How a person wants the page to be made."""
        return await service.page_edit(page_id)

    @routes.put("/pages/{page_id}/edit", operation_id="editPage")
    async def put_edit(request: Request, page_id: Id, asked: EditPage) -> PageEdited:
        """Say how the page shall be made; it is queued to be made anew, and every new run holds to it."""
        return await service.edit_page(page_id, asked, operator_of(request, asked))

    @routes.post("/pages/{page_id}/edit/undo", operation_id="undoPageEdit")
    async def undo_edit(request: Request, page_id: Id, asked: Action | None = None) -> PageEdited:
        """Take the newest edit back; the one before it counts again, and the page is queued to be made anew."""
        return await service.undo_page_edit(page_id, operator_of(request, asked))

    @routes.get(
        "/pages/{page_id}/image",
        operation_id="pageImage",
        response_class=Response,
        responses={
            200: {"description": "The flat page at full size.", "content": {"image/*": {}}},
            206: {"description": "Part of it.", "content": {"image/*": {}}},
            304: {"description": "The client has it already."},
        },
    )
    async def image(page_id: Id, if_none_match: Annotated[str | None, Header()] = None) -> Response:
        """The page as the page engine made it last; the ETag is the SHA-256 of its bytes."""
        found = await service.page_image(page_id)
        etag = f'"{found.sha256}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
        if matches(etag, if_none_match):
            return Response(status_code=304, headers=headers)
        try:
            status = found.path.stat()
        except OSError as error:
            raise OriginalMissingError(sha256=found.sha256) from error
        return OriginalResponse(
            found.path,
            media_type=found.media_type,
            headers=headers,
            filename=found.name,
            stat_result=status,
            content_disposition_type="inline",
        )

    return routes
