"""Edits of pages by a person: entered, withdrawn, and handed to whoever makes the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Self, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.library.captures import PAGE_JOB
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Page, PageEditRow, Shot, Spread
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.queue import JobQueue, Priority
from scanner_daemon.vocabulary import Side

__all__ = ["PageEdit", "PageEditMade", "PageEdits", "Quad"]

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class PageEdit:
    """How a page shall be made; what is None is left to the page engine.

    ``corners`` is the page's outline and ``crop`` what is kept of the finished page, four points each in pixels of the
    photograph as it is stored: they mean the same after any new run. ``clockwise_degrees`` makes the stored picture
    upright. ``mode`` is ``colour``, ``gray`` or ``bilevel``. ``as_photographed`` leaves the photograph whole, as it is
    but upright, and then only the turn and the crop count beside it.
    """

    corners: Quad | None = None
    crop: Quad | None = None
    clockwise_degrees: Literal[0, 90, 180, 270] | None = None
    mode: str | None = None
    as_photographed: bool = False

    @classmethod
    def from_details(cls, details: Details) -> Self:
        """From a row."""
        quads = {name: _quad(details[name]) for name in ("corners", "crop") if details.get(name) is not None}
        return cls(**{**details, **quads})

    @property
    def details(self) -> Details:
        """For a row: what says something."""
        return {name: value for name, value in asdict(self).items() if value is not None and value is not False}


@dataclass(frozen=True, slots=True)
class PageEditMade:
    """An edit that counts, and who made it."""

    edit_id: str
    edit: PageEdit
    operator: str


class PageEdits:
    """Of the pages of shots. Nothing is deleted: what is withdrawn is kept with who withdrew it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._queue = JobQueue(library)

    def make(self, page_id: str, edit: PageEdit, operator: str) -> str:
        """Enter an edit in place of the one before, and have the page made anew; its id. Raises `NotInBook`."""
        with self._library.write() as session:
            page = _page(session, page_id)
            row = PageEditRow(
                shot_id=page.shot_id,
                side=page.side,
                edit=edit.details,
                operator=operator,
                made_at=self._library.clock.utc(),
            )
            session.add(row)
            session.flush()
            self._told(session, page, "page_edited", operator, row.id, row.edit)
            return row.id

    def undo(self, page_id: str, operator: str) -> str | None:
        """Withdraw the newest edit and have the page made anew; the id of the one that counts now, if there is one.

        Raises `NotInBook` for an unknown page and for one without edits.
        """
        with self._library.write() as session:
            page = _page(session, page_id)
            standing = _standing(session, page.shot_id, page.side)
            if not standing:
                raise NotInBook(thing=f"edit of page {page_id}")
            newest = standing[0]
            newest.withdrawn_by, newest.withdrawn_at = operator, self._library.clock.utc()
            self._told(session, page, "page_edit_withdrawn", operator, f"{newest.id}:withdrawn", newest.edit)
            return standing[1].id if len(standing) > 1 else None

    def of_page(self, page_id: str) -> PageEditMade | None:
        """What counts for a page. Raises `NotInBook`."""
        with self._library.read() as session:
            page = _page(session, page_id)
            return self.of_shot(session, page.shot_id).get(page.side)

    def of_shot(self, session: Session, shot_id: str) -> Mapping[Side, PageEditMade]:
        """What counts for the pages of a shot, by side."""
        query = select(PageEditRow).where(PageEditRow.shot_id == shot_id, PageEditRow.withdrawn_at.is_(None))
        rows = session.scalars(query.order_by(PageEditRow.id))
        return {row.side: PageEditMade(row.id, PageEdit.from_details(row.edit), row.operator) for row in rows}

    def _told(self, session: Session, page: Page, kind: str, operator: str, key: str, edit: Details) -> None:
        """Into the event log, and a page job of its own: one that runs already has not seen this edit."""
        book_id = session.get_one(Spread, page.spread_id).book_id
        self._library.log(session, kind, operator, book_id, page_id=page.id, edit=edit)
        self._queue.enqueue(
            session,
            PAGE_JOB,
            page.shot_id,
            payload={"spread_id": page.spread_id, "side": session.get_one(Shot, page.shot_id).side.value},
            book_id=book_id,
            dedupe_key=f"{PAGE_JOB}:{page.shot_id}:{key}",
            priority=Priority.URGENT,
        )


def _page(session: Session, page_id: str) -> Page:
    page = session.get(Page, page_id)
    if page is None:
        raise NotInBook(thing=f"page {page_id}")
    return page


def _standing(session: Session, shot_id: str, side: Side) -> list[PageEditRow]:
    """Edits that were not withdrawn, the newest first."""
    query = select(PageEditRow).where(
        PageEditRow.shot_id == shot_id, PageEditRow.side == side, PageEditRow.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(PageEditRow.id.desc())))


def _quad(points: list[list[float]]) -> Quad:
    return cast(Quad, tuple((float(x), float(y)) for x, y in points))
