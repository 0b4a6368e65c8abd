"""What a reviewer looks at: the grid of all spreads, one spread with its history, a page's words and image."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scanner_daemon.api import schemas
from scanner_daemon.api.schemas import GridFilter, GridPart, PageWords, SpreadReview
from scanner_daemon.api.service import NotFoundError, Original
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library import models, spreads
from scanner_daemon.library.corrections import Corrections
from scanner_daemon.library.grid import Grid, Wanted
from scanner_daemon.library.library import Library
from scanner_daemon.service.resources import MEDIA_TYPES
from scanner_daemon.service.reviewed import page_resource, part_resource, version_resources, words_resource
from scanner_daemon.text.model import PageText
from scanner_daemon.vocabulary import Level

__all__ = ["NoTextYet", "ReviewReading"]

T = TypeVar("T")
PAGE_IMAGE, TEXT = "page", "text"


class NoTextYet(BookcradleError):
    """A page whose words were asked for before they were read."""

    code = "review.no_text_not_found"
    what = "No text has been read on this page yet."
    remedy = "The night reads it; `bookcradle night` reads it now."


class PageImageMissing(BookcradleError):
    """A page that has not been made."""

    code = "review.no_page_image_not_found"
    what = "There is no image of this page yet."
    remedy = "Look at the photograph; the queue says what became of the page."


class ReviewReading:
    """Implements `scanner_daemon.api.asks.review.ReviewReads`."""

    def __init__(self, library: Library) -> None:
        self._reviewed = library
        self._grid = Grid(library)
        self._corrections = Corrections(library)

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
    ) -> GridPart:
        """A window; with ``fresh``, of what is there at this moment. Raises NotFoundError for an unknown book."""
        wanted = _wanted(book_id, shown, level, check, score_below)

        def read() -> GridPart:
            if book_id is not None:
                with self._reviewed.read() as session:
                    _get(session, models.Book, book_id, "book")
            if fresh:
                self._grid.forget()
            return part_resource(self._grid.part(wanted, offset, limit))

        return await asyncio.to_thread(read)

    async def grid_place(
        self,
        spread_id: str,
        *,
        book_id: str | None,
        shown: GridFilter,
        level: Level | None,
        check: str | None,
        score_below: float,
    ) -> int | None:
        """Where a spread is in the grid. Raises NotFoundError."""
        await self._look(lambda session: _get(session, models.Spread, spread_id, "spread"))
        wanted = _wanted(book_id, shown, level, check, score_below)
        return await asyncio.to_thread(self._grid.place_of, wanted, spread_id)

    async def review(self, spread_id: str) -> SpreadReview:
        """A spread with its versions and pages. Raises NotFoundError."""
        return await self._look(lambda session: self._review(session, spread_id))

    async def page_words(self, page_id: str) -> PageWords:
        """What was read, and what was corrected. Raises NotFoundError, NoTextYet."""

        def read() -> PageWords:
            text = self.page_text(page_id)
            made = self._corrections.of_pages([page_id]).get(page_id, [])
            return words_resource(page_id, text, made)

        return await asyncio.to_thread(read)

    async def page_image(self, page_id: str) -> Original:
        """The current image of a page. Raises NotFoundError, PageImageMissing."""

        def read(session: Session) -> Original:
            _get(session, models.Page, page_id, "page")
            image = _artifact(session, page_id, PAGE_IMAGE)
            if image is None:
                raise PageImageMissing
            path = self._reviewed.folders.root / image.path
            media_type = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
            return Original(path, image.sha256, image.size_bytes, media_type, f"page-{page_id}{path.suffix}")

        return await self._look(read)

    def page_text(self, page_id: str) -> PageText:
        """As it was read last, from its file. Raises NotFoundError, NoTextYet."""
        with self._reviewed.read() as session:
            _get(session, models.Page, page_id, "page")
            artifact = _artifact(session, page_id, TEXT)
        if artifact is None:
            raise NoTextYet
        try:
            content = (self._reviewed.folders.root / artifact.path).read_bytes()
        except OSError:
            raise NoTextYet from None
        return PageText.from_json(content)

    def _review(self, session: Session, spread_id: str) -> SpreadReview:
        spread = _get(session, models.Spread, spread_id, "spread")
        made = session.scalars(
            select(models.Page)
            .where(models.Page.spread_id == spread_id)
            .options(selectinload(models.Page.artifacts.and_(models.Artifact.current.is_(True))))
        ).all()
        corrections = self._corrections.of_pages([page.id for page in made])
        versions = {shot.id: shot.version for shot in spread.shots}
        made = sorted(made, key=lambda page: (-versions[page.shot_id], page.side))
        return SpreadReview(
            spread_id=spread.id,
            book_id=spread.book_id,
            book_title=spread.book.title,
            position=spreads.position_of(session, spread),
            of=spreads.count_of(session, spread.book_id),
            deleted=spread.deleted,
            state=spread.state.value,
            note=spread.notes,
            versions=version_resources(session, spread),
            pages=tuple(
                page_resource(page, versions[page.shot_id], len(corrections.get(page.id, []))) for page in made
            ),
        )

    async def _look(self, read: Callable[[Session], T]) -> T:
        def in_session() -> T:
            with self._reviewed.read() as session:
                return read(session)

        return await asyncio.to_thread(in_session)


def _wanted(
    book_id: str | None, shown: schemas.GridFilter, level: Level | None, check: str | None, score_below: float
) -> Wanted:
    return Wanted(
        book_id=book_id,
        flagged=shown is GridFilter.FLAGGED,
        level=level,
        check=check,
        blank=shown is GridFilter.BLANK,
        score_below=score_below if shown is GridFilter.LOW_TEXT else None,
    )


def _artifact(session: Session, page_id: str, kind: str) -> models.Artifact | None:
    where = (models.Artifact.page_id == page_id, models.Artifact.kind == kind, models.Artifact.current.is_(True))
    return session.scalars(select(models.Artifact).where(*where)).first()


def _get(session: Session, model: type[T], id_: str, word: str) -> T:
    row = session.get(model, id_)
    if row is None:
        raise NotFoundError(kind=word, id=id_)
    return row
