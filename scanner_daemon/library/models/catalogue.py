"""Work, copy, book: what is digitised, from which piece of paper, and in which run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.library.models.words import BookState, Layout
from scanner_daemon.vocabulary import ReadingDirection, Side, TurnAfter

__all__ = ["Book", "Copy", "LabelRange", "Work"]


class Work(Identified, Base):
    """A text, whoever owns paper of it."""

    __tablename__ = "work"

    title: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[str]] = mapped_column(default=list)
    publisher: Mapped[str | None] = mapped_column(Text)
    published: Mapped[str | None] = mapped_column(String(40))
    isbn: Mapped[str | None] = mapped_column(String(20), index=True)
    created_at: Mapped[datetime]

    copies: Mapped[list[Copy]] = relationship(back_populates="work")


class Copy(Identified, Base):
    """One piece of paper on one shelf."""

    __tablename__ = "copy"

    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    barcode: Mapped[str | None] = mapped_column(String(60), index=True)
    shelf: Mapped[str | None] = mapped_column(Text)
    condition: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]

    work: Mapped[Work] = relationship(back_populates="copies")
    books: Mapped[list[Book]] = relationship(back_populates="copy")


class Book(Identified, Base):
    """One digitisation of one copy."""

    __tablename__ = "book"

    copy_id: Mapped[str] = mapped_column(ForeignKey("copy.id"), index=True)
    title: Mapped[str] = mapped_column(Text, index=True)
    """As the operator knows it; the work's title unless said otherwise."""
    language: Mapped[str] = mapped_column(String(40), default="eng")
    """ISO 639-3 codes as Tesseract names them, joined by ``+``."""
    reading_direction: Mapped[ReadingDirection] = mapped_column(default=ReadingDirection.LEFT_TO_RIGHT)
    layout: Mapped[Layout] = mapped_column(default=Layout.LEFT_RIGHT)
    turn_after: Mapped[TurnAfter | None]
    ppi: Mapped[float | None]
    """Nominal resolution on the page, in pixels per inch."""
    profile: Mapped[str | None] = mapped_column(Text)
    """Which calibration its photographs were taken under."""
    state: Mapped[BookState] = mapped_column(default=BookState.OPEN)
    operator: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    details: Mapped[Details] = mapped_column(default=dict)
    sought: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What it is searched by: title, authors, ISBN and barcode, folded (`library.folding`)."""

    copy: Mapped[Copy] = relationship(back_populates="books")


class LabelRange(Identified, Base):
    """From this page on, pages are labelled so, until the next range begins."""

    __tablename__ = "label_range"

    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"))
    side: Mapped[Side]
    style: Mapped[str] = mapped_column(String(10))
    """``decimal``, ``roman``, ``Roman``, ``alpha``, ``Alpha`` or ``none``."""
    prefix: Mapped[str] = mapped_column(String(40), default="")
    start: Mapped[int] = mapped_column(default=1)

    __table_args__ = (Index("uq_label_range_anchor", "book_id", "spread_id", "side", unique=True),)
