"""How a person wants a page to be made: facts of their own, which no new run of the page engine takes away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.vocabulary import Side

__all__ = ["PageEditRow"]


class PageEditRow(Identified, Base):
    """One edit, whole: it replaces the one before. Of a shot and side, because pages are deleted and made again.

    The newest that was not withdrawn counts, and withdrawing it brings the one before it back.
    """

    __tablename__ = "page_edit"

    shot_id: Mapped[str] = mapped_column(ForeignKey("shot.id"))
    side: Mapped[Side]
    edit: Mapped[Details]
    """The fields of `scanner_daemon.library.page_edits.PageEdit` that say something."""
    operator: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_page_edit_shot", "shot_id", "side", "id"),)
