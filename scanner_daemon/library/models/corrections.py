"""Words that a person has corrected: facts of their own, which no new recognition may take away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from scanner_daemon.library.models.base import Base, Identified

__all__ = ["Correction"]


class Correction(Identified, Base):
    """One word of a page as it was read, where, and as it is printed. An empty ``new_text``: there is no word.

    The word is found again by its place and its old text, so the row outlives the recognition that it corrects. The
    newest that was not withdrawn counts, and withdrawing it brings the one before it back.
    """

    __tablename__ = "correction"

    page_id: Mapped[str] = mapped_column(ForeignKey("page.id"), index=True)
    left_px: Mapped[int]
    top_px: Mapped[int]
    right_px: Mapped[int]
    bottom_px: Mapped[int]
    page_width_px: Mapped[int]
    """Of the page image that the box was drawn on: an image of another size shows the word at the same fraction."""
    page_height_px: Mapped[int]
    old_text: Mapped[str] = mapped_column(Text)
    new_text: Mapped[str] = mapped_column(Text)
    operator: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]
