"""Copies of finished books on other disks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from scanner_daemon.library.models.base import Base, Identified
from scanner_daemon.library.models.words import OffLoadState

__all__ = ["OffLoad"]


class OffLoad(Identified, Base):
    """One copy of one book in one folder. It stays when the originals here are removed, and says where they are."""

    __tablename__ = "off_load"

    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    folder: Mapped[str] = mapped_column(Text)
    """Of the book itself, inside the folder that was asked for; absolute, as this machine sees it."""
    state: Mapped[OffLoadState] = mapped_column(default=OffLoadState.COPYING)
    files: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(default=0)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    freed_at: Mapped[datetime | None]
    freed_by: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("uq_off_load_book_folder", "book_id", "folder", unique=True),)
