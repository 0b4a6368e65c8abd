"""Works and copies: entered once, found by number, title or barcode, so that no book is scanned twice unawares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scanner_daemon.library.errors import BarcodeTaken, CopyNotFound
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Copy, Work

__all__ = ["Catalogue", "NewCopy", "NewWork"]


@dataclass(frozen=True, slots=True)
class NewWork:
    """What is known of a text. ``isbn`` is 13 digits (`catalogue.isbn.isbn13`)."""

    title: str
    authors: tuple[str, ...] = ()
    isbn: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class NewCopy:
    """What is known of a piece of paper."""

    barcode: str | None = None
    shelf: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The works and copies of a library."""

    library: Library = field(repr=False)

    def copy_for(self, session: Session, work: NewWork, copy: NewCopy) -> Copy:
        """The copy that is to be scanned: the one with this barcode, or a new one of the work with this ISBN.

        What the library lacks is entered. Raises `BarcodeTaken` where the barcode is on another work's copy.
        """
        if copy.barcode is not None:
            known = session.scalars(select(Copy).where(Copy.barcode == copy.barcode).limit(1)).first()
            if known is not None:
                same_number = work.isbn is not None and known.work.isbn == work.isbn
                if not same_number and known.work.title != work.title:
                    raise BarcodeTaken(barcode=copy.barcode, title=known.work.title)
                return known
        entered = Copy(
            work=self._work(session, work),
            barcode=copy.barcode,
            shelf=copy.shelf,
            condition=copy.condition,
            created_at=self.library.clock.utc(),
        )
        session.add(entered)
        session.flush()
        return entered

    def copy(self, session: Session, copy_id: str) -> Copy:
        """Raises `CopyNotFound`."""
        found = session.get(Copy, copy_id)
        if found is None:
            raise CopyNotFound(copy=copy_id)
        return found

    def works(self, *, isbn: str | None = None, title: str | None = None, limit: int = 100) -> Sequence[Work]:
        """Works with this ISBN (13 digits) or with ``title`` in their title, the newest first, with their copies."""
        query = select(Work).order_by(Work.id.desc()).limit(limit)
        if isbn is not None:
            query = query.where(Work.isbn == isbn)
        if title is not None:
            query = query.where(Work.title.icontains(title, autoescape=True))
        with self.library.read() as session:
            return session.scalars(query.options(selectinload(Work.copies).selectinload(Copy.books))).all()

    def copies(self, *, work_id: str | None = None, barcode: str | None = None, limit: int = 100) -> Sequence[Copy]:
        """Copies of a work, or with a barcode, the newest first, with their work and books."""
        query = select(Copy).order_by(Copy.id.desc()).limit(limit)
        if work_id is not None:
            query = query.where(Copy.work_id == work_id)
        if barcode is not None:
            query = query.where(Copy.barcode == barcode)
        with self.library.read() as session:
            return session.scalars(query.options(selectinload(Copy.work), selectinload(Copy.books))).all()

    def _work(self, session: Session, work: NewWork) -> Work:
        if work.isbn is not None:
            known = session.scalars(select(Work).where(Work.isbn == work.isbn).order_by(Work.id).limit(1)).first()
            if known is not None:
                return known
        entered = Work(
            title=work.title,
            authors=list(work.authors),
            isbn=work.isbn,
            publisher=work.publisher,
            published=work.published,
            created_at=self.library.clock.utc(),
        )
        session.add(entered)
        return entered
