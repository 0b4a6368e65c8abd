"""Corrections of recognised words: entered, withdrawn, and handed to whoever writes the text out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Correction, Page, Spread
from scanner_daemon.text.corrections import WordCorrection
from scanner_daemon.text.model import Box

__all__ = ["CorrectionMade", "Corrections"]


@dataclass(frozen=True, slots=True)
class CorrectionMade:
    """A correction and who made it."""

    correction: WordCorrection
    operator: str


class Corrections:
    """Of the words of pages. Nothing is deleted: what is withdrawn is kept with who withdrew it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def add(
        self, page_id: str, box: Box, page_size: tuple[int, int], old_text: str, new_text: str, operator: str
    ) -> str:
        """Enter a correction; its id. ``page_size`` is that of the image that ``box`` lies on. Raises `NotInBook`."""
        with self._library.write() as session:
            row = Correction(
                page_id=page_id,
                left_px=box.left,
                top_px=box.top,
                right_px=box.right,
                bottom_px=box.bottom,
                page_width_px=page_size[0],
                page_height_px=page_size[1],
                old_text=old_text,
                new_text=new_text,
                operator=operator,
                made_at=self._library.clock.utc(),
            )
            book_id = self._book_of(session, page_id)
            session.add(row)
            session.flush()
            texts = {"old_text": old_text, "new_text": new_text}
            self._library.log(session, "word_corrected", operator, book_id, page_id=page_id, **texts)
            return row.id

    def withdraw(self, correction_id: str, operator: str) -> str:
        """Take a correction back; the id of its page. The one before it counts again. Raises `NotInBook`."""
        with self._library.write() as session:
            row = session.get(Correction, correction_id)
            if row is None or row.withdrawn_at is not None:
                raise NotInBook(thing=f"correction {correction_id}")
            row.withdrawn_by, row.withdrawn_at = operator, self._library.clock.utc()
            book_id = self._book_of(session, row.page_id)
            texts = {"old_text": row.old_text, "new_text": row.new_text}
            self._library.log(session, "correction_withdrawn", operator, book_id, page_id=row.page_id, **texts)
            return row.page_id

    def of_pages(self, page_ids: Sequence[str]) -> dict[str, list[CorrectionMade]]:
        """What counts now, oldest first, by page; pages without corrections are left out."""
        found: dict[str, list[CorrectionMade]] = {}
        with self._library.read() as session:
            for start in range(0, len(page_ids), 500):
                query = select(Correction).where(
                    Correction.page_id.in_(page_ids[start : start + 500]), Correction.withdrawn_at.is_(None)
                )
                for row in session.scalars(query.order_by(Correction.id)):
                    found.setdefault(row.page_id, []).append(_made(row))
        return found

    def _book_of(self, session: Session, page_id: str) -> str:
        page = session.get(Page, page_id)
        if page is None:
            raise NotInBook(thing=f"page {page_id}")
        return session.get_one(Spread, page.spread_id).book_id


def _made(row: Correction) -> CorrectionMade:
    box = Box(left=row.left_px, top=row.top_px, right=row.right_px, bottom=row.bottom_px)
    size = (row.page_width_px, row.page_height_px)
    return CorrectionMade(WordCorrection(row.id, box, size, row.old_text, row.new_text), row.operator)
