"""What the routes of review ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scanner_daemon.api.schemas import (
    AnswerFlag,
    CorrectWord,
    EditPage,
    GridFilter,
    GridPart,
    PageEdited,
    PageWords,
    RolesSaid,
    SayRoles,
    SpreadReview,
)
from scanner_daemon.vocabulary import Level

if TYPE_CHECKING:
    from scanner_daemon.api.service import Original

__all__ = ["ReviewActions", "ReviewReads"]


class ReviewReads(Protocol):
    """The grid, and what lies behind a cell."""

    async def grid(
        self,
        *,
        book_id: str | None,
        shown: GridFilter,
        level: Level | None,
        check: str | None,
        score_below: float,
        offset: int,
        limit: int,
        fresh: bool,
    ) -> GridPart: ...

    async def grid_place(
        self,
        spread_id: str,
        *,
        book_id: str | None,
        shown: GridFilter,
        level: Level | None,
        check: str | None,
        score_below: float,
    ) -> int | None: ...

    async def review(self, spread_id: str) -> SpreadReview: ...
    async def page_words(self, page_id: str) -> PageWords: ...
    async def page_image(self, page_id: str) -> Original: ...
    async def page_edit(self, page_id: str) -> PageEdited: ...


class ReviewActions(Protocol):
    """What a reviewer says; all of it can be taken back."""

    async def answer_flag(self, flag_id: str, asked: AnswerFlag, operator: str) -> None: ...
    async def correct_word(self, page_id: str, asked: CorrectWord, operator: str) -> str:
        """The id of the correction."""
        ...

    async def withdraw_correction(self, correction_id: str, operator: str) -> None: ...
    async def edit_page(self, page_id: str, asked: EditPage, operator: str) -> PageEdited: ...
    async def undo_page_edit(self, page_id: str, operator: str) -> PageEdited:
        """What counts after it."""
        ...

    async def say_roles(self, spread_id: str, asked: SayRoles, operator: str) -> RolesSaid: ...
    async def note_spread(self, spread_id: str, text: str, operator: str) -> None: ...
