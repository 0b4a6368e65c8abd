"""Page and artifact: everything that can be deleted and made again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.vocabulary import Side

__all__ = ["Artifact", "Page"]


class Page(Identified, Base):
    """One page found on a shot. A shot of a whole spread has two."""

    __tablename__ = "page"

    shot_id: Mapped[str] = mapped_column(ForeignKey("shot.id"))
    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"), index=True)
    side: Mapped[Side]
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    ppi: Mapped[float | None]
    score: Mapped[float | None]
    """Quality of the recognised text, 0 to 1; None before recognition."""
    facts: Mapped[Details] = mapped_column(default=dict)
    """What the page engine and the recogniser found out: angle, corners, word count, language."""
    made_at: Mapped[datetime]

    artifacts: Mapped[list[Artifact]] = relationship(back_populates="page")

    __table_args__ = (Index("uq_page_shot_side", "shot_id", "side", unique=True),)


class Artifact(Identified, Base):
    """A derived file, keyed by what it was made from, by which code and with which parameters."""

    __tablename__ = "artifact"

    page_id: Mapped[str | None] = mapped_column(ForeignKey("page.id"))
    book_id: Mapped[str | None] = mapped_column(ForeignKey("book.id"))
    """One of the two is set: an artifact is of a page or of a whole book."""
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(64))
    input_sha256: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(60))
    parameters: Mapped[Details] = mapped_column(default=dict)
    path: Mapped[str] = mapped_column(Text)
    """Relative to the library's folder."""
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    """The newest of its kind for its page or book."""
    made_at: Mapped[datetime]

    page: Mapped[Page | None] = relationship(back_populates="artifacts")

    __table_args__ = (
        Index("ix_artifact_key", "key", "kind"),
        Index("uq_artifact_page_kind_key", "page_id", "kind", "key", unique=True),
        Index("uq_artifact_book_kind_key", "book_id", "kind", "key", unique=True),
        Index(
            "uq_artifact_current",
            "page_id",
            "kind",
            unique=True,
            sqlite_where=text("current = 1"),
            postgresql_where=text("current"),
        ),
    )
