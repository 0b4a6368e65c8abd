"""What a reviewer says, kept in the library with who said it: opinions, corrections, roles, notes."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from scanner_daemon.api.schemas import AnswerFlag, CorrectWord, RolesSaid, SayRoles
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library import models
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.library.roles import set_roles
from scanner_daemon.service.page_editing import PageEditing
from scanner_daemon.service.review import ReviewReading
from scanner_daemon.text.corrections import corrected, places

__all__ = ["ReviewService", "WordChanged"]

T = TypeVar("T")


class WordChanged(BookcradleError):
    """A correction of a word that does not read so, or is not there."""

    code = "review.word_changed"
    what = "“{word}” is not at this place of the page any more."
    remedy = "Look at the page again, and correct what is read there now."


class ReviewService(ReviewReading, PageEditing):
    """Implements `scanner_daemon.api.asks.review.ReviewActions` beside the reads."""

    def __init__(self, library: Library) -> None:
        ReviewReading.__init__(self, library)
        PageEditing.__init__(self, library)
        self._turned = Leaves(library)

    async def answer_flag(self, flag_id: str, asked: AnswerFlag, operator: str) -> None:
        """Keep an opinion with its reason. Raises NotFoundError."""
        opinion = None if asked.opinion is None else models.Opinion(asked.opinion.value)

        def answer() -> None:
            self._must_be(models.FlagRow, flag_id, "flag")
            self._turned.answer_flag(flag_id, opinion, operator, asked.reason)
            self._grid.forget()

        await asyncio.to_thread(answer)

    async def correct_word(self, page_id: str, asked: CorrectWord, operator: str) -> str:
        """Keep a correction; its id. Raises NotFoundError, NoTextYet, WordChanged."""
        return await asyncio.to_thread(self._correct, page_id, asked, operator)

    async def withdraw_correction(self, correction_id: str, operator: str) -> None:
        """Take a correction back. Raises NotFoundError, also where that was done already."""

        def withdraw() -> None:
            with self._reviewed.read() as session:
                row = session.get(models.Correction, correction_id)
                if row is None or row.withdrawn_at is not None:
                    raise NotFoundError(kind="correction", id=correction_id)
            self._corrections.withdraw(correction_id, operator)

        await asyncio.to_thread(withdraw)

    async def say_roles(self, spread_id: str, asked: SayRoles, operator: str) -> RolesSaid:
        """Keep what photographs show. Raises NotFoundError, NotInBook for a side without a photograph."""

        def say() -> RolesSaid:
            self._must_be(models.Spread, spread_id, "spread")
            before = set_roles(self._reviewed, spread_id, asked.roles, operator)
            self._grid.forget()
            return RolesSaid(before=before)

        return await asyncio.to_thread(say)

    async def note_spread(self, spread_id: str, text: str, operator: str) -> None:
        """Keep a note. Raises NotFoundError."""

        def note() -> None:
            self._must_be(models.Spread, spread_id, "spread")
            self._turned.note(spread_id, text, operator)

        await asyncio.to_thread(note)

    def _correct(self, page_id: str, asked: CorrectWord, operator: str) -> str:
        text = self.page_text(page_id)
        meant = (asked.box.left, asked.box.top, asked.box.right, asked.box.bottom)
        known = [each.correction for each in self._corrections.of_pages([page_id]).get(page_id, [])]
        applied = corrected(text, known).applied
        for place in places(text):
            box = place.word.box
            if (box.left, box.top, box.right, box.bottom) != meant:
                continue
            before = applied.get((place.block, place.paragraph, place.line, place.index))
            if asked.old_text in (place.word.text, before.new_text if before is not None else place.word.text):
                size = (text.width, text.height)
                return self._corrections.add(page_id, box, size, place.word.text, asked.new_text, operator)
        raise WordChanged(word=asked.old_text)

    def _must_be(self, model: type[T], id_: str, word: str) -> None:
        with self._reviewed.read() as session:
            if session.get(model, id_) is None:
                raise NotFoundError(kind=word, id=id_)
